use domain::appointment::AppointmentStatus;
use domain::calls::CallOutcome;
use domain::id::AppointmentId;
use domain::reminder::ReminderState;
use serde_json::{Value, json};

use super::{Reminder, Reminders, list, settle};
use crate::appointments::tests::{TUESDAY, book, clinic, close, commit, date, everything};
use crate::appointments::{self, AppointmentReply};
use crate::error::{Error, Result};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::patients::merging;
use crate::store::Sql;
use crate::testing::TestDesk;

const WEDNESDAY: &str = "2026-11-25";
/// The tests' now is a Friday; the doctor is there from Saturday on.
const SATURDAY: &str = "2026-11-21";

fn ask<T: serde::de::DeserializeOwned>(request: Value) -> T {
    serde_json::from_value(request).unwrap()
}

fn of(clinic: &TestDesk, day: &str) -> Reminders {
    list(&clinic.desk, &clinic.admin, ask(json!({ "date": day }))).unwrap()
}

/// The one row of the day.
fn only(clinic: &TestDesk, day: &str) -> Reminder {
    let mut list = of(clinic, day);
    assert_eq!(list.rows.len(), 1);
    assert_eq!(list.open, u32::from(list.rows[0].state.is_open()));
    list.rows.remove(0)
}

fn call(clinic: &TestDesk, visit: &AppointmentReply, way: &str) -> Result<Reminder> {
    clinic.clock.advance_minutes(1);
    let request = json!({ "id": visit.appointment.id, "way": way, "note": "  " });
    Ok(settle(&clinic.desk, &clinic.admin, ask(request))?.reminder)
}

fn go(clinic: &TestDesk, visit: &AppointmentReply, to: Value) {
    let mut request = to;
    request["id"] = json!(visit.appointment.id);
    appointments::move_visit(&clinic.desk, &clinic.admin, ask(request)).unwrap();
}

fn undo_last(clinic: &TestDesk) {
    undo(&clinic.desk, &clinic.admin, UndoRequest::default()).unwrap();
}

/// Whether the visit itself says that the patient was reminded.
fn says(clinic: &TestDesk, id: AppointmentId) -> bool {
    let sql = "select reminder_sent_at is not null from appointment where id = ?1";
    clinic.desk.read(|connection| Ok(connection.query_row(sql, [Sql(id)], |row| row.get(0))?)).unwrap()
}

#[test]
fn a_day_lists_who_is_expected_in_the_order_of_the_clock() {
    let clinic = clinic();
    let late = book(&clinic, TUESDAY, "11:00", 15);
    let early = book(&clinic, TUESDAY, "09:00", 15);
    book(&clinic, WEDNESDAY, "09:00", 15);
    let here = book(&clinic, TUESDAY, "10:00", 15);
    appointments::arrive(&clinic.desk, &clinic.admin, ask(json!({ "id": here.appointment.id }))).unwrap();
    let list = of(&clinic, TUESDAY);
    let ids: Vec<_> = list.rows.iter().map(|row| row.id).collect();
    assert_eq!(ids, [early.appointment.id, late.appointment.id]);
    assert_eq!((list.open, list.rows[0].doctor_name.as_str()), (2, "Salma Fathy"));
}

#[test]
fn the_day_is_the_next_one_on_which_somebody_works_or_is_expected() {
    let clinic = clinic();
    let next = || list(&clinic.desk, &clinic.admin, ask(json!({}))).unwrap().date;
    assert_eq!(next(), date(SATURDAY));
    close(&clinic, SATURDAY, None, "stocktaking");
    assert_eq!(next(), date("2026-11-22"));
    commit(&clinic, |tx| Ok(tx.execute("update doctor set active = 0", [])?));
    assert_eq!(next(), date(SATURDAY), "nobody works: tomorrow");
    commit(&clinic, |tx| Ok(tx.execute("update doctor set active = 1", [])?));
    commit(&clinic, |tx| Ok(tx.execute("update closure set deleted_at = 1", [])?));
    let visit = book(&clinic, SATURDAY, "09:00", 15);
    close(&clinic, SATURDAY, None, "stocktaking");
    assert_eq!(next(), date(SATURDAY), "somebody will stand before the closed door");
    assert_eq!(of(&clinic, SATURDAY).rows[0].id, visit.appointment.id);
}

