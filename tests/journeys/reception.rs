//! A day at the reception, through the second door: what is booked and refused, closed and called, merged and missed.
//!
//! Long because each story of the day is told from its beginning to its end.

use clinic_tests::clinic::{ADMIN, PASSWORD, add_patient, log_in, set_up};
use clinic_tests::rpc::{Refused, Rpc};
use serde_json::{Value, json};

/// Far enough ahead; the doctor works every day.
const DAY: &str = "2033-11-22";

struct Clinic {
    desk: Rpc,
    doctor: Value,
    _dir: tempfile::TempDir,
}

impl Clinic {
    /// A doctor who sees patients from nine to one and from two to five.
    fn new() -> Self {
        let mut clinic = Self::bare();
        clinic.open(&[("09:00", "13:00"), ("14:00", "17:00")]);
        clinic
    }

    fn bare() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        set_up(dir.path());
        let mut desk = log_in(dir.path());
        let doctor =
            desk.expect("doctors.save", json!({ "full_name": "Salma Fathy" }))["doctor"]["id"].take();
        Self { desk, doctor, _dir: dir }
    }

    fn open(&mut self, blocks: &[(&str, &str)]) -> Value {
        let blocks: Vec<Value> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            .iter()
            .flat_map(|day| {
                blocks.iter().map(move |(from, to)| json!({ "weekday": day, "starts": from, "ends": to }))
            })
            .collect();
        self.desk.expect("hours.set", json!({ "doctor_id": self.doctor, "blocks": blocks }))
    }

    fn wish(&self, patient: &Value, date: &str, start: &str, minutes: u16) -> Value {
        json!({
            "doctor_id": self.doctor, "patient_id": patient, "date": date, "start": start, "minutes": minutes,
        })
    }

    /// Books for somebody new.
    fn try_book(&mut self, start: &str, minutes: u16) -> Result<Value, Refused> {
        let patient = add_patient(&mut self.desk, &format!("Patient of {start}"));
        let wish = self.wish(&patient, DAY, start, minutes);
        self.desk.call("appointments.book", wish)
    }

    fn book(&mut self, start: &str, minutes: u16) -> Value {
        self.try_book(start, minutes).expect("the time is free")["appointment"].take()
    }

    fn day(&mut self, date: &str) -> Vec<Value> {
        let day = self.desk.expect("agenda.day", json!({ "date": date }));
        day["appointments"].as_array().expect("a list").clone()
    }

    fn limit(&mut self, max_patients: u16) {
        let limits = json!([{ "max_patients": max_patients }]);
        self.desk.expect("day_limits.set", json!({ "doctor_id": self.doctor, "limits": limits }));
    }
}

#[test]
fn a_visit_that_outruns_the_hours_is_refused_at_the_third_step_with_the_times_on_either_side() {
    let mut clinic = Clinic::new();
    let refused = clinic.try_book("12:50", 20).expect_err("it would last until ten past one");
    assert_eq!((refused.code(), &refused.0["params"]["step"]), ("booking.outside_hours", &json!(3)));
    let params = &refused.0["params"];
    assert_eq!((&params["ends"], &params["over_minutes"]), (&json!("13:00"), &json!(10)));
    let offered: Vec<(&Value, &Value)> = params["suggestions"]
        .as_array()
        .expect("free times")
        .iter()
        .map(|free| (&free["date"], &free["start"]))
        .collect();
    assert_eq!(offered[..2], [(&json!(DAY), &json!("12:40")), (&json!(DAY), &json!("14:00"))]);
    for start in ["12:40", "14:00"] {
        clinic.book(start, 20);
    }
}

#[test]
fn touching_visits_both_fit() {
    let mut clinic = Clinic::new();
    clinic.book("10:00", 15);
    clinic.book("10:15", 15);
    assert_eq!(clinic.day(DAY).len(), 2);
}

