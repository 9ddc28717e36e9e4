-- Worklists with a visit that is where it was and still expected; whether its time is open again says the calendar.
select distinct rebook.worklist_id
from rebook
join appointment on appointment.id = rebook.appointment_id
where rebook.deleted_at is null and appointment.deleted_at is null
    and (appointment.status = 'scheduled' or appointment.status = 'confirmed')
    and appointment.doctor_id = rebook.doctor_id and appointment.date = rebook.date
    and appointment.starts_at = rebook.starts_at and appointment.later_hour = rebook.later_hour
