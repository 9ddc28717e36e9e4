-- Who works here, where, and the clinic's settings.
-- Every replicated table is WITHOUT ROWID and clustered on its id: one tree to write instead of two. The triggers that refuse
-- a write outside the ledger's commit are made from the schema registry by the desk after each migration, for every table alike.

create table setting (
    id         blob not null primary key check (length(id) = 16),
    key        text not null,
    value      text not null check (json_valid(value))
) strict, without rowid;
create unique index setting_key on setting (key);

create table site (
    id                  blob not null primary key check (length(id) = 16),
    name                text not null check (length(name) > 0),
    kind                text not null check (kind in ('clinic', 'hospital', 'specialised_centre')),
    address             text,
    city                text,
    country             text check (length(country) = 2),
    latitude            real check (latitude between -90 and 90),
    longitude           real check (longitude between -180 and 180),
    phone               text,
    email               text,
    website             text,
    registration_number text,
    time_zone           text not null,
    currency            text not null check (length(currency) = 3),
    week_start          text not null check (week_start in ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')),
    weekend_days        text not null check (json_valid(weekend_days)),
    facilities          text not null default '[]' check (json_valid(facilities)),
    created_at          integer not null,
    deleted_at          integer
) strict, without rowid;

create table site_hours (
    id         blob not null primary key check (length(id) = 16),
    site_id    blob not null references site (id),
    weekday    text not null check (weekday in ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')),
    opens      integer not null check (opens between 0 and 1439),
    closes     integer not null check (closes between 1 and 1440),
    check (opens < closes)
) strict, without rowid;
create index site_hours_site on site_hours (site_id);

create table specialty (
    id          blob not null primary key check (length(id) = 16),
    name        text not null check (length(name) > 0),
    name_ar     text,
    description text,
    icon        text,
    deleted_at  integer
) strict, without rowid;

create table doctor (
    id                     blob not null primary key check (length(id) = 16),
    site_id                blob not null references site (id),
    full_name              text not null check (length(full_name) > 0),
    second_name            text,
    title                  text,
    license_number         text,
    qualifications         text not null default '[]' check (json_valid(qualifications)),
    years_of_experience    integer check (years_of_experience between 0 and 80),
    biography              text,
    languages              text not null default '[]' check (json_valid(languages)),
    consultation_fee_minor integer check (consultation_fee_minor >= 0),
    default_visit_minutes  integer not null default 15 check (default_visit_minutes between 5 and 480),
    phone                  text,
    email                  text,
    board_colour           text,
    approval               text not null default 'approved' check (approval in ('pending', 'approved', 'rejected')),
    documents_verified     integer not null default 0 check (documents_verified in (0, 1)),
    active                 integer not null default 1 check (active in (0, 1)),
    created_at             integer not null,
    deleted_at             integer
) strict, without rowid;
create unique index doctor_license on doctor (license_number) where license_number is not null and deleted_at is null;

-- Links a doctor to a specialty; its id is the UUIDv5 of the two, so that two desks make the same row.
create table doctor_specialty (
    id           blob not null primary key check (length(id) = 16),
    doctor_id    blob not null references doctor (id),
    specialty_id blob not null references specialty (id),
    position     integer not null default 0
) strict, without rowid;
create index doctor_specialty_doctor on doctor_specialty (doctor_id);

create table account (
    id             blob not null primary key check (length(id) = 16),
    username       text not null check (length(username) > 0),
    full_name      text not null check (length(full_name) > 0),
    email          text,
    phone          text,
    role           text not null
        check (role in ('admin', 'doctor', 'receptionist', 'pharmacist', 'viewer', 'patient', 'rep')),
    status         text not null default 'active' check (status in ('active', 'inactive', 'blocked')),
    -- Rights beyond the role, a JSON array of permission codes.
    grants         text not null default '[]' check (json_valid(grants)),
    -- The public half of the key pair that the data key is sealed to, and the private half wrapped by the password. Null for
    -- accounts of the platform, which never open a vault.
    public_key     blob check (length(public_key) = 32),
    key_envelope   blob,
    must_change_password integer not null default 0 check (must_change_password in (0, 1)),
    last_login     integer,
    license_number text,
    picture_hash   blob,
    email_verified integer not null default 0 check (email_verified in (0, 1)),
    phone_verified integer not null default 0 check (phone_verified in (0, 1)),
    doctor_id      blob references doctor (id),
    patient_id     blob,
    rep_id         blob,
    created_at     integer not null,
    deleted_at     integer
) strict, without rowid;
create unique index account_username on account (username) where deleted_at is null;
create unique index account_email on account (email) where email is not null and deleted_at is null;
