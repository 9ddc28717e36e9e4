-- Families, and patients who were registered twice.

-- Somebody who belongs to a patient: another patient, or a person known by name alone. One row, read from both ends. Merging may make a row
-- name one patient twice, or two rows say the same; both come apart again when the merge is taken back, so no rule forbids them here.
create table patient_relation (
    id                  blob not null primary key check (length(id) = 16),
    patient_id          blob not null references patient (id),
    -- What the relative is to the patient.
    kind                text not null check (kind in
        ('parent', 'child', 'spouse', 'sibling', 'grandparent', 'grandchild', 'guardian', 'ward', 'relative')),
    relative_patient_id blob references patient (id),
    full_name           text,
    phone               text,
    -- Illnesses of the family.
    history             text,
    created_at          integer not null,
    deleted_at          integer,
    constraint patient_relation_is_with_somebody check ((relative_patient_id is null) <> (full_name is null))
) strict, without rowid;
create index patient_relation_patient on patient_relation (patient_id);
create index patient_relation_relative on patient_relation (relative_patient_id) where relative_patient_id is not null;

-- Two records that look like one person and are not: nobody is asked again.
create table patient_distinct (
    id               blob not null primary key check (length(id) = 16),
    patient_id       blob not null references patient (id),
    other_patient_id blob not null references patient (id),
    created_at       integer not null,
    deleted_at       integer
) strict, without rowid;
create index patient_distinct_patient on patient_distinct (patient_id);
create index patient_distinct_other on patient_distinct (other_patient_id);

-- What merging this record into another one moved and replaced, so that it can be taken back exactly, at any desk. JSON:
-- {"into": id, "at": milliseconds, "moved": [[table, column, row] …], "replaced": [{"column", "before", "after"} …]}
alter table patient add column merge_record text check (json_valid(merge_record));
create index patient_merged_into on patient (merged_into) where merged_into is not null;
