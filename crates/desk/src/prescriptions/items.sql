select item.id, item.medicine_id, item.medicine_name, item.generic_name, medicine.form, item.dose_milli, item.dose_unit, item.route,
    item.frequency, item.days, item.quantity, item.instructions, item.kept_because, medicine.unit,
    (select coalesce(sum(handed.quantity), 0) from fulfilment_item handed
        where handed.prescription_item_id = item.id and handed.deleted_at is null) as dispensed
from prescription_item item
left join medicine on medicine.id = item.medicine_id
where item.prescription_id = :prescription and item.deleted_at is null
order by item.position, item.id
