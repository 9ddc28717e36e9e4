select appointment.id, appointment.ref, coalesce(survivor.full_name, patient.full_name, appointment.ref) as name, null as company,
    appointment.doctor_id, appointment.date, appointment.starts_at, appointment.minutes, appointment.later_hour,
    appointment.status in ('cancelled', 'rescheduled') or appointment.deleted_at is not null as is_off
from appointment
left join patient on patient.id = appointment.patient_id
left join patient survivor on survivor.id = patient.merged_into and patient.deleted_at is not null
