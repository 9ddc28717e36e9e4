select id, name, generic_name, ingredients, families, form, strength, unit, pack_size from medicine
where deleted_at is null order by id
