update rep_visit
set status = :status,
    arrived_at = coalesce(:arrived_at, arrived_at),
    started_at = coalesce(:started_at, started_at),
    completed_at = coalesce(:completed_at, completed_at),
    cancelled_by = :cancelled_by,
    cancel_reason = :reason
where id = :id
