-- What a clinic asks of medical reps beyond its hours and caps, and what is said about a visit after its summary was locked.

create table rep_rule (
    -- Made from the site, doctor or company it belongs to: two desks that write a rule for one of them write one row.
    id                 blob not null primary key check (length(id) = 16),
    site_id            blob references site (id),
    doctor_id          blob references doctor (id),
    company_id         blob references company (id),
    -- Null leaves it to others: the site's rule, or what the program begins with.
    max_per_day        integer check (max_per_day between 0 and 1000),
    least_days_between integer check (least_days_between between 0 and 730),
    company_per_week   integer check (company_per_week between 0 and 1000),
    notice_hours       integer check (notice_hours between 0 and 2160),
    horizon_days       integer check (horizon_days between 1 and 730),
    deleted_at         integer,
    constraint rep_rule_of_one check ((site_id is not null) + (doctor_id is not null) + (company_id is not null) = 1)
) strict, without rowid;

create table rep_addendum (
    id           blob not null primary key check (length(id) = 16),
    rep_visit_id blob not null references rep_visit (id),
    text         text not null check (length(text) > 0),
    account_id   blob not null references account (id),
    created_at   integer not null,
    deleted_at   integer
) strict, without rowid;
create index rep_addendum_visit on rep_addendum (rep_visit_id);

-- Who of a company comes, and how often.
create index rep_company on rep (company_id);

-- The second belt of the locked summary: once a completed visit has one, it stays as it is, whatever the code above believed. Undoing
-- the completion itself opens it again. What the hub has put in order is taken as it is.
create trigger rep_visit_summary_is_locked
before update of summary_samples, summary_minutes, summary_topic, summary_feedback on rep_visit
when overlaps_are_refused() and old.status = 'completed' and new.status = 'completed'
    and (old.summary_samples is not null or old.summary_minutes is not null
        or old.summary_topic is not null or old.summary_feedback is not null)
    and (old.summary_samples is not new.summary_samples or old.summary_minutes is not new.summary_minutes
        or old.summary_topic is not new.summary_topic or old.summary_feedback is not new.summary_feedback)
begin
    select raise(abort, 'rep_visit_summary_locked');
end;
