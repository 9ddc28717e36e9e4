select rep_visit.id, rep_visit.ref, coalesce(rep.full_name, rep_visit.ref) as who, rep_visit.starts_at, rep_visit.minutes,
    rep_visit.later_hour, rep_visit.status, rep_visit.rep_id, rep_visit.overbook_reason is not null as is_overbooked,
    rep_visit.clash_with is not null as has_clash, coalesce(rep_visit.cancel_reason, rep_visit.overbook_reason) as because
from rep_visit left join rep on rep.id = rep_visit.rep_id
where rep_visit.date = :date and rep_visit.doctor_id = :doctor and rep_visit.site_id = :site and rep_visit.deleted_at is null
order by rep_visit.starts_at, rep_visit.id
