select medication.name from medication join person on medication.patient_id = person.id
where medication.deleted_at is null and (medication.last_date is null or medication.last_date >= :today) order by medication.id
