update appointment
set status = :status,
    confirmed_at = coalesce(:confirmed_at, confirmed_at),
    arrived_at = coalesce(:arrived_at, arrived_at),
    started_at = coalesce(:started_at, started_at),
    completed_at = coalesce(:completed_at, completed_at),
    -- Called off, the number is free with the time.
    queue_number = iif(:status = 'cancelled', null, coalesce(queue_number, :queue_number)),
    -- So is the patient: whoever comes after all is to be reminded anew.
    reminder_sent_at = iif(:status = 'cancelled', null, reminder_sent_at),
    cancelled_by = :cancelled_by,
    cancel_reason = :cancel_reason
where id = :id
