(select visit_id from calendar_entry where doctor_id = :doctor)
