update medicine
set name = :name, generic_name = :generic_name, ingredients = :ingredients, families = :families, form = :form, strength = :strength,
    unit = :unit, pack_size = :pack_size, barcode = :barcode, price_minor = :price_minor, minimum_stock = :minimum_stock
where id = :id
