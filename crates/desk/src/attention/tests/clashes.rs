//! Two visits at one time, and days that are too full.

use domain::id::Id as _;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use rusqlite::named_params;
use serde_json::json;
use uuid::Uuid;

use super::{
    REASON, ask, clash, items, keep, move_to, noticed, only, receptionist, refused, second_at, visit,
};
use crate::appointments::tests::{TUESDAY, book, clinic, everything, limit_patients, rep_visit};
use crate::attention::{
    AttentionKind, ListAttention, Outcome, SettleRequest, Settlement, Which, list, settle,
};
use crate::error::Error;
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::store::Sql;
use crate::testing::take_in;

#[test]
fn a_clash_is_shown_with_both_visits_and_free_times() {
    let clinic = clinic();
    let clash = clash(&clinic);
    let item = only(&clinic);
    assert_eq!((item.id, item.kind), (clash.item, AttentionKind::Clash));
    assert_eq!(item.ways, [Settlement::Move, Settlement::Keep, Settlement::Cancel]);
    let (subject, other) = (item.visit.unwrap(), item.other.unwrap());
    assert_eq!((subject.name.as_str(), subject.desk_letter.as_deref()), ("Sara Nasr", Some("B")));
    assert_eq!((other.name.as_str(), other.desk_letter.as_deref()), ("Omar Hesham", Some("A")));
    assert_eq!(subject.free_times[0].start.to_string(), "09:30");
    assert!(!other.free_times.is_empty());
    assert_eq!(other.booked_by.as_deref(), Some("Mona Adel"));
}

#[test]
fn moving_the_second_visit_takes_the_mark_off_and_settles() {
    let clinic = clinic();
    let clash = clash(&clinic);
    let reply = settle(&clinic.desk, &receptionist(), move_to(clash.item, "11:00")).unwrap();
    assert_eq!((reply.open_count, reply.item.outcome), (0, Some(Outcome::Changed)));
    let moved = visit(&clinic, clash.second);
    assert_eq!((moved.start.to_string(), moved.clash_with), ("11:00".to_owned(), None));
    assert!(
        list(&clinic.desk, &clinic.admin, ListAttention { open: Some(true), ..Default::default() })
            .unwrap()
            .items
            .is_empty()
    );
}

#[test]
fn moving_the_first_visit_gives_its_time_to_the_second() {
    let clinic = clinic();
    let clash = clash(&clinic);
    let request = SettleRequest { visit: Some(Which::Other), ..move_to(clash.item, "12:00") };
    settle(&clinic.desk, &clinic.admin, request).unwrap();
    assert_eq!(visit(&clinic, clash.first).start.to_string(), "12:00");
    assert_eq!(visit(&clinic, clash.second).clash_with, None);
}

#[test]
fn a_time_that_a_third_visit_holds_is_not_given_away() {
    let clinic = clinic();
    let clash = clash(&clinic);
    take_in(&clinic.desk, |connection| {
        connection.execute(
            "update appointment set minutes = 90 where id = :id",
            named_params! { ":id": Sql(clash.second) },
        )?;
        Ok(())
    });
    book(&clinic, TUESDAY, "12:00", 30);
    take_in(&clinic.desk, |connection| {
        connection.execute("update appointment set starts_at = 640 where starts_at = 720", [])?;
        Ok(())
    });
    let before = everything(&clinic.desk);
    let request = SettleRequest { visit: Some(Which::Other), ..move_to(clash.item, "14:00") };
    assert_eq!(refused(settle(&clinic.desk, &clinic.admin, request)).code, "booking.slot_taken");
    assert_eq!(everything(&clinic.desk), before);
}

#[test]
fn a_move_goes_through_the_five_steps_and_a_refusal_changes_nothing() {
    let clinic = clinic();
    let clash = clash(&clinic);
    let before = everything(&clinic.desk);
    for (start, code) in
        [("13:15", "booking.outside_hours"), ("10:15", "booking.slot_taken"), ("10:00", "booking.slot_taken")]
    {
        let refusal = refused(settle(&clinic.desk, &clinic.admin, move_to(clash.item, start)));
        assert_eq!(refusal.code, code, "{start}");
        assert!(refusal.params["suggestions"].as_array().is_some_and(|times| !times.is_empty()));
    }
    assert_eq!(everything(&clinic.desk), before);
}

