//! Calls of an online visit that two PCs write down while they do not hear of one another.

use clinic_tests::cabled::Cabled;
use serde_json::{Value, json};

use super::{Pc, founded, goes_offline, has_a_doctor, joined};

/// An online visit that nobody has begun, at a PC whose clinic is in step, and the other PC.
fn visited(hub: &Cabled) -> (Pc, Pc, Value) {
    let first = founded(hub);
    let doctor = has_a_doctor(&first);
    let patient =
        first.call("patients.register", json!({ "full_name": "Nadia Sami", "phones": [] }))["patient"]["id"]
            .take();
    let wish = json!({
        "doctor_id": doctor, "patient_id": patient, "date": "2036-11-24", "start": "10:00", "minutes": 15, "kind": "online",
    });
    let visit = first.call("appointments.book", wish)["appointment"]["id"].take();
    first.in_step(hub);
    let second = joined(hub);
    for pc in [&first, &second] {
        pc.call("charts.open", json!({ "patient_id": patient }));
    }
    (first, second, visit)
}

fn page(pc: &Pc, visit: &Value) -> Value {
    pc.call("charts.encounter", json!({ "appointment_id": visit }))
}

fn calls(pc: &Pc, visit: &Value) -> Vec<Value> {
    page(pc, visit)["consultations"].as_array().expect("a list").clone()
}

fn begins(pc: &Pc, visit: &Value, kind: &str) -> Value {
    let call = json!({ "appointment_id": visit, "kind": kind });
    pc.call("charts.start_consultation", call)["consultation"]["id"].take()
}

#[test]
fn a_visit_held_by_calls_of_two_pcs_has_both_and_each_is_ended_from_either() {
    let hub = Cabled::hub();
    let (first, second, visit) = visited(&hub);
    hub.pull();
    let mut begun = Vec::new();
    for (pc, kind) in [(&first, "video"), (&second, "audio")] {
        goes_offline(pc, &hub);
        begun.push(begins(pc, &visit, kind));
        assert_eq!(page(pc, &visit)["visit"]["status"], "in_consultation");
    }
    hub.plug_in();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "both calls", |pc| calls(pc, &visit).len() == 2);
        pc.in_step(&hub);
        assert_eq!(page(pc, &visit)["visit"]["status"], "in_consultation", "begun once");
        let known = calls(pc, &visit);
        assert!(begun.iter().all(|id| known.iter().any(|call| &call["id"] == id)), "nothing is lost");
    }
    // Each hangs up what the other began.
    first.call("charts.end_consultation", json!({ "id": begun[1] }));
    second.call("charts.end_consultation", json!({ "id": begun[0] }));
    for pc in [&first, &second] {
        pc.until(&hub, "both are over", |pc| {
            calls(pc, &visit).iter().all(|call| !call["ended_at"].is_null())
        });
    }
}

#[test]
fn two_summaries_of_one_call_are_put_before_a_person_and_what_only_one_pc_said_stays() {
    let hub = Cabled::hub();
    let (first, second, visit) = visited(&hub);
    let call = begins(&first, &visit, "video");
    first.call("charts.end_consultation", json!({ "id": call }));
    second.until(&hub, "the call", |pc| {
        calls(pc, &visit).first().is_some_and(|call| !call["ended_at"].is_null())
    });
    first.in_step(&hub);
    second.in_step(&hub);
    hub.pull();
    let said = [("cough is better", json!("her own phone")), ("cough is worse", Value::Null)];
    for (pc, (summary, device)) in [&first, &second].into_iter().zip(said) {
        goes_offline(pc, &hub);
        let told = json!({ "id": call, "kind": "video", "summary": summary, "device": device, "flags": [] });
        pc.call("charts.save_consultation", told);
    }
    hub.plug_in();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "the matter", |pc| pc.inbox().len() == 1);
        pc.in_step(&hub);
        let matter = pc.inbox().remove(0);
        assert_eq!((&matter["kind"], &matter["table"]), (&json!("edited_twice"), &json!("consultation_log")));
        assert_eq!(matter["about"], "Nadia Sami");
        let field = &matter["fields"][0];
        let mut both = [field["stands"].to_string(), field["lost"].to_string()];
        both.sort();
        assert_eq!(field["field"], "summary");
        assert_eq!(both, ["\"cough is better\"", "\"cough is worse\""].map(str::to_owned));
    }
    let summary = |pc: &Pc| calls(pc, &visit)[0]["summary"].take();
    let lost = second.inbox()[0]["fields"][0]["lost"].clone();
    assert_eq!(summary(&first), summary(&second));
    assert_eq!(calls(&first, &visit)[0]["device"], "her own phone", "nobody said otherwise");
    let matter = second.inbox()[0]["id"].clone();
    second.call("attention.settle", json!({ "id": matter, "settlement": "put_back" }));
    for pc in [&first, &second] {
        pc.until(&hub, "what was put back", |pc| pc.inbox().is_empty() && summary(pc) == lost);
    }
}
