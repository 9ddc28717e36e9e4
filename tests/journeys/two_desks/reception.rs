//! What two receptions do to one visit while they do not see one another.

use clinic_tests::cabled::Cabled;
use serde_json::{Value, json};

use super::{Pc, founded, goes_offline, has_a_doctor, joined};

fn registered(pc: &Pc, name: &str) -> Value {
    pc.call("patients.register", json!({ "full_name": name, "phones": ["0101 234 5678"] }))["patient"]["id"]
        .take()
}

#[test]
fn a_patient_called_on_two_pcs_is_called_once_and_nobody_is_asked() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let doctor = has_a_doctor(&first);
    let guest =
        json!({ "patient_id": registered(&first, "Nadia Sami"), "doctor_id": doctor, "into": "queue" });
    let visit = first.call("queue.walk_in", guest)["appointment"].take();
    first.in_step(&hub);
    let second = joined(&hub);
    hub.pull();
    for pc in [&first, &second] {
        goes_offline(pc, &hub);
        pc.call("queue.call", json!({ "id": visit["id"] }));
    }
    hub.plug_in();
    let shown = |pc: &Pc| {
        let visit = pc.call("appointments.get", json!({ "id": visit["id"] }))["appointment"].take();
        (visit["status"].clone(), visit["queue_number"].clone(), visit["called_at"].clone())
    };
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.in_step(&hub);
    }
    first.until(&hub, "one call on both", |first| shown(first) == shown(&second));
    let (status, number, called) = shown(&first);
    assert_eq!((status, number), (json!("arrived"), visit["queue_number"].clone()));
    assert!(called.is_i64());
    for pc in [&first, &second] {
        assert_eq!(pc.inbox(), Vec::<Value>::new(), "who called first decides nothing");
    }
}

#[test]
fn a_visit_of_a_closed_day_that_two_pcs_gave_two_times_has_one_of_them_and_waits_in_both_inboxes() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let doctor = has_a_doctor(&first);
    let booking = json!({
        "doctor_id": doctor, "patient_id": registered(&first, "Nadia Sami"), "date": "2036-11-24", "start": "10:00", "minutes": 15,
    });
    let visit = first.call("appointments.book", booking)["appointment"]["id"].take();
    let closure = json!({ "doctor_id": doctor, "first_date": "2036-11-24", "last_date": "2036-11-24", "reason": "sick leave" });
    let worklist = first.call("closures.add", closure)["worklist"].take();
    first.in_step(&hub);
    let second = joined(&hub);
    hub.pull();
    let row = |pc: &Pc| pc.call("rebooking.worklist", json!({ "id": worklist }))["rows"][0].take();
    for (pc, start) in [(&first, "11:00"), (&second, "12:00")] {
        goes_offline(pc, &hub);
        let agreed = json!({ "id": row(pc)["id"], "way": "agreed", "date": "2036-11-26", "start": start });
        pc.call("rebooking.settle", agreed);
        assert_eq!(row(pc)["end"], "moved");
    }
    hub.plug_in();
    let start = |pc: &Pc| pc.call("appointments.get", json!({ "id": visit }))["appointment"]["start"].take();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "the two times in the inbox", |pc| pc.inbox().len() == 1);
        pc.in_step(&hub);
        assert_eq!((&row(pc)["end"], row(pc)["calls"].as_array().map(Vec::len)), (&json!("moved"), Some(2)));
    }
    // The later word stands, the other one is kept beside it.
    assert_eq!((start(&first), start(&second)), (json!("12:00"), json!("12:00")));
    let (here, there) = (first.inbox().remove(0), second.inbox().remove(0));
    assert_eq!((&here["id"], &here["subject_id"]), (&there["id"], &visit));
    first.call("attention.settle", json!({ "id": here["id"], "settlement": "keep" }));
    for pc in [&first, &second] {
        pc.until(&hub, "nothing waits", |pc| pc.inbox().is_empty());
    }
    assert_eq!(start(&second), "12:00");
}
