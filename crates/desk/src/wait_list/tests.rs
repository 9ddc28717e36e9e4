use domain::code::Code as _;
use domain::id::{DoctorId, PatientId, WaitId};
use domain::time::Instant;
use domain::wait_list::{Urgency, WaitState};
use proptest::collection::vec;
use proptest::option;
use proptest::test_runner::Config;
use proptest::{prop_assert, prop_assert_eq, proptest};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    AddWait, BookWait, BookWaitReply, CallWait, FittingRequest, FreedByRequest, FreedTime, ListWaits,
    RemoveWait, Wait, add, book, call, change, fitting, freed, list, remove,
};
use crate::appointments::tests::{
    TUESDAY, another_doctor, book as book_visit, clinic, everything, limit_patients,
};
use crate::appointments::{self, CancelRequest};
use crate::closures::{self, ClosureRef};
use crate::error::{Error, Refusal, Result};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::testing::TestDesk;

const WEDNESDAY: &str = "2026-11-25";

fn ask<T: DeserializeOwned>(fields: Value) -> T {
    serde_json::from_value(fields).unwrap()
}

fn put(clinic: &TestDesk, patient: PatientId, wish: Value) -> Wait {
    let request: AddWait = ask(json!({ "patient_id": patient, "wish": wish }));
    add(&clinic.desk, &clinic.admin, request).unwrap().wait
}

/// A new patient who waits for the clinic's doctor, urgently or not.
fn waits(clinic: &TestDesk, name: &str, urgency: Urgency) -> Wait {
    let patient = clinic.patient(name);
    clinic.clock.advance_minutes(1);
    put(clinic, patient, json!({ "doctor_id": clinic.doctor, "urgency": urgency }))
}

fn listed(clinic: &TestDesk, request: Value) -> Vec<Wait> {
    list(&clinic.desk, &clinic.admin, ask::<ListWaits>(request)).unwrap().waits
}

fn names(waits: &[Wait]) -> Vec<&str> {
    waits.iter().map(|wait| wait.patient_name.as_str()).collect()
}

fn who_fits(clinic: &TestDesk, doctor: DoctorId, date: &str, start: &str, minutes: u16) -> FreedTime {
    let time = json!({ "doctor_id": doctor, "date": date, "start": start, "minutes": minutes });
    fitting(&clinic.desk, &clinic.admin, ask::<FittingRequest>(time)).unwrap()
}

fn fitting_names(freed: &FreedTime) -> Vec<&str> {
    freed.people.iter().map(|person| person.wait.patient_name.as_str()).collect()
}

fn take(clinic: &TestDesk, id: WaitId, date: &str, start: &str) -> Result<BookWaitReply> {
    let request = json!({ "id": id, "doctor_id": clinic.doctor, "date": date, "start": start });
    book(&clinic.desk, &clinic.admin, ask::<BookWait>(request))
}

fn cancel(clinic: &TestDesk, visit: domain::id::AppointmentId) {
    let request: CancelRequest = ask(json!({ "id": visit }));
    appointments::cancel(&clinic.desk, &clinic.admin, request).unwrap();
}

fn newest_operation(clinic: &TestDesk) -> FreedByRequest {
    clinic
        .desk
        .read(|connection| {
            let sql = "select uid from operation order by number desc limit 1";
            let uid = connection.query_row(sql, [], |row| row.get::<_, crate::store::Sql<_>>("uid"))?;
            Ok(FreedByRequest { operation_id: uid.0 })
        })
        .unwrap()
}

fn freed_now(clinic: &TestDesk) -> Vec<FreedTime> {
    freed(&clinic.desk, &clinic.admin, newest_operation(clinic)).unwrap().times
}

fn take_back(clinic: &TestDesk) {
    undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
}

/// Every row, but for what the ledger says about them.
fn rows(clinic: &TestDesk) -> Vec<String> {
    let mut rows = everything(&clinic.desk);
    rows.retain(|row| !row.starts_with("operation ") && !row.starts_with("touched "));
    rows
}

