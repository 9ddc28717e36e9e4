update diagnosis_code set code = :code, name = :name, name_ar = :name_ar, deleted_at = null
where id = :id
