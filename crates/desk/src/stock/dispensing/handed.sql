select medicine.name as medicine, medicine.strength, medicine.form, medicine.unit, item.dose_milli, item.dose_unit, item.route,
    iif(item.medicine_id is null or item.medicine_id is lot.medicine_id, null, item.medicine_name) as instead_of,
    item.frequency, item.days, item.instructions, fulfilment_item.quantity, lot.number as lot_number, lot.expires_on
from fulfilment_item
join prescription_item item on item.id = fulfilment_item.prescription_item_id
join lot on lot.id = fulfilment_item.lot_id
join medicine on medicine.id = lot.medicine_id
where fulfilment_item.fulfilment_id = :fulfilment and fulfilment_item.deleted_at is null
order by item.position, item.id, lot.expires_on, lot.id
