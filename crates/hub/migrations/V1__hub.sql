-- What the hub keeps about its clinics, and who may touch it. Run by the owner of the database, who needs `createrole`.
--
-- Nobody works as the owner. The server works as `clinic_hub`, administration as `clinic_admin`, and a clinic's reports as a role of that
-- clinic that can only read views. Row-level security is forced everywhere: without a clinic named in `clinic.id` there are no rows.
-- `clinic_id` leads every key, so that the same tables can be spread over several machines by it.

do $$
declare
    wanted text;
begin
    foreach wanted in array array['clinic_hub', 'clinic_admin', 'clinic_views', 'clinic_view_owner'] loop
        -- Roles belong to the whole server: another database of it may have made them.
        if not exists (select from pg_roles where rolname = wanted) then
            begin
                execute format('create role %I nologin', wanted);
            exception when duplicate_object or unique_violation then
                null;
            end;
        end if;
        -- Whoever makes a role may only give it on; to work as it is granted besides.
        if not pg_has_role(current_user, wanted, 'usage') then
            execute format('grant %I to current_user', wanted);
        end if;
    end loop;
    if not pg_has_role('clinic_admin', 'clinic_hub', 'usage') then
        grant clinic_hub to clinic_admin;
    end if;
end $$;

create schema hub;
revoke all on schema public from public;
grant usage on schema hub to clinic_hub;

-- The clinic that this transaction is about; null when none was named.
create function hub.here() returns uuid language sql stable parallel safe
as $$ select nullif(current_setting('clinic.id', true), '')::uuid $$;

create table hub.clinic (
    clinic_id  uuid primary key,
    name       text not null check (length(name) between 1 and 200),
    created_at timestamptz not null default now()
);

-- One row a clinic: its order. Whoever writes holds this row, so that no number is seen before all smaller ones are.
create table hub.clinic_head (
    clinic_id  uuid primary key references hub.clinic,
    -- The newest of the order; dense from 1.
    seq        bigint not null default 0 check (seq >= 0),
    -- Drawn anew when the hub was restored from a backup.
    epoch      uuid not null,
    -- How far the order reached then.
    began_at   bigint not null default 0,
    -- The last number given to a desk. Never given twice.
    last_desk  integer not null default 0
);

create table hub.desk (
    clinic_id     uuid not null references hub.clinic,
    number        integer not null check (number > 0),
    desk_id       uuid not null,
    letter        text not null,
    name          text not null check (length(name) <= 200),
    -- SHA-256 of 256 random bits.
    token_hash    bytea not null check (length(token_hash) = 32),
    -- The last of its operations that the hub has, and that one's hash.
    through       bigint not null default 0,
    hash          bytea not null check (length(hash) = 32),
    -- The two last starts of its process, to tell a clone by.
    boot          uuid,
    previous_boot uuid,
    -- The last epoch in which it had nothing more to send of what the hub had lost.
    refilled      uuid,
    schema        integer not null,
    -- How far it had read when last heard of.
    cursor        bigint not null default 0,
    enrolled_at   timestamptz not null default now(),
    seen_at       timestamptz,
    revoked_at    timestamptz,
    -- The desk that this one went on from, when it found itself cloned or restored, and where.
    follows       integer,
    from_number   bigint not null,
    from_hash     bytea not null,
    primary key (clinic_id, number),
    constraint desk_enrols_once unique (clinic_id, desk_id),
    constraint desk_has_its_token unique (clinic_id, token_hash)
);

create table hub.enrolment_code (
    clinic_id  uuid not null references hub.clinic,
    code_hash  bytea not null check (length(code_hash) = 32),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz,
    -- The same desk may ask again when it did not get the answer.
    used_by    uuid,
    primary key (clinic_id, code_hash)
);
-- Found by the code alone: the one who enrols does not know the clinic's number yet.
create index enrolment_code_alone on hub.enrolment_code (code_hash);

-- Every operation of every desk, as it came: the clinic's audit trail.
create table hub.operation (
    clinic_id   uuid not null,
    desk        integer not null,
    -- The desk's own count.
    number      bigint not null,
    uid         uuid not null,
    -- Its place in the clinic's order; null for one that was known from another desk number already.
    seq         bigint,
    outcome     smallint not null,
    why         text,
    operation   bytea not null,
    changes     bytea not null,
    previous    bytea not null,
    hash        bytea not null,
    base        bigint not null,
    received_at timestamptz not null default now(),
    primary key (clinic_id, desk, number)
);
create unique index operation_once on hub.operation (clinic_id, uid) where seq is not null;
create unique index operation_in_order on hub.operation (clinic_id, seq) where seq is not null;

