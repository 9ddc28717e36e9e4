//! What people did at once and what may not stand together is marked: whatever the desks and the hub went through, in the end no two visits
//! hold one time without a mark, no day is too full without somebody having been asked, and no two papers carry one number.

use std::collections::{BTreeMap, BTreeSet};

use desk::sync::testing::Dump;
use domain::appointment::AppointmentStatus;
use domain::code::Code as _;
use domain::rep_visit::RepVisitStatus;
use hub::merge::Key;
use uuid::Uuid;
use wire::changes::Value;
use wire::registry::Table;

pub type Fields = BTreeMap<u16, Value>;

/// The columns of one table, by name.
pub struct Columns(&'static Table);

impl Columns {
    pub fn of(name: &str) -> Self {
        Self(Table::by_name(name).expect("a table"))
    }

    pub fn value<'f>(&self, fields: &'f Fields, name: &str) -> &'f Value {
        fields.get(&self.0.column(name).expect("a column").number).unwrap_or(&Value::Null)
    }

    pub fn rows<'d>(&self, dump: &'d Dump) -> impl Iterator<Item = (Uuid, &'d Fields)> {
        let number = self.0.number;
        dump.iter().filter(move |((table, _), _)| *table == number).map(|((_, id), fields)| (*id, fields))
    }
}

/// A visit that holds its time.
struct Visit {
    id: Uuid,
    start: i64,
    end: i64,
    /// Whether it may stand beside another.
    may_overlap: bool,
}

pub fn integer(value: &Value) -> i64 {
    if let Value::Integer(number) = value { *number } else { panic!("{value:?} is no number") }
}

pub fn text(value: &Value) -> &str {
    if let Value::Text(text) = value { text } else { panic!("{value:?} is no text") }
}

type Days<'d> = BTreeMap<(Vec<u8>, &'d str), Vec<Visit>>;

fn a_patient_holds_time(status: &str) -> bool {
    AppointmentStatus::from_code(status).expect("a status").holds_time()
}

fn a_rep_holds_time(status: &str) -> bool {
    RepVisitStatus::from_code(status).expect("a status").holds_time()
}

/// Adds the visits of a table, by doctor and date.
fn add_days<'d>(days: &mut Days<'d>, dump: &'d Dump, table: &str, holds_time: fn(&str) -> bool) {
    let visits = Columns::of(table);
    for (id, fields) in visits.rows(dump) {
        let value = |name| visits.value(fields, name);
        if !holds_time(text(value("status"))) || *value("deleted_at") != Value::Null {
            continue;
        }
        let Value::Blob(doctor) = value("doctor_id") else { panic!("a visit without a doctor") };
        let start = integer(value("starts_at"));
        days.entry((doctor.clone(), text(value("date")))).or_default().push(Visit {
            id,
            start,
            end: start + integer(value("minutes")),
            may_overlap: *value("clash_with") != Value::Null || *value("overbook_reason") != Value::Null,
        });
    }
}

/// Of patients.
fn days(dump: &Dump) -> Days<'_> {
    let mut days = Days::new();
    add_days(&mut days, dump, "appointment", a_patient_holds_time);
    days
}

/// The subjects of which somebody was asked for this reason.
pub fn asked(dump: &Dump, kind: &str) -> BTreeSet<Vec<u8>> {
    let attention = Columns::of("attention");
    let of_kind = attention.rows(dump).filter(|(_, fields)| text(attention.value(fields, "kind")) == kind);
    of_kind
        .filter_map(|(_, fields)| match attention.value(fields, "subject_id") {
            Value::Blob(id) => Some(id.clone()),
            _ => None,
        })
        .collect()
}

/// Neither of patients nor of reps nor of one beside the other.
fn no_two_hold_one_time(seed: u64, dump: &Dump) {
    let mut days = days(dump);
    add_days(&mut days, dump, "rep_visit", a_rep_holds_time);
    for visits in days.values() {
        let holding: Vec<&Visit> = visits.iter().filter(|visit| !visit.may_overlap).collect();
        for (index, one) in holding.iter().enumerate() {
            for other in &holding[index + 1..] {
                let apart = one.end <= other.start || other.end <= one.start;
                assert!(apart, "seed {seed}: {} and {} both hold one time", one.id, other.id);
            }
        }
    }
}

