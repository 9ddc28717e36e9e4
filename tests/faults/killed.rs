//! Two hundred desks die in the middle of writing (`kill -9`). What they had acknowledged is there afterwards, nothing is half, and the
//! ledger verifies. Others die while they attach documents.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use clinic_tests::clinic;
use clinic_tests::rpc::Rpc;
use serde_json::{Value, json};

const PROCESSES: u32 = 200;
const CLINICS: u32 = 4;

#[test]
fn two_hundred_killed_desks_lose_no_acknowledged_booking() {
    let acknowledged: usize = std::thread::scope(|scope| {
        let clinics: Vec<_> = (0..CLINICS).map(|clinic| scope.spawn(move || kill_desks_of(clinic))).collect();
        clinics.into_iter().map(|clinic| clinic.join().expect("no clinic lost anything")).sum()
    });
    // With fewer, the processes died before they wrote, and nothing was tried.
    assert!(acknowledged > PROCESSES as usize * 4, "only {acknowledged} bookings in all");
}

const ATTACHING: u32 = 16;

/// A file lies in its place before the row that names it is committed, whenever the process ends.
#[test]
fn desks_killed_while_attaching_name_no_file_that_is_not_there() {
    let dir = tempfile::tempdir().expect("a temporary directory can be made");
    clinic::set_up(dir.path());
    let patient = clinic::add_patient(&mut clinic::log_in(dir.path()), "Omar Hesham");
    let content = BASE64_STANDARD.encode(format!("%PDF-1.7\n{}%%EOF", "0 1 l\n".repeat(25_000)));
    let mut acknowledged = Vec::new();
    for process in 0..ATTACHING {
        let mut desk = clinic::log_in(dir.path());
        for number in 0..6 {
            let request = json!({
                "patient_id": patient, "name": format!("{process}-{number}.pdf"), "mime_type": "application/pdf",
                "base64": content, "audience": "registry",
            });
            desk.send("documents.attach", &request).expect("the desk is there");
        }
        let mut answers = Vec::new();
        for _ in 0..process % 4 {
            answers.push(desk.receive().expect("it lives and answers"));
        }
        std::thread::sleep(Duration::from_micros(u64::from(process) * 1_733 % 30_000));
        desk.kill();
        answers.extend(std::iter::from_fn(|| desk.receive()));
        acknowledged.extend(
            answers.into_iter().map(|answer| answer.expect("a file that may be attached")["id"].take()),
        );
    }
    let mut desk = clinic::log_in(dir.path());
    let listed = desk.expect("documents.list", json!({ "patient_id": patient }))["documents"].take();
    let listed = listed.as_array().expect("a list");
    assert!(acknowledged.iter().all(|id| listed.iter().any(|document| document["id"] == *id)));
    assert!(acknowledged.len() >= ATTACHING as usize, "only {} were attached", acknowledged.len());
    for document in listed {
        let opened = desk.expect("documents.open", json!({ "id": document["id"] }));
        assert!(opened["base64"] == content, "{} is not what was attached", document["name"]);
    }
    assert_eq!(desk.expect("ledger.verify", json!({}))["ok"], true);
}

fn kill_desks_of(clinic_number: u32) -> usize {
    let dir = tempfile::tempdir().expect("a temporary directory can be made");
    clinic::set_up(dir.path());
    let (doctor, patient) = {
        let mut desk = clinic::log_in(dir.path());
        (clinic::add_doctor(&mut desk), clinic::add_patient(&mut desk, "Omar Hesham"))
    };
    let mut acknowledged = BTreeMap::new();
    for process in 0..PROCESSES / CLINICS {
        let killed = book_until_killed(dir.path(), &doctor, &patient, process, clinic_number);
        for (id, appointment) in killed {
            assert!(acknowledged.insert(id, appointment).is_none(), "an id given twice");
        }
    }
    examine(dir.path(), &acknowledged);
    acknowledged.len()
}

/// One desk books as fast as it can, a day of its own; it dies after a while that is another for each. Answers what it acknowledged.
fn book_until_killed(
    dir: &Path,
    doctor: &Value,
    patient: &Value,
    process: u32,
    clinic: u32,
) -> Vec<(String, Value)> {
    let mut desk = clinic::log_in(dir);
    let date =
        domain::time::Date::new(2027, 1, 1).expect("a day").plus_days(i64::from(process)).expect("a day");
    for slot in 0..96 {
        let start = format!("{:02}:{:02}", slot / 4, slot % 4 * 15);
        let request = json!({
            "doctor_id": doctor, "patient_id": patient, "date": date.to_string(), "start": start, "minutes": 15,
        });
        desk.send("appointments.book", &request).expect("the desk is there");
    }
    // It dies between its second and its ninth booking, however fast the machine is, at a moment that is another for each process.
    let mut answers = Vec::new();
    for _ in 0..=process % 8 {
        answers.push(desk.receive().expect("it lives and answers"));
    }
    std::thread::sleep(Duration::from_micros(u64::from(process * 1_171 + clinic * 293) % 2_500));
    desk.kill();
    answers.extend(std::iter::from_fn(|| desk.receive()));
    let told = answers.into_iter().map(|answer| {
        let appointment = answer.expect("every slot of the day is free")["appointment"].take();
        (appointment["id"].as_str().expect("an id").to_owned(), appointment)
    });
    told.collect()
}

fn examine(dir: &Path, acknowledged: &BTreeMap<String, Value>) {
    let mut desk = clinic::log_in(dir);
    assert_eq!(desk.expect("ledger.verify", json!({}))["ok"], true);
    for (id, told) in acknowledged {
        let found = desk.expect("appointments.get", json!({ "id": id }))["appointment"].take();
        for field in ["ref", "date", "start", "minutes", "status", "patient_id", "doctor_id"] {
            assert_eq!(found[field], told[field], "{field} of {id}");
        }
    }
    let booked = all_bookings_of_the_ledger(&mut desk);
    for id in acknowledged.keys() {
        assert!(booked.contains(id), "{id} is missing in the ledger");
    }
    // The other way round: what the ledger says was booked (acknowledged or not) is on its day, and nothing else is.
    let mut on_the_board = 0;
    for process in 0..PROCESSES / CLINICS {
        let date =
            domain::time::Date::new(2027, 1, 1).expect("a day").plus_days(i64::from(process)).expect("a day");
        let day = desk.expect("agenda.day", json!({ "date": date.to_string() }));
        let visits = day["appointments"].as_array().expect("a list");
        on_the_board += visits.len();
        assert!(visits.iter().all(|visit| booked.contains(visit["id"].as_str().expect("an id"))));
    }
    assert_eq!(on_the_board, booked.len());
}

fn all_bookings_of_the_ledger(desk: &mut Rpc) -> std::collections::BTreeSet<String> {
    let mut rows = std::collections::BTreeSet::new();
    let mut before = Value::Null;
    loop {
        let request = json!({ "kind": "appointments.book", "limit": 500, "before": before });
        let page = desk.expect("ledger.list", request);
        let operations = page["operations"].as_array().expect("a list");
        for operation in operations {
            let changes = operation["changes"].as_array().expect("a list");
            assert_eq!(changes.len(), 1, "a booking changes one row");
            rows.insert(changes[0]["row"].as_str().expect("an id").to_owned());
        }
        if page["more"] != true {
            return rows;
        }
        before = operations.last().expect("a page with more after it is not empty")["number"].clone();
    }
}
