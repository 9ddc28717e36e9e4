select visit.id, visit.date, visit.starts_at, visit.status, visit.reason, visit.doctor_id, coalesce(doctor.full_name, '') as doctor_name
from appointment visit
left join doctor on doctor.id = visit.doctor_id
where visit.patient_id in (select id from person) and visit.deleted_at is null
order by visit.date desc, visit.starts_at desc
limit :most
