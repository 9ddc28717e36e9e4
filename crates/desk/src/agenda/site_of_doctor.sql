select site.id, site.time_zone, site.week_start, site.weekend_days
from doctor
join site on site.id = doctor.site_id
where doctor.id = :doctor and doctor.deleted_at is null
