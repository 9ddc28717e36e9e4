insert into stock_movement (id, lot_id, site_id, quantity, reason, note, moved_at)
values (:id, :lot_id, :site_id, :quantity, :reason, :note, :moved_at)
