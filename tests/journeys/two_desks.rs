//! Two PCs, one clinic: real desks with passwords and vaults, a real hub with its PostgreSQL, and a cable between them that can be pulled.
//!
//! Long because each matter that two desks may do at once is told here from its beginning to its end.

#[path = "two_desks/calendars.rs"]
mod calendars;
#[path = "two_desks/charts.rs"]
mod charts;
#[path = "two_desks/consultations.rs"]
mod consultations;
#[path = "two_desks/files.rs"]
mod files;
#[path = "two_desks/prescriptions.rs"]
mod prescriptions;
#[path = "two_desks/reception.rs"]
mod reception;
#[path = "two_desks/reps.rs"]
mod reps;
#[path = "two_desks/stock.rs"]
mod stock;

use std::sync::Arc;
use std::time::Duration;

use clinic_tests::cabled::Cabled;
use clinic_tests::clinic::PASSWORD;
use desk::vault::{Cost, VaultSettings};
use desk::{Desk, Error, Seat, SystemClock};
use serde_json::{Value, json};

/// Longer than anything here takes; what does not come by then does not come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A PC with somebody at it.
struct Pc {
    desk: Desk,
    seat: Seat,
    _dir: tempfile::TempDir,
}

impl Pc {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        let cheap = VaultSettings { argon2: Cost { memory_kib: 64, passes: 1, lanes: 1 } };
        let desk = Desk::at(dir.path(), Arc::new(SystemClock)).with_vault_settings(cheap);
        Self { desk, seat: Seat::default(), _dir: dir }
    }

    fn call(&self, name: &str, input: Value) -> Value {
        self.desk.call(&self.seat, name, input).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn refused(&self, name: &str, input: Value) -> &'static str {
        match self.desk.call(&self.seat, name, input) {
            Err(Error::Refused(refusal)) => refusal.code,
            other => panic!("{name} is not refused: {other:?}"),
        }
    }

    fn log_in(&self, password: &str) {
        self.call("session.login", json!({ "username": "mona", "password": password }));
    }

    /// Asks again whenever the desk says that something changed, until it is so.
    fn until(&self, hub: &Cabled, what: &str, is_so: impl Fn(&Self) -> bool) {
        let mut changes = self.desk.announcements();
        let waiting = async {
            while !is_so(self) {
                // Some answers change without a word: who is asked too early asks again.
                let _ = tokio::time::timeout(Duration::from_millis(200), changes.recv()).await;
            }
        };
        let done = hub.runtime.block_on(async { tokio::time::timeout(PATIENCE, waiting).await });
        assert!(done.is_ok(), "never: {what}; {}", self.call("sync.state", json!({})));
    }

    fn in_step(&self, hub: &Cabled) {
        self.until(hub, "in step", |pc| {
            let state = pc.call("sync.state", json!({}));
            state["phase"] == "in_step" && state["unsent"] == 0
        });
    }

    fn finds(&self, name: &str) -> bool {
        !self.call("patients.search", json!({ "text": name }))["patients"]
            .as_array()
            .is_none_or(Vec::is_empty)
    }

    fn inbox(&self) -> Vec<Value> {
        let list = self.call("attention.list", json!({ "open": true }));
        list["items"].as_array().expect("a list").clone()
    }
}

/// The first PC founds its clinic on the hub.
fn founded(hub: &Cabled) -> Pc {
    let pc = Pc::new();
    let reply = pc.call(
        "setup.create",
        json!({
            "clinic_name": "Al Nour", "site_name": "Dokki", "time_zone": "Africa/Cairo", "currency": "EGP",
            "week_start": "sat", "weekend_days": [], "language": "en",
            "full_name": "Mona Adel", "username": "mona", "password": PASSWORD,
        }),
    );
    pc.call("setup.confirm_recovery", json!({ "recovery_code": reply["recovery_code"] }));
    pc.call("patients.register", json!({ "full_name": "Nour Hassan", "phones": [] }));
    assert_eq!(pc.call("sync.state", json!({}))["phase"], "off");
    let enrol = |code: &str| json!({ "address": hub.address, "code": code });
    assert_eq!(pc.refused("sync.enrol", enrol("0000-0000-0000-0000")), "sync.code_refused");
    pc.call("sync.enrol", enrol(&hub.codes[0]));
    assert_eq!(pc.refused("sync.enrol", enrol(&hub.codes[1])), "sync.enrolled_already");
    pc.in_step(hub);
    pc
}

