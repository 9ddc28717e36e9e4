insert into hours (
    id, doctor_id, site_id, audience, weekday, rrule, starts_at, ends_at, valid_from, valid_until
) values (
    :id, :doctor_id, :site_id, :audience, :weekday, :rrule, :starts_at, :ends_at, :valid_from, :valid_until
)
