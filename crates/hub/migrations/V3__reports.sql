-- Views for reports and BI tools. A login made for a clinic (`clinic-hub reports`) is named after it, sees these views, and through them that
-- clinic alone: the clinic is read from the login's name, which only an administrator of the database can give.
--
-- No column here tells who a patient or a rep is, and none is about anybody's health. Values are typed; what a desk may have sent that is no date or
-- no time is null rather than an error that would stop a whole report.

create schema report;
revoke all on schema report from public;
grant usage on schema report to clinic_views;
grant usage, create on schema report to clinic_view_owner;
grant usage on schema record to clinic_view_owner;

create function report.clinic_of(login name) returns uuid language sql immutable parallel safe
as $$ select substring(login::text from '^clinic_reports_([0-9a-f]{32})$')::uuid $$;

create function report.day(text) returns date language sql immutable parallel safe
as $$ select case when $1 ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
    then make_date(left($1, 4)::int, substr($1, 6, 2)::int, 1) + (right($1, 2)::int - 1) end $$;

create function report.time_of_day(bigint) returns time language sql immutable parallel safe
as $$ select case when $1 between 0 and 1439 then make_time(($1 / 60)::int, ($1 % 60)::int, 0) end $$;

create function report.moment(bigint) returns timestamptz language sql immutable parallel safe
as $$ select case when $1 between 0 and 4102444800000 then to_timestamp($1 / 1000.0) end $$;

create function report.minutes_between(bigint, bigint) returns numeric language sql immutable parallel safe
as $$ select case when $2 >= $1 and $1 >= 0 and $2 <= 4102444800000 then round(($2 - $1) / 60000.0, 1) end $$;

do $$
declare
    name text;
