insert into medicine (id, name, generic_name, ingredients, families, form, strength, unit, pack_size, price_minor, minimum_stock, created_at)
values (:id, :name, :generic_name, :ingredients, :families, :form, :strength, :unit, :pack_size, :price_minor, :minimum_stock, :created_at)
