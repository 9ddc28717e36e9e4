update closure set
    site_id = :site_id, doctor_id = :doctor_id, first_date = :first_date, last_date = :last_date, from_at = :from_at,
    until_at = :until_at, effect = :effect, reason = :reason
where id = :id and deleted_at is null
