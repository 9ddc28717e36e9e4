select 1 from appointment
where patient_id in (select id from person) and doctor_id = :doctor and status <> 'cancelled' and deleted_at is null
