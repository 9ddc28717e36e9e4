-- The registry of patients. Same name, same phone, no email: all legal.

create table patient (
    id                     blob not null primary key check (length(id) = 16),
    ref                    text not null,
    full_name              text not null check (length(full_name) > 0),
    second_name            text,
    date_of_birth          text check (date_of_birth is date(date_of_birth)),
    -- The year as told, where nobody knows the day.
    born_about             integer check (born_about between 1850 and 2200),
    gender                 text check (gender in ('male', 'female', 'other')),
    -- [{"number": "…", "note": "mother"}], the one to ring first in front.
    phones                 text not null default '[]' check (json_valid(phones)),
    email                  text,
    national_id            text,
    address                text,
    blood_type             text check (blood_type in ('A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-')),
    emergency_name         text,
    emergency_relationship text,
    emergency_phone        text,
    notes                  text,
    favourite_doctors      text not null default '[]' check (json_valid(favourite_doctors)),
    merged_into            blob references patient (id),
    created_at             integer not null,
    deleted_at             integer
) strict, without rowid;
create unique index patient_ref on patient (ref);