/// Another PC fetches it.
fn joined(hub: &Cabled) -> Pc {
    let pc = Pc::new();
    pc.call("setup.join", json!({ "address": hub.address, "code": hub.codes[1] }));
    pc.until_joined(hub);
    pc.log_in(PASSWORD);
    pc.in_step(hub);
    pc
}

impl Pc {
    fn until_joined(&self, hub: &Cabled) {
        let mut changes = self.desk.announcements();
        let waiting = async {
            loop {
                match self.call("setup.join_state", json!({}))["phase"].as_str() {
                    Some("done") => return,
                    Some("failed") => panic!("{}", self.call("setup.join_state", json!({}))),
                    _ => {}
                }
                let _ = tokio::time::timeout(Duration::from_millis(200), changes.recv()).await;
            }
        };
        let done = hub.runtime.block_on(async { tokio::time::timeout(PATIENCE, waiting).await });
        assert!(done.is_ok(), "the clinic never came");
    }
}

#[test]
fn a_second_pc_has_the_clinic_and_its_people_and_each_follows_the_other() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let second = joined(&hub);
    assert!(second.finds("nour"), "what was there before the second PC came is there");
    let registered = second.call("patients.register", json!({ "full_name": "Karim Adel", "phones": [] }));
    assert_eq!(registered["patient"]["ref"], "PAT-B-000001", "each desk counts under a letter of its own");
    first.until(&hub, "what the second PC did", |pc| pc.finds("karim"));
    first.call(
        "session.change_password",
        json!({ "current_password": PASSWORD, "new_password": "a spoon full of stars" }),
    );
    // What comes after it in the clinic's order; asking with the password itself would soon be a wrong one too many.
    first.call("patients.register", json!({ "full_name": "Adham Selim", "phones": [] }));
    second.until(&hub, "what the first PC did next", |pc| pc.finds("adham"));
    second.until(&hub, "another password", |pc| {
        let tried = json!({ "username": "mona", "password": "a spoon full of stars" });
        pc.desk.call(&Seat::default(), "session.login", tried).is_ok()
    });
    assert_eq!(
        second.refused("session.login", json!({ "username": "mona", "password": PASSWORD })),
        "session.wrong_password"
    );
}

