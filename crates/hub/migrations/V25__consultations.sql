-- Calls by which online visits were held.

create table record.consultation_log (
    clinic_id        uuid not null,
    id               uuid not null,
    "patient_id"     uuid,
    "appointment_id" uuid,
    "kind"           text,
    "started_at"     bigint,
    "ended_at"       bigint,
    "device"         text,
    "summary"        text,
    "flags"          text,
    "account_id"     uuid,
    "created_at"     bigint,
    "deleted_at"     bigint,
    seq              bigint not null,
    presence         smallint not null,
    known_to         integer not null,
    stamps           bytea not null,
    ext              jsonb,
    size             integer not null,
    part             bigint not null,
    primary key (clinic_id, id)
);

do $$
declare
    name text;
begin
    foreach name in array array['consultation_log'] loop
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
