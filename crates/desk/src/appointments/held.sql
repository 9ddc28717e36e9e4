select 0 as is_rep, id, starts_at, minutes, later_hour
from appointment
where date = :date and doctor_id = :doctor and deleted_at is null
    and status in ('scheduled', 'confirmed', 'arrived', 'in_consultation', 'completed')
union all
select 1 as is_rep, id, starts_at, minutes, later_hour
from rep_visit
where date = :date and doctor_id = :doctor and deleted_at is null
    and status in ('approved', 'confirmed', 'arrived', 'in_visit', 'completed')
