select rep_visit.id, rep_visit.ref, rep_visit.starts_at, rep_visit.minutes, rep_visit.status, coalesce(doctor.full_name, '') as doctor_name
from rep_visit left join doctor on doctor.id = rep_visit.doctor_id
where rep_visit.rep_id = :rep and rep_visit.date = :date and rep_visit.deleted_at is null
    and rep_visit.starts_at < :end and :start < rep_visit.starts_at + rep_visit.minutes
    and rep_visit.later_hour = :later_hour and rep_visit.id is not :moving
order by rep_visit.starts_at
