//! Somebody takes the clinic's directory home. No file in it, while the desk runs or after it was killed, tells a patient's name, phone,
//! reason or note; nor does anything the desk left in the folder for temporary files.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use clinic_tests::clinic;
use clinic_tests::rpc::Rpc;
use serde_json::{Value, json};

/// Words that stand in this test's data and nowhere else on the machine.
const CANARIES: [&str; 14] = [
    "Zubaydah Quillfeather",
    "زبيدة القمرية",
    "0199 777 3141",
    "01997773141",
    "29912310199887",
    "tremor of the left hand",
    "asks for the quiet room",
    "wheezes after cashew butter",
    "حساسية من زبدة الكاجو",
    "cashew panel.pdf",
    "skin prick of the quiet room",
    "wheal of nine millimetres after an hour",
    "Quietapine for the left hand",
    "for the aunt who keeps bees",
];

#[test]
fn a_stolen_directory_tells_no_patient() {
    let home = tempfile::tempdir().expect("a temporary directory can be made");
    let (dir, temporary) = (home.path().join("clinic"), home.path().join("tmp"));
    std::fs::create_dir(&temporary).expect("a folder can be made");
    clinic::set_up(&dir);

    let mut desk =
        Rpc::start_with(&dir, &[("TMPDIR", temporary.as_path()), ("SQLITE_TMPDIR", temporary.as_path())]);
    desk.expect("session.login", json!({ "username": clinic::ADMIN, "password": clinic::PASSWORD }));
    fill(&mut desk);
    let (files, bytes) = search(home.path());
    assert!(files > 4 && bytes > 100_000, "only {files} files with {bytes} bytes: was anything written?");

    desk.kill();
    drop(desk);
    search(home.path());

    // Opening and leaving in order moves the log into the database.
    drop(clinic::log_in(&dir));
    search(home.path());
}

#[test]
fn the_scan_would_find_a_name_in_any_encoding() {
    for form in forms(CANARIES[1]) {
        let mut haystack = vec![7; 100];
        haystack.extend(&form);
        assert!(contains(&haystack, &form));
    }
    assert!(!contains(b"nothing here", &forms(CANARIES[0])[0]));
}

fn fill(desk: &mut Rpc) {
    let doctor = clinic::add_doctor(desk);
    let patient = desk.expect(
        "patients.register",
        json!({
            "full_name": CANARIES[0], "second_name": CANARIES[1], "phones": [CANARIES[2]], "national_id": CANARIES[4],
            "notes": CANARIES[6],
        }),
    );
    let visit = json!({
        "doctor_id": doctor, "patient_id": patient["patient"]["id"], "date": "2027-03-02", "start": "10:00", "minutes": 15,
        "reason": CANARIES[5],
    });
    let booked = desk.expect("appointments.book", visit);
    desk.expect("appointments.cancel", json!({ "id": booked["appointment"]["id"], "reason": CANARIES[6] }));
    let id = patient["patient"]["id"].clone();
    let allergy =
        json!({ "patient_id": id, "allergen": CANARIES[8], "reaction": CANARIES[7], "severity": "severe" });
    desk.expect("charts.save_allergy", allergy);
    let walk_in = json!({ "patient_id": id, "doctor_id": doctor, "into": "queue" });
    let seen = desk.expect("queue.walk_in", walk_in)["appointment"]["id"].take();
    desk.expect("appointments.start", json!({ "id": seen }));
    let written =
        json!({ "appointment_id": seen, "notes": CANARIES[7], "diagnoses": [{ "name": CANARIES[8] }] });
    desk.expect("charts.write_encounter", written);
    desk.expect("charts.open", json!({ "patient_id": id }));
    desk.expect("drafts.save", json!({ "name": "booking", "body": { "line": CANARIES[0] } }));
    desk.expect("patients.search", json!({ "text": "zubay" }));
    desk.expect("operations.undo", json!({}));
    prescribe(desk, &id, &doctor);
    attach(desk, &id);
    // A search that finds nothing and a refusal must leave nothing readable in a log either.
    let _ = desk.call("patients.register", json!({ "full_name": CANARIES[0], "date_of_birth": CANARIES[5] }));
}

