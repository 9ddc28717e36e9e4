select encounter.id, encounter.appointment_id, encounter.date, encounter.doctor_id, coalesce(doctor.full_name, '') as doctor_name, encounter.complaint,
    (select group_concat(diagnosis.name, ' · ' order by diagnosis.position, diagnosis.id) from diagnosis
        where diagnosis.encounter_id = encounter.id and diagnosis.deleted_at is null) as diagnoses
from encounter
left join doctor on doctor.id = encounter.doctor_id
where encounter.patient_id in (select id from person) and encounter.deleted_at is null