#[track_caller]
fn refused<T>(answer: Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        Err(Error::Fault(fault)) => panic!("a fault instead of a refusal: {fault:?}"),
        Ok(_) => panic!("it should have been refused"),
    }
}

#[test]
fn the_urgent_are_asked_first_and_among_them_whoever_has_waited_longest() {
    let clinic = clinic();
    waits(&clinic, "Routine One", Urgency::Routine);
    waits(&clinic, "Urgent One", Urgency::Urgent);
    waits(&clinic, "Soon One", Urgency::Soon);
    waits(&clinic, "Urgent Two", Urgency::Urgent);
    assert_eq!(names(&listed(&clinic, json!({}))), ["Urgent One", "Urgent Two", "Soon One", "Routine One"]);
}

#[test]
fn a_cancelled_visits_time_is_offered_at_once_and_not_to_whoever_left_it() {
    let clinic = clinic();
    let visit = book_visit(&clinic, TUESDAY, "10:00", 15).appointment;
    put(&clinic, visit.patient_id, json!({ "doctor_id": clinic.doctor, "urgency": "urgent" }));
    let other = another_doctor(&clinic, "Karim Naguib");
    put(&clinic, clinic.patient("For Karim"), json!({ "doctor_id": other }));
    put(&clinic, clinic.patient("On Mondays"), json!({ "weekdays": ["mon"] }));
    put(&clinic, clinic.patient("Afternoons"), json!({ "from": "12:00" }));
    waits(&clinic, "Nour Hassan", Urgency::Routine);
    cancel(&clinic, visit.id);
    let times = freed_now(&clinic);
    assert_eq!(times.len(), 1);
    assert_eq!(
        (times[0].time.date.to_string().as_str(), times[0].time.start.to_string().as_str()),
        (TUESDAY, "10:00")
    );
    assert_eq!(fitting_names(&times[0]), ["Nour Hassan"]);
    assert_eq!(times[0].people[0].offer.start.to_string(), "10:00");
}

#[test]
fn a_visit_that_moves_away_frees_its_old_time_and_one_that_is_over_frees_none() {
    let clinic = clinic();
    let visit = book_visit(&clinic, TUESDAY, "10:00", 15).appointment.id;
    waits(&clinic, "Nour Hassan", Urgency::Soon);
    let to = json!({ "id": visit, "date": WEDNESDAY });
    appointments::move_visit(&clinic.desk, &clinic.admin, ask(to)).unwrap();
    assert_eq!(fitting_names(&freed_now(&clinic)[0]), ["Nour Hassan"]);
    let late = book_visit(&clinic, TUESDAY, "11:00", 15).appointment.id;
    // Noon of that Tuesday in Cairo.
    clinic.clock.set(Instant(1_795_514_400_000));
    appointments::no_show(&clinic.desk, &clinic.admin, ask(json!({ "id": late }))).unwrap();
    assert_eq!(freed_now(&clinic).len(), 0, "its time is past");
}

#[test]
fn a_closure_that_is_taken_back_frees_its_days() {
    let clinic = clinic();
    let closure = json!({ "doctor_id": clinic.doctor, "first_date": TUESDAY, "last_date": WEDNESDAY, "reason": "away" });
    let id = closures::add(&clinic.desk, &clinic.admin, ask(closure)).unwrap().closure.id;
    waits(&clinic, "Nour Hassan", Urgency::Soon);
    assert_eq!(fitting_names(&who_fits(&clinic, clinic.doctor, TUESDAY, "10:00", 15)), Vec::<&str>::new());
    closures::remove(&clinic.desk, &clinic.admin, ClosureRef { id }).unwrap();
    let days: Vec<_> = freed_now(&clinic).iter().map(|freed| freed.time.date.to_string()).collect();
    assert_eq!(days, [TUESDAY, WEDNESDAY]);
}

#[test]
fn a_full_day_fits_nobody_until_somebody_leaves_it() {
    let clinic = clinic();
    limit_patients(&clinic, 1);
    let visit = book_visit(&clinic, TUESDAY, "10:00", 15).appointment.id;
    waits(&clinic, "Nour Hassan", Urgency::Soon);
    assert_eq!(who_fits(&clinic, clinic.doctor, TUESDAY, "11:00", 15).people.len(), 0);
    cancel(&clinic, visit);
    assert_eq!(who_fits(&clinic, clinic.doctor, TUESDAY, "11:00", 15).people.len(), 1);
}

