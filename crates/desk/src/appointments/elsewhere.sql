select appointment.id, appointment.ref, appointment.starts_at, appointment.minutes, appointment.status,
    coalesce(doctor.full_name, '') as doctor_name
from appointment left join doctor on doctor.id = appointment.doctor_id
where appointment.date = :date and appointment.deleted_at is null
    and appointment.starts_at < :end and :start < appointment.starts_at + appointment.minutes
    and appointment.later_hour = :later_hour and appointment.id is not :moving
    and appointment.patient_id
