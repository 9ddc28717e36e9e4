//! One doctor's calendar, told by two receptions that do not see one another.

use std::collections::BTreeMap;

use clinic_tests::cabled::Cabled;
use desk::papers::Paper;
use serde_json::{Value, json};

use super::{Pc, founded, goes_offline, has_a_doctor, joined};

const DAY: &str = "2036-11-24";

fn booked(pc: &Pc, doctor: &Value, name: &str, start: &str) -> Value {
    let patient = pc.call("patients.register", json!({ "full_name": name, "phones": [] }));
    let booking = json!({
        "doctor_id": doctor, "patient_id": patient["patient"]["id"], "date": DAY, "start": start, "minutes": 15,
    });
    pc.call("appointments.book", booking)["appointment"]["id"].take()
}

/// What a calendar file says of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    start: String,
    status: String,
    sequence: u32,
}

/// Saves the doctor's calendar, and reads it by the visits' identifiers.
fn exported(pc: &Pc, doctor: &Value) -> BTreeMap<String, Told> {
    let days = json!({ "doctor_id": doctor, "first_date": DAY, "last_date": DAY, "privacy": "busy" });
    let paper = pc.call("papers.calendar", days)["paper"].take();
    let paper: Paper = serde_json::from_value(paper).expect("a paper");
    let text = String::from_utf8(paper.file().expect("a calendar")).expect("text");
    let events = text.split("BEGIN:VEVENT").skip(1).map(|event| {
        let of = |name: &str| {
            let line = event.lines().find(|line| line.starts_with(name)).expect("every event says it");
            line.rsplit_once(':').expect("a name and a value").1.to_owned()
        };
        let sequence = of("SEQUENCE").parse().expect("a number");
        (of("UID"), Told { start: of("DTSTART"), status: of("STATUS"), sequence })
    });
    events.collect()
}

#[test]
fn a_calendar_saved_on_two_pcs_without_a_network_is_corrected_by_whichever_saves_it_next() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let doctor = has_a_doctor(&first);
    let moved = booked(&first, &doctor, "Nadia Sami", "09:00");
    let kept = booked(&first, &doctor, "Omar Hesham", "10:00");
    let before = exported(&first, &doctor);
    assert!(before.len() == 2 && before.values().all(|told| told.sequence == 0));
    first.in_step(&hub);
    let second = joined(&hub);
    assert_eq!(exported(&second, &doctor), before, "a visit is the same to either PC's calendar");
    second.in_step(&hub);

    hub.pull();
    let mut told = Vec::new();
    for (pc, start, name) in [(&first, "11:00", "Sara Nabil"), (&second, "12:00", "Hany Adel")] {
        goes_offline(pc, &hub);
        pc.call("appointments.move", json!({ "id": moved, "start": start }));
        booked(pc, &doctor, name, if start == "11:00" { "15:00" } else { "16:00" });
        told.push(exported(pc, &doctor));
    }
    let [here, there] = &told[..] else { unreachable!("two PCs") };
    let uid = here.keys().find(|uid| here[*uid].start.ends_with("T110000")).expect("the moved visit").clone();
    assert!(here[&uid].sequence > 0 && there[&uid].sequence > 0, "each says that it changed");
    assert_ne!(here[&uid].start, there[&uid].start);

    hub.plug_in();
    let visit = |pc: &Pc, id: &Value| pc.call("appointments.get", json!({ "id": id }))["appointment"].take();
    let expected =
        |pc: &Pc| pc.call("agenda.day", json!({ "date": DAY }))["appointments"].as_array().map(Vec::len);
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "the visits of both", |pc| expected(pc) == Some(4));
        pc.in_step(&hub);
    }
    let start = |pc: &Pc| visit(pc, &moved)["start"].take();
    first.until(&hub, "one time of the visit", |first| start(first) == start(&second));
    let corrected = exported(&first, &doctor);
    assert_eq!(corrected.len(), 4, "two that were there, and one more of either PC");
    for told in [here, there] {
        for (uid, before) in told {
            let now = &corrected[uid];
            let is_corrected = now.start == before.start || now.sequence > before.sequence;
            assert!(is_corrected && now.sequence >= before.sequence, "{uid}: {before:?}, then {now:?}");
        }
    }
    let now = &corrected[&uid];
    assert!(now.sequence > here[&uid].sequence.max(there[&uid].sequence), "newer than either: {now:?}");

    // Whatever happens next, at whichever PC, is newer again.
    assert_eq!(exported(&second, &doctor)[&uid].start, now.start);
    second.call("appointments.cancel", json!({ "id": kept }));
    first.until(&hub, "who was called off", |pc| visit(pc, &kept)["status"] == "cancelled");
    let off = exported(&first, &doctor);
    let (uid, told) = off.iter().find(|(_, told)| told.status == "CANCELLED").expect("the one called off");
    assert!(told.sequence > corrected[uid].sequence);
}
