select fulfilment.id, fulfilment.fulfilled_at, fulfilment.note, account.full_name as by, prescription_item.medicine_name,
    lot.number as lot_number, fulfilment_item.quantity, fulfilment_item.price_minor, fulfilment_item.kept_because,
    fulfilment_item.substituted_because,
    iif(lot.medicine_id is prescription_item.medicine_id, null, medicine.name || coalesce(' ' || medicine.strength, '')) as handed_out
from fulfilment
join fulfilment_item on fulfilment_item.fulfilment_id = fulfilment.id and fulfilment_item.deleted_at is null
join prescription_item on prescription_item.id = fulfilment_item.prescription_item_id
join lot on lot.id = fulfilment_item.lot_id
left join medicine on medicine.id = lot.medicine_id
left join account on account.id = fulfilment.account_id
where fulfilment.prescription_id = :prescription and fulfilment.deleted_at is null
order by fulfilment.fulfilled_at desc, fulfilment.id desc, fulfilment_item.id
