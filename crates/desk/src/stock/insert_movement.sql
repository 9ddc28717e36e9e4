insert into stock_movement (id, lot_id, site_id, quantity, reason, fulfilment_item_id, rep_visit_id, note, account_id, moved_at,
    patient_id, sample_position, other_site_id)
values (:id, :lot_id, :site_id, :quantity, :reason, :fulfilment_item_id, :rep_visit_id, :note, :account_id, :moved_at,
    :patient_id, :sample_position, :other_site_id)
