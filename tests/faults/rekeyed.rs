//! Desks die (`kill -9`) while they remove an account, which copies the whole database under a new key. Whenever that is, the next one
//! opens the directory at once, nobody's work is lost, and a removed account stays removed.

use std::path::Path;
use std::time::{Duration, Instant};

use clinic_tests::clinic;
use clinic_tests::rpc::Rpc;
use serde_json::{Value, json};

const KILLS: u32 = 20;

#[test]
fn a_desk_killed_while_the_key_changes_loses_nothing() {
    let dir = tempfile::tempdir().expect("a temporary directory can be made");
    clinic::set_up(dir.path());
    let whole = time_of_a_removal(dir.path());
    let mut patients = Vec::new();
    let (mut cut_off, mut done) = (0, 0);
    for kill in 0..KILLS {
        let mut desk = clinic::log_in(dir.path());
        patients.push(clinic::add_patient(&mut desk, "Omar Hesham"));
        let leaver = add_leaver(&mut desk, kill);
        desk.send("accounts.remove", &json!({ "id": leaver["id"] })).expect("the desk is there");
        // From before the copy begins to well after the old file is gone, on a machine as fast as this one is today.
        std::thread::sleep(whole * kill * 2 / KILLS);
        desk.kill();
        let acknowledged = desk.receive().is_some();
        drop(desk);
        *(if acknowledged { &mut done } else { &mut cut_off }) += 1;
        // The one killed let go of the directory by dying: this one is not told that it is in use.
        examine(&mut clinic::log_in(dir.path()), &leaver, acknowledged, &patients);
    }
    assert!(cut_off > 0 && done > 0, "{cut_off} were cut off, {done} were not: the moments were not spread");
    let databases = std::fs::read_dir(dir.path().join("vault")).expect("the vault is a folder");
    let databases = databases.filter(|entry| {
        let path = entry.as_ref().expect("an entry").path();
        path.extension().is_some_and(|extension| extension == "db")
    });
    assert_eq!(databases.count(), 1, "nothing is left of the copies that were cut off");
}

fn time_of_a_removal(dir: &Path) -> Duration {
    let mut desk = clinic::log_in(dir);
    let leaver = add_leaver(&mut desk, KILLS);
    let start = Instant::now();
    desk.expect("accounts.remove", json!({ "id": leaver["id"] }));
    start.elapsed()
}

fn add_leaver(desk: &mut Rpc, number: u32) -> Value {
    let request = json!({
        "username": format!("leaver{number}"), "full_name": "Hoda Saleh", "role": "viewer",
    });
    desk.expect("accounts.create", request)["account"].take()
}

/// Who is on the list has a key, and nobody else; everybody registered before is there; the chain holds.
fn examine(desk: &mut Rpc, leaver: &Value, acknowledged: bool, patients: &[Value]) {
    let has = |answer: Value, list: &str| {
        let list = answer[list].as_array().expect("a list").clone();
        list.iter().any(|account| account["username"] == leaver["username"])
    };
    let listed = has(desk.expect("accounts.list", json!({})), "accounts");
    assert!(!(acknowledged && listed), "a removal that was acknowledged holds");
    assert_eq!(has(desk.expect("session.state", json!({})), "tiles"), listed);
    for patient in patients {
        desk.expect("patients.get", json!({ "id": patient }));
    }
    assert_eq!(desk.expect("ledger.verify", json!({}))["ok"], true);
}
