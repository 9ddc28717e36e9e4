-- When doctors work: recurring hours, daily caps, closures and extra openings.

create table hours (
    id          blob not null primary key check (length(id) = 16),
    doctor_id   blob not null references doctor (id),
    site_id     blob not null references site (id),
    audience    text not null check (audience in ('patient', 'rep', 'online')),
    weekday     text check (weekday in ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')),
    -- RFC 5545; counted from valid_from, which must then be given.
    rrule       text,
    starts_at   integer not null check (starts_at between 0 and 1439),
    ends_at     integer not null check (ends_at between 1 and 1440),
    valid_from  text check (valid_from is date(valid_from)),
    valid_until text check (valid_until is date(valid_until)),
    deleted_at  integer,
    constraint hours_start_before_end check (starts_at < ends_at),
    constraint hours_recur_one_way check ((weekday is null) <> (rrule is null)),
    constraint hours_rule_has_a_first_day check (rrule is null or valid_from is not null),
    constraint hours_dates_in_order check (valid_from is null or valid_until is null or valid_from <= valid_until)
) strict, without rowid;
create index hours_doctor on hours (doctor_id);

create table day_limit (
    id           blob not null primary key check (length(id) = 16),
    doctor_id    blob not null references doctor (id),
    -- Null: every day without a limit of its own.
    weekday      text check (weekday in ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')),
    max_patients integer check (max_patients between 0 and 1000),
    max_reps     integer check (max_reps between 0 and 1000),
    deleted_at   integer
) strict, without rowid;
create index day_limit_doctor on day_limit (doctor_id);

create table closure (
    id         blob not null primary key check (length(id) = 16),
    site_id    blob references site (id),
    doctor_id  blob references doctor (id),
    first_date text not null check (first_date is date(first_date)),
    last_date  text not null check (last_date is date(last_date)),
    -- Both null: the whole day.
    from_at    integer check (from_at between 0 and 1439),
    until_at   integer check (until_at between 1 and 1440),
    effect     text not null check (effect in ('closed', 'opened')),
    reason     text not null default '',
    created_at integer not null,
    deleted_at integer,
    constraint closure_of_one check ((site_id is null) <> (doctor_id is null)),
    constraint closure_dates_in_order check (first_date <= last_date),
    constraint closure_part_is_whole check ((from_at is null) = (until_at is null) and (from_at is null or from_at < until_at)),
    -- An opening says when; there is no "open all day".
    constraint closure_opening_has_times check (effect = 'closed' or from_at is not null)
) strict, without rowid;
create index closure_last_date on closure (last_date);
