select max(date) as last_visit from appointment
where patient_id in (select id from person) and status in ('arrived', 'in_consultation', 'completed') and deleted_at is null
