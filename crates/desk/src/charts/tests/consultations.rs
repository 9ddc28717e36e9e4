//! Calls by which online visits were held.

use domain::appointment::AppointmentStatus;
use domain::chart::{ConsultationFlag, ConsultationKind};
use domain::id::{AppointmentId, ConsultationId, PatientId};
use domain::time::WallTime;
use rusqlite::named_params;

use super::{doctor, fields, read, refused};
use crate::Session;
use crate::charts::{
    Consultation, ConsultationRef, EncounterRef, SaveConsultation, StartConsultation, TimelineKind,
    encounter, end_consultation, remove_consultation, save_consultation, start_consultation,
};
use crate::error::Result;
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::patients::tests::{booked, set_status};
use crate::store::Sql;
use crate::testing::{TestDesk, fresh_desk};

/// A visit from afar.
fn online(test: &TestDesk, patient: PatientId) -> AppointmentId {
    let visit = booked(test, patient, "2026-11-20", "scheduled");
    test.desk
        .commit(&test.admin, "appointments.book", |tx| {
            tx.execute(
                "update appointment set kind = 'online' where id = :id",
                named_params! { ":id": Sql(visit) },
            )?;
            Ok(())
        })
        .unwrap();
    visit
}

fn call(test: &TestDesk, who: &Session, appointment_id: AppointmentId) -> Result<Consultation> {
    let request = StartConsultation { appointment_id, kind: ConsultationKind::Video };
    Ok(start_consultation(&test.desk, who, request)?.consultation)
}

fn hang_up(test: &TestDesk, who: &Session, id: ConsultationId) -> Result<Consultation> {
    Ok(end_consultation(&test.desk, who, ConsultationRef { id })?.consultation)
}

fn said(id: ConsultationId) -> SaveConsultation {
    SaveConsultation {
        id,
        kind: ConsultationKind::Audio,
        started: None,
        minutes: None,
        device: Some(" phone, mobile data ".into()),
        summary: Some("Cough is better".into()),
        flags: vec![
            ConsultationFlag::ConnectionLost,
            ConsultationFlag::IdentityChecked,
            ConsultationFlag::ConnectionLost,
        ],
    }
}

#[test]
fn a_visit_begins_with_its_call_and_undo_takes_both_back() {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let own = doctor(&test, 2, Some(test.doctor));
    let visit = online(&test, patient);
    read(&test, &own, patient).unwrap();
    let page = || encounter(&test.desk, &own, EncounterRef { appointment_id: visit }).unwrap();
    let first = call(&test, &own, visit).unwrap();
    assert_eq!((page().visit.status, page().consultations.len()), (AppointmentStatus::InConsultation, 1));
    assert_eq!(refused(call(&test, &own, visit)).code, "consultation.running");
    undo(&test.desk, &own, UndoRequest { id: None }).unwrap();
    assert_eq!((page().visit.status, page().consultations.len()), (AppointmentStatus::Scheduled, 0));
    assert_eq!(refused(hang_up(&test, &own, first.id)).code, "not_found");
    // A line that breaks is taken up again as a call of its own.
    let second = call(&test, &own, visit).unwrap();
    test.clock.advance_minutes(7);
    assert_eq!(hang_up(&test, &own, second.id).unwrap().minutes(), Some(7));
    assert_eq!(refused(hang_up(&test, &own, second.id)).code, "consultation.ended");
    call(&test, &own, visit).unwrap();
    assert_eq!(page().consultations.len(), 2);
}

#[test]
fn what_is_said_of_a_call_stands_in_the_timeline_each_flag_once() {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let own = doctor(&test, 2, Some(test.doctor));
    let visit = online(&test, patient);
    let running = call(&test, &own, visit).unwrap();
    test.clock.advance_minutes(12);
    let at = |hour, minute| WallTime::at(hour, minute);
    let wrong = |request| refused(save_consultation(&test.desk, &own, request));
    let early = SaveConsultation { started: at(11, 0), ..said(running.id) };
    assert_eq!(fields(&wrong(early)), [("started", "not_yet")]);
    let long = SaveConsultation { minutes: Some(13), ..said(running.id) };
    assert_eq!(fields(&wrong(long)), [("minutes", "not_yet")]);
    let endless = SaveConsultation { minutes: Some(1_441), ..said(running.id) };
    assert_eq!(fields(&wrong(endless)), [("minutes", "out_of_range")]);
    let mended = SaveConsultation { started: at(9, 50), minutes: Some(20), ..said(running.id) };
    save_consultation(&test.desk, &own, mended).unwrap();
    let chart = read(&test, &own, patient).unwrap();
    let entry = chart.timeline.iter().find(|entry| entry.kind == TimelineKind::Consultation).unwrap();
    let told = entry.consultation.as_ref().unwrap();
    assert_eq!((entry.time, entry.detail.as_deref()), (at(9, 50), Some("Cough is better")));
    assert_eq!((told.minutes, told.kind), (Some(20), ConsultationKind::Audio));
    assert_eq!(told.flags, [ConsultationFlag::IdentityChecked, ConsultationFlag::ConnectionLost]);
    remove_consultation(&test.desk, &own, ConsultationRef { id: running.id }).unwrap();
    let chart = read(&test, &own, patient).unwrap();
    assert!(chart.timeline.iter().all(|entry| entry.kind != TimelineKind::Consultation));
}

#[test]
fn only_an_online_visit_of_ones_own_patient_is_held_by_a_call() {
    let test = fresh_desk();
    let patient = test.patient("Samia Farouk");
    let (own, stranger) = (doctor(&test, 2, Some(test.doctor)), doctor(&test, 3, None));
    let in_person = booked(&test, patient, "2026-11-20", "scheduled");
    assert_eq!(refused(call(&test, &own, in_person)).code, "consultation.not_online");
    let missed = online(&test, test.patient("Nour Hassan"));
    set_status(&test, missed, "no_show");
    let refusal = refused(call(&test, &own, missed));
    assert_eq!((refusal.code, refusal.params["status"].as_str()), ("consultation.not_held", Some("no_show")));
    let visit = online(&test, test.patient("Karim Naguib"));
    assert_eq!(refused(call(&test, &stranger, visit)).code, "chart.not_yours");
    let running = call(&test, &own, visit).unwrap();
    assert_eq!(refused(hang_up(&test, &stranger, running.id)).code, "chart.not_yours");
    assert_eq!(refused(save_consultation(&test.desk, &stranger, said(running.id))).code, "chart.not_yours");
}
