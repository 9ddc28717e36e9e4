-- Visits: appointments of patients and visits of medical reps. Either holds the doctor's time.

create table appointment (
    id               blob not null primary key check (length(id) = 16),
    ref              text not null,
    patient_id       blob not null references patient (id),
    doctor_id        blob not null references doctor (id),
    site_id          blob not null references site (id),
    -- Wall time of the site.
    date             text not null check (date is date(date)),
    starts_at        integer not null check (starts_at between 0 and 1439),
    minutes          integer not null check (minutes between 1 and 720),
    -- 1 for the second of two equal wall times on the day the clock goes back.
    later_hour       integer not null default 0 check (later_hour in (0, 1)),
    status           text not null default 'scheduled' check (status in
        ('scheduled', 'confirmed', 'arrived', 'in_consultation', 'completed', 'cancelled', 'no_show', 'rescheduled')),
    kind             text not null default 'in_person' check (kind in ('in_person', 'online')),
    service_id       blob,
    reason           text,
    symptoms         text check (json_valid(symptoms)),
    notes            text,
    queue_number     integer,
    series_id        blob,
    rescheduled_from blob references appointment (id),
    cancelled_by     text check (cancelled_by in ('patient', 'doctor', 'clinic', 'system')),
    cancel_reason    text,
    overbook_reason  text,
    confirmed_at     integer,
    reminder_sent_at integer,
    arrived_at       integer,
    started_at       integer,
    completed_at     integer,
    -- The visit that holds this one's time: another appointment, or a rep visit.
    clash_with       blob,
    created_at       integer not null,
    deleted_at       integer,
    constraint appointment_ends_the_same_day check (starts_at + minutes <= 1440),
    constraint appointment_cancelled_by_someone check ((status = 'cancelled') = (cancelled_by is not null))
) strict, without rowid;
-- Covers everything that asks who holds a doctor's time; a row is visited only for what is written on it.
create index appointment_day on appointment (date, doctor_id, starts_at, minutes, status, later_hour, deleted_at);
create index appointment_patient on appointment (patient_id, date);

create table company (
    id         blob not null primary key check (length(id) = 16),
    name       text not null check (length(name) > 0),
    phone      text,
    deleted_at integer
) strict, without rowid;

create table rep (
    id                 blob not null primary key check (length(id) = 16),
    company_id         blob not null references company (id),
    full_name          text not null check (length(full_name) > 0),
    second_name        text,
    drug_specialty     text,
    phone              text,
    email              text,
    credential_expires text check (credential_expires is date(credential_expires)),
    blocked_until      text check (blocked_until is date(blocked_until)),
    blocked_reason     text,
    created_at         integer not null,
    deleted_at         integer
) strict, without rowid;

create table rep_visit (
    id               blob not null primary key check (length(id) = 16),
    ref              text not null,
    rep_id           blob not null references rep (id),
    doctor_id        blob not null references doctor (id),
    site_id          blob not null references site (id),
    date             text not null check (date is date(date)),
    starts_at        integer not null check (starts_at between 0 and 1439),
    minutes          integer not null check (minutes between 1 and 720),
    status           text not null default 'requested' check (status in
        ('requested', 'approved', 'declined', 'confirmed', 'arrived', 'in_visit', 'completed', 'cancelled', 'no_show',
         'rescheduled', 'refused_entry')),
    cancelled_by     text,
    cancel_reason    text,
    rescheduled_from blob references rep_visit (id),
    products         text check (json_valid(products)),
    attendees        text check (json_valid(attendees)),
    -- The summary of a visit that took place; locked once completed.
    summary_samples  text check (json_valid(summary_samples)),
    summary_minutes  integer check (summary_minutes between 0 and 720),
    summary_topic    text,
    summary_feedback text,
    overbook_reason  text,
    arrived_at       integer,
    started_at       integer,
    completed_at     integer,
    clash_with       blob,
    created_at       integer not null,
    deleted_at       integer,
    later_hour       integer not null default 0 check (later_hour in (0, 1)),
    constraint rep_visit_ends_the_same_day check (starts_at + minutes <= 1440)
) strict, without rowid;
create index rep_visit_day on rep_visit (date, doctor_id, starts_at, minutes, status, later_hour, deleted_at);
create index rep_visit_rep on rep_visit (rep_id, date);

-- The second belt: whatever the code above believed, two visits never hold the same time of one doctor, unless one was
-- overbooked on purpose or is marked as a clash that a person has to settle. It compares what the wall shows and knows no zones.
-- `overlaps_are_refused` is the desk's own and says 0 only while it writes what the hub has put in order: what two desks did at once is
-- shown as it is.
-- The states stand one by one because `in (…)` builds a table of its own at every write.
create trigger appointment_holds_its_time_insert before insert on appointment
when overlaps_are_refused() and new.deleted_at is null and new.overbook_reason is null and new.clash_with is null
    and (new.status = 'scheduled' or new.status = 'confirmed' or new.status = 'arrived'
        or new.status = 'in_consultation' or new.status = 'completed')
