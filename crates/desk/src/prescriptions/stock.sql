select case when count(lot.id) > 0 then coalesce(sum(case when lot.expires_on >= :today then moved.quantity else 0 end), 0) end as stock
from lot left join stock_movement moved on moved.lot_id = lot.id and moved.deleted_at is null
where lot.medicine_id = :medicine and lot.deleted_at is null
