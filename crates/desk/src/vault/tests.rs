//! Files that are torn, edited, missing, or in use. Each ends in its clear word, and none in a new empty database.

mod disk;
mod rotation;

use std::fs;
use std::path::{Path, PathBuf};

use domain::id::PatientId;
use domain::reference::ReferenceKind;
use proptest::prelude::{ProptestConfig, any};
use proptest::{prop_assert, proptest};
use serde_json::{Value, json};

use super::Files;
use super::bytes::Bytes;
use super::slots::checksum;
use crate::error::Error;
use crate::session::tests::{CHEAP, House, PASSWORD, code, setup_request};
use crate::store::Sql;
use crate::{Desk, Seat};

impl House {
    fn files(&self) -> Files {
        Files::of(self.dir.path())
    }

    fn database(&self) -> PathBuf {
        let number = self.desk.slots().unwrap().database;
        self.files().database(number)
    }

    /// Closed, so that files can be changed, and what opening it says.
    fn closed(self) -> Self {
        self.restarted()
    }
}

/// Everything in the directory as it is at this moment: what a crash would leave.
fn copy_of(dir: &Path) -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let target = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }
    let target = tempfile::tempdir().unwrap();
    copy(dir, target.path());
    target
}

fn patients(house: &House) -> Value {
    house
        .desk
        .read(|c| Ok(c.query_row("select count(*) from patient", [], |row| row.get::<_, i64>(0))?))
        .unwrap()
        .into()
}

/// Registers a patient past the registry's own command, whose rules are not the matter here.
fn try_register(house: &House, name: &str) -> crate::Result<()> {
    let admin = house.desk.slots()?.of_username("mona").expect("mona founded the clinic").account_id;
    let admin = crate::testing::session(admin, domain::account::Role::Admin);
    house.desk.commit(&admin, "patients.register", |tx| {
        tx.execute(
            "insert into patient (id, ref, full_name, notes, created_at) values (:id, :ref, :name, :notes, 0)",
            rusqlite::named_params! {
                ":id": Sql(tx.new_id::<PatientId>()),
                ":ref": tx.next_reference(ReferenceKind::Patient)?.to_string(),
                ":name": name,
                ":notes": "of no importance ".repeat(60),
            },
        )?;
        Ok(())
    })
}

fn register(house: &House, name: &str) {
    try_register(house, name).unwrap();
}

/// The code of what the desk says no with.
fn refused(answer: crate::Result<()>) -> &'static str {
    match answer.expect_err("this is refused") {
        Error::Refused(refusal) => refusal.code,
        Error::Fault(fault) => panic!("a fault: {fault:?}"),
    }
}

/// Cuts a file in the middle, as a write that never ended does.
fn tear(path: &Path) {
    let text = fs::read(path).unwrap();
    fs::write(path, &text[..text.len() / 2]).unwrap();
}

#[test]
fn a_second_process_is_told_that_the_desk_is_in_use() {
    let (house, _) = House::founded();
    let second = Desk::at(house.dir.path(), house.clock.clone()).with_vault_settings(CHEAP);
    let seat = Seat::default();
    for (command, input) in [
        ("session.state", json!({})),
        ("session.login", json!({ "username": "mona", "password": PASSWORD })),
        ("setup.create", setup_request()),
    ] {
        match second.call(&seat, command, input) {
            Err(Error::Refused(refusal)) => {
                assert!(matches!(refusal.code, "desk.in_use" | "setup.exists"), "{command}")
            }
            _ => panic!("{command} was done in a directory that another desk uses"),
        }
    }
    // The lock goes with its process, here with its desk.
    drop(house.desk);
    second.call(&seat, "session.login", json!({ "username": "mona", "password": PASSWORD })).unwrap();
}

#[test]
fn a_torn_slot_file_falls_back_to_the_generation_before() {
    let (house, _) = House::founded();
    house.staff("salma", "receptionist");
    let house = house.closed();
    tear(&house.files().slots());
    house.login("mona", PASSWORD).unwrap();
    // The next change writes a whole newest generation and keeps the whole previous one until then.
    house.staff("karim", "viewer");
    let house = house.closed();
    house.login("karim", PASSWORD).unwrap();
}

#[test]
fn two_torn_slot_files_are_damage_and_not_a_first_run() {
    let (house, _) = House::founded();
    house.staff("salma", "receptionist");
    let house = house.closed();
    tear(&house.files().slots());
    tear(&house.files().previous_slots());
    assert_eq!(code(house.login("mona", PASSWORD)), "vault.slots_damaged");
    assert_eq!(code(house.call("session.state", json!({}))), "vault.slots_damaged");
    assert_eq!(code(house.call("setup.create", setup_request())), "setup.exists");
}

#[test]
fn slots_without_a_database_and_a_database_without_slots_are_said_and_never_made_new() {
    let (house, _) = House::founded();
    let house = house.closed();
    let database = house.database();
    let aside = house.dir.path().join("aside.db");
    fs::rename(&database, &aside).unwrap();
    for (command, input) in [
        ("session.login", json!({ "username": "mona", "password": PASSWORD })),
        ("session.state", json!({})),
        ("setup.create", setup_request()),
    ] {
        assert_eq!(code(house.call(command, input)), "vault.database_missing", "{command}");
    }
    assert!(!database.exists());
    fs::rename(&aside, &database).unwrap();
    for file in [house.files().slots(), house.files().previous_slots()] {
        let _ = fs::remove_file(file);
    }
    assert_eq!(code(house.call("session.state", json!({}))), "vault.slots_missing");
    assert_eq!(code(house.call("setup.create", setup_request())), "vault.slots_missing");
}

