-- What the standing reports count, packed: a line for each doctor's day and kind of figure. Every desk derives its own from the visits it has;
-- nothing here is sent, and all of it can be made anew.

create table report_day (
    -- What the line holds: 1 visits of patients, 2 who came, 3 how long they waited, 4 visits of reps.
    part      integer not null check (part between 1 and 4),
    date      text not null check (date is date(date)),
    doctor_id blob not null,
    site_id   blob not null,
    body      blob not null,
    primary key (part, date, doctor_id, site_id)
) strict, without rowid;

-- What everybody here did on a day, by the ledger.
create table report_deed (
    date       text not null check (date is date(date)),
    -- Empty for what the desk did by itself.
    account_id blob not null,
    kind       text not null,
    done       integer not null,
    primary key (date, account_id, kind)
) strict, without rowid;

-- The days that `report_day` holds, all of them or none, and how far the ledger is counted and by which clock.
create table report_state (
    one            integer not null primary key check (one = 1),
    first_date     text check (first_date is date(first_date)),
    last_date      text check (last_date is date(last_date)),
    deeds_through  integer not null default 0,
    deeds_zone     text
) strict;
insert into report_state (one) values (1);

-- Doctors' days of those in which something has changed since they were packed. Written by the triggers below in the transaction of the change,
-- whoever makes it: a command, an undo, rows of the hub. A visit on a day that was never packed costs a look and no page. They look before they
-- write: `or ignore` does not count where the statement that fires them says itself what a conflict means.
create table report_stale (
    date      text not null,
    doctor_id blob not null,
    primary key (date, doctor_id)
) strict, without rowid;

create trigger report_day_appointment_insert after insert on appointment begin
    insert into report_stale select new.date, new.doctor_id from report_state
    where new.date between first_date and last_date
        and not exists (select 1 from report_stale stale where stale.date = new.date and stale.doctor_id = new.doctor_id);
end;
create trigger report_day_appointment_delete after delete on appointment begin
    insert into report_stale select old.date, old.doctor_id from report_state
    where old.date between first_date and last_date
        and not exists (select 1 from report_stale stale where stale.date = old.date and stale.doctor_id = old.doctor_id);
end;
create trigger report_day_appointment_update after update of date, doctor_id, site_id, starts_at, minutes, later_hour, status,
    cancelled_by, kind, patient_id, arrived_at, started_at, created_at, overbook_reason, clash_with, deleted_at on appointment
begin
    insert into report_stale select old.date, old.doctor_id from report_state
    where old.date between first_date and last_date
        and not exists (select 1 from report_stale stale where stale.date = old.date and stale.doctor_id = old.doctor_id);
    insert into report_stale select new.date, new.doctor_id from report_state
    where new.date between first_date and last_date
        and not exists (select 1 from report_stale stale where stale.date = new.date and stale.doctor_id = new.doctor_id);
end;

create trigger report_day_rep_visit_insert after insert on rep_visit begin
    insert into report_stale select new.date, new.doctor_id from report_state
    where new.date between first_date and last_date
        and not exists (select 1 from report_stale stale where stale.date = new.date and stale.doctor_id = new.doctor_id);
end;
create trigger report_day_rep_visit_delete after delete on rep_visit begin
    insert into report_stale select old.date, old.doctor_id from report_state
    where old.date between first_date and last_date
        and not exists (select 1 from report_stale stale where stale.date = old.date and stale.doctor_id = old.doctor_id);
end;
create trigger report_day_rep_visit_update after update of date, doctor_id, site_id, starts_at, minutes, later_hour, status, rep_id,
    overbook_reason, clash_with, summary_minutes, summary_samples, deleted_at on rep_visit
begin
    insert into report_stale select old.date, old.doctor_id from report_state
    where old.date between first_date and last_date
        and not exists (select 1 from report_stale stale where stale.date = old.date and stale.doctor_id = old.doctor_id);
    insert into report_stale select new.date, new.doctor_id from report_state
    where new.date between first_date and last_date
        and not exists (select 1 from report_stale stale where stale.date = new.date and stale.doctor_id = new.doctor_id);
end;

-- How long somebody waited depends on the clock of the site: with another one, everything is packed anew.
create trigger report_day_site_zone after update of time_zone on site when new.time_zone is not old.time_zone begin
    delete from report_day;
    delete from report_stale;
    update report_state set first_date = null, last_date = null;
end;
