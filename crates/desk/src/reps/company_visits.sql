select rep_visit.date, rep_visit.status, rep_visit.doctor_id, rep_visit.site_id
from rep
join rep_visit on rep_visit.rep_id = rep.id
where rep.company_id = :company and rep_visit.date >= :from and rep_visit.deleted_at is null and rep_visit.id is not :moving
