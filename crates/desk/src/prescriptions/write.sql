update prescription
set diagnosis = :diagnosis, notes = :notes, tags = :tags, valid_until = :valid_until, whiteboard = :whiteboard
where id = :id
