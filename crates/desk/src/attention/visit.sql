select appointment.id, appointment.ref, appointment.patient_id as person_id, coalesce(patient.full_name, appointment.ref) as name, patient.second_name,
    null as company, patient.phones ->> '$[0].number' as phone, patient.ref as file_number, patient.date_of_birth,
    patient.born_about, appointment.doctor_id, coalesce(doctor.full_name, '') as doctor_name, doctor.second_name as doctor_second_name,
    appointment.date, appointment.starts_at, appointment.minutes, appointment.later_hour, appointment.status, appointment.kind,
    appointment.reason, appointment.clash_with, appointment.confirmed_at, appointment.created_at,
    (select max(earlier.date) from appointment earlier
     where earlier.patient_id = appointment.patient_id and earlier.date < appointment.date and earlier.status = 'completed'
        and earlier.deleted_at is null) as last_visit
from appointment
-- A visit that arrived before its patient or its doctor is there all the same: what is asked about it must not look as if it were over.
left join patient on patient.id = appointment.patient_id
left join doctor on doctor.id = appointment.doctor_id
where appointment.id = :id and appointment.deleted_at is null