#[test]
fn who_is_booked_leaves_the_list_in_the_same_operation_and_undo_brings_both_back() {
    let clinic = clinic();
    let wait = waits(&clinic, "Nour Hassan", Urgency::Urgent);
    let booked = take(&clinic, wait.id, TUESDAY, "10:00").unwrap();
    assert_eq!(booked.wait.state, WaitState::Booked);
    assert_eq!(booked.wait.appointment_id, Some(booked.appointment.id));
    assert_eq!(booked.appointment.patient_id, wait.patient_id);
    assert_eq!(listed(&clinic, json!({})).len(), 0);
    assert_eq!(names(&listed(&clinic, json!({ "ended": true }))), ["Nour Hassan"]);
    assert_eq!(refused(take(&clinic, wait.id, TUESDAY, "11:00")).code, "waiting.ended");
    take_back(&clinic);
    let again = listed(&clinic, json!({}));
    assert_eq!(
        (names(&again), again[0].state, again[0].next_visit.is_none()),
        (vec!["Nour Hassan"], WaitState::Waiting, true)
    );
    assert_eq!(take(&clinic, wait.id, TUESDAY, "10:00").unwrap().wait.state, WaitState::Booked);
}

#[test]
fn who_waits_for_an_earlier_time_keeps_the_one_visit_and_its_old_time_is_free_for_the_next() {
    let clinic = clinic();
    let later = book_visit(&clinic, WEDNESDAY, "11:00", 15).appointment;
    let wait = put(&clinic, later.patient_id, json!({ "doctor_id": clinic.doctor }));
    assert_eq!(wait.next_visit_id, Some(later.id));
    waits(&clinic, "Nour Hassan", Urgency::Routine);
    let earlier = json!({
        "id": wait.id, "doctor_id": clinic.doctor, "date": TUESDAY, "start": "10:00", "instead_of": later.id,
    });
    let stranger = book_visit(&clinic, WEDNESDAY, "12:00", 15).appointment.id;
    let mut of_another = earlier.clone();
    of_another["instead_of"] = json!(stranger);
    let refusal = refused(book(&clinic.desk, &clinic.admin, ask::<BookWait>(of_another)));
    assert_eq!(refusal.code, "not_found");
    let moved = book(&clinic.desk, &clinic.admin, ask::<BookWait>(earlier)).unwrap();
    assert_eq!((moved.appointment.id, moved.appointment.date.to_string().as_str()), (later.id, TUESDAY));
    assert_eq!((moved.wait.state, moved.wait.appointment_id), (WaitState::Booked, Some(later.id)));
    let times = freed_now(&clinic);
    assert_eq!(
        (times[0].time.date.to_string().as_str(), fitting_names(&times[0])),
        (WEDNESDAY, vec!["Nour Hassan"])
    );
    take_back(&clinic);
    assert_eq!(names(&listed(&clinic, json!({}))).len(), 2);
    let back = crate::appointments::get(&clinic.desk, &clinic.admin, ask(json!({ "id": later.id }))).unwrap();
    assert_eq!(back.appointment.date.to_string(), WEDNESDAY);
}

#[test]
fn a_refused_booking_leaves_the_patient_on_the_list() {
    let clinic = clinic();
    book_visit(&clinic, TUESDAY, "10:00", 15);
    let wait = waits(&clinic, "Nour Hassan", Urgency::Urgent);
    let refusal = refused(take(&clinic, wait.id, TUESDAY, "10:00"));
    assert_eq!(refusal.code, "booking.slot_taken");
    assert_eq!(listed(&clinic, json!({})).len(), 1);
}

