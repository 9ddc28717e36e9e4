//! One prescription corrected at two PCs that do not hear of one another.

use clinic_tests::cabled::Cabled;
use serde_json::{Value, json};

use super::{Pc, founded, goes_offline, has_a_doctor, joined};

fn line(name: &str) -> Value {
    json!({
        "medicine_name": name, "dose_milli": 1000, "dose_unit": "tablet", "route": "oral", "frequency": "twice", "days": 5, "quantity": 10,
    })
}

fn standing(pc: &Pc, id: &Value) -> Value {
    pc.call("prescriptions.get", json!({ "id": id }))["prescription"].take()
}

/// Corrects it to hold this medicine alone, and submits that.
fn corrects(pc: &Pc, id: &Value, patient: &Value, medicine: &str) -> Value {
    let begun = pc.call("prescriptions.correct", json!({ "id": id }))["prescription"].take();
    pc.call(
        "prescriptions.draft",
        json!({ "id": begun["id"], "patient_id": patient, "items": [line(medicine)] }),
    );
    pc.call("prescriptions.submit", json!({ "id": begun["id"] }))["prescription"]["id"].take()
}

#[test]
fn of_two_corrections_of_one_prescription_both_are_kept_one_counts_and_a_person_is_asked_which() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let doctor = has_a_doctor(&first);
    let patient =
        first.call("patients.register", json!({ "full_name": "Karim Adel", "phones": [] }))["patient"]["id"]
            .take();
    let request = json!({ "patient_id": patient, "doctor_id": doctor, "items": [line("Concor 10")] });
    let original = first.call("prescriptions.draft", request)["prescription"]["id"].take();
    first.call("prescriptions.submit", json!({ "id": original }));
    first.in_step(&hub);
    let second = joined(&hub);
    hub.pull();
    let mut corrections = Vec::new();
    for (pc, medicine) in [(&first, "Concor 5"), (&second, "Bisoprolol 5")] {
        goes_offline(pc, &hub);
        corrections.push(corrects(pc, &original, &patient, medicine));
    }
    hub.plug_in();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "both corrections and the matter", |pc| {
            let known = pc.call("prescriptions.of_patient", json!({ "patient_id": patient }));
            pc.inbox().len() == 1 && known["prescriptions"].as_array().is_some_and(|list| list.len() == 3)
        });
        pc.in_step(&hub);
        assert_eq!(standing(pc, &original)["state"], "replaced");
        let mut states: Vec<_> = corrections.iter().map(|id| standing(pc, id)["state"].take()).collect();
        states.sort_by_key(ToString::to_string);
        assert_eq!(states, ["replaced", "submitted"], "nothing is handed out twice while nobody has looked");
        let matter = pc.inbox().remove(0);
        assert_eq!((&matter["kind"], &matter["table"]), (&json!("edited_twice"), &json!("prescription")));
        let both = corrections.iter().map(|id| standing(pc, id)["items"][0]["medicine_name"].take());
        assert_eq!(both.collect::<Vec<_>>(), ["Concor 5", "Bisoprolol 5"], "nothing is lost");
    }
    let counts = |pc: &Pc| corrections.iter().find(|id| standing(pc, id)["state"] == "submitted").cloned();
    let (before, matter) = (counts(&second), second.inbox().remove(0));
    second.call("attention.settle", json!({ "id": matter["id"], "settlement": "put_back" }));
    for pc in [&first, &second] {
        pc.until(&hub, "the other one counts", |pc| pc.inbox().is_empty() && counts(pc) != before);
        assert!(counts(pc).is_some());
    }
}
