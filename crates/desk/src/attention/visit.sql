select patient.full_name as name, visit.ref, visit.doctor_id, doctor.full_name as doctor_name, visit.date, visit.starts_at,
    visit.minutes, visit.status
from appointment as visit
join patient on patient.id = visit.patient_id
join doctor on doctor.id = visit.doctor_id
where visit.id = :id
union all
select rep.full_name as name, visit.ref, visit.doctor_id, doctor.full_name as doctor_name, visit.date, visit.starts_at,
    visit.minutes, visit.status
from rep_visit as visit
join rep on rep.id = visit.rep_id
join doctor on doctor.id = visit.doctor_id
where visit.id = :id
