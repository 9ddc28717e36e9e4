//! Rules for reps that two receptions break together, and rep visits on a day that only one of them knows to be closed.

use clinic_tests::cabled::Cabled;
use serde_json::{Value, json};

use super::{Pc, founded, goes_offline, joined};

struct Clinic {
    hub: Cabled,
    first: Pc,
    second: Pc,
    doctor: Value,
    rep: Value,
}

impl Clinic {
    /// A doctor who sees reps every noon, and no rep twice within thirty days.
    fn new() -> Self {
        let hub = Cabled::hub();
        let first = founded(&hub);
        let doctor = first.call("doctors.save", json!({ "full_name": "Salma Fathy" }))["doctor"]["id"].take();
        let blocks = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            .map(|day| json!({ "audience": "rep", "weekday": day, "starts": "12:00", "ends": "14:00" }));
        first.call("hours.set", json!({ "doctor_id": doctor, "blocks": blocks }));
        first.call("rep_rules.set", json!({ "doctor_id": doctor, "limits": { "least_days_between": 30 } }));
        let company = first.call("companies.save", json!({ "name": "Nile Pharma" }))["company"]["id"].take();
        let rep = json!({ "company_id": company, "full_name": "Rania Aziz" });
        let rep = first.call("reps.save", rep)["rep"]["id"].take();
        first.in_step(&hub);
        let second = joined(&hub);
        Self { hub, first, second, doctor, rep }
    }

    fn pull(&self) {
        self.hub.pull();
        goes_offline(&self.first, &self.hub);
        goes_offline(&self.second, &self.hub);
    }

    fn plug_in(&self) {
        self.hub.plug_in();
        for pc in [&self.first, &self.second] {
            pc.call("sync.now", json!({}));
        }
    }

    fn book(&self, pc: &Pc, date: &str) -> Value {
        let visit = json!({ "rep_id": self.rep, "doctor_id": self.doctor, "date": date, "start": "12:00", "minutes": 15 });
        pc.call("rep_visits.book", visit)["visit"]["id"].take()
    }

    /// Waits until both inboxes say that so many visits need another time.
    fn both_say(&self, what: &str, count: u32) {
        for pc in [&self.first, &self.second] {
            pc.until(&self.hub, what, |pc| {
                let inbox = pc.call("attention.list", json!({ "open": true }));
                inbox["displaced_reps"] == count && inbox["open_count"] == u32::from(count > 0)
            });
        }
    }
}

fn displaced(pc: &Pc) -> Vec<Value> {
    let requests = pc.call("rep_visits.requests", json!({}));
    requests["displaced"].as_array().expect("a list").clone()
}

/// A day that many days from today.
fn in_days(days: i64) -> String {
    (chrono::Utc::now().date_naive() + chrono::Duration::days(days)).to_string()
}

#[test]
fn a_rep_booked_twelve_days_apart_on_two_pcs_waits_in_both_inboxes_until_one_visit_moves() {
    let clinic = Clinic::new();
    clinic.pull();
    let kept = clinic.book(&clinic.first, &in_days(10));
    let later = clinic.book(&clinic.second, &in_days(22));
    for pc in [&clinic.first, &clinic.second] {
        assert_eq!(displaced(pc), Vec::<Value>::new(), "each kept the rule as far as it knew");
    }
    clinic.plug_in();
    clinic.both_say("the broken rule", 1);
    let (here, there) = (displaced(&clinic.first).remove(0), displaced(&clinic.second).remove(0));
    assert_eq!(here["visit"]["id"], there["visit"]["id"], "the same one, whoever looks");
    assert_eq!(here["visit"]["id"], later, "the one that was booked first stays");
    let verdict = &here["verdict"];
    assert_eq!(
        (&verdict["code"], &verdict["params"]["days"]),
        (&json!("rep_rule.too_soon_again"), &json!(30))
    );
    let free = &verdict["suggestions"][0];
    assert_eq!(free["date"], json!(in_days(40)), "the next day that the rule allows");
    let moved = json!({ "id": later, "date": free["date"], "start": free["start"], "approve": true });
    clinic.second.call("rep_visits.reschedule", moved);
    clinic.both_say("nothing waits", 0);
    let stays = clinic.first.call("rep_visits.get", json!({ "id": kept }))["visit"].take();
    assert_eq!(stays["status"], json!("approved"));
}

#[test]
fn a_rep_booked_on_one_pc_into_a_day_that_the_other_closed_waits_until_it_has_an_end() {
    let clinic = Clinic::new();
    clinic.pull();
    let day = in_days(10);
    let closure =
        json!({ "doctor_id": clinic.doctor, "first_date": day, "last_date": day, "reason": "conference" });
    clinic.first.call("closures.add", closure);
    let visit = clinic.book(&clinic.second, &day);
    clinic.plug_in();
    clinic.both_say("the visit on the closed day", 1);
    assert_eq!(displaced(&clinic.first)[0]["verdict"]["code"], json!("booking.closed"));
    let reason = json!({ "id": visit, "reason": "They meet at the conference" });
    clinic.first.call("rep_visits.keep", reason);
    clinic.both_say("nothing waits", 0);
    let kept = clinic.second.call("rep_visits.get", json!({ "id": visit }))["visit"].take();
    assert_eq!(kept["overbook_reason"], json!("They meet at the conference"));
}
