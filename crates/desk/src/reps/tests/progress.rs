use domain::code::Code as _;
use domain::id::RepVisitId;
use domain::rep_visit::{RepVisitAction, RepVisitStatus};
use rusqlite::named_params;
use serde_json::json;

use super::super::requests::{CancelRepVisit, KeepRepOut, RepVisitReply};
use super::super::{arrive, cancel, confirm, decline, get, no_show, refuse_entry, reschedule, start};
use super::{approve, at, block, booked, clinic, complete, refused, rep, request, to};
use crate::appointments::tests::{TUESDAY, book as book_patient, cairo, commit, date, everything};
use crate::error::Result;
use crate::ledger::requests::{ListOperations, UndoRequest};
use crate::ledger::{undo, views};
use crate::store::Sql;
use crate::testing::TestDesk;

fn act(clinic: &TestDesk, action: RepVisitAction, id: RepVisitId) -> Result<RepVisitReply> {
    let (desk, session) = (&clinic.desk, &clinic.admin);
    let out = KeepRepOut { id, reason: "the waiting room is full".to_owned() };
    match action {
        RepVisitAction::Approve => approve(clinic, id),
        RepVisitAction::Decline => decline(desk, session, out),
        RepVisitAction::Confirm => confirm(desk, session, at(id)),
        RepVisitAction::Arrive => arrive(desk, session, at(id)),
        RepVisitAction::Start => start(desk, session, at(id)),
        RepVisitAction::Complete => complete(clinic, id),
        RepVisitAction::NoShow => no_show(desk, session, at(id)),
        RepVisitAction::Cancel => {
            cancel(desk, session, CancelRepVisit { id, cancelled_by: None, reason: None })
        }
        RepVisitAction::Reschedule => reschedule(desk, session, to(id, TUESDAY, "17:40")),
        RepVisitAction::RefuseEntry => refuse_entry(desk, session, out),
    }
}

/// Puts a visit into a state, past every rule.
fn put_into(clinic: &TestDesk, id: RepVisitId, status: RepVisitStatus) {
    commit(clinic, |tx| {
        Ok(tx.execute(
            "update rep_visit set status = :status where id = :id",
            named_params! { ":id": Sql(id), ":status": Sql(status) },
        )?)
    });
}

#[test]
fn every_action_does_or_refuses_what_the_states_say() {
    let clinic = clinic();
    let rep = rep(&clinic);
    let visit = booked(&clinic, rep, TUESDAY, "17:00");
    for &status in RepVisitStatus::ALL {
        for &action in RepVisitAction::ALL {
            put_into(&clinic, visit.id, status);
            let before = everything(&clinic.desk);
            let answer = act(&clinic, action, visit.id);
            let Some(reached) = action.leads_to(status) else {
                let refusal = refused(answer);
                assert_eq!(refusal.code, "rep_visit.wrong_state", "{action:?} {status:?}");
                assert_eq!(refusal.params["status"], json!(status.code()));
                assert_eq!(refusal.params["action"], json!(action.code()));
                assert_eq!(everything(&clinic.desk), before, "a refusal changes nothing");
                continue;
            };
            let answer = answer.unwrap_or_else(|error| panic!("{action:?} {status:?}: {error:?}"));
            let now = get(&clinic.desk, &clinic.admin, at(visit.id)).unwrap().visit;
            assert_eq!(now.status, reached, "{action:?} {status:?}");
            if action == RepVisitAction::Reschedule {
                assert_eq!(answer.visit.rescheduled_from, Some(visit.id));
                put_into(&clinic, answer.visit.id, RepVisitStatus::Cancelled);
            }
        }
    }
}

#[test]
fn a_blocked_rep_is_refused_at_the_door_and_that_is_written_down() {
    let clinic = clinic();
    let rep = rep(&clinic);
    let visit = booked(&clinic, rep, TUESDAY, "17:00");
    block(&clinic, rep, "2026-12-31");
    clinic.clock.set(cairo(TUESDAY, "16:55"));
    let refusal = refused(arrive(&clinic.desk, &clinic.admin, at(visit.id)));
    assert_eq!(refusal.code, "rep.blocked");
    assert_eq!(
        json!(refusal.params),
        json!({ "rep": "Rania Aziz", "until": "2026-12-31", "reason": "Went past the desk" })
    );
    let now = get(&clinic.desk, &clinic.admin, at(visit.id)).unwrap().visit;
    assert_eq!(now.status, RepVisitStatus::RefusedEntry);
    assert_eq!(now.cancel_reason.as_deref(), Some("rep.blocked"));
    assert_eq!(now.arrived_at, Some(cairo(TUESDAY, "16:55")));
    let kind = Some("rep_visits.refuse_entry".to_owned());
    let listed = ListOperations { kind, ..ListOperations::default() };
    assert_eq!(views::list(&clinic.desk, &clinic.admin, listed).unwrap().operations.len(), 1);
    // Let in again, the rep may come after all.
    super::super::unblock(&clinic.desk, &clinic.admin, super::super::RepRef { id: rep }).unwrap();
    let here = arrive(&clinic.desk, &clinic.admin, at(visit.id)).unwrap().visit;
    assert_eq!((here.status, here.cancel_reason), (RepVisitStatus::Arrived, None));
}