-- What a revoked desk had not sent before.
create table hub.quarantine (
    clinic_id   uuid not null,
    desk        integer not null,
    -- SHA-256 of the operation and its changes: the same may be sent again.
    content     bytea not null,
    operation   bytea not null,
    changes     bytea not null,
    previous    bytea not null,
    base        bigint not null,
    received_at timestamptz not null default now(),
    settled_at  timestamptz,
    primary key (clinic_id, desk, content)
);

-- The sum of `part` over a table's rows, modulo 2⁶⁴.
create table hub.digest (
    clinic_id uuid not null,
    table_no  integer not null,
    sum       bigint not null,
    primary key (clinic_id, table_no)
);

-- Refuses a write by anybody who does not hold the clinic's counter row.
create function hub.refuse_unordered() returns trigger language plpgsql as $$
begin
    raise exception 'counter_not_held' using
        errcode = 'object_not_in_prerequisite_state',
        hint = 'Take the clinic''s place in the order first: select hub.hold(clinic_id).';
end $$;

-- Takes the clinic's counter row until the end of the transaction; its rows may be written then.
create function hub.hold(clinic uuid) returns bigint language plpgsql as $$
declare
    newest bigint;
begin
    perform set_config('clinic.id', clinic::text, true);
    select seq into newest from hub.clinic_head where clinic_id = clinic for update;
    if found then
        perform set_config('clinic.held', clinic::text, true);
    end if;
    return newest;
end $$;

-- The first statement of every request of a desk: names the clinic, finds the desk by its token, and takes the counter row when the
-- desk has something to write. No row: no such clinic, or no such desk in it.
create function hub.enter(clinic uuid, token bytea, to_write boolean)
returns table (
    number integer, desk_id uuid, letter text, name text, through bigint, hash bytea, boot uuid, previous_boot uuid, schema integer,
    stale boolean, revoked boolean, head bigint, epoch uuid, began_at bigint,
    refilled boolean, others_refilled boolean
) language plpgsql as $$
declare
    found_number integer;
begin
    perform set_config('clinic.id', clinic::text, true);
    select desk.number into found_number from hub.desk where desk.clinic_id = clinic and desk.token_hash = token;
    if not found then
        return;
    end if;
    if to_write then
        perform hub.hold(clinic);
    end if;
    -- A statement of its own, so that it sees what was committed while this one waited.
    return query
        select desk.number, desk.desk_id, desk.letter, desk.name, desk.through, desk.hash, desk.boot, desk.previous_boot, desk.schema,
            coalesce(desk.seen_at < now() - interval '30 seconds', true), desk.revoked_at is not null, top.seq, top.epoch, top.began_at,
            desk.refilled is not distinct from top.epoch,
            not exists (select from hub.desk other where other.clinic_id = clinic and other.number <> found_number
                and other.revoked_at is null and other.refilled is distinct from top.epoch)
        from hub.desk join hub.clinic_head top on top.clinic_id = desk.clinic_id
        where desk.clinic_id = clinic and desk.number = found_number;
end $$;

create trigger operation_in_order before insert or update on hub.operation for each row
when (new.clinic_id::text is distinct from current_setting('clinic.held', true)) execute function hub.refuse_unordered();
create trigger operation_stays before delete on hub.operation for each row execute function hub.refuse_unordered();
create trigger digest_in_order before insert or update on hub.digest for each row
when (new.clinic_id::text is distinct from current_setting('clinic.held', true)) execute function hub.refuse_unordered();
create trigger head_in_order before update of seq on hub.clinic_head for each row
when (new.clinic_id::text is distinct from current_setting('clinic.held', true) or new.seq < old.seq)
execute function hub.refuse_unordered();

do $$
declare
    name text;
begin
    foreach name in array array['clinic', 'clinic_head', 'desk', 'enrolment_code', 'operation', 'quarantine', 'digest'] loop
        execute format('alter table hub.%I enable row level security, force row level security', name);
        execute format('create policy own_clinic on hub.%I to clinic_hub using (clinic_id = (select hub.here()))', name);
    end loop;
end $$;

-- Whoever has the code may see what it opens.
create policy own_code on hub.enrolment_code for select to clinic_hub
    using (code_hash = (select decode(nullif(current_setting('clinic.code', true), ''), 'hex')));
create policy every_clinic on hub.clinic to clinic_admin using (true);

grant select on hub.clinic, hub.clinic_head, hub.desk, hub.enrolment_code, hub.operation, hub.quarantine, hub.digest to clinic_hub;
grant update (seq, last_desk) on hub.clinic_head to clinic_hub;
grant insert, update on hub.desk, hub.digest to clinic_hub;
grant update (used_at, used_by) on hub.enrolment_code to clinic_hub;
grant insert on hub.operation, hub.quarantine, hub.enrolment_code to clinic_hub;
grant insert on hub.clinic, hub.clinic_head to clinic_admin;
grant update (epoch, began_at) on hub.clinic_head to clinic_admin;
grant update (settled_at) on hub.quarantine to clinic_admin;
