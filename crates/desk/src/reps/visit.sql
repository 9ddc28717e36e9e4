select rep_visit.id, rep_visit.ref, rep_visit.rep_id, rep.full_name as rep_name, rep.second_name as rep_second_name,
    rep.phone as rep_phone, rep.company_id, company.name as company, rep_visit.doctor_id, doctor.full_name as doctor_name,
    doctor.second_name as doctor_second_name, rep_visit.site_id, rep_visit.date, rep_visit.starts_at, rep_visit.minutes,
    rep_visit.later_hour, rep_visit.status, rep_visit.cancelled_by, rep_visit.cancel_reason, rep_visit.rescheduled_from,
    rep_visit.products, rep_visit.attendees, rep_visit.summary_samples, rep_visit.summary_minutes, rep_visit.summary_topic,
    rep_visit.summary_feedback, rep_visit.overbook_reason, rep_visit.arrived_at, rep_visit.started_at, rep_visit.completed_at,
    rep_visit.created_at
from rep_visit
join rep on rep.id = rep_visit.rep_id
join company on company.id = rep.company_id
join doctor on doctor.id = rep_visit.doctor_id
where rep_visit.deleted_at is null