#[test]
fn keeping_both_is_an_overbooking_with_a_reason() {
    let clinic = clinic();
    let clash = clash(&clinic);
    let without = refused(settle(&clinic.desk, &clinic.admin, ask(clash.item, Settlement::Keep)));
    assert_eq!((without.code, without.fields[0].field.as_str()), ("input.invalid", "reason"));
    let reply = settle(&clinic.desk, &clinic.admin, keep(clash.item)).unwrap();
    assert_eq!(reply.item.outcome, Some(Outcome::Kept));
    let kept = visit(&clinic, clash.second);
    assert_eq!((kept.overbook_reason.as_deref(), kept.clash_with), (Some(REASON), None));
}

#[test]
fn whoever_may_not_overbook_may_not_keep_both() {
    let clinic = clinic();
    let clash = clash(&clinic);
    assert_eq!(items(&clinic, &receptionist())[0].ways, [Settlement::Move, Settlement::Cancel]);
    let refusal = refused(settle(&clinic.desk, &receptionist(), keep(clash.item)));
    assert_eq!(
        (refusal.code, refusal.params["permission"].as_str()),
        ("permission.denied", Some("overbook"))
    );
    assert_eq!(visit(&clinic, clash.second).clash_with, Some(clash.first));
}

#[test]
fn calling_one_off_frees_the_other() {
    for which in [Which::Subject, Which::Other] {
        let clinic = clinic();
        let clash = clash(&clinic);
        let request = SettleRequest {
            visit: Some(which),
            reason: Some("Asked by phone".to_owned()),
            ..ask(clash.item, Settlement::Cancel)
        };
        settle(&clinic.desk, &receptionist(), request).unwrap();
        let gone = if which == Which::Subject { clash.second } else { clash.first };
        let gone = visit(&clinic, gone);
        assert_eq!(gone.status, domain::appointment::AppointmentStatus::Cancelled);
        assert_eq!(gone.cancel_reason.as_deref(), Some("Asked by phone"));
        assert_eq!(visit(&clinic, clash.second).clash_with, None);
    }
}

#[test]
fn what_is_settled_is_not_settled_again() {
    let clinic = clinic();
    let clash = clash(&clinic);
    settle(&clinic.desk, &clinic.admin, move_to(clash.item, "11:00")).unwrap();
    let before = everything(&clinic.desk);
    let refusal = refused(settle(&clinic.desk, &clinic.admin, move_to(clash.item, "12:00")));
    assert_eq!((refusal.code, refusal.params["by"].as_str()), ("attention.settled", Some("Mona Adel")));
    assert_eq!(everything(&clinic.desk), before);
    assert_eq!(refused(settle(&clinic.desk, &clinic.admin, move_to(Uuid::nil(), "12:00"))).code, "not_found");
}

#[test]
fn settling_is_undone_like_anything_else() {
    let clinic = clinic();
    let clash = clash(&clinic);
    let rows = || {
        everything(&clinic.desk)
            .into_iter()
            .filter(|row| row.starts_with("appointment") || row.starts_with("attention"))
            .collect::<Vec<_>>()
    };
    for request in [
        move_to(clash.item, "11:00"),
        keep(clash.item),
        ask(clash.item, Settlement::Cancel),
        SettleRequest { visit: Some(Which::Other), ..move_to(clash.item, "12:00") },
    ] {
        let before = rows();
        settle(&clinic.desk, &clinic.admin, request).unwrap();
        assert_ne!(rows(), before);
        undo(&clinic.desk, &clinic.admin, UndoRequest::default()).unwrap();
        assert_eq!(rows(), before);
    }
    assert_eq!(only(&clinic).ways.len(), 3);
}

