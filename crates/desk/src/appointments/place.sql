update appointment
set -- Of another time the patient is to be reminded anew.
    reminder_sent_at = iif(date = :date and starts_at = :starts_at and later_hour = :later_hour, reminder_sent_at, null),
    doctor_id = :doctor_id, site_id = :site_id, date = :date, starts_at = :starts_at, minutes = :minutes,
    later_hour = :later_hour, overbook_reason = :overbook_reason
where id = :id