#[test]
fn a_call_about_a_time_is_kept_and_the_next_one_stands_after_it() {
    let clinic = clinic();
    let first = waits(&clinic, "Nour Hassan", Urgency::Urgent);
    waits(&clinic, "Omar Hesham", Urgency::Soon);
    let offered = json!({ "doctor_id": clinic.doctor, "date": TUESDAY, "start": "10:00" });
    let rang = json!({ "id": first.id, "outcome": "no_answer", "note": "rang twice", "offered": offered });
    let after = call(&clinic.desk, &clinic.admin, ask::<CallWait>(rang)).unwrap().wait;
    assert_eq!((after.state, after.calls.len()), (WaitState::Offered, 1));
    let asked = |start| {
        let fits = who_fits(&clinic, clinic.doctor, TUESDAY, start, 15);
        fits.people.iter().map(|person| person.asked.map(|outcome| outcome.code())).collect::<Vec<_>>()
    };
    assert_eq!(asked("10:00"), [Some("no_answer"), None]);
    assert_eq!(asked("12:00"), [None, None], "that call was about another time");
}

#[test]
fn after_the_last_day_nobody_waits_any_more_and_a_later_day_brings_them_back() {
    let clinic = clinic();
    let patient = clinic.patient("Nour Hassan");
    let wait = put(&clinic, patient, json!({ "doctor_id": clinic.doctor, "last_date": TUESDAY }));
    clinic.clock.advance_minutes(5 * 24 * 60);
    assert_eq!(listed(&clinic, json!({})).len(), 0);
    let over = listed(&clinic, json!({ "ended": true }));
    assert_eq!(over[0].state, WaitState::Expired);
    let later = json!({ "id": wait.id, "wish": { "doctor_id": clinic.doctor, "last_date": "2026-12-20" } });
    let changed = change(&clinic.desk, &clinic.admin, ask(later)).unwrap().wait;
    assert_eq!((changed.state, changed.since), (WaitState::Waiting, wait.since));
}

#[test]
fn removing_somebody_says_why_and_undo_brings_them_back() {
    let clinic = clinic();
    let wait = waits(&clinic, "Nour Hassan", Urgency::Soon);
    let without: RemoveWait = ask(json!({ "id": wait.id, "reason": " " }));
    assert_eq!(refused(remove(&clinic.desk, &clinic.admin, without)).code, "input.invalid");
    let request: RemoveWait = ask(json!({ "id": wait.id, "reason": "found another doctor" }));
    let gone = remove(&clinic.desk, &clinic.admin, request).unwrap().wait;
    assert_eq!((gone.state, gone.end_reason.as_deref()), (WaitState::Removed, Some("found another doctor")));
    take_back(&clinic);
    assert_eq!(listed(&clinic, json!({})).len(), 1);
}

#[test]
fn a_wish_that_nobody_could_keep_is_refused_field_by_field() {
    let clinic = clinic();
    let patient = clinic.patient("Nour Hassan");
    let codes = |wish: Value| {
        let request: AddWait = ask(json!({ "patient_id": patient, "wish": wish }));
        let refusal = refused(add(&clinic.desk, &clinic.admin, request));
        let fields = refusal.fields.iter();
        fields.map(|field| format!("{} {}", field.field, field.code)).collect::<Vec<_>>()
    };
    assert_eq!(codes(json!({ "last_date": "2026-11-01" })), ["last_date in_the_past"]);
    assert_eq!(
        codes(json!({ "first_date": TUESDAY, "last_date": "2026-11-22" })),
        ["last_date end_before_start"]
    );
    assert_eq!(
        codes(json!({ "from": "12:00", "until": "12:00", "minutes": 15 })),
        ["until end_before_start", "minutes out_of_range"]
    );
    assert_eq!(codes(json!({ "from": "12:00", "until": "12:10", "minutes": 15 })), ["minutes out_of_range"]);
    put(&clinic, patient, json!({ "doctor_id": clinic.doctor }));
    let again: AddWait = ask(json!({ "patient_id": patient, "wish": { "doctor_id": clinic.doctor } }));
    assert_eq!(refused(add(&clinic.desk, &clinic.admin, again)).code, "waiting.already_waits");
    put(&clinic, patient, json!({}));
}

