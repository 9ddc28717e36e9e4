//! What people attach, say anew and take out again, by its commands, and what has to hold of it whatever the desks and the hub went through: each row
//! leads to what was attached, and is found with whoever it is about.
//!
//! The sealed files of all desks lie in one folder here: how they travel is tried where there is a network, in `two_desks` and `together`.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use desk::sync::testing::{Dump, SyncDesk};
use desk::{Result, documents};
use domain::id::Id as _;
use serde_json::{Value, json};
use uuid::Uuid;
use wire::changes::Value as Field;

use crate::commands::{Command, PRESENT, literal, some, wish};
use crate::dice::Dice;
use crate::marks::{Columns, integer, text};
use crate::shelves::{id, standing};

/// With how often each is drawn.
pub const COMMANDS: [(&str, Command, u64); 3] = [
    ("attach a document", attach, 3),
    ("say anew what a document is", describe, 2),
    ("take a document out", remove, 1),
];

const HERE: &str = "document where deleted_at is null";
const NAMES: [&str; 3] = ["x-ray", "letter", "blood test"];

fn attach(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let patient = some(desk, if dice.one_in(8) { "patient" } else { PRESENT }, dice)?;
    let content = format!("%PDF-1.7\n{}", dice.uuid());
    let mut file = json!({
        "patient_id": patient, "name": dice.pick(&NAMES), "mime_type": "application/pdf",
        "base64": BASE64_STANDARD.encode(content),
    });
    open_to(&mut file, desk, dice)?;
    let visit = some(desk, &format!("appointment where patient_id = {}", literal(patient)), dice)?;
    if !visit.is_nil() && dice.one_in(2) {
        file["appointment_id"] = json!(visit);
    }
    documents::attach(&desk.desk, &desk.admin, wish(file)).map(drop)
}

/// To whoever may open the chart or read the registry, or to somebody by name.
fn open_to(file: &mut Value, desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let audience = *dice.pick(&["chart", "registry", "named"]);
    file["audience"] = json!(audience);
    if audience == "named" {
        file["named"] = json!([some(desk, "account", dice)?]);
    }
    Ok(())
}

fn describe(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let mut said =
        json!({ "id": some(desk, HERE, dice)?, "name": dice.pick(&NAMES), "tags": [dice.pick(&NAMES)] });
    open_to(&mut said, desk, dice)?;
    documents::describe(&desk.desk, &desk.admin, wish(said)).map(drop)
}

fn remove(desk: &SyncDesk, dice: &mut Dice) -> Result<()> {
    let which = json!({ "id": some(desk, HERE, dice)? });
    documents::remove(&desk.desk, &desk.admin, wish(which)).map(drop)
}

/// Who may open it is said whole: named people where it is for named people, and nobody by name where it is not.
pub fn stand(seed: u64, dump: &Dump) {
    let documents = Columns::of("document");
    for (document, fields) in documents.rows(dump) {
        let value = |name| text(documents.value(fields, name));
        let is_for_the_named = value("audience") == "named";
        let names = value("named_accounts") != "[]";
        assert_eq!(is_for_the_named, names, "seed {seed}: {document} is for two audiences");
    }
}

fn bytes(value: &Field) -> [u8; 32] {
    let Field::Blob(bytes) = value else { panic!("{value:?} is no blob") };
    bytes.as_slice().try_into().expect("a hash or a key")
}

/// Whose file became part of whose.
fn person(patients: &Columns, dump: &Dump, file: Uuid) -> Uuid {
    let all: BTreeMap<Uuid, _> = patients.rows(dump).collect();
    let mut person = file;
    while *patients.value(all[&person], "merged_into") != Field::Null {
        person = id(patients.value(all[&person], "merged_into"));
    }
    person
}

/// Each document opens with its own key and is as long as its row says, and a desk shows those of a person with the person.
pub fn stand_at(seed: u64, desk: &SyncDesk, dump: &Dump) {
    let (documents, patients) = (Columns::of("document"), Columns::of("patient"));
    let mut expected: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
    for (document, fields) in standing(&documents, dump) {
        let value = |name| documents.value(fields, name);
        let content = desk.opened(bytes(value("content_hash")), bytes(value("content_key")));
        let content = content.unwrap_or_else(|| panic!("seed {seed}: {document} leads to no file"));
        assert_eq!(content.len() as i64, integer(value("size_bytes")), "seed {seed}: {document}");
        // The chart's own are listed while the chart is open.
        if text(value("audience")) != "chart" {
            expected.entry(person(&patients, dump, id(value("patient_id")))).or_default().insert(document);
        }
    }
    for (patient, fields) in patients.rows(dump) {
        if *patients.value(fields, "merged_into") != Field::Null {
            continue;
        }
        let asked = wish(json!({ "patient_id": patient }));
        let list = desk::documents::list(&desk.desk, &desk.admin, asked).expect("documents can be listed");
        let told: BTreeSet<Uuid> = list.documents.iter().map(|document| document.id.uuid()).collect();
        let expected = expected.remove(&patient).unwrap_or_default();
        assert_eq!(told, expected, "seed {seed}: the desk shows other documents of {patient}");
    }
    assert!(expected.is_empty(), "seed {seed}: nobody is shown {expected:?}");
}
