-- Calls by which patients are reminded of their visits.

create table record.reminder_call (
    clinic_id        uuid not null,
    id               uuid not null,
    "appointment_id" uuid,
    "date"           text,
    "starts_at"      bigint,
    "outcome"        text,
    "note"           text,
    "account_id"     uuid,
    "called_at"      bigint,
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

create index reminder_call_seq on record.reminder_call (clinic_id, seq);
create trigger reminder_call_in_order before insert or update on record.reminder_call for each row
    when (new.clinic_id::text is distinct from current_setting('clinic.held', true))
    execute function hub.refuse_unordered();
create trigger reminder_call_goes_in_order before delete on record.reminder_call for each row
    when (old.clinic_id::text is distinct from current_setting('clinic.held', true))
    execute function hub.refuse_unordered();
alter table record.reminder_call enable row level security, force row level security;
create policy own_clinic on record.reminder_call to clinic_hub using (clinic_id = (select hub.here()));
grant select, insert, update on record.reminder_call to clinic_hub;