begin
    select raise(abort, 'appointment_overlap') where exists (
        select 1 from appointment other
        where other.date = new.date and other.doctor_id = new.doctor_id
            and other.starts_at < new.starts_at + new.minutes and new.starts_at < other.starts_at + other.minutes
            and other.later_hour = new.later_hour and other.deleted_at is null and other.id <> new.id
            and (other.status = 'scheduled' or other.status = 'confirmed' or other.status = 'arrived'
                or other.status = 'in_consultation' or other.status = 'completed')
            and other.overbook_reason is null and other.clash_with is null);
    select raise(abort, 'appointment_overlap') where exists (
        select 1 from rep_visit other
        where other.date = new.date and other.doctor_id = new.doctor_id
            and other.starts_at < new.starts_at + new.minutes and new.starts_at < other.starts_at + other.minutes
            and other.later_hour = new.later_hour and other.deleted_at is null and other.id <> new.id
            and (other.status = 'approved' or other.status = 'confirmed' or other.status = 'arrived'
                or other.status = 'in_visit' or other.status = 'completed')
            and other.overbook_reason is null and other.clash_with is null);
end;

create trigger appointment_holds_its_time_update
before update of doctor_id, date, starts_at, minutes, later_hour, status, overbook_reason, clash_with, deleted_at on appointment
when overlaps_are_refused() and new.deleted_at is null and new.overbook_reason is null and new.clash_with is null
    and (new.status = 'scheduled' or new.status = 'confirmed' or new.status = 'arrived'
        or new.status = 'in_consultation' or new.status = 'completed')
begin
    select raise(abort, 'appointment_overlap') where exists (
        select 1 from appointment other
        where other.date = new.date and other.doctor_id = new.doctor_id
            and other.starts_at < new.starts_at + new.minutes and new.starts_at < other.starts_at + other.minutes
            and other.later_hour = new.later_hour and other.deleted_at is null and other.id <> new.id
            and (other.status = 'scheduled' or other.status = 'confirmed' or other.status = 'arrived'
                or other.status = 'in_consultation' or other.status = 'completed')
            and other.overbook_reason is null and other.clash_with is null);
    select raise(abort, 'appointment_overlap') where exists (
        select 1 from rep_visit other
        where other.date = new.date and other.doctor_id = new.doctor_id
            and other.starts_at < new.starts_at + new.minutes and new.starts_at < other.starts_at + other.minutes
            and other.later_hour = new.later_hour and other.deleted_at is null and other.id <> new.id
            and (other.status = 'approved' or other.status = 'confirmed' or other.status = 'arrived'
                or other.status = 'in_visit' or other.status = 'completed')
            and other.overbook_reason is null and other.clash_with is null);
end;

create trigger rep_visit_holds_its_time_insert before insert on rep_visit
when overlaps_are_refused() and new.deleted_at is null and new.overbook_reason is null and new.clash_with is null
    and (new.status = 'approved' or new.status = 'confirmed' or new.status = 'arrived'
        or new.status = 'in_visit' or new.status = 'completed')
begin
    select raise(abort, 'rep_visit_overlap') where exists (
        select 1 from appointment other
        where other.date = new.date and other.doctor_id = new.doctor_id
            and other.starts_at < new.starts_at + new.minutes and new.starts_at < other.starts_at + other.minutes
            and other.later_hour = new.later_hour and other.deleted_at is null and other.id <> new.id
            and (other.status = 'scheduled' or other.status = 'confirmed' or other.status = 'arrived'
                or other.status = 'in_consultation' or other.status = 'completed')
            and other.overbook_reason is null and other.clash_with is null);
    select raise(abort, 'rep_visit_overlap') where exists (
        select 1 from rep_visit other
        where other.date = new.date and other.doctor_id = new.doctor_id
            and other.starts_at < new.starts_at + new.minutes and new.starts_at < other.starts_at + other.minutes
            and other.later_hour = new.later_hour and other.deleted_at is null and other.id <> new.id
            and (other.status = 'approved' or other.status = 'confirmed' or other.status = 'arrived'
                or other.status = 'in_visit' or other.status = 'completed')
            and other.overbook_reason is null and other.clash_with is null);
end;

create trigger rep_visit_holds_its_time_update
before update of doctor_id, date, starts_at, minutes, later_hour, status, overbook_reason, clash_with, deleted_at on rep_visit
when overlaps_are_refused() and new.deleted_at is null and new.overbook_reason is null and new.clash_with is null
    and (new.status = 'approved' or new.status = 'confirmed' or new.status = 'arrived'
        or new.status = 'in_visit' or new.status = 'completed')
begin
    select raise(abort, 'rep_visit_overlap') where exists (
        select 1 from appointment other
        where other.date = new.date and other.doctor_id = new.doctor_id
            and other.starts_at < new.starts_at + new.minutes and new.starts_at < other.starts_at + other.minutes
            and other.later_hour = new.later_hour and other.deleted_at is null and other.id <> new.id
            and (other.status = 'scheduled' or other.status = 'confirmed' or other.status = 'arrived'
                or other.status = 'in_consultation' or other.status = 'completed')
            and other.overbook_reason is null and other.clash_with is null);
    select raise(abort, 'rep_visit_overlap') where exists (
        select 1 from rep_visit other
        where other.date = new.date and other.doctor_id = new.doctor_id
            and other.starts_at < new.starts_at + new.minutes and new.starts_at < other.starts_at + other.minutes
            and other.later_hour = new.later_hour and other.deleted_at is null and other.id <> new.id
            and (other.status = 'approved' or other.status = 'confirmed' or other.status = 'arrived'
                or other.status = 'in_visit' or other.status = 'completed')
            and other.overbook_reason is null and other.clash_with is null);
end;
