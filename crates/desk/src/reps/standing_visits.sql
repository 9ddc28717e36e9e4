select rep_visit.id, rep_visit.rep_id, rep.company_id, rep_visit.doctor_id, rep_visit.site_id, rep_visit.date, rep_visit.starts_at,
    rep_visit.minutes, rep_visit.later_hour, rep_visit.status, rep_visit.overbook_reason is not null as overbooked
from rep_visit
join rep on rep.id = rep_visit.rep_id
join site on site.id = rep_visit.site_id
where rep_visit.date >= :from and rep_visit.deleted_at is null
