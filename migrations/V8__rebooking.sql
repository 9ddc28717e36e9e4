-- Visits that lost their time because it was closed or taken off the hours, until each has an end; and the calls about them.

create table rebook (
    -- Made from the visit and the time it lost: two desks that close the same day make the same row.
    id             blob not null primary key check (length(id) = 16),
    appointment_id blob not null references appointment (id),
    -- The worklist it stands on: the closure's id, or one made when hours were shortened.
    worklist_id    blob not null check (length(worklist_id) = 16),
    -- The time that it lost. What became of the visit since, it tells itself.
    doctor_id      blob not null references doctor (id),
    date           text not null check (date is date(date)),
    starts_at      integer not null check (starts_at between 0 and 1439),
    minutes        integer not null check (minutes between 1 and 720),
    later_hour     integer not null default 0 check (later_hour in (0, 1)),
    -- The patient needs the visit no more, because somebody else saw them.
    seen_elsewhere integer not null default 0 check (seen_elsewhere in (0, 1)),
    deleted_at     integer
) strict, without rowid;
create index rebook_worklist on rebook (worklist_id);
create index rebook_appointment on rebook (appointment_id);

-- One call each, never changed: of two desks that rang the same patient, both calls are told.
create table rebook_call (
    id         blob not null primary key check (length(id) = 16),
    rebook_id  blob not null references rebook (id),
    outcome    text not null check (outcome in ('reached', 'no_answer', 'later')),
    note       text,
    account_id blob references account (id),
    called_at  integer not null,
    deleted_at integer
) strict, without rowid;
create index rebook_call_rebook on rebook_call (rebook_id);
