-- By its last day: what is over is passed by on the index.
select id, site_id, doctor_id, first_date, last_date, from_at, until_at, effect, reason
from closure
where last_date >= :first and first_date <= :last
    and (doctor_id = :doctor_id or site_id = :site_id)
    and deleted_at is null
order by first_date, from_at, id
