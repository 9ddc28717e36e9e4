//! A clinic made through the second door, as a support engineer would.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::rpc::{Rpc, program};

pub const ADMIN: &str = "mona";
pub const PASSWORD: &str = "seven lemons on a tray";

/// Sets up a clinic in `dir` with an administrator, and answers the recovery code.
pub fn set_up(dir: &Path) -> String {
    let mut init = Command::new(program())
        .args(["init", "--dir"])
        .arg(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("clinic-desk starts");
    let clinic = json!({
        "clinic_name": "Al Nour", "site_name": "Dokki", "time_zone": "Africa/Cairo", "currency": "EGP",
        "week_start": "sat", "weekend_days": ["fri"], "language": "en",
        "full_name": "Mona Adel", "username": ADMIN, "password": PASSWORD,
    });
    init.stdin.take().expect("stdin is piped").write_all(clinic.to_string().as_bytes()).expect("init reads");
    let output = init.wait_with_output().expect("init ends");
    assert!(output.status.success(), "init failed");
    let reply: Value = serde_json::from_slice(&output.stdout).expect("init answers in JSON");
    let code = reply["recovery_code"].as_str().expect("a recovery code").to_owned();
    let mut desk = log_in(dir);
    desk.expect("setup.confirm_recovery", json!({ "recovery_code": code }));
    code
}

/// A conversation in which the administrator is logged in.
pub fn log_in(dir: &Path) -> Rpc {
    let mut desk = Rpc::start(dir);
    desk.expect("session.login", json!({ "username": ADMIN, "password": PASSWORD }));
    desk
}

/// A doctor who sees patients all day, every day.
pub fn add_doctor(desk: &mut Rpc) -> Value {
    let doctor = desk.expect("doctors.save", json!({ "full_name": "Salma Fathy" }))["doctor"]["id"].take();
    let blocks: Vec<Value> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .map(|weekday| json!({ "weekday": weekday, "starts": "00:00", "ends": "24:00" }))
        .collect();
    desk.expect("hours.set", json!({ "doctor_id": doctor, "blocks": blocks }));
    doctor
}

pub fn add_patient(desk: &mut Rpc, full_name: &str) -> Value {
    let patient = json!({ "full_name": full_name, "phones": ["0122 614 0937"] });
    desk.expect("patients.register", patient)["patient"]["id"].take()
}
