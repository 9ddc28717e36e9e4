insert into fulfilment_item (id, fulfilment_id, prescription_item_id, lot_id, quantity, price_minor, kept_because, substituted_because)
values (:id, :fulfilment_id, :prescription_item_id, :lot_id, :quantity, :price_minor, :kept_because, :substituted_because)