#[test]
fn one_time_booked_on_two_pcs_without_a_network_waits_in_both_inboxes_until_one_settles_it() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let doctor = first.call("doctors.save", json!({ "full_name": "Salma Fathy" }))["doctor"]["id"].take();
    let blocks: Vec<Value> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .map(|weekday| json!({ "weekday": weekday, "starts": "00:00", "ends": "24:00" }))
        .collect();
    first.call("hours.set", json!({ "doctor_id": doctor, "blocks": blocks }));
    first.in_step(&hub);
    let second = joined(&hub);
    hub.pull();
    for (pc, name) in [(&first, "Omar Fathy"), (&second, "Sara Nabil")] {
        pc.until(&hub, "offline", |pc| {
            pc.call("sync.now", json!({}));
            pc.call("sync.state", json!({}))["phase"] == "offline"
        });
        let patient = pc.call("patients.register", json!({ "full_name": name, "phones": [] }));
        let visit = json!({
            "doctor_id": doctor, "patient_id": patient["patient"]["id"], "date": "2036-11-24", "start": "10:00", "minutes": 15,
        });
        pc.call("appointments.book", visit);
        let day = pc.call("agenda.day", json!({ "date": "2036-11-24" }));
        assert_eq!(day["provisional"], json!([day["appointments"][0]["id"]]), "nobody else knows of it");
        assert_eq!(pc.call("sync.state", json!({}))["unsent"], 2);
    }
    hub.plug_in();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "the clash", |pc| pc.inbox().len() == 1);
        pc.in_step(&hub);
        let day = pc.call("agenda.day", json!({ "date": "2036-11-24" }));
        assert_eq!(day["appointments"].as_array().map(Vec::len), Some(2), "both are kept");
        assert_eq!(day["provisional"], json!([]));
    }
    let (here, there) = (first.inbox().remove(0), second.inbox().remove(0));
    assert_eq!((&here["id"], &here["kind"]), (&there["id"], &json!("clash")));
    assert_eq!(here["subject_id"], there["subject_id"], "the same one came second");
    second.call(
        "attention.settle",
        json!({ "id": here["id"], "settlement": "keep", "reason": "both are short" }),
    );
    for pc in [&first, &second] {
        pc.until(&hub, "nothing waits", |pc| pc.inbox().is_empty());
    }
    assert_eq!(first.call("sync.state", json!({}))["attention"], 0);
}

#[test]
fn one_request_of_a_rep_approved_on_two_pcs_is_approved_once_and_two_for_one_time_wait_in_both_inboxes() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let doctor = first.call("doctors.save", json!({ "full_name": "Salma Fathy" }))["doctor"]["id"].take();
    let blocks = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .map(|day| json!({ "audience": "rep", "weekday": day, "starts": "12:00", "ends": "14:00" }));
    first.call("hours.set", json!({ "doctor_id": doctor, "blocks": blocks }));
    let company = first.call("companies.save", json!({ "name": "Nile Pharma" }))["company"]["id"].take();
    let day = (chrono::Utc::now().date_naive() + chrono::Duration::days(10)).to_string();
    let request = |name: &str, start: &str| {
        let rep = first.call("reps.save", json!({ "company_id": company, "full_name": name }));
        let wish = json!({
            "rep_id": rep["rep"]["id"], "doctor_id": doctor, "date": day, "start": start, "minutes": 15, "as_request": true,
        });
        first.call("rep_visits.book", wish)["visit"]["id"].take()
    };
    let alone = request("Rania Aziz", "12:00");
    let rivals = [request("Adel Samir", "13:00"), request("Hala Nabil", "13:00")];
    first.in_step(&hub);
    let second = joined(&hub);
    hub.pull();
    for (pc, rival) in [&first, &second].into_iter().zip(&rivals) {
        pc.until(&hub, "offline", |pc| {
            pc.call("sync.now", json!({}));
            pc.call("sync.state", json!({}))["phase"] == "offline"
        });
        for id in [&alone, rival] {
            pc.call("rep_visits.approve", json!({ "id": id }));
        }
    }
    hub.plug_in();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "the clash", |pc| pc.inbox().len() == 1);
        pc.in_step(&hub);
        for id in [&alone, &rivals[0], &rivals[1]] {
            let visit = pc.call("rep_visits.get", json!({ "id": id }))["visit"].take();
            assert_eq!(visit["status"], "approved", "nothing is lost");
        }
        let matter = pc.inbox().remove(0);
        assert_eq!(matter["kind"], "clash", "one approval given twice asks nobody");
        assert!(rivals.contains(&matter["subject_id"]));
    }
    let matter = second.inbox().remove(0);
    second.call("attention.settle", json!({ "id": matter["id"], "settlement": "cancel" }));
    for pc in [&first, &second] {
        pc.until(&hub, "nothing waits", |pc| pc.inbox().is_empty());
    }
    let gone = first.call("rep_visits.get", json!({ "id": matter["subject_id"] }))["visit"].take();
    assert_eq!((&gone["status"], &gone["cancelled_by"]), (&json!("cancelled"), &json!("clinic")));
}