#[test]
fn a_time_inside_a_visit_is_refused_and_the_visit_is_named() {
    let mut clinic = Clinic::new();
    let holder = clinic.book("09:00", 30);
    let refused = clinic.try_book("09:15", 15).expect_err("somebody is there");
    assert_eq!((refused.code(), &refused.0["params"]["step"]), ("booking.slot_taken", &json!(4)));
    let visit = &refused.0["params"]["visit"];
    assert_eq!((&visit["id"], &visit["name"]), (&holder["id"], &json!("Patient of 09:00")));
    assert_eq!((&visit["start"], &visit["end"]), (&json!("09:00"), &json!("09:30")));
    assert_eq!(clinic.day(DAY).len(), 1);
}

#[test]
fn an_emergency_on_a_full_day_needs_the_right_and_a_reason_and_is_marked_everywhere() {
    let mut clinic = Clinic::bare();
    clinic.open(&[("00:00", "24:00")]);
    clinic.limit(1);
    let today = clinic.desk.expect("agenda.day", json!({ "date": DAY }))["today"].take();
    let today = today.as_str().expect("a day").to_owned();
    let first = add_patient(&mut clinic.desk, "Omar Hesham");
    let whole_morning = clinic.wish(&first, &today, "00:00", 1);
    clinic.desk.expect("appointments.book", whole_morning);
    let emergency = add_patient(&mut clinic.desk, "Mona Salem");
    let walk_in = |into: &str, reason: Option<&str>| json!({ "patient_id": emergency, "doctor_id": clinic.doctor, "into": into, "minutes": 1, "overbook_reason": reason });
    let (orderly, now) = (walk_in("first_time", None), walk_in("queue", None));
    let with_reason = walk_in("queue", Some("Chest pain"));
    let desk = &mut clinic.desk;
    assert_eq!(desk.call("queue.walk_in", orderly).expect_err("full").code(), "queue.no_time_today");
    let refused = desk.call("queue.walk_in", now).expect_err("full");
    assert_eq!((refused.code(), &refused.0["params"]["cap"]), ("booking.day_full", &json!(1)));

    // The receptionist has the reason and not the right.
    let account = json!({ "username": "heba", "full_name": "Heba Ramadan", "role": "receptionist" });
    let once = desk.expect("accounts.create", account)["one_time_password"].take();
    desk.expect("session.login", json!({ "username": "heba", "password": once }));
    let lasting = json!({ "current_password": once, "new_password": "nine quiet tram stops" });
    desk.expect("session.change_password", lasting);
    let denied = desk.call("queue.walk_in", with_reason.clone()).expect_err("no right to overbook");
    assert_eq!((denied.code(), &denied.0["params"]["permission"]), ("permission.denied", &json!("overbook")));
    desk.expect("session.login", json!({ "username": ADMIN, "password": PASSWORD }));
    let visit = desk.expect("queue.walk_in", with_reason)["appointment"].take();

    let why = json!("Chest pain");
    assert_eq!((&visit["overbook_reason"], &visit["queue_number"]), (&why, &json!(1)));
    let queue = desk.expect("queue.now", json!({}));
    assert_eq!(queue["doctors"][0]["waiting"][0]["overbook_reason"], why);
    let trail = desk.expect("ledger.list", json!({ "subject": visit["id"] }));
    assert_eq!(trail["operations"][0]["reason"], why);
    let marked = |visits: &Value| {
        let visits = visits.as_array().expect("a list");
        visits.iter().find(|each| each["id"] == visit["id"]).map(|each| each["overbook_reason"].clone())
    };
    let desk = &mut clinic.desk;
    let day = desk.expect("agenda.day", json!({ "date": today }));
    assert_eq!(marked(&day["appointments"]), Some(why.clone()), "on the board");
    let week = desk.expect("agenda.week", json!({ "doctor_id": clinic.doctor, "date": today }));
    assert_eq!(marked(&week["appointments"]), Some(why.clone()), "in the week");
    let closing = desk.expect("reports.closing", json!({ "date": today }));
    let over = &closing["overbooked"][0];
    assert_eq!((&over["id"], &over["reason"], &over["is_emergency"]), (&visit["id"], &why, &json!(true)));
}

