//! The counter through the second door: a pharmacist with what a doctor prescribed, and everything that must not leave it.

use clinic_tests::clinic::{add_doctor, add_patient, log_in, set_up};
use clinic_tests::rpc::Rpc;
use serde_json::{Value, json};

struct Counter {
    desk: Rpc,
    doctor: Value,
    patient: Value,
    _dir: tempfile::TempDir,
}

const ONE_TIME: &str = "a spoon full of stars";

impl Counter {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        set_up(dir.path());
        let mut desk = log_in(dir.path());
        let doctor = add_doctor(&mut desk);
        let patient = add_patient(&mut desk, "Samia Farouk");
        Self { desk, doctor, patient, _dir: dir }
    }

    fn medicine(&mut self, name: &str, family: &str) -> Value {
        let families: Vec<&str> = [family].into_iter().filter(|family| !family.is_empty()).collect();
        let wish = json!({ "name": name, "form": "tablet", "unit": "tablet", "families": families, "price_minor": 125 });
        self.desk.expect("medicines.save", wish)["medicine"]["id"].take()
    }

    fn bought(&mut self, medicine: &Value, lot: &str, expires_on: &str, quantity: i64) -> Value {
        let wish =
            json!({ "medicine_id": medicine, "lot": lot, "expires_on": expires_on, "quantity": quantity });
        self.desk.expect("stock.receive", wish)["lots"][0]["id"].take()
    }

    /// A submitted prescription of one line for each medicine.
    fn prescribed(&mut self, medicines: &[(&Value, i64)], kept: Option<&str>) -> Value {
        let line = |(medicine, quantity): &(&Value, i64)| {
            json!({
                "medicine_id": medicine, "dose_milli": 1000, "dose_unit": "tablet", "route": "oral", "frequency": "twice", "days": 7,
                "quantity": quantity, "kept_because": kept,
            })
        };
        let items: Vec<Value> = medicines.iter().map(line).collect();
        let draft = json!({ "patient_id": self.patient, "doctor_id": self.doctor, "items": items });
        let id = self.desk.expect("prescriptions.draft", draft)["prescription"]["id"].take();
        self.desk.expect("prescriptions.submit", json!({ "id": id }));
        id
    }

    /// From now on a pharmacist stands there.
    fn pharmacist(&mut self) {
        let account = json!({ "username": "nada", "full_name": "Nada Samir", "role": "pharmacist" });
        let given = self.desk.expect("accounts.create", account)["one_time_password"].take();
        self.desk.expect("session.login", json!({ "username": "nada", "password": given }));
        let change = json!({ "current_password": given, "new_password": ONE_TIME });
        self.desk.expect("session.change_password", change);
    }

    fn proposal(&mut self, prescription: &Value) -> Value {
        self.desk.expect("fulfilments.propose", json!({ "prescription_id": prescription }))
    }

    fn ask(
        &self,
        prescription: &Value,
        item: &Value,
        lot: &Value,
        quantity: i64,
        why: Option<&str>,
    ) -> Value {
        let item =
            json!({ "prescription_item_id": item, "lot_id": lot, "quantity": quantity, "kept_because": why });
        json!({ "prescription_id": prescription, "items": [item] })
    }

    fn refused(&mut self, request: Value) -> String {
        match self.desk.call("fulfilments.dispense", request) {
            Err(refused) => refused.code().to_owned(),
            Ok(answer) => panic!("handed out: {answer}"),
        }
    }
}

