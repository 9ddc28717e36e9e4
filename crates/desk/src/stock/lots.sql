select lot.id, lot.medicine_id, medicine.name as medicine, medicine.strength, medicine.unit, medicine.price_minor, lot.number, lot.expires_on,
    coalesce((
        select sum(stock_movement.quantity) from stock_movement
        where stock_movement.lot_id = lot.id and stock_movement.deleted_at is null and stock_movement.site_id = :site
    ), 0) as left_over
from lot
join medicine on medicine.id = lot.medicine_id
-- One whose making was undone, and into which something else is moved again, is there all the same.
where (lot.deleted_at is null or left_over <> 0)
