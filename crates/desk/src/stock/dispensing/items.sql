select item.id, item.medicine_id, item.medicine_name, item.generic_name, item.dose_milli, item.dose_unit, item.frequency, item.days,
    item.quantity, item.instructions, item.kept_because,
    (select coalesce(sum(handed.quantity), 0) from fulfilment_item handed
        where handed.prescription_item_id = item.id and handed.deleted_at is null) as given
from prescription_item item
where item.prescription_id = :prescription and item.deleted_at is null
order by item.position, item.id
