select id, doctor_id, date, starts_at, minutes from appointment
where patient_id = :patient and date >= :today and deleted_at is null and (status = 'scheduled' or status = 'confirmed')
order by date, starts_at limit 1
