select rep_visit.id, rep_visit.ref, coalesce(rep.full_name, rep_visit.ref) as name, company.name as company, rep_visit.doctor_id, rep_visit.date,
    rep_visit.starts_at, rep_visit.minutes, rep_visit.later_hour,
    rep_visit.status in ('requested', 'declined', 'cancelled', 'rescheduled') or rep_visit.deleted_at is not null as is_off
from rep_visit
left join rep on rep.id = rep_visit.rep_id
left join company on company.id = rep.company_id
