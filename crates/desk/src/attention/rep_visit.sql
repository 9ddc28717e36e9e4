select rep_visit.id, rep_visit.ref, rep_visit.rep_id as person_id, coalesce(rep.full_name, rep_visit.ref) as name, rep.second_name,
    company.name as company, coalesce(rep.phone, company.phone) as phone, null as file_number, null as date_of_birth,
    null as born_about, rep_visit.doctor_id, coalesce(doctor.full_name, '') as doctor_name, doctor.second_name as doctor_second_name,
    rep_visit.date, rep_visit.starts_at, rep_visit.minutes, rep_visit.later_hour, rep_visit.status, 'in_person' as kind,
    rep.drug_specialty as reason, rep_visit.clash_with, null as confirmed_at, rep_visit.created_at, null as last_visit
from rep_visit
left join rep on rep.id = rep_visit.rep_id
left join company on company.id = rep.company_id
left join doctor on doctor.id = rep_visit.doctor_id
where rep_visit.id = :id and rep_visit.deleted_at is null
