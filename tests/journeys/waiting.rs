//! The wait list through the second door: somebody for whom the day is full, until a time becomes free.

use clinic_tests::clinic::{add_patient, log_in, set_up};
use clinic_tests::rpc::Rpc;
use serde_json::{Value, json};

/// A Tuesday far enough ahead.
const DAY: &str = "2036-11-25";

struct Clinic {
    desk: Rpc,
    doctor: Value,
    _dir: tempfile::TempDir,
}

impl Clinic {
    /// A doctor who sees twenty patients a day.
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        set_up(dir.path());
        let mut desk = log_in(dir.path());
        let doctor =
            desk.expect("doctors.save", json!({ "full_name": "Salma Fathy" }))["doctor"]["id"].take();
        let blocks = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            .map(|weekday| json!({ "weekday": weekday, "starts": "09:00", "ends": "17:00" }));
        desk.expect("hours.set", json!({ "doctor_id": doctor, "blocks": blocks }));
        let limits = json!([{ "max_patients": 20 }]);
        desk.expect("day_limits.set", json!({ "doctor_id": doctor, "limits": limits }));
        Self { desk, doctor, _dir: dir }
    }

    fn visit(&self, patient: &Value, start: &str) -> Value {
        json!({ "doctor_id": self.doctor, "patient_id": patient, "date": DAY, "start": start, "minutes": 15 })
    }

    /// Twenty patients, one every quarter of an hour from nine on.
    fn fill(&mut self) -> Vec<Value> {
        let starts = (0..20).map(|slot| 540 + slot * 15).map(|at| format!("{:02}:{:02}", at / 60, at % 60));
        starts
            .map(|start| {
                let patient = add_patient(&mut self.desk, "Booked Already");
                let visit = self.visit(&patient, &start);
                self.desk.expect("appointments.book", visit)["appointment"]["id"].take()
            })
            .collect()
    }

    fn waits(&mut self, name: &str, wish: Value) -> Value {
        let patient = add_patient(&mut self.desk, name);
        let request = json!({ "patient_id": patient, "wish": wish });
        self.desk.expect("waiting.add", request)["wait"].take()
    }

    fn names(&mut self) -> Vec<Value> {
        let list = self.desk.expect("waiting.list", json!({}));
        let waits = list["waits"].as_array().expect("a list").iter();
        waits.map(|wait| wait["patient_name"].clone()).collect()
    }
}

fn fits(freed: &Value) -> Vec<Value> {
    let people = freed["people"].as_array().expect("a list").iter();
    people.map(|person| person["wait"]["patient_name"].clone()).collect()
}

#[test]
fn the_twenty_first_of_twenty_is_put_on_the_list_and_has_the_time_that_somebody_gives_up() {
    let mut clinic = Clinic::new();
    let booked = clinic.fill();
    let patient = add_patient(&mut clinic.desk, "Nour Hassan");
    let visit = clinic.visit(&patient, "16:00");
    let verdict = clinic.desk.expect("appointments.check", visit.clone());
    assert_eq!(verdict["code"], json!("booking.day_full"), "it is seen before anything is picked");
    assert_eq!((&verdict["params"]["cap"], &verdict["params"]["booked"]), (&json!(20), &json!(20)));
    let refused = clinic.desk.call("appointments.book", visit).expect_err("the day is full");
    assert_eq!(refused.code(), "booking.day_full");

    let wish = json!({ "doctor_id": clinic.doctor, "first_date": DAY, "last_date": DAY, "minutes": 15 });
    let wait = json!({ "patient_id": patient, "wish": wish });
    let wait = clinic.desk.expect("waiting.add", wait)["wait"]["id"].take();
    let all_day = json!({ "doctor_id": clinic.doctor, "date": DAY, "start": "09:00", "minutes": 480 });
    assert_eq!(fits(&clinic.desk.expect("waiting.fitting", all_day)), Vec::<Value>::new());

    let cancelled = clinic.desk.expect("appointments.cancel", json!({ "id": booked[3] }));
    let freed = json!({ "operation_id": cancelled["operation_id"] });
    let freed = clinic.desk.expect("waiting.freed", freed)["times"].take();
    assert_eq!((freed.as_array().map(Vec::len), &freed[0]["time"]["start"]), (Some(1), &json!("09:45")));
    assert_eq!(fits(&freed[0]), ["Nour Hassan"]);
    let offer = &freed[0]["people"][0]["offer"];
    let taken = json!({ "id": wait, "doctor_id": offer["doctor_id"], "date": offer["date"], "start": offer["start"] });
    let taken = clinic.desk.expect("waiting.book", taken);
    assert_eq!(taken["appointment"]["patient_name"], json!("Nour Hassan"));
    assert_eq!(clinic.names(), Vec::<Value>::new());

    clinic.desk.expect("operations.undo", json!({ "id": taken["operation_id"] }));
    assert_eq!(clinic.names(), ["Nour Hassan"]);
    let day = clinic.desk.expect("agenda.day", json!({ "date": DAY }));
    let stand =
        day["appointments"].as_array().expect("a list").iter().filter(|visit| visit["status"] == "scheduled");
    assert_eq!(stand.count(), 19, "the visit is gone with the undo");
    assert_eq!(clinic.desk.expect("ledger.verify", json!({}))["ok"], json!(true));
}

