update wait_list
set doctor_id = :doctor_id, specialty_id = :specialty_id, weekdays = :weekdays, first_date = :first_date, last_date = :last_date,
    from_at = :from_at, until_at = :until_at, minutes = :minutes, urgency = :urgency, note = :note
where id = :id
