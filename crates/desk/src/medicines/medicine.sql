select medicine.id, medicine.name, medicine.generic_name, medicine.ingredients, medicine.families, medicine.form, medicine.strength,
    medicine.unit, medicine.pack_size, medicine.barcode, medicine.price_minor, medicine.minimum_stock,
    coalesce(shelf.stock, 0) as stock, coalesce(shelf.expired, 0) as expired, shelf.next_expiry
from medicine
left join (
    select medicine_id, sum(iif(expires_on >= :today, quantity, 0)) as stock, sum(iif(expires_on < :today, quantity, 0)) as expired,
        min(iif(quantity > 0, expires_on, null)) as next_expiry
    from (
        select lot.medicine_id, lot.expires_on, sum(stock_movement.quantity) as quantity
        from lot
        join stock_movement on stock_movement.lot_id = lot.id and stock_movement.deleted_at is null
            and stock_movement.site_id = coalesce(:site, stock_movement.site_id)
        where lot.medicine_id = coalesce(:medicine, lot.medicine_id)
        group by lot.id
    )
    group by medicine_id
) shelf on shelf.medicine_id = medicine.id
where medicine.deleted_at is null and medicine.id = coalesce(:medicine, medicine.id)
order by medicine.name collate nocase, medicine.strength, medicine.id
