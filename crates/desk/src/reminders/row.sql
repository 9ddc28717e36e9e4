select appointment.id, appointment.ref, coalesce(survivor.id, appointment.patient_id) as patient_id,
    coalesce(survivor.full_name, patient.full_name, appointment.ref) as patient_name,
    coalesce(survivor.second_name, patient.second_name) as patient_second_name,
    coalesce(survivor.ref, patient.ref, '') as patient_ref, coalesce(survivor.phones, patient.phones, '[]') as phones,
    coalesce(survivor.date_of_birth, patient.date_of_birth) as date_of_birth,
    coalesce(survivor.born_about, patient.born_about) as born_about, appointment.doctor_id,
    coalesce(doctor.full_name, '') as doctor_name, appointment.date, appointment.starts_at, appointment.minutes,
    appointment.reason, appointment.status, appointment.reminder_sent_at
from appointment
left join patient on patient.id = appointment.patient_id
-- Booked, by a desk that had not heard of it, for a file that is part of another one by now.
left join patient survivor on survivor.id = patient.merged_into and patient.deleted_at is not null
left join doctor on doctor.id = appointment.doctor_id
where appointment.deleted_at is null
