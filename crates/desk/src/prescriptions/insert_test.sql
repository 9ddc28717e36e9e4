insert into prescription_test (id, prescription_id, position, name, instructions, priority)
values (:id, :prescription_id, :position, :name, :instructions, :priority)
