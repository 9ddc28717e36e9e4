//! A prescription through the second door: written, warned about, submitted, corrected; what was submitted stays as it was.

use clinic_tests::clinic::{add_patient, log_in, set_up};
use clinic_tests::rpc::Rpc;
use serde_json::{Value, json};

struct Practice {
    desk: Rpc,
    doctor: Value,
    patient: Value,
    _dir: tempfile::TempDir,
}

impl Practice {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        set_up(dir.path());
        let mut desk = log_in(dir.path());
        let doctor =
            desk.expect("doctors.save", json!({ "full_name": "Karim Naguib" }))["doctor"]["id"].take();
        let patient = add_patient(&mut desk, "Samia Farouk");
        Self { desk, doctor, patient, _dir: dir }
    }

    fn medicine(&mut self, name: &str, generic: &str, ingredients: &[&str]) -> Value {
        let medicine = json!({
            "name": name, "generic_name": generic, "ingredients": ingredients, "families": [], "form": "tablet", "unit": "tablet",
            "minimum_stock": 0,
        });
        self.desk.expect("medicines.save", medicine)["medicine"]["id"].take()
    }

    fn draft(&mut self, items: &[Value]) -> Value {
        let request = json!({ "patient_id": self.patient, "doctor_id": self.doctor, "items": items });
        self.desk.expect("prescriptions.draft", request)["prescription"].take()
    }

    fn get(&mut self, id: &Value) -> Value {
        self.desk.expect("prescriptions.get", json!({ "id": id }))["prescription"].take()
    }

    fn refused(&mut self, command: &str, input: Value) -> String {
        self.desk.call(command, input).expect_err("it is refused").code().to_owned()
    }
}

fn line(medicine: &Value) -> Value {
    json!({
        "medicine_id": medicine, "dose_milli": 1000, "dose_unit": "tablet", "route": "oral", "frequency": "thrice", "days": 5,
    })
}

#[test]
fn a_prescription_is_typed_submitted_and_corrected_and_never_changed() {
    let mut practice = Practice::new();
    let panadol = practice.medicine("Panadol 500", "paracetamol", &["paracetamol"]);
    let adol = practice.medicine("Adol", "paracetamol", &["paracetamol"]);
    let said = practice.desk.expect(
        "prescriptions.read_line",
        json!({ "text": "باندول ١×٣ ٥ أيام", "patient_id": practice.patient, "doctor_id": practice.doctor }),
    );
    assert_eq!(said["offers"][0]["medicine"]["name"], "Panadol 500");
    assert_eq!(said["offers"][0]["item"]["quantity"], 15);

    let written = practice.draft(&[line(&panadol), line(&adol)]);
    assert_eq!((&written["ref"], &written["state"]), (&json!("RX-A-000001"), &json!("draft")));
    assert_eq!(written["items"][1]["warnings"][0]["kind"], "duplicate_here");
    let id = &written["id"];
    assert_eq!(practice.refused("prescriptions.submit", json!({ "id": id })), "prescription.warnings_open");

    let request = json!({ "id": id, "patient_id": practice.patient, "items": [line(&panadol)] });
    practice.desk.expect("prescriptions.draft", request.clone());
    let submitted = practice.desk.expect("prescriptions.submit", json!({ "id": id }));
    assert_eq!(submitted["prescription"]["state"], "submitted");
    assert_eq!(practice.refused("prescriptions.draft", request), "prescription.wrong_state");

    let begun = practice.desk.expect("prescriptions.correct", json!({ "id": id }))["prescription"].take();
    assert_eq!(begun["corrects"]["ref"], "RX-A-000001");
    practice.desk.expect("prescriptions.submit", json!({ "id": begun["id"] }));
    let old = practice.get(id);
    assert_eq!((&old["state"], &old["replaced_by"]["ref"]), (&json!("replaced"), &json!("RX-A-000002")));
    assert_eq!(
        practice.refused("papers.prescription", json!({ "id": id, "format": "a5" })),
        "prescription.wrong_state"
    );
    let look = json!({ "id": begun["id"], "format": "a5", "preview": true });
    practice.desk.expect("papers.prescription", look);
    let asked = json!({ "kind": "papers.prescription" });
    let recorded = practice.desk.expect("ledger.list", asked)["operations"].take();
    assert_eq!(recorded, json!([]), "what is only looked at is no paper");
    let paper = practice
        .desk
        .expect("papers.prescription", json!({ "id": begun["id"], "format": "strip", "language": "ar" }));
    assert_eq!(paper["paper"]["name"], "RX-A-000002.pdf");

    let undo = practice.refused("operations.undo", json!({ "id": submitted["operation_id"] }));
    assert_eq!(undo, "undo.changed_since", "what was corrected since is not a draft again");
}

#[test]
fn a_drawing_survives_saving_and_travels_with_the_prescription() {
    let mut practice = Practice::new();
    let sheet = json!({ "ground": "body", "strokes": [{ "ink": "red", "points": [10, 20, 30, 40] }] });
    let request = json!({ "patient_id": practice.patient, "doctor_id": practice.doctor, "items": [], "whiteboard": sheet });
    let id = practice.desk.expect("prescriptions.draft", request)["prescription"]["id"].take();
    assert_eq!(practice.get(&id)["whiteboard"], sheet);
    let submitted = practice.desk.expect("prescriptions.submit", json!({ "id": id }));
    assert_eq!(submitted["prescription"]["whiteboard"], sheet, "a drawing alone is a prescription too");
}