#[test]
fn a_visit_that_met_a_rep_moves_as_any_other() {
    let clinic = clinic();
    rep_visit(&clinic, TUESDAY, "10:00", 30);
    let rep: Uuid = clinic
        .desk
        .read(|c| Ok(c.query_row("select id from rep_visit", [], |row| row.get::<_, Sql<Uuid>>("id"))?.0))
        .unwrap();
    let second = second_at(&clinic, "10:00", rep);
    let item = noticed(&clinic, "clash", "appointment", second.uuid(), Some(rep), json!({}));
    let shown = only(&clinic);
    assert_eq!(shown.other.unwrap().company.as_deref(), Some("Nile Pharma"));
    // Reps have no hours here, so the rep's visit has nowhere to go; the patient's has.
    let request = SettleRequest { visit: Some(Which::Other), ..move_to(item, "12:00") };
    assert_eq!(refused(settle(&clinic.desk, &clinic.admin, request)).code, "booking.not_scheduled");
    let request = SettleRequest { visit: Some(Which::Other), ..ask(item, Settlement::Cancel) };
    settle(&clinic.desk, &clinic.admin, request).unwrap();
    assert_eq!(visit(&clinic, second).clash_with, None);
}

#[test]
fn one_too_many_is_moved_or_kept_with_a_reason() {
    let clinic = clinic();
    let first = book(&clinic, TUESDAY, "10:00", 30).appointment.id;
    let second = book(&clinic, TUESDAY, "11:00", 30).appointment.id;
    limit_patients(&clinic, 1);
    let over =
        || noticed(&clinic, "over_cap", "appointment", second.uuid(), None, json!({"cap": 1, "booked": 2}));
    let item = over();
    let shown = only(&clinic);
    assert_eq!((shown.cap, shown.booked, shown.other.is_none()), (Some(1), Some(2), true));
    let offered = shown.visit.unwrap().free_times[0].clone();
    let stays = refused(settle(&clinic.desk, &clinic.admin, move_to(item, "12:00")));
    assert_eq!(stays.code, "booking.day_full");
    let request = SettleRequest { date: Some(offered.date), ..move_to(item, &offered.start.to_string()) };
    settle(&clinic.desk, &clinic.admin, request).unwrap();
    assert_eq!(visit(&clinic, second).date, offered.date);
    undo(&clinic.desk, &clinic.admin, UndoRequest::default()).unwrap();
    settle(&clinic.desk, &clinic.admin, keep(item)).unwrap();
    assert_eq!(visit(&clinic, second).overbook_reason.as_deref(), Some(REASON));
    assert_eq!(visit(&clinic, first).overbook_reason, None);
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(24))]

    /// Whatever is decided: afterwards the clash is settled, nothing is marked, and no two visits hold one time unless on purpose; or
    /// it was refused, and everything is as it was.
    #[test]
    fn a_clash_is_settled_whole_or_not_at_all(way in 0..3_usize, other in any::<bool>(), quarter in 32_u16..72, with_reason in any::<bool>()) {
        let clinic = clinic();
        let clash = clash(&clinic);
        let settlement = [Settlement::Move, Settlement::Keep, Settlement::Cancel][way];
        let request = SettleRequest {
            visit: Some(if other { Which::Other } else { Which::Subject }),
            start: domain::time::WallTime::from_minutes(quarter * 15),
            reason: with_reason.then(|| REASON.to_owned()),
            ..ask(clash.item, settlement)
        };
        let before = everything(&clinic.desk);
        match settle(&clinic.desk, &clinic.admin, request) {
            Ok(reply) => {
                prop_assert!(reply.item.settled_at.is_some());
                let (first, second) = (visit(&clinic, clash.first), visit(&clinic, clash.second));
                prop_assert_eq!(second.clash_with, None);
                let (a, b) = (first.start.minutes(), second.start.minutes());
                let overlap = first.date == second.date && a < b + second.minutes && b < a + first.minutes;
                let both_hold = first.status.holds_time() && second.status.holds_time();
                prop_assert!(!(overlap && both_hold) || second.overbook_reason.is_some());
            }
            Err(Error::Refused(_)) => prop_assert_eq!(everything(&clinic.desk), before),
            Err(Error::Fault(fault)) => panic!("{fault:?}"),
        }
    }
}
