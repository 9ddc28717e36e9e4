select id, site_id, doctor_id, first_date, last_date, from_at, until_at, effect, reason
from closure
where last_date >= coalesce(:first, '0000-00-00') and (:last is null or first_date <= :last)
    and deleted_at is null
order by first_date, from_at, id
