-- Medicines, and what doctors prescribe.

-- What can be prescribed and stocked. Stock is counted in `unit`: whole tablets, millilitres, bottles.
create table medicine (
    id            blob not null primary key check (length(id) = 16),
    name          text not null check (length(name) > 0),
    generic_name  text,
    -- Active ingredients and what families they belong to: what an allergy or a second medicine of the kind is found by.
    ingredients   text not null default '[]' check (json_valid(ingredients)),
    families      text not null default '[]' check (json_valid(families)),
    form          text not null check (form in
        ('tablet', 'capsule', 'syrup', 'suspension', 'drops', 'spray', 'cream', 'ointment', 'gel', 'injection', 'inhaler', 'suppository', 'sachet', 'solution', 'patch', 'device', 'other')),
    strength      text,
    unit          text not null check (length(unit) > 0),
    pack_size     integer check (pack_size > 0),
    barcode       text,
    price_minor   integer check (price_minor >= 0),
    minimum_stock integer not null default 0 check (minimum_stock >= 0),
    created_at    integer not null,
    deleted_at    integer
) strict, without rowid;

-- That it is partly or wholly fulfilled is not written here: it is the sum of what was dispensed.
create table prescription (
    id                        blob not null primary key check (length(id) = 16),
    ref                       text not null,
    appointment_id            blob references appointment (id),
    patient_id                blob not null references patient (id),
    doctor_id                 blob not null references doctor (id),
    site_id                   blob not null references site (id),
    status                    text not null default 'draft' check (status in
        ('draft', 'submitted', 'cancelled')),
    diagnosis                 text,
    notes                     text,
    issued_at                 integer,
    valid_until               text check (valid_until is date(valid_until)),
    -- Vector strokes.
    whiteboard                text check (json_valid(whiteboard)),
    tags                      text not null default '[]' check (json_valid(tags)),
    -- The submitted one that this one stands in the place of.
    corrected_prescription_id blob references prescription (id),
    cancel_reason             text,
    cancelled_at              integer,
    account_id                blob references account (id),
    created_at                integer not null,
    deleted_at                integer,
    -- The correction that stands in its place. Two desks that correct one prescription at once both write this field: one of the two corrections
    -- counts, and a person is asked.
    replaced_by_prescription_id blob references prescription (id)
) strict, without rowid;
create index prescription_patient on prescription (patient_id, created_at);
create index prescription_status on prescription (status, issued_at);

create table prescription_item (
    id              blob not null primary key check (length(id) = 16),
    prescription_id blob not null references prescription (id),
    position        integer not null,
    medicine_id     blob references medicine (id),
    -- As it was written; a medicine that is renamed later changes no prescription.
    medicine_name   text not null check (length(medicine_name) > 0),
    generic_name    text,
    -- Thousandths of `dose_unit`: half a tablet is 500.
    dose_milli      integer not null check (dose_milli > 0),
    dose_unit       text not null check (length(dose_unit) > 0),
    route           text not null default 'oral' check (route in
        ('oral', 'sublingual', 'nose', 'eye', 'ear', 'skin', 'inhaled', 'injected', 'rectal', 'vaginal', 'other')),
    frequency       text not null check (frequency in
        ('daily', 'morning', 'night', 'twice', 'thrice', 'four_times', 'every_4h', 'every_6h', 'every_8h', 'every_12h', 'weekly', 'once', 'as_needed')),
    days            integer check (days between 1 and 366),
    quantity        integer not null check (quantity > 0),
    -- A code (`after_food`) where it is one of the usual ones, else as it was written.
    instructions    text,
    -- Why a warning was set aside.
    kept_because    text,
    deleted_at      integer
) strict, without rowid;
create index prescription_item_prescription on prescription_item (prescription_id);
-- What a doctor wrote of a medicine the last time.
create index prescription_item_medicine on prescription_item (medicine_id, id);

-- What was submitted does not change. `overlaps_are_refused` is false only while rows of the hub are written.
create trigger prescription_item_is_locked before update on prescription_item
when overlaps_are_refused() begin
    select raise(abort, 'prescription_locked') where exists (
        select 1 from prescription where id = old.prescription_id and status <> 'draft');
end;

-- What something was handed out for cannot be a draft again.
create trigger prescription_was_dispensed before update of status on prescription
when overlaps_are_refused() and old.status = 'submitted' and new.status = 'draft' begin
    select raise(abort, 'prescription_dispensed') where exists (
        select 1 from fulfilment where prescription_id = old.id and deleted_at is null);
end;

create table prescription_test (
    id              blob not null primary key check (length(id) = 16),
    prescription_id blob not null references prescription (id),
    position        integer not null,
    name            text not null check (length(name) > 0),
    instructions    text,
    priority        text not null default 'routine' check (priority in
        ('routine', 'urgent')),
    deleted_at      integer
) strict, without rowid;
create index prescription_test_prescription on prescription_test (prescription_id);

-- What a doctor writes often, under a name.
create table prescription_favourite (
    id         blob not null primary key check (length(id) = 16),
    account_id blob not null references account (id),
    name       text not null check (length(name) > 0),
    items      text not null default '[]' check (json_valid(items)),
    created_at integer not null,
    deleted_at integer
) strict, without rowid;
create index prescription_favourite_account on prescription_favourite (account_id);
