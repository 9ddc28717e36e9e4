update rep_visit
set doctor_id = :doctor_id, site_id = :site_id, date = :date, starts_at = :starts_at, minutes = :minutes,
    later_hour = :later_hour, overbook_reason = :overbook_reason
where id = :id
