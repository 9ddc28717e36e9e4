-- Patients who wait for a time, and the calls about times that became free.

create table wait_list (
    id             blob not null primary key check (length(id) = 16),
    patient_id     blob not null references patient (id),
    -- One doctor, or any doctor of a specialty; neither: whoever is free.
    doctor_id      blob references doctor (id),
    specialty_id   blob references specialty (id),
    -- Codes of the days of the week; none: any day.
    weekdays       text not null default '[]' check (json_valid(weekdays)),
    first_date     text check (first_date is date(first_date)),
    -- The last day that still helps: afterwards nobody waits any more.
    last_date      text check (last_date is date(last_date)),
    -- The part of the day in which the whole visit must lie; absent: all of it.
    from_at        integer check (from_at between 0 and 1440),
    until_at       integer check (until_at between 0 and 1440),
    minutes        integer not null check (minutes between 1 and 720),
    urgency        text not null default 'routine' check (urgency in ('urgent', 'soon', 'routine')),
    note           text,
    account_id     blob references account (id),
    created_at     integer not null,
    -- How it ended. That the last day is past needs no writing down.
    outcome        text check (outcome in ('booked', 'removed')),
    appointment_id blob references appointment (id),
    end_reason     text,
    ended_at       integer,
    deleted_at     integer,
    constraint wait_list_is_for_one check (doctor_id is null or specialty_id is null)
) strict, without rowid;
create index wait_list_patient on wait_list (patient_id);
create index wait_list_open on wait_list (created_at) where outcome is null and deleted_at is null;

-- One call each, never changed: of two desks that rang the same patient, both calls are told.
create table wait_call (
    id           blob not null primary key check (length(id) = 16),
    wait_list_id blob not null references wait_list (id),
    outcome      text not null check (outcome in ('reached', 'no_answer', 'later')),
    note         text,
    -- The time that was offered.
    doctor_id    blob references doctor (id),
    date         text check (date is date(date)),
    starts_at    integer check (starts_at between 0 and 1439),
    account_id   blob references account (id),
    called_at    integer not null,
    deleted_at   integer
) strict, without rowid;
create index wait_call_wait on wait_call (wait_list_id);