#[test]
fn the_urgent_are_offered_a_time_first_and_who_does_not_answer_is_passed_over() {
    let mut clinic = Clinic::new();
    let booked = clinic.fill();
    let doctor = clinic.doctor.clone();
    clinic.waits("Omar Hesham", json!({ "doctor_id": doctor, "note": "for the laboratory results" }));
    let urgent = clinic.waits("Mona Salem", json!({ "urgency": "urgent", "until": "12:00" }));
    clinic.waits("Hany Mikhail", json!({ "doctor_id": doctor, "from": "14:00" }));
    assert_eq!(clinic.names(), ["Mona Salem", "Omar Hesham", "Hany Mikhail"]);
    let moved = json!({ "id": booked[0], "date": "2036-11-26" });
    let moved = clinic.desk.expect("appointments.move", moved);
    let freed = json!({ "operation_id": moved["operation_id"] });
    let times = clinic.desk.expect("waiting.freed", freed.clone())["times"].take();
    assert_eq!(fits(&times[0]), ["Mona Salem", "Omar Hesham"], "the morning is of no use to the third");
    let offered = json!({ "doctor_id": doctor, "date": DAY, "start": "09:00" });
    let rang = json!({ "id": urgent["id"], "outcome": "no_answer", "offered": offered });
    let called = clinic.desk.expect("waiting.call", rang)["wait"].take();
    assert_eq!((&called["state"], &called["calls"][0]["by"]), (&json!("offered"), &json!("Mona Adel")));
    let times = clinic.desk.expect("waiting.freed", freed)["times"].take();
    let asked: Vec<_> =
        times[0]["people"].as_array().expect("a list").iter().map(|one| one["asked"].clone()).collect();
    assert_eq!(asked, [json!("no_answer"), Value::Null]);
}

#[test]
fn a_closure_taken_back_and_the_reason_for_leaving_the_list_are_on_record() {
    let mut clinic = Clinic::new();
    let doctor = clinic.doctor.clone();
    let closure = json!({ "doctor_id": doctor, "first_date": DAY, "last_date": DAY, "reason": "conference" });
    let closure = clinic.desk.expect("closures.add", closure)["closure"]["id"].take();
    let wait = clinic.waits("Nour Hassan", json!({ "doctor_id": doctor, "weekdays": ["tue"] }));
    let opened = clinic.desk.expect("closures.remove", json!({ "id": closure }));
    let freed = json!({ "operation_id": opened["operation_id"] });
    let times = clinic.desk.expect("waiting.freed", freed)["times"].take();
    assert_eq!(fits(&times[0]), ["Nour Hassan"], "the day is open again");
    let gone = json!({ "id": wait["id"], "reason": "went to another doctor" });
    clinic.desk.expect("waiting.remove", gone);
    let over = clinic.desk.expect("waiting.list", json!({ "ended": true }))["waits"].take();
    assert_eq!(
        (&over[0]["state"], &over[0]["end_reason"]),
        (&json!("removed"), &json!("went to another doctor"))
    );
    let again = json!({ "id": wait["id"], "reason": "once more" });
    assert_eq!(clinic.desk.call("waiting.remove", again).expect_err("gone already").code(), "waiting.ended");
    let trail = clinic.desk.expect("ledger.list", json!({ "kind": "waiting.remove" }));
    assert_eq!(trail["operations"][0]["reason"], json!("went to another doctor"));
}
