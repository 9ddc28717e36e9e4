insert into patient_distinct (id, patient_id, other_patient_id, created_at)
values (:id, :one, :other, :now)
on conflict (id) do update set patient_id = :one, other_patient_id = :other, created_at = :now, deleted_at = null
