-- What a chart holds of a person's health. Whoever may not see charts reads none of it.

-- What happened at a visit, one row for each appointment: its id is made from the appointment's, so that two desks that write at once write one row.
create table encounter (
    id                  blob not null primary key check (length(id) = 16),
    appointment_id      blob references appointment (id),
    patient_id          blob not null references patient (id),
    doctor_id           blob not null references doctor (id),
    date                text not null check (date is date(date)),
    complaint           text,
    treatment           text,
    notes               text,
    follow_up_date      text check (follow_up_date is date(follow_up_date)),
    shared_with_patient integer not null default 0 check (shared_with_patient in (0, 1)),
    account_id          blob references account (id),
    created_at          integer not null,
    deleted_at          integer
) strict, without rowid;
create index encounter_patient on encounter (patient_id, date);

-- The clinic's list of codes, as it was imported.
create table diagnosis_code (
    id         blob not null primary key check (length(id) = 16),
    code       text not null check (length(code) > 0),
    name       text not null check (length(name) > 0),
    name_ar    text,
    deleted_at integer
) strict, without rowid;

create table diagnosis (
    id           blob not null primary key check (length(id) = 16),
    encounter_id blob not null references encounter (id),
    position     integer not null,
    code         text,
    name         text not null check (length(name) > 0),
    deleted_at   integer
) strict, without rowid;
create index diagnosis_encounter on diagnosis (encounter_id);

create table condition (
    id           blob not null primary key check (length(id) = 16),
    patient_id   blob not null references patient (id),
    name         text not null check (length(name) > 0),
    code         text,
    diagnosed_on text check (diagnosed_on is date(diagnosed_on)),
    ended_on     text check (ended_on is date(ended_on)),
    notes        text,
    account_id   blob references account (id),
    created_at   integer not null,
    deleted_at   integer
) strict, without rowid;
create index condition_patient on condition (patient_id);

create table allergy (
    id         blob not null primary key check (length(id) = 16),
    patient_id blob not null references patient (id),
    allergen   text not null check (length(allergen) > 0),
    reaction   text,
    severity   text not null check (severity in
        ('mild', 'moderate', 'severe')),
    noticed_on text check (noticed_on is date(noticed_on)),
    account_id blob references account (id),
    created_at integer not null,
    deleted_at integer
) strict, without rowid;
create index allergy_patient on allergy (patient_id);

-- What somebody takes, whoever prescribed it.
create table medication (
    id         blob not null primary key check (length(id) = 16),
    patient_id blob not null references patient (id),
    name       text not null check (length(name) > 0),
    dosage     text,
    frequency  text,
    first_date text check (first_date is date(first_date)),
    last_date  text check (last_date is date(last_date)),
    notes      text,
    account_id blob references account (id),
    created_at integer not null,
    deleted_at integer
) strict, without rowid;
create index medication_patient on medication (patient_id);

-- One measuring. Each value in whole units of its name; absent when it was not measured.
create table vitals (
    id                 blob not null primary key check (length(id) = 16),
    patient_id         blob not null references patient (id),
    encounter_id       blob references encounter (id),
    measured_at        integer not null,
    height_mm          integer,
    weight_grams       integer,
    systolic_mmhg      integer,
    diastolic_mmhg     integer,
    pulse_per_minute   integer,
    temperature_tenths integer,
    oxygen_percent     integer,
    -- Values outside what is usual were read a second time.
    seen_twice         integer not null default 0 check (seen_twice in (0, 1)),
    account_id         blob references account (id),
    created_at         integer not null,
    deleted_at         integer
) strict, without rowid;
create index vitals_patient on vitals (patient_id, measured_at);

-- A test and, once it is there, its result.
create table lab_test (
    id           blob not null primary key check (length(id) = 16),
    patient_id   blob not null references patient (id),
    encounter_id blob references encounter (id),
    name         text not null check (length(name) > 0),
    ordered_on   text not null check (ordered_on is date(ordered_on)),
    result       text,
    unit         text,
    usual_range  text,
    flag         text check (flag in ('usual', 'low', 'high', 'critical')),
    result_on    text check (result_on is date(result_on)),
    notes        text,
    account_id   blob references account (id),
    created_at   integer not null,
    deleted_at   integer
) strict, without rowid;
create index lab_test_patient on lab_test (patient_id, ordered_on);

-- Somebody opened a chart that was not theirs to open, said why, and is asked about it.
create table break_glass (
    id                  blob not null primary key check (length(id) = 16),
    patient_id          blob not null references patient (id),
    account_id          blob not null references account (id),
    reason              text not null check (length(reason) > 0),
    begun_at            integer not null,
    expires_at          integer not null,
    reviewer_account_id blob references account (id),
    reviewed_at         integer,
    review              text,
    deleted_at          integer
) strict, without rowid;
create index break_glass_account on break_glass (account_id, patient_id);
