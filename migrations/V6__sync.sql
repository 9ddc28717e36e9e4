-- Many desks, one clinic: what merging leaves for a person, and how far this desk has come with the hub.

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

-- What follows is this desk's own and never leaves it.

-- The clinic's hub, when there is one, and how far this desk has come with it.
create table hub_link (
    only          integer not null primary key check (only = 1),
    -- `https://hub.example.org`, and the certificate that is asked for instead of the system's roots (PEM).
    address       text not null,
    certificate   text,
    clinic        blob not null check (length(clinic) = 16),
    clinic_name   text not null,
    -- Which desk of the clinic this is, and what it shows to be let in.
    number        integer not null check (number > 0),
    letter        text not null,
    token         text not null,
    -- The directory that this database was enrolled in: found in another one, it is a copy.
    installation  blob not null check (length(installation) = 16),
    epoch         blob not null check (length(epoch) = 16),
    -- Of the hub's order: rows up to `cursor` have come; up to `whole` nothing is missing. In between, a row that changed again
    -- later is still to come.
    cursor        integer not null default 0 check (cursor >= 0),
    whole         integer not null default 0 check (whole >= 0),
    -- The last of this desk's operations that the hub has.
    through       integer not null default 0 check (through >= 0),
    -- Everything is sent anew, also what this desk wrote itself.
    refill        integer not null default 0 check (refill in (0, 1)),
    -- What becomes, once everything has come, of rows that did not come: `given_back` to the hub, which has lost them, or `removed` here.
    left_over     text not null default 'kept' check (left_over in ('kept', 'given_back', 'removed')),
    standing      text not null check (standing in ('working', 'needs_number', 'revoked', 'unknown')),
    -- What the hub's clock said when it last answered.
    last_contact  integer
) strict;

-- Places in the hub's order that no longer mean what they did: operations up to `upto` count as having seen no more than `base`. After
-- the hub was restored from a backup, and after this desk took a new number.
create table sync_cap (
    upto integer not null primary key,
    base integer not null
) strict;

-- What became of operations that were not taken as they were done.
create table sync_outcome (
    number     integer not null primary key,
    kind       text not null check (kind in ('merged', 'attention', 'rejected')),
    why        text,
    at         integer not null
) strict;

-- What the hub has and this version of the tables cannot hold. `columns`: those the table does not have yet. `table`: a row of a table
-- there is not yet. Either is taken over by the version that knows it. `refused`: a check or a unique index speaks against the row
-- as it is; it is tried again with whatever comes next.
create table sync_beyond (
    table_number integer not null,
    row_id       blob not null check (length(row_id) = 16),
    kind         text not null check (kind in ('columns', 'table', 'refused')),
    -- The version that could not hold it.
    schema       integer not null,
    -- `wire::sync::encode_rows` of the one row.
    body         blob not null,
    primary key (table_number, row_id)
) strict, without rowid;
create index sync_beyond_kind on sync_beyond (kind, schema);

-- What has come since everything is being sent anew, unless what is left over is kept.
create table sync_arrived (
    table_number integer not null,
    row_id       blob not null,
    primary key (table_number, row_id)
) strict, without rowid;
