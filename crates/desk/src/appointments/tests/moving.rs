use domain::appointment::AppointmentStatus;
use serde_json::json;

use super::{
    TUESDAY, another_doctor, at, book, clinic, everything, move_to, receptionist, refused, request, to,
    try_book,
};
use crate::appointments::requests::MoveRequest;

/// The appointments alone: the ledger remembers a move there and back, the day does not.
fn appointments(rows: Vec<String>) -> Vec<String> {
    rows.into_iter().filter(|row| row.starts_with("appointment ")).collect()
}

#[test]
fn moving_there_and_back_restores_the_day() {
    let clinic = clinic();
    let other = another_doctor(&clinic, "Karim Naguib");
    let visit = book(&clinic, TUESDAY, "10:00", 20).appointment;
    book(&clinic, TUESDAY, "10:20", 20);
    super::super::confirm(&clinic.desk, &clinic.admin, at(visit.id)).unwrap();
    let before = appointments(everything(&clinic.desk));
    let away = MoveRequest {
        doctor_id: Some(other),
        date: Some(super::date("2026-11-26")),
        start: Some("15:00".parse().unwrap()),
        minutes: Some(45),
        ..to(visit.id)
    };
    let moved = move_to(&clinic, away).unwrap().appointment;
    assert_eq!(
        (moved.id, &moved.r#ref, moved.status),
        (visit.id, &visit.r#ref, AppointmentStatus::Confirmed)
    );
    assert_eq!((moved.doctor_id, moved.start.to_string().as_str(), moved.minutes), (other, "15:00", 45));
    let back = MoveRequest {
        doctor_id: Some(clinic.doctor),
        date: Some(super::date(TUESDAY)),
        start: Some("10:00".parse().unwrap()),
        minutes: Some(20),
        ..to(visit.id)
    };
    move_to(&clinic, back).unwrap();
    assert_eq!(appointments(everything(&clinic.desk)), before);
}

#[test]
fn a_visit_does_not_stand_in_its_own_way() {
    let clinic = clinic();
    super::limit_patients(&clinic, 1);
    let visit = book(&clinic, TUESDAY, "10:00", 30).appointment;
    let start = "10:15".parse().ok();
    let moved = move_to(&clinic, MoveRequest { start, ..to(visit.id) }).unwrap();
    assert_eq!(moved.appointment.start.to_string(), "10:15");
    assert!(moved.warnings.is_empty(), "nor is its patient elsewhere");
}

#[test]
fn a_move_into_a_taken_time_is_refused_and_changes_nothing() {
    let clinic = clinic();
    let holder = book(&clinic, TUESDAY, "09:00", 30).appointment;
    let visit = book(&clinic, TUESDAY, "10:00", 30).appointment;
    let before = everything(&clinic.desk);
    let start = "09:15".parse().ok();
    let refusal = refused(move_to(&clinic, MoveRequest { start, ..to(visit.id) }));
    assert_eq!((refusal.code, &refusal.params["visit"]["id"]), ("booking.slot_taken", &json!(holder.id)));
    // Half an hour is free from 09:30: its own time is among what is offered.
    assert_eq!(refusal.params["suggestions"][0]["start"], json!("09:30"));
    assert_eq!(everything(&clinic.desk), before);
}

#[test]
fn a_move_to_where_it_stands_is_no_operation() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "09:00", 30).appointment;
    let before = everything(&clinic.desk);
    let start = Some(visit.start);
    move_to(&clinic, MoveRequest { start, minutes: Some(30), ..to(visit.id) }).unwrap();
    assert_eq!(everything(&clinic.desk), before);
}

#[test]
fn the_mark_of_an_overbooking_follows_what_is_true_where_the_visit_goes() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "10:00", 15);
    let patient = clinic.patient("Hala Samir");
    let mut urgent = request(&clinic, patient, TUESDAY, "10:00", 15);
    urgent.overbook_reason = Some("new burn".into());
    let urgent = try_book(&clinic, urgent).unwrap().appointment;
    let moved = move_to(&clinic, MoveRequest { start: "11:00".parse().ok(), ..to(urgent.id) }).unwrap();
    assert_eq!(moved.appointment.overbook_reason, None);
    let back = || MoveRequest { start: "10:00".parse().ok(), ..to(urgent.id) };
    assert_eq!(refused(move_to(&clinic, back())).code, "booking.slot_taken");
    let reasoned = || MoveRequest { overbook_reason: Some("still burning".into()), ..back() };
    let denied = super::super::move_visit(&clinic.desk, &receptionist(), reasoned());
    assert_eq!(refused(denied).code, "permission.denied");
    let moved = move_to(&clinic, reasoned()).unwrap();
    assert_eq!(moved.appointment.overbook_reason.as_deref(), Some("still burning"));
}

#[test]
fn what_does_not_exist_cannot_be_moved() {
    let clinic = clinic();
    let visit = book(&clinic, TUESDAY, "09:00", 30).appointment;
    crate::ledger::undo::undo(&clinic.desk, &clinic.admin, crate::ledger::requests::UndoRequest { id: None })
        .unwrap();
    let refusal = refused(move_to(&clinic, MoveRequest { minutes: Some(10), ..to(visit.id) }));
    assert_eq!((refusal.code, &refusal.params["what"]), ("not_found", &json!("appointment")));
}
