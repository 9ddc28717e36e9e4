use domain::appointment::{AppointmentAction, AppointmentStatus, CancelledBy};
use domain::code::Code as _;
use domain::id::AppointmentId;
use rusqlite::named_params;
use serde_json::json;

use super::super::{arrive, cancel, complete, confirm, describe, no_show, start};
use super::{TUESDAY, at, book, cairo, clinic, commit, everything, move_to, refused, to};
use crate::appointments::requests::{
    Appointment, AppointmentReply, CancelRequest, DescribeRequest, MoveRequest,
};
use crate::error::Result;
use crate::store::Sql;
use crate::testing::TestDesk;

fn act(clinic: &TestDesk, action: AppointmentAction, id: AppointmentId) -> Result<AppointmentReply> {
    let (desk, session) = (&clinic.desk, &clinic.admin);
    match action {
        AppointmentAction::Confirm => confirm(desk, session, at(id)),
        AppointmentAction::Arrive => arrive(desk, session, at(id)),
        AppointmentAction::Start => start(desk, session, at(id)),
        AppointmentAction::Complete => complete(desk, session, at(id)),
        AppointmentAction::NoShow => no_show(desk, session, at(id)),
        AppointmentAction::Cancel => {
            cancel(desk, session, CancelRequest { id, cancelled_by: None, reason: None })
        }
        AppointmentAction::Move => move_to(clinic, MoveRequest { start: "16:00".parse().ok(), ..to(id) }),
    }
}

/// Puts a visit into a state, past every rule.
fn put_into(clinic: &TestDesk, id: AppointmentId, status: AppointmentStatus) {
    let cancelled_by = (status == AppointmentStatus::Cancelled).then_some(CancelledBy::Clinic);
    commit(clinic, |tx| {
        Ok(tx.execute(
            "update appointment set status = :status, cancelled_by = :cancelled_by where id = :id",
            named_params! { ":id": Sql(id), ":status": Sql(status), ":cancelled_by": Sql(cancelled_by) },
        )?)
    });
}

#[test]
fn every_action_does_or_refuses_what_the_states_say() {
    for &status in AppointmentStatus::ALL {
        for &action in AppointmentAction::ALL {
            let clinic = clinic();
            let visit = book(&clinic, TUESDAY, "10:00", 15).appointment;
            put_into(&clinic, visit.id, status);
            let before = everything(&clinic.desk);
            let answer = act(&clinic, action, visit.id);
            match action.leads_to(status) {
                Some(reached) => {
                    assert_eq!(answer.unwrap().appointment.status, reached, "{action:?} {status:?}")
                }
                None => {
                    let refusal = refused(answer);
                    assert_eq!(refusal.code, "appointment.wrong_state", "{action:?} {status:?}");
                    assert_eq!(refusal.params["status"], json!(status.code()));
                    assert_eq!(refusal.params["action"], json!(action.code()));
                    assert_eq!(everything(&clinic.desk), before, "a refusal changes nothing");
                }
            }
        }
    }
}

#[test]
fn a_visit_on_its_way_is_stamped_at_each_step() {
    let clinic = clinic();
    let id = book(&clinic, TUESDAY, "10:00", 15).appointment.id;
    let step = |action, time: &str| -> Appointment {
        clinic.clock.set(cairo(TUESDAY, time));
        act(&clinic, action, id).unwrap().appointment
    };
    step(AppointmentAction::Confirm, "08:00");
    let arrived = step(AppointmentAction::Arrive, "09:50");
    assert_eq!((arrived.arrived_at, arrived.queue_number), (Some(cairo(TUESDAY, "09:50")), Some(1)));
    step(AppointmentAction::Start, "10:05");
    let done = step(AppointmentAction::Complete, "10:22");
    assert_eq!(done.started_at, Some(cairo(TUESDAY, "10:05")));
    assert_eq!(done.completed_at, Some(cairo(TUESDAY, "10:22")));
    assert_eq!((done.arrived_at, done.status), (arrived.arrived_at, AppointmentStatus::Completed));
}

