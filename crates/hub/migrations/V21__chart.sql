-- What a chart holds of a person's health. Whoever may not see charts reads none of it.

create table record.encounter (
    clinic_id             uuid not null,
    id                    uuid not null,
    "appointment_id"      uuid,
    "patient_id"          uuid,
    "doctor_id"           uuid,
    "date"                text,
    "complaint"           text,
    "treatment"           text,
    "notes"               text,
    "follow_up_date"      text,
    "shared_with_patient" bigint,
    "account_id"          uuid,
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

create table record.diagnosis_code (
    clinic_id    uuid not null,
    id           uuid not null,
    "code"       text,
    "name"       text,
    "name_ar"    text,
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

create table record.diagnosis (
    clinic_id      uuid not null,
    id             uuid not null,
    "encounter_id" uuid,
    "position"     bigint,
    "code"         text,
    "name"         text,
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

create table record.condition (
    clinic_id      uuid not null,
    id             uuid not null,
    "patient_id"   uuid,
    "name"         text,
    "code"         text,
    "diagnosed_on" text,
    "ended_on"     text,
    "notes"        text,
    "account_id"   uuid,
    "created_at"   bigint,
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

create table record.allergy (
    clinic_id    uuid not null,
    id           uuid not null,
    "patient_id" uuid,
    "allergen"   text,
    "reaction"   text,
    "severity"   text,
    "noticed_on" text,
    "account_id" uuid,
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

create table record.medication (
    clinic_id    uuid not null,
    id           uuid not null,
    "patient_id" uuid,
    "name"       text,
    "dosage"     text,
    "frequency"  text,
    "first_date" text,
    "last_date"  text,
    "notes"      text,
    "account_id" uuid,
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

create table record.vitals (
    clinic_id            uuid not null,
    id                   uuid not null,
    "patient_id"         uuid,
    "encounter_id"       uuid,
    "measured_at"        bigint,
    "height_mm"          bigint,
    "weight_grams"       bigint,
    "systolic_mmhg"      bigint,
    "diastolic_mmhg"     bigint,
    "pulse_per_minute"   bigint,
    "temperature_tenths" bigint,
    "oxygen_percent"     bigint,
    "seen_twice"         bigint,
    "account_id"         uuid,
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

create table record.lab_test (
    clinic_id      uuid not null,
    id             uuid not null,
    "patient_id"   uuid,
    "encounter_id" uuid,
    "name"         text,
    "ordered_on"   text,
    "result"       text,
    "unit"         text,
    "usual_range"  text,
    "flag"         text,
    "result_on"    text,
    "notes"        text,
    "account_id"   uuid,
    "created_at"   bigint,
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

create table record.break_glass (
    clinic_id             uuid not null,
    id                    uuid not null,
    "patient_id"          uuid,
    "account_id"          uuid,
    "reason"              text,
    "begun_at"            bigint,
    "expires_at"          bigint,
    "reviewer_account_id" uuid,
    "reviewed_at"         bigint,
    "review"              text,
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

do $$
declare
    name text;
begin
    foreach name in array array['encounter', 'diagnosis_code', 'diagnosis', 'condition', 'allergy', 'medication', 'vitals', 'lab_test', 'break_glass'] loop
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
