select id from appointment
where date = :date and status in ('scheduled', 'confirmed') and overbook_reason is null and deleted_at is null
order by starts_at, id
limit 1