#[test]
fn a_call_says_how_far_it_is_and_undo_takes_it_back() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "09:00", 15);
    let before = everything(&clinic.desk);
    assert_eq!(call(&clinic, &visit, "no_answer").unwrap().state, ReminderState::NoAnswer);
    assert_eq!(call(&clinic, &visit, "later").unwrap().state, ReminderState::Later);
    let reminded = call(&clinic, &visit, "reminded").unwrap();
    assert_eq!((reminded.state, reminded.calls.len()), (ReminderState::Reminded, 3));
    assert_eq!(
        (reminded.calls[0].outcome, reminded.calls[0].by.as_deref()),
        (CallOutcome::Reached, Some("Mona Adel"))
    );
    assert!(reminded.reminded_at.is_some() && says(&clinic, visit.appointment.id));
    undo_last(&clinic);
    assert_eq!(only(&clinic, TUESDAY).state, ReminderState::Later);
    assert!(!says(&clinic, visit.appointment.id));
    undo_last(&clinic);
    undo_last(&clinic);
    assert_eq!(only(&clinic, TUESDAY).state, ReminderState::ToCall);
    let visits = |rows: &[String]| {
        rows.iter().filter(|row| row.starts_with("appointment ")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(visits(&everything(&clinic.desk)), visits(&before));
}

#[test]
fn whoever_says_to_come_is_confirmed_by_the_same_call() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "09:00", 15);
    let row = call(&clinic, &visit, "confirmed").unwrap();
    assert_eq!((row.state, row.status), (ReminderState::Confirmed, AppointmentStatus::Confirmed));
    undo_last(&clinic);
    let row = only(&clinic, TUESDAY);
    assert_eq!((row.state, row.status), (ReminderState::ToCall, AppointmentStatus::Scheduled));
}

#[test]
fn who_confirmed_by_themselves_needs_no_call() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "09:00", 15);
    appointments::confirm(&clinic.desk, &clinic.admin, ask(json!({ "id": visit.appointment.id }))).unwrap();
    assert_eq!(only(&clinic, TUESDAY).state, ReminderState::Confirmed);
}

#[test]
fn a_visit_that_moves_is_to_be_reminded_of_anew_where_it_stands_then() {
    for way in ["reminded", "confirmed"] {
        let clinic = clinic();
        let visit = book(&clinic, TUESDAY, "09:00", 15);
        let state = call(&clinic, &visit, way).unwrap().state;
        go(&clinic, &visit, json!({ "minutes": 20 }));
        assert_eq!(only(&clinic, TUESDAY).state, state, "at the same time it is the same reminder");
        go(&clinic, &visit, json!({ "date": WEDNESDAY }));
        assert!(of(&clinic, TUESDAY).rows.is_empty());
        let row = only(&clinic, WEDNESDAY);
        assert_eq!((row.state, row.calls.len(), row.reminded_at), (ReminderState::ToCall, 0, None));
        assert_eq!(call(&clinic, &visit, "confirmed").unwrap().state, ReminderState::Confirmed);
        undo_last(&clinic);
        undo_last(&clinic);
        assert_eq!(only(&clinic, TUESDAY).state, state, "back where it was, nobody has to ring again");
    }
}

#[test]
fn calling_off_frees_the_reminder_and_undo_gives_it_back() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "09:00", 15);
    call(&clinic, &visit, "reminded").unwrap();
    appointments::cancel(&clinic.desk, &clinic.admin, ask(json!({ "id": visit.appointment.id }))).unwrap();
    assert!(of(&clinic, TUESDAY).rows.is_empty() && !says(&clinic, visit.appointment.id));
    match call(&clinic, &visit, "reminded") {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.code, "appointment.wrong_state"),
        other => panic!("{other:?}"),
    }
    undo_last(&clinic);
    assert_eq!(only(&clinic, TUESDAY).state, ReminderState::Reminded);
}

#[test]
fn the_visit_of_a_file_that_was_merged_is_listed_for_the_person() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "09:00", 15);
    let other = clinic.patient("Omar Hesham");
    let pair = json!({ "one": visit.appointment.patient_id, "other": other });
    let kept = merging::merge(&clinic.desk, &clinic.admin, ask(pair));
    assert!(kept.is_ok());
    let row = only(&clinic, TUESDAY);
    assert_eq!(row.patient_id, visit.appointment.patient_id.min(other));
    call(&clinic, &visit, "reminded").unwrap();
}

#[test]
fn visits_the_patient_missed_stand_beside_the_name() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "09:00", 15);
    commit(&clinic, |tx| {
        tx.execute(
            "insert into appointment (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, status, created_at)
             select ?1, 'APT-M-1', patient_id, doctor_id, site_id, '2026-11-10', 600, 15, 'no_show', 1
             from appointment where id = ?2",
            [Sql(tx.new_id::<AppointmentId>()), Sql(visit.appointment.id)],
        )?;
        Ok(())
    });
    let row = only(&clinic, TUESDAY);
    assert_eq!(row.no_shows, 1);
}
