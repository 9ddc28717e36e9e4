-- Calls by which a visit was held that was booked as an online one.

-- One call each: a line that broke and was taken up again is two. Not ended while it goes on.
create table consultation_log (
    id             blob not null primary key check (length(id) = 16),
    patient_id     blob not null references patient (id),
    appointment_id blob not null references appointment (id),
    kind           text not null check (kind in ('video', 'audio', 'chat')),
    started_at     integer not null,
    ended_at       integer check (ended_at >= started_at),
    -- What it was held with, in words.
    device         text,
    summary        text,
    flags          text not null default '[]' check (json_valid(flags)),
    account_id     blob references account (id),
    created_at     integer not null,
    deleted_at     integer
) strict, without rowid;
create index consultation_log_patient on consultation_log (patient_id, started_at);
create index consultation_log_appointment on consultation_log (appointment_id);
