-- The rows of the clinics, one table for each table of the registry, and one for tables that a newer desk has and this hub does not know.
--
-- Besides its own columns a row has: `seq`, its place in the clinic's order; `presence`, 0 here, 1 removed for good, 2 awaited (changed by a desk
-- after the hub was restored from a backup that lacks it); `known_to`, the desk that has it just so and need not be told; `stamps`, who wrote
-- each field last; `ext`, columns this hub does not know and values that do not fit their column; `size`, what the row takes on its
-- way down; `part`, its part in the table's digest.
-- JSON is kept as the text it came as: a digest is over its bytes.
--
-- Long because each of the registry's tables stands here, column by column.

create schema record;
grant usage on schema record to clinic_hub;

create table record.setting (
    clinic_id  uuid not null,
    id         uuid not null,
    "key"      text,
    "value"    text,
    seq        bigint not null,
    presence   smallint not null,
    known_to   integer not null,
    stamps     bytea not null,
    ext        jsonb,
    size       integer not null,
    part       bigint not null,
    primary key (clinic_id, id)
);

create table record.site (
    clinic_id             uuid not null,
    id                    uuid not null,
    "name"                text,
    "kind"                text,
    "address"             text,
    "city"                text,
    "country"             text,
    "latitude"            double precision,
    "longitude"           double precision,
    "phone"               text,
    "email"               text,
    "website"             text,
    "registration_number" text,
    "time_zone"           text,
    "currency"            text,
    "week_start"          text,
    "weekend_days"        text,
    "facilities"          text,
    "created_at"          bigint,
    "deleted_at"          bigint,
    seq                   bigint not null,
    presence              smallint not null,
    known_to              integer not null,
    stamps                bytea not null,
    ext                   jsonb,
    size                  integer not null,
    part                  bigint not null,
    primary key (clinic_id, id)
);

create table record.site_hours (
    clinic_id  uuid not null,
    id         uuid not null,
    "site_id"  uuid,
    "weekday"  text,
    "opens"    bigint,
    "closes"   bigint,
    seq        bigint not null,
    presence   smallint not null,
    known_to   integer not null,
    stamps     bytea not null,
    ext        jsonb,
    size       integer not null,
    part       bigint not null,
    primary key (clinic_id, id)
);