#[test]
fn a_visit_put_on_a_closed_day_is_refused_and_stays_where_it_was() {
    let mut clinic = Clinic::new();
    let visit = clinic.book("10:00", 15);
    let closed = json!({ "doctor_id": clinic.doctor, "first_date": "2033-11-23", "last_date": "2033-11-23", "reason": "conference" });
    clinic.desk.expect("closures.add", closed);
    let before = clinic.desk.expect("ledger.list", json!({}))["operations"][0].take();
    let to = json!({ "id": visit["id"], "date": "2033-11-23", "start": "10:00" });
    let refused = clinic.desk.call("appointments.move", to).expect_err("nobody is there");
    assert_eq!((refused.code(), &refused.0["params"]["step"]), ("booking.closed", &json!(1)));
    assert_eq!(refused.0["params"]["reason"], json!("conference"));
    assert_ne!(refused.0["params"]["suggestions"][0]["date"], json!("2033-11-23"));
    assert_eq!((clinic.day("2033-11-23"), clinic.day(DAY)), (Vec::new(), vec![visit]));
    assert_eq!(clinic.desk.expect("ledger.list", json!({}))["operations"][0], before, "nothing was written");
}

#[test]
fn a_day_with_fourteen_bookings_closes_into_fourteen_rows_with_phones_and_times() {
    let mut clinic = Clinic::new();
    for slot in 0..14 {
        let minutes = 9 * 60 + slot * 15;
        clinic.book(&format!("{:02}:{:02}", minutes / 60, minutes % 60), 15);
    }
    let closure =
        json!({ "doctor_id": clinic.doctor, "first_date": DAY, "last_date": DAY, "reason": "sick leave" });
    let preview = clinic.desk.expect("closures.preview", closure.clone());
    assert_eq!(preview["affected"].as_array().map(Vec::len), Some(14), "said before it is done");
    let closed = clinic.desk.expect("closures.add", closure);
    let list = clinic.desk.expect("rebooking.worklist", json!({ "id": closed["worklist"] }));
    let rows = list["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 14);
    let mut proposed = Vec::new();
    for row in rows {
        assert_eq!(row["phones"][0]["number"], json!("0122 614 0937"));
        assert_ne!(row["proposed"]["date"], json!(DAY), "not on the day that is closed");
        proposed.push(format!("{} {}", row["proposed"]["date"], row["proposed"]["start"]));
    }
    proposed.sort_unstable();
    proposed.dedup();
    assert_eq!(proposed.len(), 14, "no time is proposed twice");
}

#[test]
fn shorter_hours_list_the_visits_they_leave_outside() {
    let mut clinic = Clinic::new();
    let (stays, orphan) = (clinic.book("12:30", 15), clinic.book("16:30", 15));
    let changed = clinic.open(&[("09:00", "13:00"), ("14:00", "16:00")]);
    let ids = |list: &Value| -> Vec<Value> {
        list.as_array().expect("a list").iter().map(|visit| visit["id"].clone()).collect()
    };
    assert_eq!(ids(&changed["affected"]), [orphan["id"].clone()]);
    let list = clinic.desk.expect("rebooking.worklist", json!({ "id": changed["worklist"] }));
    assert_eq!(list["rows"][0]["appointment_id"], orphan["id"]);
    assert_eq!(list["short"]["open"], json!(1));
    let here: Vec<Value> = clinic.day(DAY).iter().map(|visit| visit["id"].clone()).collect();
    assert_eq!(here, [stays["id"].clone(), orphan["id"].clone()], "both stay booked until somebody decides");
}

#[test]
fn two_people_of_one_name_are_told_apart_by_age_phone_file_number_and_last_visit() {
    let mut clinic = Clinic::bare();
    clinic.open(&[("00:00", "24:00")]);
    let mut register = |born: &str, phone: &str| {
        let person = json!({ "full_name": "محمد أحمد علي", "date_of_birth": born, "phones": [phone] });
        clinic.desk.expect("patients.register", person)["patient"].take()
    };
    let (old, young) = (register("1958-02-11", "0100 482 7719"), register("2019-03-12", "0122 614 0937"));
    let today = clinic.desk.expect("agenda.day", json!({ "date": DAY }))["today"].take();
    let today = today.as_str().expect("a day").to_owned();
    let visit = clinic.wish(&old["id"], &today, "00:00", 1);
    let visit = clinic.desk.expect("appointments.book", visit)["appointment"]["id"].take();
    clinic.desk.expect("appointments.arrive", json!({ "id": visit }));

    let found = clinic.desk.expect("patients.search", json!({ "text": "محمد احمد على" }))["patients"].take();
    let found = found.as_array().expect("a list");
    assert_eq!(found.len(), 2, "folded letters find both");
    let of = |id: &Value| found.iter().find(|hit| &hit["id"] == id).expect("it is one of them");
    let (old, young) = (of(&old["id"]), of(&young["id"]));
    assert_eq!(old["full_name"], young["full_name"]);
    for column in ["ref", "age_years", "phones", "last_visit"] {
        assert_ne!(old[column], young[column], "{column} tells them apart");
    }
    assert_eq!((&old["last_visit"], &young["last_visit"]), (&json!(today), &Value::Null));
    assert!(old["age_years"].as_u64() > young["age_years"].as_u64());
}

#[test]
fn the_wrong_pair_merged_and_undone_has_every_visit_back() {
    let mut clinic = Clinic::new();
    let mut ids = Vec::new();
    for (name, start) in [("Nadia Sami", "09:00"), ("Nadia Samir", "10:00")] {
        let patient = add_patient(&mut clinic.desk, name);
        for minutes in ["00", "20"] {
            let wish = clinic.wish(&patient, DAY, &format!("{}:{minutes}", &start[..2]), 15);
            clinic.desk.expect("appointments.book", wish);
        }
        ids.push(patient);
    }
    let before = (clinic.day(DAY), cards(&mut clinic, &ids));
    clinic.desk.expect("patients.merge", json!({ "one": ids[0], "other": ids[1] }));
    let names: Vec<Value> = clinic.day(DAY).iter().map(|visit| visit["patient_name"].clone()).collect();
    assert!(names.iter().all(|name| *name == names[0]), "all are one person's");
    clinic.desk.expect("operations.undo", json!({}));
    assert_eq!((clinic.day(DAY), cards(&mut clinic, &ids)), before);
}

fn cards(clinic: &mut Clinic, ids: &[Value]) -> Vec<Value> {
    ids.iter().map(|id| clinic.desk.expect("patients.get", json!({ "id": id }))).collect()
}

#[test]
fn the_third_visit_missed_in_a_row_shows_at_booking_and_undo_counts_again() {
    let mut clinic = Clinic::new();
    let patient = add_patient(&mut clinic.desk, "Omar Hesham");
    for (start, missed) in [("09:00", 1), ("09:15", 2), ("09:30", 3)] {
        let wish = clinic.wish(&patient, DAY, start, 15);
        let visit = clinic.desk.expect("appointments.book", wish)["appointment"]["id"].take();
        clinic.desk.expect("appointments.no_show", json!({ "id": visit }));
        let card = clinic.desk.expect("patients.get", json!({ "id": patient }));
        assert_eq!(card["no_shows_running"], json!(missed));
    }
    clinic.desk.expect("operations.undo", json!({}));
    let card = clinic.desk.expect("patients.get", json!({ "id": patient }));
    assert_eq!(card["no_shows_running"], json!(2));
}

#[test]
fn cancelling_frees_the_time_the_queue_number_and_the_reminder_together() {
    let mut clinic = Clinic::new();
    let visit = clinic.book("09:00", 15);
    let this = json!({ "id": visit["id"] });
    let to_remind = |clinic: &mut Clinic| {
        let list = clinic.desk.expect("reminders.list", json!({ "date": DAY }));
        let rows = list["rows"].as_array().expect("rows").clone();
        rows.iter().map(|row| (row["id"].clone(), row["state"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(to_remind(&mut clinic), [(visit["id"].clone(), json!("to_call"))]);
    clinic.desk.expect("reminders.settle", json!({ "id": visit["id"], "way": "reminded" }));
    let arrived = clinic.desk.expect("appointments.arrive", this.clone());
    assert_eq!(arrived["appointment"]["queue_number"], json!(1));
    clinic.try_book("09:00", 15).expect_err("the time is taken");

    let cancelled = clinic.desk.expect("appointments.cancel", this.clone());
    assert_eq!(cancelled["appointment"]["queue_number"], Value::Null);
    let freed = clinic.desk.expect("ledger.list", json!({ "kind": "appointments.cancel" }));
    let fields = freed["operations"][0]["changes"][0]["fields"].to_string();
    for field in ["status", "queue_number", "reminder_sent_at"] {
        assert!(fields.contains(field), "{field} is not let go of: {fields}");
    }
    let next = clinic.book("09:00", 15);
    assert_eq!(to_remind(&mut clinic), [(next["id"].clone(), json!("to_call"))]);
    let arrived = clinic.desk.expect("appointments.arrive", json!({ "id": next["id"] }));
    assert_eq!(arrived["appointment"]["queue_number"], json!(1));

    // The other way round: whoever was called off by mistake is expected, numbered and reminded as before.
    let undo = |clinic: &mut Clinic, kind: &str| {
        let undone = clinic.desk.expect("operations.undo", json!({}));
        assert_eq!(undone["undone"]["kind"], json!(kind));
    };
    for kind in ["appointments.arrive", "appointments.book", "patients.register", "appointments.cancel"] {
        undo(&mut clinic, kind);
    }
    let back = clinic.desk.expect("appointments.get", this);
    assert_eq!(back["appointment"]["queue_number"], json!(1));
    // Of the booking that was refused there is the patient.
    undo(&mut clinic, "patients.register");
    undo(&mut clinic, "appointments.arrive");
    assert_eq!(to_remind(&mut clinic), [(visit["id"].clone(), json!("reminded"))]);
}

#[test]
fn a_weekly_series_over_a_holiday_shows_the_clash_and_nothing_is_half_saved() {
    let mut clinic = Clinic::new();
    let patient = add_patient(&mut clinic.desk, "Omar Hesham");
    let site = clinic.desk.expect("sites.list", json!({}))["sites"][0]["id"].take();
    let holiday = json!({ "site_id": site, "first_date": "2033-12-06", "last_date": "2033-12-06", "reason": "Holiday" });
    clinic.desk.expect("closures.add", holiday);
    let mut wish = clinic.wish(&patient, DAY, "10:30", 15);
    wish["repeats"] = json!({ "unit": "week", "every": 1, "count": 4 });
    let trail = |clinic: &mut Clinic| clinic.desk.expect("ledger.list", json!({ "kind": "series." }));
    let preview = clinic.desk.expect("series.preview", wish.clone());
    let states: Vec<&Value> =
        preview["rows"].as_array().expect("rows").iter().map(|row| &row["state"]).collect();
    assert_eq!(states, ["fits", "fits", "clashes", "fits"]);
    let clash = &preview["rows"][2]["verdict"];
    assert_eq!((&clash["code"], &clash["step"]), (&json!("booking.closed"), &json!(1)));
    assert_eq!(clash["params"]["reason"], json!("Holiday"));
    let refused = clinic.desk.call("series.book", wish.clone()).expect_err("one day is closed");
    assert_eq!((refused.code(), &refused.0["params"]["date"]), ("series.clashes", &json!("2033-12-06")));
    let dates = ["2033-11-22", "2033-11-29", "2033-12-06", "2033-12-07", "2033-12-13"];
    let booked = |clinic: &mut Clinic| dates.map(|date| clinic.day(date).len());
    assert_eq!(booked(&mut clinic), [0; 5], "nothing is half saved");
    assert_eq!(trail(&mut clinic)["operations"], json!([]));

    let instead = &clash["suggestions"][0];
    let choice = json!({ "planned": "2033-12-06", "way": "shift", "date": instead["date"], "start": instead["start"] });
    wish["choices"] = json!([choice]);
    assert_eq!(clinic.desk.expect("series.preview", wish.clone())["ready"], json!(true));
    let series = clinic.desk.expect("series.book", wish)["series"].take();
    assert_eq!((&series["total"], &series["visits"][2]["moved"]), (&json!(4), &json!(true)));
    assert_eq!(booked(&mut clinic), [1, 1, 0, 1, 1]);
    clinic.desk.expect("operations.undo", json!({}));
    assert_eq!(booked(&mut clinic), [0; 5], "one undo takes all of it back");
    assert_eq!(clinic.desk.expect("ledger.verify", json!({}))["ok"], json!(true));
}

#[test]
fn a_receptionist_who_asks_for_clinical_notes_by_the_second_door_is_denied_and_it_is_recorded() {
    let mut clinic = Clinic::new();
    let patient = add_patient(&mut clinic.desk, "Nour Hassan");
    let account =
        json!({ "username": "hoda", "full_name": "Hoda Sami", "role": "receptionist", "grants": [] });
    let once = clinic.desk.expect("accounts.create", account)["one_time_password"].take();
    clinic.desk.expect("session.login", json!({ "username": "hoda", "password": once }));
    let lasting = json!({ "current_password": once, "new_password": "nine quiet tram stops" });
    clinic.desk.expect("session.change_password", lasting);
    for (command, input) in [
        ("charts.open", json!({ "patient_id": patient })),
        ("charts.get", json!({ "patient_id": patient })),
        (
            "charts.break_glass",
            json!({ "patient_id": patient, "password": "nine quiet tram stops", "reason": "curious" }),
        ),
        ("charts.encounter", json!({ "appointment_id": patient })),
    ] {
        let denied = clinic.desk.call(command, input).expect_err("notes are not for a receptionist");
        assert_eq!(denied.code(), "permission.denied", "{command}");
    }
    let card = clinic.desk.expect("patients.get", json!({ "id": patient }));
    assert_eq!(card["patient"]["notes_withheld"], true);
    clinic.desk.expect("session.login", json!({ "username": ADMIN, "password": PASSWORD }));
    let trail = clinic.desk.expect("ledger.list", json!({ "kind": "session.denied" }));
    let denials = trail["operations"].as_array().expect("a list");
    let told: Vec<&str> = denials.iter().filter_map(|line| line["subject"].as_str()).collect();
    assert_eq!(told, ["charts.encounter", "charts.break_glass", "charts.get", "charts.open"]);
    assert!(denials.iter().all(|line| line["account_name"] == "Hoda Sami"));
}

#[test]
fn a_doctor_breaks_the_glass_with_the_password_and_the_administrator_looks_into_it() {
    let mut clinic = Clinic::new();
    let patient = add_patient(&mut clinic.desk, "Nour Hassan");
    let account = json!({ "username": "karim", "full_name": "Karim Naguib", "role": "doctor", "grants": [] });
    let once = clinic.desk.expect("accounts.create", account)["one_time_password"].take();
    clinic.desk.expect("session.login", json!({ "username": "karim", "password": once }));
    let password = "seven slow grey herons";
    clinic
        .desk
        .expect("session.change_password", json!({ "current_password": once, "new_password": password }));
    let chart = json!({ "patient_id": patient });
    assert_eq!(
        clinic.desk.call("charts.open", chart.clone()).expect_err("not his").code(),
        "chart.not_yours"
    );
    let glass = |password: &str, reason: &str| json!({ "patient_id": patient, "password": password, "reason": reason });
    let wrong = clinic.desk.call("charts.break_glass", glass("not the right one", "collapsed"));
    assert_eq!(wrong.expect_err("a wrong password").code(), "session.wrong_password");
    let silent = clinic.desk.call("charts.break_glass", glass(password, " "));
    assert_eq!(silent.expect_err("no reason").code(), "input.invalid");
    clinic.desk.expect("charts.break_glass", glass(password, "collapsed in the waiting room"));
    let opened = clinic.desk.expect("charts.open", chart);
    assert_eq!(opened["access"]["right"], "broken_glass");
    clinic.desk.expect("session.login", json!({ "username": ADMIN, "password": PASSWORD }));
    let waiting = clinic.desk.expect("charts.reviews", json!({ "open": true }));
    assert_eq!(
        (&waiting["open_count"], &waiting["reviews"][0]["reason"]),
        (&json!(1), &json!("collapsed in the waiting room"))
    );
    let found = json!({ "id": waiting["reviews"][0]["id"], "review": "was on call" });
    clinic.desk.expect("charts.review", found);
    assert_eq!(clinic.desk.expect("charts.reviews", json!({ "open": true }))["open_count"], 0);
}
