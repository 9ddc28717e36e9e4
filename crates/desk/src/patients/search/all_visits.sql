-- The whole table in its own order: by any index, each of a million rows would be looked up on its own.
select patient_id, date, status
from appointment not indexed
where deleted_at is null and status in ('scheduled', 'confirmed', 'arrived', 'in_consultation', 'completed')
