-- Many desks, one clinic: what merging leaves for a person, and what an operation's author had seen.

-- Made by the hub where a person has to look, settled by an operation of whoever did. Refers to rows of several tables, so that
-- there is no foreign key: what it speaks of may be newer than this desk, or erased.
create table attention (
    id            blob not null primary key check (length(id) = 16),
    kind          text not null
        check (kind in ('clash', 'over_cap', 'edited_twice', 'cancelled_and_changed', 'duplicate', 'rejected', 'quarantined')),
    -- The registry's number of the table that `subject_id` and `other_id` are rows of.
    subject_table integer not null,
    subject_id    blob not null check (length(subject_id) = 16),
    other_id      blob check (length(other_id) = 16),
    -- The operation that brought it about, and whose it was.
    operation     blob not null check (length(operation) = 16),
    account_id    blob check (length(account_id) = 16),
    -- JSON, by kind: for edits the fields with the value that stands and the one that does not.
    detail        text not null check (json_valid(detail)),
    -- 0 for what is only kept so that nothing is lost.
    needs_person  integer not null check (needs_person in (0, 1)),
    created_at    integer not null,
    settled_at    integer,
    settlement    text check (settlement in ('done', 'kept', 'changed', 'dismissed'))
) strict, without rowid;
create index attention_open on attention (created_at) where settled_at is null and needs_person = 1;
create index attention_subject on attention (subject_id);

-- The place in the hub's order up to which the author had seen everything; 0 on a desk without a hub.
alter table operation add column base integer not null default 0;

drop trigger operation_keeps_its_links;
create trigger operation_keeps_its_links before update on operation
when not (new.changes is null and new.number is old.number and new.uid is old.uid and new.hlc is old.hlc and new.at is old.at
    and new.account_id is old.account_id and new.desk_id is old.desk_id and new.kind is old.kind and new.reason is old.reason
    and new.detail is old.detail and new.undoes is old.undoes and new.schema is old.schema
    and new.changes_hash is old.changes_hash and new.hash is old.hash
    and new.references_given is old.references_given and new.base is old.base)
begin select raise(abort, 'ledger_is_append_only'); end;
