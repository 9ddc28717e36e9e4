-- What is taken to another site of the clinic moves twice: it goes here and comes there. A reason more is another check, and so another table.

create table stock_movement_anew (
    id                 blob not null primary key check (length(id) = 16),
    lot_id             blob not null references lot (id),
    site_id            blob not null references site (id),
    quantity           integer not null check (quantity <> 0),
    reason             text not null check (reason in
        ('receipt', 'dispensed', 'adjusted', 'returned', 'expired', 'sample_in', 'sample_out', 'transferred')),
    fulfilment_item_id blob references fulfilment_item (id),
    rep_visit_id       blob references rep_visit (id),
    note               text,
    account_id         blob references account (id),
    moved_at           integer not null,
    deleted_at         integer,
    patient_id         blob references patient (id),
    sample_position    integer check (sample_position >= 0),
    -- Where it went to or came from.
    other_site_id      blob references site (id)
) strict, without rowid;

insert into stock_movement_anew
select id, lot_id, site_id, quantity, reason, fulfilment_item_id, rep_visit_id, note, account_id, moved_at, deleted_at, patient_id,
    sample_position, null
from stock_movement;
drop table stock_movement;
alter table stock_movement_anew rename to stock_movement;

create index stock_movement_lot on stock_movement (lot_id, quantity, deleted_at);
create index stock_movement_fulfilment_item on stock_movement (fulfilment_item_id);
create index stock_movement_sample on stock_movement (rep_visit_id) where rep_visit_id is not null;

-- The second belt, as it was before.
create trigger stock_movement_leaves_enough_insert before insert on stock_movement
when overlaps_are_refused() and new.deleted_at is null and new.quantity < 0
begin
    select raise(abort, 'stock_below_nothing')
    where new.quantity + (
        select coalesce(sum(quantity), 0) from stock_movement
        where lot_id = new.lot_id and site_id = new.site_id and deleted_at is null) < 0;
end;

create trigger stock_movement_leaves_enough_update before update of deleted_at on stock_movement
when overlaps_are_refused() and (
    (new.deleted_at is not null and old.deleted_at is null and old.quantity > 0)
    or (new.deleted_at is null and old.deleted_at is not null and old.quantity < 0))
begin
    select raise(abort, 'stock_below_nothing')
    where (
        select coalesce(sum(quantity), 0) from stock_movement
        where lot_id = old.lot_id and site_id = old.site_id and deleted_at is null) < abs(old.quantity);
end;