/// A prescription that is looked at and printed, and a call about it.
fn prescribe(desk: &mut Rpc, patient: &Value, doctor: &Value) {
    let line = json!({
        "medicine_name": CANARIES[12], "dose_milli": 1000, "dose_unit": "tablet", "route": "oral", "frequency": "twice", "days": 5, "quantity": 10,
    });
    let draft = json!({
        "patient_id": patient, "doctor_id": doctor, "items": [line], "diagnosis": CANARIES[5], "notes": CANARIES[6], "tags": [CANARIES[13]],
    });
    let id = desk.expect("prescriptions.draft", draft)["prescription"]["id"].take();
    desk.expect("prescriptions.submit", json!({ "id": id }));
    for preview in [true, false] {
        desk.expect("papers.prescription", json!({ "id": id, "format": "a5", "preview": preview }));
    }
    let visit = json!({
        "doctor_id": doctor, "patient_id": patient, "date": "2027-03-02", "start": "11:00", "minutes": 15, "kind": "online",
    });
    let visit = desk.expect("appointments.book", visit)["appointment"]["id"].take();
    let call = json!({ "appointment_id": visit, "kind": "video" });
    let id = desk.expect("charts.start_consultation", call)["consultation"]["id"].take();
    desk.expect("charts.end_consultation", json!({ "id": id }));
    let said =
        json!({ "id": id, "kind": "video", "summary": CANARIES[13], "device": CANARIES[6], "flags": [] });
    desk.expect("charts.save_consultation", said);
}

/// A file with words in it, which is looked at, printed, copied, described and taken out again.
fn attach(desk: &mut Rpc, patient: &Value) {
    let content = format!("%PDF-1.7\n{}\n{}\n%%EOF", CANARIES[11], "0 ".repeat(70_000));
    let attached = desk.expect(
        "documents.attach",
        json!({
            "patient_id": patient, "name": CANARIES[9], "mime_type": "application/pdf", "base64": BASE64_STANDARD.encode(&content),
            "description": CANARIES[10], "tags": [CANARIES[10]],
        }),
    );
    let id = attached["id"].clone();
    let opened = desk.expect("documents.open", json!({ "id": id }));
    assert_eq!(opened["base64"], BASE64_STANDARD.encode(&content));
    desk.expect("papers.document", json!({ "id": id }));
    let copied = desk.expect("documents.copy", json!({ "id": id, "reason": CANARIES[13] }));
    assert_eq!(copied["paper"]["base64"], BASE64_STANDARD.encode(&content));
    let said = json!({ "id": id, "name": CANARIES[10], "description": CANARIES[9], "audience": "registry" });
    desk.expect("documents.describe", said);
    desk.expect("documents.remove", json!({ "id": id }));
    // What is no file of a kind that is taken leaves nothing either.
    let refused = json!({
        "patient_id": patient, "name": CANARIES[9], "mime_type": "application/pdf", "base64": BASE64_STANDARD.encode(CANARIES[11]),
    });
    let _ = desk.call("documents.attach", refused);
}

/// Every file below `home`, byte by byte. Answers how many files and bytes were read.
#[track_caller]
fn search(home: &Path) -> (usize, usize) {
    let (mut files, mut bytes) = (0, 0);
    let mut folders: Vec<PathBuf> = vec![home.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder can be read") {
            let entry = entry.expect("an entry can be read");
            if entry.file_type().expect("an entry has a type").is_dir() {
                folders.push(entry.path());
                continue;
            }
            let content = std::fs::read(entry.path()).expect("a file can be read");
            for canary in CANARIES {
                for form in forms(canary) {
                    assert!(!contains(&content, &form), "{canary} stands in {}", entry.path().display());
                }
            }
            files += 1;
            bytes += content.len();
        }
    }
    (files, bytes)
}

/// The text as UTF-8 and as UTF-16 in both orders.
fn forms(text: &str) -> [Vec<u8>; 3] {
    [
        text.as_bytes().to_vec(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    ]
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
