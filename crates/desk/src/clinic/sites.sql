select id, name, kind, address, city, country, latitude, longitude, phone, email, website, registration_number,
    time_zone, currency, week_start, weekend_days, facilities
from site
where deleted_at is null
order by created_at, id