#[test]
fn a_credential_that_ran_out_keeps_its_rep_out() {
    let clinic = clinic();
    let rep = rep(&clinic);
    let visit = booked(&clinic, rep, TUESDAY, "17:00");
    commit(&clinic, |tx| {
        let expired = named_params! { ":id": Sql(rep), ":day": Sql(date("2026-11-23")) };
        Ok(tx.execute("update rep set credential_expires = :day where id = :id", expired)?)
    });
    clinic.clock.set(cairo(TUESDAY, "17:00"));
    let refusal = refused(arrive(&clinic.desk, &clinic.admin, at(visit.id)));
    assert_eq!(refusal.code, "rep.credential_expired");
    assert_eq!(refusal.params["expired"], json!("2026-11-23"));
}

#[test]
fn a_rep_who_comes_late_after_all_finds_the_time_taken() {
    let clinic = clinic();
    let rep = rep(&clinic);
    let visit = booked(&clinic, rep, TUESDAY, "17:00");
    no_show(&clinic.desk, &clinic.admin, at(visit.id)).unwrap();
    let company = super::company(&clinic, "Delta Pharma");
    let other = super::rep_of(&clinic, company, "Adel Samir");
    booked(&clinic, other, TUESDAY, "17:05");
    let refusal = refused(arrive(&clinic.desk, &clinic.admin, at(visit.id)));
    assert_eq!(refusal.code, "booking.slot_taken");
    assert_eq!(refusal.params["visit"]["name"], json!("Adel Samir · Delta Pharma"));
}

#[test]
fn rescheduling_keeps_the_chain_and_undoing_it_brings_the_old_one_back() {
    let clinic = clinic();
    let rep = rep(&clinic);
    let visit = booked(&clinic, rep, TUESDAY, "17:00");
    // It may overlap itself.
    let moved = reschedule(&clinic.desk, &clinic.admin, to(visit.id, TUESDAY, "17:05")).unwrap().visit;
    assert_eq!((moved.rescheduled_from, moved.status), (Some(visit.id), RepVisitStatus::Approved));
    assert_ne!(moved.r#ref, visit.r#ref);
    undo::undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
    let again = get(&clinic.desk, &clinic.admin, at(visit.id)).unwrap().visit;
    assert_eq!(again.status, RepVisitStatus::Approved);
    assert_eq!(refused(get(&clinic.desk, &clinic.admin, at(moved.id))).code, "not_found");
}

#[test]
fn a_request_holds_no_time_until_it_is_approved() {
    let clinic = clinic();
    let rep = rep(&clinic);
    let wish = super::BookRepVisit { as_request: true, ..request(&clinic, rep, date(TUESDAY), "17:00") };
    let wish = super::super::book(&clinic.desk, &clinic.admin, wish).unwrap().visit;
    assert_eq!(wish.status, RepVisitStatus::Requested);
    let company = super::company(&clinic, "Delta Pharma");
    let other = super::rep_of(&clinic, company, "Adel Samir");
    let holder = booked(&clinic, other, TUESDAY, "17:10");
    let inbox =
        super::super::pending_requests(&clinic.desk, &clinic.admin, crate::session::Empty {}).unwrap();
    let verdict = inbox.requests[0].verdict.as_ref().unwrap();
    assert_eq!((inbox.count, verdict.code.as_str()), (1, "booking.slot_taken"));
    assert_eq!(refused(approve(&clinic, wish.id)).code, "booking.slot_taken");
    cancel(&clinic.desk, &clinic.admin, CancelRepVisit { id: holder.id, cancelled_by: None, reason: None })
        .unwrap();
    assert_eq!(approve(&clinic, wish.id).unwrap().visit.status, RepVisitStatus::Approved);
    let inbox =
        super::super::pending_requests(&clinic.desk, &clinic.admin, crate::session::Empty {}).unwrap();
    assert_eq!(inbox.count, 0);
}

#[test]
fn a_patient_and_a_rep_do_not_get_the_same_time() {
    let clinic = clinic();
    let rep = rep(&clinic);
    crate::appointments::tests::add_hours(
        &clinic,
        clinic.doctor,
        domain::calendar::Audience::Rep,
        domain::time::Weekday::Tuesday,
        ("10:00", "11:00"),
    );
    book_patient(&clinic, TUESDAY, "10:15", 15);
    let refusal = refused(super::book(&clinic, rep, TUESDAY, "10:10"));
    assert_eq!(refusal.code, "booking.slot_taken");
    assert_eq!(refusal.params["visit"]["kind"], json!("appointment"));
    booked(&clinic, rep, TUESDAY, "10:30");
}