#[test]
fn an_administrator_lets_a_pc_in_and_shuts_it_out() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let given = first.call("hub.new_code", json!({}));
    assert_eq!(given["address"], json!(hub.address));
    let second = Pc::new();
    second.call("setup.join", json!({ "address": given["address"], "code": given["code"] }));
    second.until_joined(&hub);
    second.log_in(PASSWORD);
    second.in_step(&hub);
    let desks = first.call("hub.desks", json!({}));
    let numbers: Vec<_> =
        desks["desks"].as_array().expect("a list").iter().map(|desk| &desk["this_one"]).collect();
    assert_eq!(numbers, [&json!(true), &json!(false)]);
    assert_eq!(
        first.refused("hub.revoke", json!({ "number": desks["desks"][0]["number"] })),
        "sync.this_desk"
    );
    let after = first.call("hub.revoke", json!({ "number": desks["desks"][1]["number"] }));
    assert_ne!(after["desks"][1]["revoked_at"], json!(null));
    second.call("patients.register", json!({ "full_name": "Karim Adel", "phones": [] }));
    second.until(&hub, "shut out", |pc| pc.call("sync.state", json!({}))["phase"] == "revoked");
    assert!(!first.finds("karim"));
    // What it could not send is kept.
    first.until(&hub, "in quarantine", |pc| pc.call("hub.desks", json!({}))["quarantined"] != 0);
    // A code brings it back, and its work with it.
    let again = first.call("hub.new_code", json!({}));
    second.call("sync.enrol", json!({ "code": again["code"] }));
    second.in_step(&hub);
    first.until(&hub, "what it did while it was shut out", |pc| pc.finds("karim"));
}

#[test]
fn a_pc_that_begins_to_join_goes_on_when_the_network_comes_back() {
    let hub = Cabled::hub();
    let _first = founded(&hub);
    let second = Pc::new();
    second.call("setup.join", json!({ "address": hub.address, "code": hub.codes[1] }));
    hub.pull();
    // However far it has come by now, nothing else can begin.
    let refused = second.refused("setup.join", json!({ "address": hub.address, "code": "x" }));
    assert!(matches!(refused, "setup.joining" | "setup.exists"), "{refused}");
    hub.plug_in();
    second.until_joined(&hub);
    second.log_in(PASSWORD);
    assert!(second.finds("nour"));
}

