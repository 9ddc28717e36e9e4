-- Contents of files, as desks sealed them: nobody here can read them. They are not rows: nothing of them stands in the clinic's order, and
-- nobody waits for them. Only what a document of the clinic names is taken.

create table hub.blob (
    clinic_id   uuid not null references hub.clinic,
    -- SHA-256 of all of it.
    hash        bytea not null check (length(hash) = 32),
    size        bigint not null check (size > 0),
    begun_at    timestamptz not null default now(),
    -- Every part is there, and all of it is what its hash says.
    complete_at timestamptz,
    primary key (clinic_id, hash)
);

create table hub.blob_part (
    clinic_id uuid not null,
    hash      bytea not null,
    part      integer not null check (part >= 0),
    -- SHA-256 of the bytes.
    digest    bytea not null check (length(digest) = 32),
    bytes     bytea not null,
    primary key (clinic_id, hash, part)
);
-- What is sealed cannot be compressed: trying costs time and wins nothing.
alter table hub.blob_part alter column bytes set storage external;

-- A hash that is none may be as long as it likes, and no index would take it.
create index document_blob on record.document (clinic_id, content_hash) where length(content_hash) = 32;

do $$
declare
    name text;
begin
    foreach name in array array['blob', 'blob_part'] loop
        execute format('alter table hub.%I enable row level security, force row level security', name);
        execute format('create policy own_clinic on hub.%I to clinic_hub using (clinic_id = (select hub.here()))', name);
        execute format('grant select, insert, delete on hub.%I to clinic_hub', name);
    end loop;
end $$;
grant update (complete_at) on hub.blob to clinic_hub;
