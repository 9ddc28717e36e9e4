-- Medicines, and what doctors prescribe.

create table record.medicine (
    clinic_id       uuid not null,
    id              uuid not null,
    "name"          text,
    "generic_name"  text,
    "ingredients"   text,
    "families"      text,
    "form"          text,
    "strength"      text,
    "unit"          text,
    "pack_size"     bigint,
    "barcode"       text,
    "price_minor"   bigint,
    "minimum_stock" bigint,
    "created_at"    bigint,
    "deleted_at"    bigint,
    seq             bigint not null,
    presence        smallint not null,
    known_to        integer not null,
    stamps          bytea not null,
    ext             jsonb,
    size            integer not null,
    part            bigint not null,
    primary key (clinic_id, id)
);

create table record.prescription (
    clinic_id                   uuid not null,
    id                          uuid not null,
    "ref"                       text,
    "appointment_id"            uuid,
    "patient_id"                uuid,
    "doctor_id"                 uuid,
    "site_id"                   uuid,
    "status"                    text,
    "diagnosis"                 text,
    "notes"                     text,
    "issued_at"                 bigint,
    "valid_until"               text,
    "whiteboard"                text,
    "tags"                      text,
    "corrected_prescription_id" uuid,
    "cancel_reason"             text,
    "cancelled_at"              bigint,
    "account_id"                uuid,
    "created_at"                bigint,
    "deleted_at"                bigint,
    "replaced_by_prescription_id" uuid,
    seq                         bigint not null,
    presence                    smallint not null,
    known_to                    integer not null,
    stamps                      bytea not null,
    ext                         jsonb,
    size                        integer not null,
    part                        bigint not null,
    primary key (clinic_id, id)
);

create table record.prescription_item (
    clinic_id         uuid not null,
    id                uuid not null,
    "prescription_id" uuid,
    "position"        bigint,
    "medicine_id"     uuid,
    "medicine_name"   text,
    "generic_name"    text,
    "dose_milli"      bigint,
    "dose_unit"       text,
    "route"           text,
    "frequency"       text,
    "days"            bigint,
    "quantity"        bigint,
    "instructions"    text,
    "kept_because"    text,
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

create table record.prescription_test (
    clinic_id         uuid not null,
    id                uuid not null,
    "prescription_id" uuid,
    "position"        bigint,
    "name"            text,
    "instructions"    text,
    "priority"        text,
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

create table record.prescription_favourite (
    clinic_id    uuid not null,
    id           uuid not null,
    "account_id" uuid,
    "name"       text,
    "items"      text,
    "created_at" bigint,
    "deleted_at" bigint,
    seq          bigint not null,
    presence     smallint not null,
    known_to     integer not null,
    stamps       bytea not null,
    ext          jsonb,
    size         integer not null,
    part         bigint not null,
    primary key (clinic_id, id)
);

do $$
declare
    name text;
begin
    foreach name in array array['medicine', 'prescription', 'prescription_item', 'prescription_test', 'prescription_favourite'] loop
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