#[test]
fn the_same_day_closed_and_the_same_patients_called_on_two_pcs_end_as_one_worklist() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let doctor = first.call("doctors.save", json!({ "full_name": "Salma Fathy" }))["doctor"]["id"].take();
    let blocks: Vec<Value> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .map(|weekday| json!({ "weekday": weekday, "starts": "09:00", "ends": "17:00" }))
        .collect();
    first.call("hours.set", json!({ "doctor_id": doctor, "blocks": blocks }));
    for start in ["10:00", "10:15", "10:30"] {
        let name = format!("Patient of {start}");
        let patient = first.call("patients.register", json!({ "full_name": name, "phones": ["0101 223"] }));
        let visit = json!({
            "doctor_id": doctor, "patient_id": patient["patient"]["id"], "date": "2036-11-24", "start": start, "minutes": 15,
        });
        first.call("appointments.book", visit);
    }
    first.in_step(&hub);
    let second = joined(&hub);
    hub.pull();
    for (pc, way) in [(&first, "no_answer"), (&second, "later")] {
        pc.until(&hub, "offline", |pc| {
            pc.call("sync.now", json!({}));
            pc.call("sync.state", json!({}))["phase"] == "offline"
        });
        let closure = json!({ "doctor_id": doctor, "first_date": "2036-11-24", "last_date": "2036-11-24", "reason": "sick leave" });
        let id = pc.call("closures.add", closure)["worklist"].take();
        let list = pc.call("rebooking.worklist", json!({ "id": id }));
        let rows = list["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), 3);
        pc.call("rebooking.settle", json!({ "id": rows[0]["id"], "way": way }));
        // The second visit agrees to another time on the first PC alone.
        if way == "no_answer" {
            let to = &rows[1]["proposed"];
            let agreed =
                json!({ "id": rows[1]["id"], "way": "agreed", "date": to["date"], "start": to["start"] });
            pc.call("rebooking.settle", agreed);
        }
    }
    hub.plug_in();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
    }
    let the_list = |pc: &Pc| pc.call("rebooking.worklists", json!({}))["worklists"].clone();
    let rows = |pc: &Pc| {
        let lists = the_list(pc);
        let list = pc.call("rebooking.worklist", json!({ "id": lists[0]["id"] }));
        list["rows"].as_array().expect("rows").clone()
    };
    for pc in [&first, &second] {
        pc.until(&hub, "one worklist with both calls and two open visits", |pc| {
            let lists = the_list(pc);
            lists.as_array().is_some_and(|lists| lists.len() == 1)
                && lists[0]["open"] == 2
                && rows(pc)[0]["calls"].as_array().is_some_and(|calls| calls.len() == 2)
        });
        pc.in_step(&hub);
        let rows = rows(pc);
        assert_eq!(rows.len(), 3, "each visit stands there once");
        let mut calls: Vec<_> =
            rows[0]["calls"].as_array().expect("calls").iter().map(|call| call["outcome"].clone()).collect();
        calls.sort_by_key(ToString::to_string);
        assert_eq!(calls, ["later", "no_answer"], "both calls are told");
        assert_eq!((&rows[1]["end"], rows[2]["end"].is_null()), (&json!("moved"), true));
        assert_eq!(pc.inbox(), Vec::<Value>::new(), "nothing here that a person must decide");
    }
    assert_eq!(the_list(&first)[0]["id"], the_list(&second)[0]["id"]);
}

/// Somebody who sees patients day and night.
fn has_a_doctor(pc: &Pc) -> Value {
    let doctor = pc.call("doctors.save", json!({ "full_name": "Salma Fathy" }))["doctor"]["id"].take();
    let blocks: Vec<Value> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .map(|weekday| json!({ "weekday": weekday, "starts": "00:00", "ends": "24:00" }))
        .collect();
    pc.call("hours.set", json!({ "doctor_id": doctor, "blocks": blocks }));
    doctor
}

fn goes_offline(pc: &Pc, hub: &Cabled) {
    pc.until(hub, "offline", |pc| {
        pc.call("sync.now", json!({}));
        pc.call("sync.state", json!({}))["phase"] == "offline"
    });
}

