//! What two doctors write in one chart while they do not see one another.

use clinic_tests::cabled::Cabled;
use serde_json::{Value, json};

use super::{Pc, founded, goes_offline, has_a_doctor, joined};

/// A visit that has begun, and whose it is.
fn seen(pc: &Pc) -> (Value, Value) {
    let doctor = has_a_doctor(pc);
    let patient = pc.call("patients.register", json!({ "full_name": "Nadia Sami", "phones": [] }))["patient"]
        ["id"]
        .take();
    let guest = json!({ "patient_id": patient, "doctor_id": doctor, "into": "queue" });
    let visit = pc.call("queue.walk_in", guest)["appointment"]["id"].take();
    pc.call("appointments.start", json!({ "id": visit }));
    (patient, visit)
}

fn chart(pc: &Pc, patient: &Value) -> Value {
    pc.call("charts.open", json!({ "patient_id": patient }))
}

#[test]
fn an_allergy_changed_on_two_pcs_keeps_one_severity_and_asks_about_the_other() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let (patient, _) = seen(&first);
    let allergy = json!({ "patient_id": patient, "allergen": "Penicillin", "severity": "mild" });
    let id = first.call("charts.save_allergy", allergy)["id"].take();
    first.in_step(&hub);
    let second = joined(&hub);
    hub.pull();
    for (pc, severity) in [(&first, "severe"), (&second, "moderate")] {
        goes_offline(pc, &hub);
        let changed =
            json!({ "id": id, "patient_id": patient, "allergen": "Penicillin", "severity": severity });
        pc.call("charts.save_allergy", changed);
    }
    hub.plug_in();
    let severity = |pc: &Pc| chart(pc, &patient)["allergies"][0]["severity"].take();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "the matter", |pc| pc.inbox().len() == 1);
        pc.in_step(&hub);
        let matter = pc.inbox().remove(0);
        assert_eq!((&matter["kind"], &matter["table"]), (&json!("edited_twice"), &json!("allergy")));
        assert_eq!(matter["about"], json!("Nadia Sami"));
        let field = &matter["fields"][0];
        let mut values = [&field["stands"], &field["lost"]].map(ToString::to_string);
        values.sort();
        assert_eq!(
            (&field["field"], values),
            (&json!("severity"), ["\"moderate\"", "\"severe\""].map(str::to_owned))
        );
    }
    let (stands, lost) = (severity(&second), first.inbox()[0]["fields"][0]["lost"].clone());
    assert_eq!(severity(&first), stands);
    let matter = first.inbox()[0]["id"].clone();
    first.call("attention.settle", json!({ "id": matter, "settlement": "put_back" }));
    second.until(&hub, "what was put back", |pc| severity(pc) == lost && pc.inbox().is_empty());
}

#[test]
fn a_visit_written_up_on_two_pcs_is_one_encounter_with_all_diagnoses() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let (patient, visit) = seen(&first);
    first.in_step(&hub);
    let second = joined(&hub);
    hub.pull();
    for (pc, notes, diagnoses) in [
        (
            &first,
            "seen with her mother",
            json!([{ "name": "Acute sinusitis", "code": "J01" }, { "name": "Cough" }]),
        ),
        (&second, "fever for three days", json!([{ "name": "Fever" }, { "name": "cough" }])),
    ] {
        goes_offline(pc, &hub);
        let written =
            json!({ "appointment_id": visit, "notes": notes, "treatment": "rest", "diagnoses": diagnoses });
        pc.call("charts.write_encounter", written);
    }
    hub.plug_in();
    let page = |pc: &Pc| {
        chart(pc, &patient);
        pc.call("charts.encounter", json!({ "appointment_id": visit }))["encounter"].take()
    };
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "both writings", |pc| {
            page(pc)["diagnoses"].as_array().is_some_and(|all| all.len() == 3)
        });
        pc.in_step(&hub);
    }
    first.until(&hub, "one text on both", |first| page(first) == page(&second));
    // The text that did not stay is in nobody's chart and waits for somebody to say which is right.
    let lost: Vec<Value> = first
        .inbox()
        .iter()
        .flat_map(|matter| matter["fields"].as_array().cloned().unwrap_or_default())
        .collect();
    let notes = lost.iter().find(|field| field["field"] == "notes").expect("the other notes are asked about");
    let mut both = [notes["stands"].to_string(), notes["lost"].to_string()];
    both.sort();
    assert_eq!(both, ["\"fever for three days\"", "\"seen with her mother\""].map(str::to_owned));
}
