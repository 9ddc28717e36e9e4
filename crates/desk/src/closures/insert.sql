insert into closure (
    id, site_id, doctor_id, first_date, last_date, from_at, until_at, effect, reason, created_at
) values (
    :id, :site_id, :doctor_id, :first_date, :last_date, :from_at, :until_at, :effect, :reason, :created_at
)
