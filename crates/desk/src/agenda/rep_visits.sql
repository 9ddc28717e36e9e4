select rep_visit.id, rep_visit.ref, rep_visit.rep_id, rep_visit.doctor_id, rep_visit.date, rep_visit.starts_at, rep_visit.minutes,
    rep_visit.status, rep_visit.clash_with, rep_visit.overbook_reason, rep_visit.arrived_at,
    coalesce(rep.full_name, rep_visit.ref) as rep_name, coalesce(company.name, '') as company
from rep_visit
left join rep on rep.id = rep_visit.rep_id
left join company on company.id = rep.company_id
where rep_visit.deleted_at is null
