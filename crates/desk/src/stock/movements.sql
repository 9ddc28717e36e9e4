select stock_movement.id, stock_movement.lot_id, lot.number as lot_number, stock_movement.quantity, stock_movement.reason,
    stock_movement.note, stock_movement.moved_at, stock_movement.account_id, account.full_name as by, rep.full_name as rep,
    prescription.ref as prescription_ref, patient.full_name as patient, other.name as other_site
from stock_movement
join lot on lot.id = stock_movement.lot_id
left join account on account.id = stock_movement.account_id
left join rep_visit on rep_visit.id = stock_movement.rep_visit_id
left join rep on rep.id = rep_visit.rep_id
left join fulfilment_item on fulfilment_item.id = stock_movement.fulfilment_item_id
left join fulfilment on fulfilment.id = fulfilment_item.fulfilment_id
left join prescription on prescription.id = fulfilment.prescription_id
left join patient on patient.id = stock_movement.patient_id
left join site other on other.id = stock_movement.other_site_id
where lot.medicine_id = :medicine and stock_movement.site_id = :site and stock_movement.deleted_at is null
order by stock_movement.moved_at desc, stock_movement.id desc
limit 200