#[test]
fn each_row_brings_the_first_time_of_the_next_days_that_its_wish_can_have() {
    let clinic = clinic();
    let other = another_doctor(&clinic, "Zeinab Omar");
    book_visit(&clinic, TUESDAY, "09:00", 240);
    let patient = clinic.patient("Nour Hassan");
    let wish = json!({ "first_date": TUESDAY, "until": "13:00", "weekdays": ["tue", "thu"], "minutes": 30 });
    put(&clinic, patient, wish);
    let times: Vec<_> = listed(&clinic, json!({}))[0]
        .free_times
        .iter()
        .map(|time| (time.doctor_id == other, format!("{} {}", time.date, time.start)))
        .collect();
    assert_eq!(times, [(true, "2026-11-24 09:00".to_owned()), (false, "2026-11-26 09:00".to_owned())]);
    assert_eq!(listed(&clinic, json!({ "doctor_id": other })).len(), 1);
}

#[test]
fn the_waiting_of_a_merged_file_is_the_persons_and_goes_back_when_it_is_taken_apart() {
    use crate::patients::merging;
    let clinic = clinic();
    let (one, other) = (clinic.patient("Nadia Sami"), clinic.patient("Nadia Samy"));
    // Made at the same moment: of these, the one with the smaller identifier stays.
    let (kept, merged) = (one.min(other), one.max(other));
    put(&clinic, merged, json!({ "doctor_id": clinic.doctor }));
    let before = rows(&clinic);
    let pair = json!({ "one": kept, "other": merged, "choices": [] });
    merging::merge(&clinic.desk, &clinic.admin, ask(pair)).unwrap();
    let of = |patient: PatientId| listed(&clinic, json!({ "patient_id": patient }));
    assert_eq!((of(kept).len(), of(merged).len(), of(kept)[0].patient_id), (1, 1, kept));
    merging::unmerge(&clinic.desk, &clinic.admin, ask(json!({ "id": merged }))).unwrap();
    assert_eq!((of(kept).len(), of(merged).len()), (0, 1));
    assert_eq!(rows(&clinic), before);
}

proptest! {
    #![proptest_config(Config::with_cases(24))]
    /// Whatever the day looks like, whoever is offered some of a freed time is booked when they say yes, the first of the list or the
    /// last; and after an undo the next one can still be.
    #[test]
    fn everyone_who_is_offered_a_time_is_accepted(
        held in vec((0u16..48, 1u16..6), 0..10),
        wishes in vec((5u16..50, option::of((0u16..40, 5u16..30)), 0usize..3), 1..6),
        (start, long) in (0u16..90, 1u16..8),
    ) {
        let clinic = clinic();
        for (slot, long) in held {
            let minutes = 540 + slot * 10;
            let visit = json!({
                "doctor_id": clinic.doctor, "patient_id": clinic.patient("Held"), "date": TUESDAY,
                "start": format!("{:02}:{:02}", minutes / 60, minutes % 60), "minutes": long * 10,
            });
            // What does not fit the day is not in it.
            let _ = appointments::book(&clinic.desk, &clinic.admin, ask(visit));
        }
        for (number, (minutes, window, urgency)) in wishes.into_iter().enumerate() {
            let mut wish = json!({ "minutes": minutes, "urgency": Urgency::ALL[urgency] });
            if let Some((from, long)) = window {
                let (from, until) = (540 + from * 10, 540 + from * 10 + minutes + long);
                wish["from"] = json!(format!("{:02}:{:02}", from / 60, from % 60));
                wish["until"] = json!(format!("{:02}:{:02}", until / 60, until % 60));
            }
            put(&clinic, clinic.patient(&format!("Waits {number}")), wish);
        }
        let at = 540 + start * 5;
        let free = who_fits(&clinic, clinic.doctor, TUESDAY, &format!("{:02}:{:02}", at / 60, at % 60), long * 5);
        for person in free.people {
            let offer = person.offer;
            let taken = take(&clinic, person.wait.id, &offer.date.to_string(), &offer.start.to_string());
            prop_assert!(taken.is_ok(), "{taken:?}");
            prop_assert_eq!(taken.unwrap().appointment.minutes, person.wait.minutes);
            take_back(&clinic);
        }
    }
}
