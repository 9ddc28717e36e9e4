-- Visits that follow one another.

create table record.series (
    clinic_id    uuid not null,
    id           uuid not null,
    "patient_id" uuid,
    "doctor_id"  uuid,
    "rrule"      text,
    "first_date" text,
    "starts_at"  bigint,
    "minutes"    bigint,
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
    foreach name in array array['series'] loop
        execute format('create index %I on record.%I (clinic_id, seq)', name || '_seq', name);
        execute format('create trigger %I before insert or update on record.%I for each row
            when (new.clinic_id::text is distinct from current_setting(''clinic.held'', true))
            execute function hub.refuse_unordered()', name || '_in_order', name);
        execute format('create trigger %I before delete on record.%I for each row
            when (old.clinic_id::text is distinct from current_setting(''clinic.held'', true))
            execute function hub.refuse_unordered()', name || '_goes_in_order', name);
        execute format('alter table record.%I enable row level security, force row level security', name);
        execute format('create policy own_clinic on record.%I to clinic_hub using (clinic_id = (select hub.here()))', name);
    end loop;
end $$;
grant select, insert, update on record.series to clinic_hub;
-- The place of a visit in its series.
alter table record.appointment add column series_date text;
alter table record.appointment add column series_starts_at bigint;
