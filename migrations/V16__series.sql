-- Visits that follow one another.

create table series (
    id         blob not null primary key check (length(id) = 16),
    patient_id blob not null references patient (id),
    doctor_id  blob not null references doctor (id),
    -- How it goes on from `first_date`: a recurrence rule of RFC 5545. Moving what follows starts it anew from there.
    rrule      text not null,
    first_date text not null check (first_date is date(first_date)),
    starts_at  integer not null check (starts_at between 0 and 1439),
    minutes    integer not null check (minutes between 1 and 720),
    created_at integer not null,
    deleted_at integer
) strict, without rowid;

-- The place of a visit in its series, whatever became of it: one that stands elsewhere was moved. It is also what orders the visits.
alter table appointment add column series_date text check (series_date is date(series_date));
alter table appointment add column series_starts_at integer check (series_starts_at between 0 and 1439);
create index appointment_series on appointment (series_id) where series_id is not null;