#[test]
fn a_pharmacist_is_stopped_at_an_allergen_an_expired_lot_and_more_than_there_is_and_a_part_is_recorded() {
    let mut counter = Counter::new();
    let (augmentin, concor) = (counter.medicine("Augmentin", "penicillin"), counter.medicine("Concor", ""));
    let lot = counter.bought(&augmentin, "AU-1", "2036-03-31", 10);
    let (soon, late) =
        (counter.bought(&concor, "C-1", "2036-01-31", 4), counter.bought(&concor, "C-2", "2036-06-30", 40));
    let patient = counter.patient.clone();
    let allergy = json!({ "patient_id": patient, "allergen": "penicillin", "severity": "severe", "reaction": "anaphylaxis" });
    counter.desk.expect("charts.save_allergy", allergy);
    let id = counter.prescribed(&[(&augmentin, 14), (&concor, 30)], Some("tolerated in hospital"));
    counter.pharmacist();

    let queue = counter.desk.expect("fulfilments.queue", json!({}));
    assert_eq!(queue["prescriptions"][0]["patient_name"], "Samia Farouk");
    let proposal = counter.proposal(&id);
    let (first, second) = (&proposal["lines"][0], &proposal["lines"][1]);
    assert_eq!(
        (&first["allergies"][0]["allergen"], &first["allergies"][0]["by_family"]),
        (&json!("penicillin"), &json!(true))
    );
    assert_eq!(
        (&first["take"][0]["quantity"], &first["open"]),
        (&json!(10), &json!(14)),
        "no more than is there"
    );
    let taken: Vec<_> =
        second["take"].as_array().expect("a list").iter().map(|take| take["number"].clone()).collect();
    assert_eq!(taken, ["C-1", "C-2"], "what expires first goes first");
    let (allergen, harmless) =
        (first["prescription_item_id"].clone(), second["prescription_item_id"].clone());

    let request = counter.ask(&id, &allergen, &lot, 10, None);
    assert_eq!(counter.refused(request), "fulfilment.allergy");
    let request = counter.ask(&id, &allergen, &lot, 14, Some("the doctor was asked"));
    assert_eq!(counter.refused(request), "stock.not_enough");
    let request = counter.ask(&id, &harmless, &late, 5, None);
    assert_eq!(counter.refused(request), "fulfilment.earlier_lot");
    let request = counter.ask(&id, &harmless, &soon, 31, None);
    assert_eq!(counter.refused(request), "fulfilment.more_than_prescribed");
    let missing = counter.desk.call("prescriptions.submit", json!({ "id": id }));
    assert_eq!(missing.expect_err("no pharmacist prescribes").code(), "permission.denied");

    let request = counter.ask(&id, &allergen, &lot, 10, Some("the doctor was asked"));
    let part = counter.desk.expect("fulfilments.dispense", request);
    assert_eq!((&part["state"], &part["total_minor"]), (&json!("partly_fulfilled"), &json!(1250)));
    let proposal = counter.proposal(&id);
    assert_eq!((&proposal["lines"][0]["given"], &proposal["lines"][0]["open"]), (&json!(10), &json!(4)));
    assert_eq!(proposal["given"][0]["items"][0]["kept_because"], "the doctor was asked");
    assert_eq!(proposal["lines"][0]["take"], json!([]), "nothing is left of it");
    let labels = json!({ "fulfilment_id": part["fulfilment_id"], "format": "label" });
    let paper = counter.desk.expect("papers.labels", labels.clone())["paper"].take();
    assert!(
        paper["base64"].as_str().is_some_and(|pdf| pdf.starts_with("JVBERi0")),
        "a PDF: {}",
        paper["name"]
    );
    let recent = counter.desk.expect("fulfilments.recent", json!({}))["fulfilments"].take();
    assert_eq!(
        (&recent[0]["patient_name"], &recent[0]["by"], &recent[0]["packs"]),
        (&json!("Samia Farouk"), &json!("Nada Samir"), &json!(1))
    );
    counter.desk.expect("operations.undo", json!({}));
    assert_eq!(counter.proposal(&id)["prescription"]["state"], "submitted");
    assert_eq!(counter.desk.expect("fulfilments.recent", json!({}))["fulfilments"], json!([]));
    assert_eq!(
        counter.desk.call("papers.labels", labels).expect_err("it was taken back").code(),
        "not_found"
    );
}
