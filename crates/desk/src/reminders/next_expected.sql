select min(date) as date from appointment
where date >= :first and site_id = :site and deleted_at is null and (status = 'scheduled' or status = 'confirmed')
