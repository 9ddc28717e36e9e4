select id, patient_id, doctor_id from appointment
where date = :date and status = 'completed' and deleted_at is null
order by starts_at desc, id
limit :most
