-- What the pharmacy has. Stock is the sum of its movements and stands nowhere else.

create table lot (
    id          blob not null primary key check (length(id) = 16),
    medicine_id blob not null references medicine (id),
    number      text not null check (length(number) > 0),
    expires_on  text not null check (expires_on is date(expires_on)),
    created_at  integer not null,
    deleted_at  integer
) strict, without rowid;
create index lot_medicine on lot (medicine_id, expires_on);

-- Something was handed out for a prescription. Never changed.
create table fulfilment (
    id              blob not null primary key check (length(id) = 16),
    prescription_id blob not null references prescription (id),
    site_id         blob not null references site (id),
    note            text,
    account_id      blob references account (id),
    fulfilled_at    integer not null,
    deleted_at      integer
) strict, without rowid;
create index fulfilment_prescription on fulfilment (prescription_id);

create table fulfilment_item (
    id                   blob not null primary key check (length(id) = 16),
    fulfilment_id        blob not null references fulfilment (id),
    prescription_item_id blob not null references prescription_item (id),
    lot_id               blob not null references lot (id),
    quantity             integer not null check (quantity > 0),
    price_minor          integer check (price_minor >= 0),
    deleted_at           integer,
    -- Why an allergy was set aside.
    kept_because         text
) strict, without rowid;
create index fulfilment_item_fulfilment on fulfilment_item (fulfilment_id);
create index fulfilment_item_prescription_item on fulfilment_item (prescription_item_id);

-- In the medicine's unit: what came is positive, what went negative. Never changed.
create table stock_movement (
    id                 blob not null primary key check (length(id) = 16),
    lot_id             blob not null references lot (id),
    site_id            blob not null references site (id),
    quantity           integer not null check (quantity <> 0),
    reason             text not null check (reason in
        ('receipt', 'dispensed', 'adjusted', 'returned', 'expired', 'sample_in', 'sample_out')),
    fulfilment_item_id blob references fulfilment_item (id),
    rep_visit_id       blob references rep_visit (id),
    note               text,
    account_id         blob references account (id),
    moved_at           integer not null,
    deleted_at         integer,
    -- Who got a sample.
    patient_id         blob references patient (id),
    -- Which of the samples of the rep's visit it is, from 0.
    sample_position    integer check (sample_position >= 0)
) strict, without rowid;
create index stock_movement_lot on stock_movement (lot_id, quantity, deleted_at);
create index stock_movement_fulfilment_item on stock_movement (fulfilment_item_id);
create index stock_movement_sample on stock_movement (rep_visit_id) where rep_visit_id is not null;

-- The second belt: whatever the code believed, and whatever is undone, no lot is left with less than nothing at a site. `overlaps_are_refused` is
-- the desk's own and says 0 only while it writes what the hub has put in order: what two desks gave out at once is shown as it is.
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
