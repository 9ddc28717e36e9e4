insert into fulfilment (id, prescription_id, site_id, note, account_id, fulfilled_at)
values (:id, :prescription_id, :site_id, :note, :account_id, :now)