create table record.specialty (
    clinic_id     uuid not null,
    id            uuid not null,
    "name"        text,
    "name_ar"     text,
    "description" text,
    "icon"        text,
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

create table record.doctor (
    clinic_id                uuid not null,
    id                       uuid not null,
    "site_id"                uuid,
    "full_name"              text,
    "second_name"            text,
    "title"                  text,
    "license_number"         text,
    "qualifications"         text,
    "years_of_experience"    bigint,
    "biography"              text,
    "languages"              text,
    "consultation_fee_minor" bigint,
    "default_visit_minutes"  bigint,
    "phone"                  text,
    "email"                  text,
    "board_colour"           text,
    "approval"               text,
    "documents_verified"     bigint,
    "active"                 bigint,
    "created_at"             bigint,
    "deleted_at"             bigint,
    seq                      bigint not null,
    presence                 smallint not null,
    known_to                 integer not null,
    stamps                   bytea not null,
    ext                      jsonb,
    size                     integer not null,
    part                     bigint not null,
    primary key (clinic_id, id)
);

create table record.doctor_specialty (
    clinic_id      uuid not null,
    id             uuid not null,
    "doctor_id"    uuid,
    "specialty_id" uuid,
    "position"     bigint,
    seq            bigint not null,
    presence       smallint not null,
    known_to       integer not null,
    stamps         bytea not null,
    ext            jsonb,
    size           integer not null,
    part           bigint not null,
    primary key (clinic_id, id)
);

create table record.account (
    clinic_id              uuid not null,
    id                     uuid not null,
    "username"             text,
    "full_name"            text,
    "email"                text,
    "phone"                text,
    "role"                 text,
    "status"               text,
    "grants"               text,
    "public_key"           bytea,
    "key_envelope"         bytea,
    "must_change_password" bigint,
    "last_login"           bigint,
    "license_number"       text,
    "picture_hash"         bytea,
    "email_verified"       bigint,
    "phone_verified"       bigint,
    "doctor_id"            uuid,
    "patient_id"           uuid,
    "rep_id"               uuid,
    "created_at"           bigint,
    "deleted_at"           bigint,
    seq                    bigint not null,
    presence               smallint not null,
    known_to               integer not null,
    stamps                 bytea not null,
    ext                    jsonb,
    size                   integer not null,
    part                   bigint not null,
    primary key (clinic_id, id)
);

create table record.hours (
    clinic_id     uuid not null,
    id            uuid not null,
    "doctor_id"   uuid,
    "site_id"     uuid,
    "audience"    text,
    "weekday"     text,
    "rrule"       text,
    "starts_at"   bigint,
    "ends_at"     bigint,
    "valid_from"  text,
    "valid_until" text,
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

create table record.day_limit (
    clinic_id      uuid not null,
    id             uuid not null,
    "doctor_id"    uuid,
    "weekday"      text,
    "max_patients" bigint,
    "max_reps"     bigint,
    "deleted_at"   bigint,
    seq            bigint not null,
    presence       smallint not null,
    known_to       integer not null,
    stamps         bytea not null,
    ext            jsonb,
    size           integer not null,
    part           bigint not null,
    primary key (clinic_id, id)
);

create table record.closure (
    clinic_id    uuid not null,
    id           uuid not null,
    "site_id"    uuid,
    "doctor_id"  uuid,
    "first_date" text,
    "last_date"  text,
    "from_at"    bigint,
    "until_at"   bigint,
    "effect"     text,
    "reason"     text,
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

create table record.patient (
    clinic_id                uuid not null,
    id                       uuid not null,
    "ref"                    text,
    "full_name"              text,
    "second_name"            text,
    "date_of_birth"          text,
    "born_about"             bigint,
    "gender"                 text,
    "phones"                 text,
    "email"                  text,
    "national_id"            text,
    "address"                text,
    "blood_type"             text,
    "emergency_name"         text,
    "emergency_relationship" text,
    "emergency_phone"        text,
    "notes"                  text,
    "favourite_doctors"      text,
    "merged_into"            uuid,
    "created_at"             bigint,
    "deleted_at"             bigint,
    seq                      bigint not null,
    presence                 smallint not null,
    known_to                 integer not null,
    stamps                   bytea not null,
    ext                      jsonb,
    size                     integer not null,
    part                     bigint not null,
    primary key (clinic_id, id)
);

create table record.appointment (
    clinic_id          uuid not null,
    id                 uuid not null,
    "ref"              text,
    "patient_id"       uuid,
    "doctor_id"        uuid,
    "site_id"          uuid,
    "date"             text,
    "starts_at"        bigint,
    "minutes"          bigint,
    "later_hour"       bigint,
    "status"           text,
    "kind"             text,
    "service_id"       uuid,
    "reason"           text,
    "symptoms"         text,
    "notes"            text,
    "queue_number"     bigint,
    "series_id"        uuid,
    "rescheduled_from" uuid,
    "cancelled_by"     text,
    "cancel_reason"    text,
    "overbook_reason"  text,
    "confirmed_at"     bigint,
    "reminder_sent_at" bigint,
    "arrived_at"       bigint,
    "started_at"       bigint,
    "completed_at"     bigint,
    "clash_with"       uuid,
    "created_at"       bigint,
    "deleted_at"       bigint,
    seq                bigint not null,
    presence           smallint not null,
    known_to           integer not null,
    stamps             bytea not null,
    ext                jsonb,
    size               integer not null,
    part               bigint not null,
    primary key (clinic_id, id)
);

create table record.company (
    clinic_id    uuid not null,
    id           uuid not null,
    "name"       text,
    "phone"      text,
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

create table record.rep (
    clinic_id            uuid not null,
    id                   uuid not null,
    "company_id"         uuid,
    "full_name"          text,
    "second_name"        text,
    "drug_specialty"     text,
    "phone"              text,
    "email"              text,
    "credential_expires" text,
    "blocked_until"      text,
    "blocked_reason"     text,
    "created_at"         bigint,
    "deleted_at"         bigint,
    seq                  bigint not null,
    presence             smallint not null,
    known_to             integer not null,
    stamps               bytea not null,
    ext                  jsonb,
    size                 integer not null,
    part                 bigint not null,
    primary key (clinic_id, id)
);

create table record.rep_visit (
    clinic_id          uuid not null,
    id                 uuid not null,
    "ref"              text,
    "rep_id"           uuid,
    "doctor_id"        uuid,
    "site_id"          uuid,
    "date"             text,
    "starts_at"        bigint,
    "minutes"          bigint,
    "status"           text,
    "cancelled_by"     text,
    "cancel_reason"    text,
    "rescheduled_from" uuid,
    "products"         text,
    "attendees"        text,
    "summary_samples"  text,
    "summary_minutes"  bigint,
    "summary_topic"    text,
    "summary_feedback" text,
    "overbook_reason"  text,
    "arrived_at"       bigint,
    "started_at"       bigint,
    "completed_at"     bigint,
    "clash_with"       uuid,
    "created_at"       bigint,
    "deleted_at"       bigint,
    "later_hour"       bigint,
    seq                bigint not null,
    presence           smallint not null,
    known_to           integer not null,
    stamps             bytea not null,
    ext                jsonb,
    size               integer not null,
    part               bigint not null,
    primary key (clinic_id, id)
);

create table record.attention (
    clinic_id       uuid not null,
    id              uuid not null,
    "kind"          text,
    "subject_table" bigint,
    "subject_id"    uuid,
    "other_id"      uuid,
    "operation"     uuid,
    "account_id"    uuid,
    "detail"        text,
    "needs_person"  bigint,
    "created_at"    bigint,
    "settled_at"    bigint,
    "settlement"    text,
    seq             bigint not null,
    presence        smallint not null,
    known_to        integer not null,
    stamps          bytea not null,
    ext             jsonb,
    size            integer not null,
    part            bigint not null,
    primary key (clinic_id, id)
);

create table record.other (
    clinic_id  uuid not null,
    table_no   integer not null,
    id         uuid not null,
    seq        bigint not null,
    presence   smallint not null,
    known_to   integer not null,
    stamps     bytea not null,
    ext        jsonb,
    size       integer not null,
    part       bigint not null,
    primary key (clinic_id, table_no, id)
);

-- What merging looks for.
create index setting_key on record.setting (clinic_id, key);
create index doctor_license on record.doctor (clinic_id, license_number);
create index account_username on record.account (clinic_id, username);
create index account_email on record.account (clinic_id, email);
create index day_limit_doctor on record.day_limit (clinic_id, doctor_id);
create index patient_ref on record.patient (clinic_id, ref);
create index appointment_ref on record.appointment (clinic_id, ref);
create index appointment_day on record.appointment (clinic_id, doctor_id, date);
create index rep_visit_ref on record.rep_visit (clinic_id, ref);
create index rep_visit_day on record.rep_visit (clinic_id, doctor_id, date);
create index attention_subject on record.attention (clinic_id, subject_id) where settled_at is null;
create index attention_other on record.attention (clinic_id, other_id) where settled_at is null;

do $$
declare
    name text;
begin
    for name in select relname from pg_class where relnamespace = 'record'::regnamespace and relkind = 'r' loop
        -- What a desk has not seen, in order.
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
grant select, insert, update on all tables in schema record to clinic_hub;
grant delete on record.other to clinic_hub;
