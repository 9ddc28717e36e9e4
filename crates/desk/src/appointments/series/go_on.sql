update series
set doctor_id = :doctor_id, rrule = :rrule, first_date = :first_date, starts_at = :starts_at, minutes = :minutes
where id = :id
