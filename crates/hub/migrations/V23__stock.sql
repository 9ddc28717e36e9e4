-- What the pharmacy has. Stock is the sum of its movements and stands nowhere else.

create table record.lot (
    clinic_id     uuid not null,
    id            uuid not null,
    "medicine_id" uuid,
    "number"      text,
    "expires_on"  text,
    "created_at"  bigint,
    "deleted_at"  bigint,
    seq           bigint not null,
    presence      smallint not null,
    known_to      integer not null,
    stamps        bytea not null,
    ext           jsonb,
    size          integer not null,
    part          bigint not null,
    primary key (clinic_id, id)
);

create table record.fulfilment (
    clinic_id         uuid not null,
    id                uuid not null,
    "prescription_id" uuid,
    "site_id"         uuid,
    "note"            text,
    "account_id"      uuid,
    "fulfilled_at"    bigint,
    "deleted_at"      bigint,
    seq               bigint not null,
    presence          smallint not null,
    known_to          integer not null,
    stamps            bytea not null,
    ext               jsonb,
    size              integer not null,
    part              bigint not null,
    primary key (clinic_id, id)
);

create table record.fulfilment_item (
    clinic_id              uuid not null,
    id                     uuid not null,
    "fulfilment_id"        uuid,
    "prescription_item_id" uuid,
    "lot_id"               uuid,
    "quantity"             bigint,
    "price_minor"          bigint,
    "deleted_at"           bigint,
    "kept_because"         text,
    seq                    bigint not null,
    presence               smallint not null,
    known_to               integer not null,
    stamps                 bytea not null,
    ext                    jsonb,
    size                   integer not null,
    part                   bigint not null,
    primary key (clinic_id, id)
);

create table record.stock_movement (
    clinic_id            uuid not null,
    id                   uuid not null,
    "lot_id"             uuid,
    "site_id"            uuid,
    "quantity"           bigint,
    "reason"             text,
    "fulfilment_item_id" uuid,
    "rep_visit_id"       uuid,
    "note"               text,
    "account_id"         uuid,
    "moved_at"           bigint,
    "deleted_at"         bigint,
    "patient_id"         uuid,
    "sample_position"    bigint,
    seq                  bigint not null,
    presence             smallint not null,
    known_to             integer not null,
    stamps               bytea not null,
    ext                  jsonb,
    size                 integer not null,
    part                 bigint not null,
    primary key (clinic_id, id)
);

do $$
declare
    name text;
begin
    foreach name in array array['lot', 'fulfilment', 'fulfilment_item', 'stock_movement'] loop
        execute format('create index %I on record.%I (clinic_id, seq)', name || '_seq', name);
        execute format('create trigger %I before insert or update on record.%I for each row
            when (new.clinic_id::text is distinct from current_setting(''clinic.held'', true))
            execute function hub.refuse_unordered()', name || '_in_order', name);
        execute format('create trigger %I before delete on record.%I for each row
            when (old.clinic_id::text is distinct from current_setting(''clinic.held'', true))
            execute function hub.refuse_unordered()', name || '_goes_in_order', name);
        execute format('alter table record.%I enable row level security, force row level security', name);
        execute format('create policy own_clinic on record.%I to clinic_hub using (clinic_id = (select hub.here()))', name);
        execute format('grant select, insert, update on record.%I to clinic_hub', name);
    end loop;
end $$;

-- What a lot and a line of a prescription add up to.
create index stock_movement_lot on record.stock_movement (clinic_id, lot_id);
create index fulfilment_item_line on record.fulfilment_item (clinic_id, prescription_item_id);