#[test]
fn the_queue_counts_per_doctor_and_day() {
    let clinic = clinic();
    let other = super::another_doctor(&clinic, "Karim Naguib");
    let visits: Vec<_> =
        ["09:00", "09:15", "09:30"].map(|time| book(&clinic, TUESDAY, time, 15).appointment.id).into();
    let next_day = book(&clinic, "2026-11-25", "09:00", 15).appointment.id;
    let patient = clinic.patient("Omar Hesham");
    let elsewhere =
        super::BookRequest { doctor_id: other, ..super::request(&clinic, patient, TUESDAY, "09:00", 15) };
    let elsewhere = super::try_book(&clinic, elsewhere).unwrap().appointment.id;
    let number = |id| arrive(&clinic.desk, &clinic.admin, at(id)).unwrap().appointment.queue_number;
    // In the order of arrival, not of the clock.
    assert_eq!([number(visits[2]), number(visits[0]), number(elsewhere)], [Some(1), Some(2), Some(1)]);
    assert_eq!([number(next_day), number(visits[1])], [Some(1), Some(3)]);
}

#[test]
fn calling_off_keeps_who_and_why_and_frees_the_time() {
    let clinic = clinic();
    let id = book(&clinic, TUESDAY, "10:00", 15).appointment.id;
    let reason = Some("  fever gone ".to_owned());
    let request = CancelRequest { id, cancelled_by: Some(CancelledBy::Clinic), reason };
    let visit = cancel(&clinic.desk, &clinic.admin, request).unwrap().appointment;
    assert_eq!(
        (visit.cancelled_by, visit.cancel_reason.as_deref()),
        (Some(CancelledBy::Clinic), Some("fever gone"))
    );
    book(&clinic, TUESDAY, "10:00", 15);
}

#[test]
fn a_no_show_who_turns_up_late_may_still_arrive_unless_the_time_is_gone() {
    let clinic = clinic();
    let early = book(&clinic, TUESDAY, "10:00", 15).appointment.id;
    let late = book(&clinic, TUESDAY, "10:15", 15).appointment.id;
    clinic.clock.set(cairo(TUESDAY, "11:00"));
    for id in [early, late] {
        assert!(no_show(&clinic.desk, &clinic.admin, at(id)).unwrap().warnings.is_empty());
    }
    let arrived = arrive(&clinic.desk, &clinic.admin, at(early)).unwrap().appointment;
    assert_eq!(arrived.status, AppointmentStatus::Arrived);
    let instead = book(&clinic, TUESDAY, "10:15", 15).appointment;
    let refusal = refused(arrive(&clinic.desk, &clinic.admin, at(late)));
    assert_eq!((refusal.code, &refusal.params["visit"]["id"]), ("booking.slot_taken", &json!(instead.id)));
    assert_eq!(refusal.params["suggestions"][0]["start"], json!("11:00"));
    assert_eq!(refusal.params["may_overbook"], json!(false));
}

#[test]
fn what_is_odd_about_the_day_is_a_warning() {
    let clinic = clinic();
    let codes = |reply: AppointmentReply| -> Vec<String> {
        reply.warnings.into_iter().map(|warning| warning.code).collect()
    };
    let id = book(&clinic, TUESDAY, "10:00", 15).appointment.id;
    assert_eq!(codes(no_show(&clinic.desk, &clinic.admin, at(id)).unwrap()), ["before_its_time"]);
    assert_eq!(codes(arrive(&clinic.desk, &clinic.admin, at(id)).unwrap()), ["not_today"]);
    clinic.clock.set(cairo(TUESDAY, "09:55"));
    let id = book(&clinic, TUESDAY, "10:15", 15).appointment.id;
    assert!(arrive(&clinic.desk, &clinic.admin, at(id)).unwrap().warnings.is_empty());
}

#[test]
fn what_a_visit_is_about_changes_field_by_field() {
    let clinic = clinic();
    let id = book(&clinic, TUESDAY, "10:00", 15).appointment.id;
    let say = |reason: Option<&str>, notes: Option<&str>, symptoms: Option<&[&str]>| {
        let request = DescribeRequest {
            id,
            reason: reason.map(str::to_owned),
            notes: notes.map(str::to_owned),
            symptoms: symptoms.map(|list| list.iter().map(|&symptom| symptom.to_owned()).collect()),
        };
        describe(&clinic.desk, &clinic.admin, request).unwrap().appointment
    };
    say(Some("Cough"), Some("mother rings back"), Some(&["fever"]));
    let visit = say(None, Some(" "), None);
    assert_eq!(
        (visit.reason.as_deref(), visit.notes, visit.symptoms),
        (Some("Cough"), None, vec!["fever".to_owned()])
    );
    assert!(say(None, None, Some(&[])).symptoms.is_empty());
}