#[test]
fn a_visit_booked_on_one_pc_for_a_file_that_the_other_merged_is_found_with_the_person() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let doctor = has_a_doctor(&first);
    let register = |name: &str| {
        let form = json!({ "full_name": name, "phones": ["0101 234 5678"] });
        first.call("patients.register", form)["patient"]["id"].take()
    };
    let (one, other) = (register("Nadia Sami"), register("نادية سامي"));
    first.in_step(&hub);
    let second = joined(&hub);
    let pair = json!({ "one": one, "other": other });
    let preview = first.call("patients.merge_preview", pair.clone());
    let (kept, merged) = (&preview["kept"]["patient"]["id"], &preview["merged"]["patient"]["id"]);
    hub.pull();
    goes_offline(&first, &hub);
    goes_offline(&second, &hub);
    first.call("patients.merge", pair);
    let book = |pc: &Pc, patient: &Value, start: &str| {
        pc.call(
            "appointments.book",
            json!({ "doctor_id": doctor, "patient_id": patient, "date": "2036-11-24", "start": start, "minutes": 15 }),
        );
    };
    book(&first, kept, "11:00");
    book(&second, merged, "10:00");
    hub.plug_in();
    let starts = |pc: &Pc, patient: &Value| -> Vec<Value> {
        let card = pc.call("patients.get", json!({ "id": patient }));
        card["visits"].as_array().expect("a list").iter().map(|visit| visit["start"].clone()).collect()
    };
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "both visits with the one person", |pc| {
            starts(pc, kept) == ["11:00", "10:00"] && starts(pc, merged) == ["11:00", "10:00"]
        });
        assert_eq!(
            pc.call("patients.search", json!({ "text": "nadia" }))["patients"].as_array().map(Vec::len),
            Some(1)
        );
        let day = pc.call("agenda.day", json!({ "date": "2036-11-24" }));
        let names: Vec<&Value> = day["appointments"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|visit| &visit["patient_name"])
            .collect();
        assert_eq!(names, [&preview["kept"]["patient"]["full_name"]; 2], "the board calls both by one name");
        assert_eq!(pc.inbox().len(), 0, "nothing is left to settle");
    }
    let another = first.call("doctors.save", json!({ "full_name": "Omar Fathy" }))["doctor"]["id"].take();
    let at_once = json!({ "doctor_id": another, "patient_id": kept, "date": "2036-11-24", "start": "10:00", "minutes": 15 });
    let told = first.call("appointments.check", at_once)["warnings"].to_string();
    assert!(told.contains("patient_elsewhere"), "the person is with somebody else by then: {told}");
    // Taken apart where it was not merged, each visit is with whom it was booked for.
    second.call("patients.unmerge", json!({ "id": merged }));
    for pc in [&second, &first] {
        pc.until(&hub, "two people again", |pc| {
            starts(pc, kept) == ["11:00"] && starts(pc, merged) == ["10:00"]
        });
    }
}

#[test]
fn somebody_of_the_wait_list_booked_on_two_pcs_waits_in_both_inboxes_until_one_visit_is_called_off() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let doctor = has_a_doctor(&first);
    let waits = |name: &str| {
        let form = json!({ "full_name": name, "phones": ["0101 234 5678"] });
        let patient = first.call("patients.register", form)["patient"]["id"].take();
        let wish = json!({ "patient_id": patient, "wish": { "doctor_id": doctor, "minutes": 15 } });
        first.call("waiting.add", wish)["wait"]["id"].take()
    };
    let (wanted, unwanted) = (waits("Nadia Sami"), waits("Omar Fathy"));
    first.in_step(&hub);
    let second = joined(&hub);
    hub.pull();
    for (pc, start) in [(&first, "10:00"), (&second, "11:00")] {
        goes_offline(pc, &hub);
        let time = json!({ "id": wanted, "doctor_id": doctor, "date": "2036-11-24", "start": start });
        pc.call("waiting.book", time);
        pc.call("waiting.remove", json!({ "id": unwanted, "reason": "needs no visit any more" }));
        assert_eq!(pc.call("waiting.list", json!({}))["waits"], json!([]));
    }
    hub.plug_in();
    let booked = |pc: &Pc| -> Vec<Value> {
        let day = pc.call("agenda.day", json!({ "date": "2036-11-24" }));
        let visits = day["appointments"].as_array().expect("a list").iter();
        visits.filter(|visit| visit["status"] == "scheduled").map(|visit| visit["start"].clone()).collect()
    };
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "both visits and the matter", |pc| pc.inbox().len() == 1 && booked(pc).len() == 2);
        pc.in_step(&hub);
        let matter = pc.inbox().remove(0);
        assert_eq!((&matter["kind"], &matter["table"]), (&json!("edited_twice"), &json!("wait_list")));
        assert_eq!(matter["about"], json!("Nadia Sami"), "that both took the other one off asks nobody");
        let mut starts = [&matter["visit"]["start"], &matter["other"]["start"]];
        starts.sort_by_key(ToString::to_string);
        assert_eq!(starts, [&json!("10:00"), &json!("11:00")]);
        assert_eq!(matter["ways"], json!(["keep", "cancel"]));
    }
    let matter = second.inbox().remove(0);
    let (gone, stays) = (&matter["visit"], &matter["other"]);
    second
        .call("attention.settle", json!({ "id": matter["id"], "settlement": "cancel", "visit": "subject" }));
    for pc in [&first, &second] {
        pc.until(&hub, "one visit", |pc| pc.inbox().is_empty() && booked(pc) == [stays["start"].clone()]);
        let over = pc.call("waiting.list", json!({ "ended": true }))["waits"].take();
        let wait = over.as_array().expect("a list").iter().find(|wait| wait["id"] == wanted);
        assert_eq!(
            wait.map(|wait| &wait["appointment_id"]),
            Some(&stays["id"]),
            "the list knows the one that stands"
        );
        let left = pc.call("appointments.get", json!({ "id": gone["id"] }))["appointment"].take();
        assert_eq!(left["status"], "cancelled");
    }
}

