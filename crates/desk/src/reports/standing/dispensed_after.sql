select distinct prescription.appointment_id
from lot
join fulfilment_item on fulfilment_item.lot_id = lot.id and fulfilment_item.deleted_at is null
join fulfilment on fulfilment.id = fulfilment_item.fulfilment_id and fulfilment.deleted_at is null and fulfilment.site_id = :site
join prescription on prescription.id = fulfilment.prescription_id
where (:medicine is null or lot.medicine_id = :medicine) and prescription.appointment_id is not null
order by fulfilment.fulfilled_at desc limit :most
