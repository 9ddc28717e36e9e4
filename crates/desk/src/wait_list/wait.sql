select wait_list.id, patient.id as patient_id, patient.full_name as patient_name, patient.second_name as patient_second_name,
    patient.ref as patient_ref, patient.date_of_birth, patient.born_about, patient.phones, wait_list.doctor_id, doctor.full_name as doctor_name,
    wait_list.specialty_id, specialty.name as specialty, specialty.name_ar as specialty_ar, wait_list.weekdays,
    wait_list.first_date, wait_list.last_date, wait_list.from_at, wait_list.until_at, wait_list.minutes, wait_list.urgency,
    wait_list.note, wait_list.created_at, account.full_name as added_by, wait_list.outcome, wait_list.end_reason,
    wait_list.ended_at, booked.id as appointment_id, booked.doctor_id as booked_doctor, booked.date as booked_date,
    booked.starts_at as booked_start, booked.minutes as booked_minutes
from wait_list
-- Written, by a desk that had not heard of it, for a file that is part of another one by now.
left join patient gone on gone.id = wait_list.patient_id and gone.deleted_at is not null
join patient on patient.id = coalesce(gone.merged_into, wait_list.patient_id) and patient.deleted_at is null
left join doctor on doctor.id = wait_list.doctor_id
left join specialty on specialty.id = wait_list.specialty_id
left join account on account.id = wait_list.account_id
left join appointment booked on booked.id = wait_list.appointment_id
where wait_list.deleted_at is null
