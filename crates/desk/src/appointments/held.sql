-- In every state: which of them hold the time says the domain, and `in (…)` builds a table of its own at every call.
select 0 as is_rep, id, starts_at, minutes, later_hour, status
from appointment
where date = :date and doctor_id = :doctor and deleted_at is null
union all
select 1 as is_rep, id, starts_at, minutes, later_hour, status
from rep_visit
where date = :date and doctor_id = :doctor and deleted_at is null
