update prescription_test
set position = :position, name = :name, instructions = :instructions, priority = :priority
where id = :id and prescription_id = :prescription_id
