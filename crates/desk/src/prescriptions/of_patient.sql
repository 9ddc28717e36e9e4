select prescription.id from prescription join person on prescription.patient_id = person.id
where prescription.deleted_at is null order by coalesce(prescription.issued_at, prescription.created_at) desc, prescription.id desc
