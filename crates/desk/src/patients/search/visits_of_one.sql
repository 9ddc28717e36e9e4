select date, status
from appointment
where patient_id in (select id from person) and deleted_at is null
    and status in ('scheduled', 'confirmed', 'arrived', 'in_consultation', 'completed')
order by date desc
