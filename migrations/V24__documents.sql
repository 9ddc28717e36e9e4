-- What was attached to a patient's file. The row says what it is and holds its key; the content lies sealed beside the database (`desk::documents`).

create table document (
    id              blob not null primary key check (length(id) = 16),
    patient_id      blob not null references patient (id),
    -- What of the patient's it belongs to, where it belongs to anything.
    appointment_id  blob references appointment (id),
    prescription_id blob references prescription (id),
    lab_test_id     blob references lab_test (id),
    name            text not null check (length(name) > 0),
    mime_type       text not null check (mime_type in
        ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
    size_bytes      integer not null check (size_bytes > 0),
    -- Of the content itself, and of what it is sealed as: the latter is where it lies, on every desk and at the hub alike.
    sha256          blob not null check (length(sha256) = 32),
    content_hash    blob not null check (length(content_hash) = 32),
    content_key     blob not null check (length(content_key) = 32),
    description     text,
    tags            text not null default '[]' check (json_valid(tags)),
    -- Who may open it: whoever may open the chart; the pharmacy too; whoever reads the registry; or the named ones alone.
    audience        text not null check (audience in
        ('chart', 'pharmacy', 'registry', 'named')),
    named_accounts  text not null default '[]' check (json_valid(named_accounts)),
    account_id      blob references account (id),
    created_at      integer not null,
    deleted_at      integer
) strict, without rowid;
create index document_patient on document (patient_id);
create index document_content on document (content_hash);
