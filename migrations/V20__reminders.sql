-- Calls by which patients are reminded of their visits. That one was reminded says the visit (`reminder_sent_at`), for as long as it
-- stands where it stood then.

-- One call each, never changed: of two desks that rang the same patient, both calls are told.
create table reminder_call (
    id             blob not null primary key check (length(id) = 16),
    appointment_id blob not null references appointment (id),
    -- The time it was about: of one that stands elsewhere by now the patient is to be reminded anew.
    date           text not null check (date is date(date)),
    starts_at      integer not null check (starts_at between 0 and 1439),
    outcome        text not null check (outcome in ('reached', 'no_answer', 'later')),
    note           text,
    account_id     blob references account (id),
    called_at      integer not null,
    deleted_at     integer
) strict, without rowid;
create index reminder_call_appointment on reminder_call (appointment_id);
