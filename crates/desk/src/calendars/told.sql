-- The newest telling of each visit, and how many there were. Those taken back count: their numbers are used up.
select visit_id, digest, max(told_at) as told_at, count(*) as times
from calendar_entry
where doctor_id = :doctor
group by visit_id
