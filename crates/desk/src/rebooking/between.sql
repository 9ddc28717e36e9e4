select rebook.id, rebook.appointment_id, rebook.doctor_id, rebook.date, rebook.starts_at, rebook.minutes,
    rebook.later_hour, rebook.seen_elsewhere, patient.second_name as patient_second_name, patient.date_of_birth,
    patient.born_about, coalesce(patient.phones, '[]') as phones
from rebook
join appointment on appointment.id = rebook.appointment_id
left join patient on patient.id = appointment.patient_id
where rebook.date between :from and :to and rebook.deleted_at is null and appointment.deleted_at is null
order by rebook.date, rebook.starts_at, rebook.id