/// The simulation knows caps for every day of the week alone.
fn no_day_is_too_full_unasked(seed: u64, dump: &Dump) {
    let limits = Columns::of("day_limit");
    let asked = asked(dump, "over_cap");
    for (_, limit) in limits.rows(dump) {
        let Value::Blob(limited) = limits.value(limit, "doctor_id") else {
            panic!("a limit without a doctor")
        };
        let most = integer(limits.value(limit, "max_patients"));
        for ((doctor, date), visits) in days(dump) {
            let somebody_was = visits.iter().any(|visit| asked.contains(&visit.id.as_bytes()[..]));
            let is_full = doctor == *limited && visits.len() as i64 > most;
            assert!(
                !is_full || somebody_was,
                "seed {seed}: nobody was asked about {date}, which is too full"
            );
        }
    }
}

fn no_two_papers_carry_one_number(seed: u64, dump: &Dump) {
    for name in ["patient", "appointment"] {
        let table = Columns::of(name);
        let mut given = BTreeSet::new();
        for (id, fields) in table.rows(dump) {
            let reference = text(table.value(fields, "ref"));
            assert!(given.insert(reference), "seed {seed}: {reference} was given twice, to {id} too");
        }
    }
}

/// A file that became part of another is part of one made before it, so that all chains end, and what it took along stands with it.
fn merged_files_lead_to_a_person(seed: u64, dump: &Dump) {
    let patients = Columns::of("patient");
    let all: BTreeMap<Uuid, &Fields> = patients.rows(dump).collect();
    for (id, fields) in &all {
        let (into, record) = (patients.value(fields, "merged_into"), patients.value(fields, "merge_record"));
        assert_eq!(*into == Value::Null, *record == Value::Null, "seed {seed}: half of a merge of {id}");
        let Value::Blob(into) = into else { continue };
        let into = Uuid::from_slice(into).expect("an id");
        assert!(
            into < *id && all.contains_key(&into),
            "seed {seed}: {id} is part of {into}, which leads nowhere"
        );
    }
}

/// What names a row finds it, removed or not. One thing is beyond mending: the hub was put back to before that row, whoever sent again what names
/// it (`sent_again`) was put back or shut out before it could tell the row as well, and so was everybody else who had it.
fn nothing_hangs_in_the_air(seed: u64, dump: &Dump, sent_again: impl Fn(&Key) -> bool) {
    for (table, column, target) in [
        ("appointment", "patient_id", "patient"),
        ("rebook", "appointment_id", "appointment"),
        ("rebook_call", "rebook_id", "rebook"),
        ("reminder_call", "appointment_id", "appointment"),
        ("lot", "medicine_id", "medicine"),
        ("stock_movement", "lot_id", "lot"),
        ("prescription_item", "prescription_id", "prescription"),
        ("fulfilment", "prescription_id", "prescription"),
        ("fulfilment_item", "fulfilment_id", "fulfilment"),
        ("fulfilment_item", "prescription_item_id", "prescription_item"),
        ("fulfilment_item", "lot_id", "lot"),
        ("document", "patient_id", "patient"),
    ] {
        let (rows, target) = (Columns::of(table), Columns::of(target).0.number);
        for (id, fields) in rows.rows(dump) {
            let Value::Blob(named) = rows.value(fields, column) else {
                panic!("seed {seed}: {table} {id} names nobody")
            };
            let named = Uuid::from_slice(named).expect("an id");
            assert!(
                dump.contains_key(&(target, named)) || sent_again(&(rows.0.number, id)),
                "seed {seed}: {table} {id} names a row that is not there"
            );
        }
    }
}

pub fn stand(seed: u64, dump: &Dump, sent_again: impl Fn(&Key) -> bool) {
    merged_files_lead_to_a_person(seed, dump);
    nothing_hangs_in_the_air(seed, dump, sent_again);
    no_two_hold_one_time(seed, dump);
    no_day_is_too_full_unasked(seed, dump);
    no_two_papers_carry_one_number(seed, dump);
}
