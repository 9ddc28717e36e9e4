//! A rep's way through the clinic, through the second door: the daily cap, the days between two visits, and the door that stays shut.

use clinic_tests::clinic::{add_doctor, log_in, set_up};
use clinic_tests::rpc::Rpc;
use serde_json::{Value, json};

/// Far enough ahead.
const LATER: &str = "2036-11-25";

struct Clinic {
    desk: Rpc,
    doctor: Value,
    company: Value,
    _dir: tempfile::TempDir,
}

impl Clinic {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        set_up(dir.path());
        let mut desk = log_in(dir.path());
        let doctor = add_doctor(&mut desk);
        let block = |audience: &'static str, starts: &'static str, ends: &'static str| {
            ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(
                |weekday| json!({ "audience": audience, "weekday": weekday, "starts": starts, "ends": ends }),
            )
        };
        let all = [block("patient", "09:00", "17:00"), block("rep", "12:00", "14:00")].concat();
        desk.expect("hours.set", json!({ "doctor_id": doctor, "blocks": all }));
        let site = desk.expect("sites.list", json!({}))["sites"][0]["id"].take();
        let limits = json!({ "least_days_between": 30 });
        desk.expect("rep_rules.set", json!({ "site_id": site, "limits": limits }));
        let company = desk.expect("companies.save", json!({ "name": "Nile Pharma" }))["company"]["id"].take();
        Self { desk, doctor, company, _dir: dir }
    }

    fn rep(&mut self, name: &str) -> Value {
        let rep = json!({ "company_id": self.company, "full_name": name });
        self.desk.expect("reps.save", rep)["rep"]["id"].take()
    }

    fn wish(&self, rep: &Value, date: &str, start: &str) -> Value {
        json!({ "rep_id": rep, "doctor_id": self.doctor, "date": date, "start": start, "minutes": 15 })
    }
}

/// A day that many days from today.
fn in_days(days: i64) -> String {
    (chrono::Utc::now().date_naive() + chrono::Duration::days(days)).to_string()
}

#[test]
fn twelve_days_after_a_visit_the_rule_and_the_next_date_are_named() {
    let mut clinic = Clinic::new();
    let rep = clinic.rep("Rania Aziz");
    let first = in_days(10);
    let booked = clinic.wish(&rep, &first, "12:00");
    clinic.desk.expect("rep_visits.book", booked);
    let twelve_later = in_days(22);
    let again = clinic.wish(&rep, &twelve_later, "12:00");
    let refused = clinic.desk.call("rep_visits.book", again).expect_err("too soon again");
    assert_eq!(refused.code(), "rep_rule.too_soon_again");
    let params = &refused.0["params"];
    assert_eq!((&params["days"], &params["met"]), (&json!(30), &json!(first)));
    let next = in_days(40);
    assert_eq!(params["next_date"], json!(next));
    let on_the_next = clinic.wish(&rep, &next, "12:00");
    clinic.desk.expect("rep_visits.book", on_the_next);
}

#[test]
fn over_the_daily_cap_the_next_day_is_named_and_a_patients_time_is_nobody_elses() {
    let mut clinic = Clinic::new();
    let limits = json!([{ "max_reps": 1 }]);
    clinic.desk.expect("day_limits.set", json!({ "doctor_id": clinic.doctor, "limits": limits }));
    let (first, second) = (clinic.rep("Rania Aziz"), clinic.rep("Adel Samir"));
    let day = in_days(10);
    let booked = clinic.wish(&first, &day, "12:00");
    clinic.desk.expect("rep_visits.book", booked);
    let over = clinic.wish(&second, &day, "13:00");
    let refused = clinic.desk.call("rep_visits.book", over).expect_err("the day is full of reps");
    assert_eq!(refused.code(), "booking.day_full");
    assert_eq!(refused.0["params"]["next_date"], json!(in_days(11)));

    let patient = json!({ "full_name": "Nour Hassan", "phones": [] });
    let patient = clinic.desk.expect("patients.register", patient)["patient"]["id"].take();
    let mut visit = clinic.wish(&first, &day, "12:10");
    visit.as_object_mut().expect("an object").remove("rep_id");
    visit["patient_id"] = patient;
    let refused = clinic.desk.call("appointments.book", visit).expect_err("a rep has the time");
    assert_eq!(refused.code(), "booking.slot_taken");
    assert_eq!(refused.0["params"]["visit"]["kind"], json!("rep_visit"));
}

#[test]
fn who_may_not_come_in_is_refused_at_the_door_and_the_trail_says_so() {
    let mut clinic = Clinic::new();
    let day = in_days(10);
    let yesterday = in_days(-1);
    for (name, start, code) in
        [("Rania Aziz", "12:00", "rep.blocked"), ("Adel Samir", "13:00", "rep.credential_expired")]
    {
        let rep = clinic.rep(name);
        let booked = clinic.wish(&rep, &day, start);
        let visit = clinic.desk.expect("rep_visits.book", booked)["visit"]["id"].take();
        if code == "rep.blocked" {
            let block = json!({ "id": rep, "until": LATER, "reason": "Went past the desk" });
            clinic.desk.expect("reps.block", block);
        } else {
            let rep = json!({
                "id": rep, "company_id": clinic.company, "full_name": name, "credential_expires": yesterday,
            });
            clinic.desk.expect("reps.save", rep);
        }
        let refused = clinic.desk.call("rep_visits.arrive", json!({ "id": visit })).expect_err("kept out");
        assert_eq!(refused.code(), code);
        let now = clinic.desk.expect("rep_visits.get", json!({ "id": visit }))["visit"].take();
        assert_eq!((&now["status"], &now["cancel_reason"]), (&json!("refused_entry"), &json!(code)));
    }
    let trail = clinic.desk.expect("ledger.list", json!({ "kind": "rep_visits.refuse_entry" }));
    assert_eq!(trail["operations"].as_array().map(Vec::len), Some(2));
    assert_eq!(clinic.desk.expect("ledger.verify", json!({}))["ok"], json!(true));
}
