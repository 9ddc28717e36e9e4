-- In every state: which of them hold the time says the domain. Day by day, so that the index leads to this doctor's visits alone.
select 0 as is_rep, appointment.date, appointment.status, count(*) as visits
from json_each(:days) day
cross join appointment on appointment.date = day.value and appointment.doctor_id = :doctor
where appointment.deleted_at is null
group by appointment.date, appointment.status
union all
select 1 as is_rep, rep_visit.date, rep_visit.status, count(*) as visits
from json_each(:days) day
cross join rep_visit on rep_visit.date = day.value and rep_visit.doctor_id = :doctor
where rep_visit.deleted_at is null
group by rep_visit.date, rep_visit.status