#[test]
fn a_series_moved_on_one_pc_while_the_other_calls_one_of_its_visits_off_keeps_both_and_asks_about_that_one() {
    let hub = Cabled::hub();
    let first = founded(&hub);
    let doctor = has_a_doctor(&first);
    let patient = first.call("patients.register", json!({ "full_name": "Karim Adel", "phones": [] }));
    let wish = json!({
        "doctor_id": doctor, "patient_id": patient["patient"]["id"], "date": "2033-11-21", "start": "10:00", "minutes": 15,
        "repeats": { "unit": "week", "every": 1, "count": 4 },
    });
    let series = first.call("series.book", wish)["series"].take();
    let visit = |number: usize| &series["visits"][number]["appointment"]["id"];
    first.in_step(&hub);
    let second = joined(&hub);
    hub.pull();
    goes_offline(&first, &hub);
    goes_offline(&second, &hub);
    first.call("series.move", json!({ "id": visit(1), "date": "2033-11-29", "start": "11:00" }));
    second.call("appointments.cancel", json!({ "id": visit(2) }));
    hub.plug_in();
    let read = |pc: &Pc| pc.call("series.get", json!({ "id": series["id"] }))["series"].take();
    for pc in [&first, &second] {
        pc.call("sync.now", json!({}));
        pc.until(&hub, "the move and the cancellation", |pc| {
            let series = read(pc);
            series["total"] == 3 && series["visits"][3]["appointment"]["start"] == "11:00"
        });
        pc.in_step(&hub);
        let series = read(pc);
        let visits = series["visits"].as_array().expect("a list");
        let dates: Vec<&Value> = visits.iter().map(|visit| &visit["appointment"]["date"]).collect();
        assert_eq!(dates, ["2033-11-21", "2033-11-29", "2033-12-06", "2033-12-13"]);
        let numbers: Vec<&Value> = visits.iter().map(|visit| &visit["number"]).collect();
        assert_eq!(numbers, [&json!(1), &json!(2), &Value::Null, &json!(3)]);
        assert!(visits.iter().all(|visit| visit["moved"] == false), "the whole series moved");
        pc.until(&hub, "the question about it", |pc| pc.inbox().len() == 1);
        let matter = pc.inbox().remove(0);
        assert_eq!(matter["kind"], "cancelled_and_changed");
        assert_eq!(&matter["subject_id"], visit(2), "the one that somebody may still be told about");
    }
    first.call("attention.settle", json!({ "id": first.inbox()[0]["id"], "settlement": "keep" }));
    for pc in [&first, &second] {
        pc.until(&hub, "nothing waits", |pc| pc.inbox().is_empty());
    }
    // What was called off gave its time back on both.
    let again = json!({
        "doctor_id": doctor, "patient_id": patient["patient"]["id"], "date": "2033-12-06", "start": "11:00", "minutes": 15,
    });
    second.call("appointments.book", again);
}
