-- What calendar files were told of visits.

create table record.calendar_entry (
    clinic_id    uuid not null,
    id           uuid not null,
    "visit_id"   uuid,
    "doctor_id"  uuid,
    "digest"     bytea,
    "told_at"    bigint,
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

create index calendar_entry_seq on record.calendar_entry (clinic_id, seq);
create trigger calendar_entry_in_order before insert or update on record.calendar_entry for each row
    when (new.clinic_id::text is distinct from current_setting('clinic.held', true))
    execute function hub.refuse_unordered();
create trigger calendar_entry_goes_in_order before delete on record.calendar_entry for each row
    when (old.clinic_id::text is distinct from current_setting('clinic.held', true))
    execute function hub.refuse_unordered();
alter table record.calendar_entry enable row level security, force row level security;
create policy own_clinic on record.calendar_entry to clinic_hub using (clinic_id = (select hub.here()));
grant select, insert, update on record.calendar_entry to clinic_hub;
