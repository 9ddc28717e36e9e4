select count(*) as visits,
    max(case when status in ('arrived', 'in_consultation', 'completed') then date end) as last_visit
from appointment
where patient_id in (select id from person) and deleted_at is null
