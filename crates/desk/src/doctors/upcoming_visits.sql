select count(*) as visits, min(date) as first_date
from (
    select date from appointment
    where date >= :today and doctor_id = :doctor_id and deleted_at is null
        and status in ('scheduled', 'confirmed', 'arrived', 'in_consultation')
    union all
    select date from rep_visit
    where date >= :today and doctor_id = :doctor_id and deleted_at is null
        and status in ('approved', 'confirmed', 'arrived', 'in_visit')
)