#[test]
fn an_absurd_cost_in_the_slot_file_is_refused_before_it_is_spent() {
    let (house, _) = House::founded();
    let house = house.closed();
    for file in [house.files().slots(), house.files().previous_slots()] {
        edit(&file, |body| body.replace("\"memory_kib\":8", "\"memory_kib\":4000000000"));
    }
    let refusal = house.login("mona", PASSWORD).unwrap_err();
    assert_eq!(
        (refusal.code, &refusal.params["memory_kib"]),
        ("vault.parameters_refused", &json!(4_000_000_000_u32))
    );
}

/// Edits the body and mends the checksum, as somebody who knows the format but no key would.
fn edit(path: &Path, change: impl Fn(&str) -> String) {
    rewrite(path, |_, body| *body = change(body));
}

fn rewrite(path: &Path, change: impl Fn(&mut Value, &mut String)) {
    let text = fs::read_to_string(path).unwrap();
    let (header, body) = text.split_once('\n').unwrap();
    let mut header: Value = serde_json::from_str(header).unwrap();
    let mut body = body.trim_end().to_owned();
    change(&mut header, &mut body);
    let seal = serde_json::from_value::<String>(header["seal"].clone()).unwrap();
    let seal = Bytes(
        (0..seal.len()).step_by(2).map(|at| u8::from_str_radix(&seal[at..at + 2], 16).unwrap()).collect(),
    );
    let version = u32::try_from(header["version"].as_u64().unwrap()).unwrap();
    header["checksum"] = serde_json::to_value(checksum(version, &seal, body.as_bytes())).unwrap();
    fs::write(path, format!("{header}\n{body}\n")).unwrap();
}

#[test]
fn a_slot_file_that_somebody_edited_is_refused_by_its_seal() {
    let (house, _) = House::founded();
    let house = house.closed();
    edit(&house.files().slots(), |body| body.replace("\"confirmed\":false", "\"confirmed\":true"));
    assert_eq!(code(house.login("mona", PASSWORD)), "vault.slots_tampered");
}

#[test]
fn slots_of_a_newer_version_are_refused_politely() {
    let (house, _) = House::founded();
    let house = house.closed();
    rewrite(&house.files().slots(), |header, _| header["version"] = json!(2));
    assert_eq!(code(house.login("mona", PASSWORD)), "vault.newer_slots");
}

#[test]
fn a_database_of_a_newer_version_is_refused_politely() {
    let (house, _) = House::founded();
    house
        .desk
        .opened()
        .unwrap()
        .store
        .writer()
        .connection
        .execute(
            "insert into refinery_schema_history (version, name, applied_on, checksum) values (999, 'later', '', '0')",
            [],
        )
        .unwrap();
    let refusal = house.closed().login("mona", PASSWORD).unwrap_err();
    assert_eq!((refusal.code, &refusal.params["found"]), ("vault.newer_schema", &json!(999)));
}

#[test]
fn a_first_run_that_was_cut_off_can_be_done_again() {
    let house = House::empty();
    let staging = house.dir.path().join("vault.new");
    fs::create_dir_all(&staging).unwrap();
    fs::write(staging.join("clinic-1.db"), "half a database").unwrap();
    fs::write(staging.join("slots.json.new"), "half a slot").unwrap();
    assert_eq!(house.stage(), "first_run");
    house.call("setup.create", setup_request()).unwrap();
    assert!(!staging.exists());
    house.restarted().login("mona", PASSWORD).unwrap();
}

#[test]
fn a_clinic_is_opened_by_its_own_slots_alone() {
    let (ours, _) = House::founded();
    let (theirs, _) = House::founded();
    let ours = ours.closed();
    let theirs = theirs.closed();
    for file in [Files::slots, Files::previous_slots] {
        let _ = fs::remove_file(file(&ours.files()));
        let _ = fs::copy(file(&theirs.files()), file(&ours.files()));
    }
    // The password fits the slots, the slots do not fit the database.
    assert_eq!(code(ours.login("mona", PASSWORD)), "vault.damaged");
}

#[test]
fn a_crash_between_the_two_renames_of_the_slot_file_leaves_the_generation_before() {
    let (house, _) = House::founded();
    house.staff("salma", "receptionist");
    let house = house.closed();
    // The newest became the previous one, and the new one has not taken its place yet.
    fs::rename(house.files().slots(), house.files().previous_slots()).unwrap();
    house.login("salma", PASSWORD).unwrap();
    house.login("mona", PASSWORD).unwrap();
    house.staff("karim", "viewer");
    assert!(house.files().slots().exists());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// However the newest generation is damaged, it is never half believed: the one before it serves.
    #[test]
    fn a_damaged_newest_generation_is_never_half_believed(at in 0.0..1.0_f64, bit in 0..8_u32, cut in any::<bool>()) {
        let (house, _) = House::founded();
        let house = house.closed();
        let path = house.files().slots();
        let mut text = fs::read(&path).unwrap();
        let place = (at * (text.len() - 1) as f64) as usize;
        if cut {
            text.truncate(place);
        } else {
            text[place] ^= 1 << bit;
        }
        fs::write(&path, &text).unwrap();
        let answer = house.login("mona", PASSWORD);
        prop_assert!(answer.is_ok(), "{:?}", answer);
    }
}
