-- The ledger: what was done, by whom, in one chain that can only grow. It is this desk's own and is not a replicated table.

create table operation (
    -- Dense on this desk, from 1: a missing number is a missing operation.
    number       integer not null primary key check (number > 0),
    uid          blob not null check (length(uid) = 16),
    -- Hybrid logical clock: 48 bits of milliseconds, 16 of counter. Never goes back, whatever the machine's clock does.
    hlc          integer not null,
    -- What the machine's clock said, in milliseconds since 1970 UTC.
    at           integer not null,
    account_id   blob check (length(account_id) = 16),
    desk_id      blob not null check (length(desk_id) = 16),
    kind         text not null,
    reason       text,
    -- JSON: what a session event is about (a username tried, a command denied). Never clinical.
    detail       text check (json_valid(detail)),
    undoes       blob check (length(undoes) = 16),
    schema       integer not null,
    -- The changed rows, as `wire::changes` writes them, and their SHA-256. Erasure may empty `changes`; the hash stays.
    changes      blob,
    changes_hash blob not null check (length(changes_hash) = 32),
    hash         blob not null check (length(hash) = 32),
    -- JSON: the last number given to each kind of paper so far, by the code of the kind. Here and not in a table of its own,
    -- because this page is written anyway.
    references_given text not null check (json_valid(references_given)),
    -- The place in the hub's order up to which the author had seen everything; 0 on a desk without a hub.
    base         integer not null default 0
) strict;
create index operation_undoes on operation (undoes) where undoes is not null;

-- Which operation touched which row: the history of a patient without reading the whole chain. An operation touches itself, so that it
-- is found by its uid; one made together with a row lies beside it, and that costs no page of its own.
create table touched (
    row_id    blob not null check (length(row_id) = 16),
    operation integer not null references operation (number),
    primary key (row_id, operation)
) strict, without rowid;

-- Only a commit appends, only at the end. (`insert or replace` would otherwise slip past the delete trigger in another tool.)
create trigger operation_is_appended_at_the_end before insert on operation
begin
    select ledger_is_open();
    select raise(abort, 'ledger_is_append_only')
    where new.number is not (select coalesce(max(number), 0) + 1 from operation)
        or exists (select 1 from touched where row_id = new.uid);
end;
create trigger touched_is_written_by_a_commit before insert on touched
begin select ledger_is_open(); end;
create trigger operation_is_append_only before delete on operation
begin select raise(abort, 'ledger_is_append_only'); end;
create trigger operation_keeps_its_links before update on operation
when not (new.changes is null and new.number is old.number and new.uid is old.uid and new.hlc is old.hlc and new.at is old.at
    and new.account_id is old.account_id and new.desk_id is old.desk_id and new.kind is old.kind and new.reason is old.reason
    and new.detail is old.detail and new.undoes is old.undoes and new.schema is old.schema
    and new.changes_hash is old.changes_hash and new.hash is old.hash
    and new.references_given is old.references_given and new.base is old.base)
begin select raise(abort, 'ledger_is_append_only'); end;
create trigger touched_is_append_only before delete on touched
begin select raise(abort, 'ledger_is_append_only'); end;
create trigger touched_never_changes before update on touched
begin select raise(abort, 'ledger_is_append_only'); end;

-- Unfinished forms, per account; they survive a lock and a restart and never leave this desk.
create table draft (
    account_id blob not null,
    name       text not null,
    body       text not null check (json_valid(body)),
    updated_at integer not null,
    primary key (account_id, name)
) strict, without rowid;
