create schema raw;
create table raw.head (clinic_id uuid primary key, seq bigint not null);
create table raw.visit (
    clinic_id uuid, id uuid, seq bigint not null, ref text, patient_id uuid, doctor_id uuid, site_id uuid, date text, starts_at bigint,
    minutes bigint, later_hour bigint, status text, kind text, reason text, notes text, created_at bigint, arrived_at bigint,
    primary key (clinic_id, id)
);
create index on raw.visit (clinic_id, seq);
-- As the hub keeps them, indexes and all, without its triggers and its row-level security.
create table raw.appointment (like record.appointment including all);
create table raw.operation (like hub.operation including all);
grant usage on schema raw to clinic_hub;
grant all on all tables in schema raw to clinic_hub;
