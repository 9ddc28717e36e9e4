select count(*) as no_shows from appointment
where patient_id in (select id from person) and date > date(:today, '-12 months') and status = 'no_show' and deleted_at is null