begin
    foreach name in array array['site', 'specialty', 'doctor', 'doctor_specialty', 'closure', 'patient', 'appointment', 'company', 'rep',
        'rep_visit', 'attention'] loop
        execute format('grant select on record.%I to clinic_view_owner', name);
        execute format('create policy own_reports on record.%I for select to clinic_view_owner
            using (clinic_id = (select report.clinic_of(current_user)))', name);
    end loop;
end $$;

set local role clinic_view_owner;

create view report.sites with (security_barrier) as
select id as site_id, name, kind, city, country, time_zone, currency
from record.site where presence = 0 and deleted_at is null;

create view report.doctors with (security_barrier) as
select doctor.id as doctor_id, doctor.full_name as doctor, doctor.title, doctor.site_id, site.name as site, doctor.active = 1 as active,
    (select string_agg(specialty.name, ', ' order by link.position, specialty.name) from record.doctor_specialty link
        join record.specialty on specialty.clinic_id = link.clinic_id and specialty.id = link.specialty_id and specialty.presence = 0
        where link.clinic_id = doctor.clinic_id and link.doctor_id = doctor.id and link.presence = 0) as specialties,
    report.moment(doctor.created_at) as registered_at
from record.doctor
left join record.site on site.clinic_id = doctor.clinic_id and site.id = doctor.site_id
where doctor.presence = 0 and doctor.deleted_at is null;

create view report.patients with (security_barrier) as
select id as patient_id, ref, report.moment(created_at) as registered_at
from record.patient where presence = 0 and deleted_at is null and merged_into is null;

create view report.appointments with (security_barrier) as
select visit.id as appointment_id, visit.ref, visit.patient_id, visit.doctor_id, doctor.full_name as doctor, visit.site_id,
    site.name as site, report.day(visit.date) as date, report.time_of_day(visit.starts_at) as starts_at, visit.minutes, visit.status, visit.kind,
    visit.cancelled_by, visit.series_id is not null as repeats, visit.overbook_reason is not null as overbooked,
    visit.clash_with is not null as clashes, visit.rescheduled_from is not null as was_moved,
    report.moment(visit.created_at) as booked_at, report.moment(visit.arrived_at) as arrived_at,
    report.moment(visit.started_at) as started_at, report.moment(visit.completed_at) as completed_at,
    report.minutes_between(visit.arrived_at, visit.started_at) as waited_minutes,
    report.minutes_between(visit.started_at, visit.completed_at) as seen_minutes
from record.appointment visit
left join record.doctor on doctor.clinic_id = visit.clinic_id and doctor.id = visit.doctor_id
left join record.site on site.clinic_id = visit.clinic_id and site.id = visit.site_id
where visit.presence = 0 and visit.deleted_at is null;

create view report.rep_visits with (security_barrier) as
select visit.id as rep_visit_id, visit.ref, visit.rep_id, rep.company_id, company.name as company, rep.drug_specialty, visit.doctor_id,
    doctor.full_name as doctor, report.day(visit.date) as date, report.time_of_day(visit.starts_at) as starts_at, visit.minutes, visit.status,
    visit.cancelled_by, visit.overbook_reason is not null as overbooked, visit.clash_with is not null as clashes,
    report.moment(visit.created_at) as requested_at, report.minutes_between(visit.arrived_at, visit.started_at) as waited_minutes,
    report.minutes_between(visit.started_at, visit.completed_at) as seen_minutes
from record.rep_visit visit
left join record.rep on rep.clinic_id = visit.clinic_id and rep.id = visit.rep_id
left join record.company on company.clinic_id = rep.clinic_id and company.id = rep.company_id
left join record.doctor on doctor.clinic_id = visit.clinic_id and doctor.id = visit.doctor_id
where visit.presence = 0 and visit.deleted_at is null;

create view report.closures with (security_barrier) as
select id as closure_id, site_id, doctor_id, report.day(first_date) as first_date, report.day(last_date) as last_date,
    report.time_of_day(from_at) as from_at, report.time_of_day(until_at) as until_at, effect
from record.closure where presence = 0 and deleted_at is null;

create view report.attention with (security_barrier) as
select id as attention_id, kind, needs_person = 1 as needs_person, report.moment(created_at) as created_at,
    report.moment(settled_at) as settled_at, settlement
from record.attention where presence = 0;

-- The standing reports.

create view report.visits_by_day with (security_barrier) as
select date, doctor_id, doctor, count(*) as booked,
    count(*) filter (where status = 'completed') as completed,
    count(*) filter (where status = 'cancelled') as cancelled,
    count(*) filter (where status = 'no_show') as no_shows,
    sum(minutes) filter (where status not in ('cancelled', 'no_show', 'rescheduled')) as minutes
from report.appointments where status <> 'rescheduled' group by date, doctor_id, doctor;

create view report.no_shows_by_month with (security_barrier) as
select date_trunc('month', date)::date as month, doctor_id, doctor, count(*) filter (where status = 'no_show') as no_shows,
    count(*) filter (where status in ('completed', 'no_show')) as due,
    round(100.0 * count(*) filter (where status = 'no_show')
        / nullif(count(*) filter (where status in ('completed', 'no_show')), 0), 1) as percent
from report.appointments group by 1, 2, 3;

create view report.waiting_by_month with (security_barrier) as
select date_trunc('month', date)::date as month, doctor_id, doctor, count(waited_minutes) as visits,
    round(avg(waited_minutes), 1) as average_minutes,
    percentile_cont(0.5) within group (order by waited_minutes) as median_minutes,
    percentile_cont(0.9) within group (order by waited_minutes) as nine_of_ten_below
from report.appointments where waited_minutes is not null group by 1, 2, 3;

create view report.new_patients_by_month with (security_barrier) as
select date_trunc('month', registered_at)::date as month, count(*) as patients from report.patients group by 1;

create view report.rep_visits_by_month with (security_barrier) as
select date_trunc('month', date)::date as month, company_id, company, count(*) as requested,
    count(*) filter (where status = 'completed') as completed, count(*) filter (where status = 'no_show') as no_shows,
    sum(seen_minutes) as minutes
from report.rep_visits group by 1, 2, 3;

grant select on all tables in schema report to clinic_views;
reset role;
