select appointment.id, appointment.ref, appointment.starts_at, appointment.minutes, doctor.full_name as doctor_name
from appointment join doctor on doctor.id = appointment.doctor_id
where appointment.patient_id = :patient and appointment.date = :date and appointment.deleted_at is null
    and appointment.status in ('scheduled', 'confirmed', 'arrived', 'in_consultation', 'completed')
    and appointment.starts_at < :end and :start < appointment.starts_at + appointment.minutes
    and appointment.later_hour = :later_hour and appointment.id is not :moving
order by appointment.starts_at
