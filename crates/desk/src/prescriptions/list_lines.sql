select prescription.id as prescription_id, item.medicine_name as name, 1 as is_medicine, item.quantity,
    (select coalesce(sum(handed.quantity), 0) from fulfilment_item handed
        where handed.prescription_item_id = item.id and handed.deleted_at is null) as dispensed,
    item.position as position, item.id as id
from person
join prescription on prescription.patient_id = person.id and prescription.deleted_at is null
join prescription_item item on item.prescription_id = prescription.id and item.deleted_at is null
union all
select prescription.id, test.name, 0, 0, 0, test.position, test.id
from person
join prescription on prescription.patient_id = person.id and prescription.deleted_at is null
join prescription_test test on test.prescription_id = prescription.id and test.deleted_at is null
order by position, id
