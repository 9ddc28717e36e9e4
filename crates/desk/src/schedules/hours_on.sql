select hours.id, doctor_id, hours.site_id, audience, weekday, rrule, starts_at, ends_at, valid_from, valid_until
from doctor
join hours on hours.doctor_id = doctor.id
where hours.site_id = :site_id and (weekday = :weekday or weekday is null) and hours.deleted_at is null and doctor.deleted_at is null
order by doctor_id, starts_at, audience, hours.id
