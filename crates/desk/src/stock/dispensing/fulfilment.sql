select fulfilment.id, fulfilment.prescription_id, fulfilment.site_id, fulfilment.fulfilled_at, account.full_name as by, prescription.ref,
    coalesce(survivor.full_name, patient.full_name, prescription.ref) as patient_name,
    coalesce(survivor.second_name, patient.second_name) as patient_second_name,
    coalesce(survivor.ref, patient.ref, '') as patient_ref,
    (select count(*) from fulfilment_item
        where fulfilment_item.fulfilment_id = fulfilment.id and fulfilment_item.deleted_at is null) as packs
from fulfilment
join prescription on prescription.id = fulfilment.prescription_id
left join patient on patient.id = prescription.patient_id
left join patient survivor on survivor.id = patient.merged_into and patient.deleted_at is not null
left join account on account.id = fulfilment.account_id
where fulfilment.deleted_at is null
