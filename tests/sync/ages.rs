//! Desks of different ages: what a newer one writes passes through an older one and is not lost on the way.

use desk::sync::Budget;
use hub::model::Clinic;
use uuid::Uuid;
use wire::changes::{Action, Change, Field, Value, encode};
use wire::operation::{GENESIS, Operation, hash_changes};
use wire::registry::Table;
use wire::sync::{EnrolRequest, PROTOCOL, Pushed, SyncRequest};

use crate::dice::Dice;
use crate::talk::{Fault, Talker};
use crate::{START, deeds};

/// A column and a table that this version has never heard of.
const NEW_COLUMN: u16 = 900;
const NEW_TABLE: u16 = 901;

/// A desk of a later version, which adds a column to a patient of everybody's and a row to a table of its own.
fn newer_desk_writes(clinic: &mut Clinic, dice: &mut Dice, patient: Uuid) {
    let id = dice.uuid();
    let enrolment = EnrolRequest {
        protocol: PROTOCOL,
        code: String::new(),
        desk: id,
        name: String::new(),
        schema: 99,
        operations: 0,
        returning: None,
    };
    let enrolled = clinic.enrol(&enrolment).expect("an empty desk may join");
    let field =
        |column, text: &str| Field { column, before: Value::Null, after: Value::Text(text.to_owned()) };
    let table = Table::by_name("patient").expect("a table").number;
    let mut changes = vec![
        Change { table, row: patient, action: Action::Set, fields: vec![field(NEW_COLUMN, "left-handed")] },
        Change { table: NEW_TABLE, row: dice.uuid(), action: Action::Insert, fields: vec![field(1, "new")] },
    ];
    changes.sort_by_key(|change| (change.table, change.row));
    let changes = encode(&changes);
    let operation = Operation {
        uid: dice.uuid(),
        number: 1,
        hlc: START << 16,
        at: START,
        account: None,
        desk: id,
        kind: "patients.handedness".into(),
        reason: None,
        detail: None,
        undoes: None,
        schema: 99,
        changes_hash: hash_changes(&changes),
    };
    let pushed = Pushed {
        operation: wire::operation::encode(&operation).into(),
        changes: changes.into(),
        previous: GENESIS.to_vec().into(),
        base: clinic.head(),
    };
    let request = SyncRequest {
        protocol: PROTOCOL,
        schema: 99,
        epoch: Some(enrolled.epoch),
        boot: dice.uuid(),
        cursor: 0,
        everything: true,
        push: vec![pushed],
        digests: Vec::new(),
        max_bytes: 1 << 20,
    };
    clinic.sync(enrolled.number, START, &request).expect("the hub takes what it does not know");
}

fn in_step(desk: &mut Talker, clinic: &mut Clinic, dice: &mut Dice) {
    for _ in 0..50 {
        if desk.round(clinic, dice, START, Fault::None) {
            return;
        }
    }
    panic!("it never comes into step");
}

#[test]
fn what_a_newer_desk_writes_passes_through_an_older_one() {
    let mut dice = Dice::of(1);
    let dir = tempfile::tempdir().expect("a temporary directory can be made");
    let mut clinic = Clinic::new(dice.uuid(), dice.uuid());
    let mut desk = Talker::new(&dir.path().join("1.db"), &mut dice);
    desk.client = desk::sync::Client::new(dice.uuid(), Budget::USUAL);
    deeds::found(desk.desk(), &mut dice);
    desk.enrol(&mut clinic, &mut dice);
    let patient = deeds::register_somebody(desk.desk(), &mut dice);
    in_step(&mut desk, &mut clinic, &mut dice);

    newer_desk_writes(&mut clinic, &mut dice, patient);
    in_step(&mut desk, &mut clinic, &mut dice);
    assert!(desk.desk().kept_aside(), "the older desk keeps what it cannot place");

    deeds::rename(desk.desk(), patient, "Mona Fathy");
    in_step(&mut desk, &mut clinic, &mut dice);
    let table = Table::by_name("patient").expect("a table");
    let name = table.column("full_name").expect("a column").number;
    let held = clinic.dump().remove(&(table.number, patient)).expect("the patient stands");
    assert_eq!(*held.value(name), Value::Text("Mona Fathy".into()));
    assert_eq!(*held.value(NEW_COLUMN), Value::Text("left-handed".into()), "the older desk's edit keeps it");

    // Put back from nothing, it hears of all of it again.
    let mut further = Talker::new(&dir.path().join("2.db"), &mut dice);
    further.enrol(&mut clinic, &mut dice);
    in_step(&mut further, &mut clinic, &mut dice);
    assert!(further.desk().kept_aside());
    assert_eq!(further.desk().dump(), desk.desk().dump());
}
