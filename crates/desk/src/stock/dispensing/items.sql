with recursive earlier (id) as (
    select corrected_prescription_id from prescription where id = :prescription
    union
    select prescription.corrected_prescription_id from prescription join earlier on prescription.id = earlier.id
)
select item.id, item.medicine_id, item.medicine_name, item.generic_name, item.dose_milli, item.dose_unit, item.frequency, item.days,
    item.quantity, item.instructions, item.kept_because,
    (select coalesce(sum(handed.quantity), 0) from fulfilment_item handed
        where handed.prescription_item_id = item.id and handed.deleted_at is null) as given,
    -- Of the same medicine, for those that this one corrects.
    (select coalesce(sum(handed.quantity), 0) from prescription_item old
        join fulfilment_item handed on handed.prescription_item_id = old.id and handed.deleted_at is null
        where old.prescription_id in (select id from earlier) and old.medicine_id = item.medicine_id) as given_before
from prescription_item item
where item.prescription_id = :prescription and item.deleted_at is null
order by item.position, item.id
