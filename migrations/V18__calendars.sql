-- What the calendar file of a doctor was told of a visit: a row for each time it was told something new, never changed. So the tellings of
-- two desks add up, and how often a visit has changed only grows.

create table calendar_entry (
    id         blob not null primary key check (length(id) = 16),
    -- A patient's visit or a rep's. It names no table: a booking can be undone whatever a calendar was told of it.
    visit_id   blob not null check (length(visit_id) = 16),
    doctor_id  blob not null references doctor (id),
    -- Of what was told: eight bytes for where it stood, eight for what was said about it.
    digest     blob not null check (length(digest) = 16),
    told_at    integer not null,
    deleted_at integer
) strict, without rowid;
create index calendar_entry_doctor on calendar_entry (doctor_id, visit_id);
