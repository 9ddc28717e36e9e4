insert into stock_movement (id, lot_id, site_id, quantity, reason, fulfilment_item_id, rep_visit_id, note, account_id, moved_at,
    patient_id, sample_position)
values (:id, :lot_id, :site_id, :quantity, :reason, :fulfilment_item_id, :rep_visit_id, :note, :account_id, :moved_at,
    :patient_id, :sample_position)
