select patient_id from encounter where id = :id
union all select patient_id from encounter join diagnosis on diagnosis.encounter_id = encounter.id where diagnosis.id = :id
union all select patient_id from condition where id = :id
union all select patient_id from allergy where id = :id
union all select patient_id from medication where id = :id
union all select patient_id from vitals where id = :id
union all select patient_id from lab_test where id = :id
union all select patient_id from document where id = :id
union all select patient_id from consultation_log where id = :id
limit 1
