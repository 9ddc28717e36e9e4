//! Booked visits that cannot take place as they are: found by what stands, and over by whatever ends it.

use domain::booking::Obstacle;
use domain::id::{Id as _, RepId, RepVisitId};
use domain::permission::Permission;
use domain::rep_rules::{RepLimits, RepObstacle};
use rusqlite::named_params;
use serde_json::json;
use uuid::Uuid;

use super::super::requests::{CancelRepVisit, KeepRepVisit, RepRequests};
use super::super::{cancel, displaced, keep, pending_requests, reschedule};
use super::{at, booked, clinic, company, date, refused, rep, rep_of, rule, to};
use crate::appointments::tests::{TUESDAY, close, commit};
use crate::attention::{self, ListAttention};
use crate::closures::{self, ClosureRef};
use crate::ledger::requests::UndoRequest;
use crate::ledger::undo::undo;
use crate::session::Empty;
use crate::store::Sql;
use crate::testing::{TestDesk, session, take_in};

/// Twelve days after the Tuesday, a Sunday.
const TWELVE_LATER: &str = "2026-12-06";

fn waiting(clinic: &TestDesk) -> RepRequests {
    pending_requests(&clinic.desk, &clinic.admin, Empty {}).unwrap()
}

/// The visits that need another time with why, and what the inbox counts.
fn told(clinic: &TestDesk) -> Vec<(RepVisitId, String)> {
    let list = waiting(clinic);
    let told: Vec<_> = list
        .displaced
        .iter()
        .map(|each| (each.visit.id, each.verdict.as_ref().unwrap().code.clone()))
        .collect();
    let inbox = attention::list(&clinic.desk, &clinic.admin, ListAttention::default()).unwrap();
    assert_eq!((inbox.displaced_reps, inbox.open_count), (list.displaced_count, u32::from(!told.is_empty())));
    told
}

fn take_back(clinic: &TestDesk) {
    undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
}

/// A visit that another desk booked without seeing this one.
fn from_elsewhere(clinic: &TestDesk, rep: RepId, day: &str, start: &str) -> RepVisitId {
    // Later than any that this desk has made.
    let id = RepVisitId::from_uuid(Uuid::from_u128(
        0x0fff_ffff_ffff_7000_8000_0000_0000_0000 + u128::from(rep.uuid().as_u128() as u16),
    ));
    take_in(&clinic.desk, |connection| {
        connection.execute(
            "insert into rep_visit (id, ref, rep_id, doctor_id, site_id, date, starts_at, minutes, status, created_at)
             values (:id, 'REP-B-000007', :rep, :doctor, :site, :date, :start, 15, 'approved', :now)",
            named_params! {
                ":id": Sql(id), ":rep": Sql(rep), ":doctor": Sql(clinic.doctor), ":site": Sql(clinic.site), ":date": day,
                ":start": Sql(start.parse::<domain::time::WallTime>().unwrap()), ":now": Sql(clinic.desk.now()),
            },
        )?;
        Ok(())
    });
    id
}

#[test]
fn a_visit_on_a_day_that_is_closed_waits_until_it_has_an_end() {
    let clinic = clinic();
    let visit = booked(&clinic, rep(&clinic), TUESDAY, "17:00").id;
    assert_eq!(told(&clinic), []);
    let closure = close(&clinic, TUESDAY, None, "sick leave");
    let lost = [(visit, "booking.closed".to_owned())];
    assert_eq!(told(&clinic), lost);
    let offered = waiting(&clinic).displaced.remove(0).verdict.unwrap().suggestions;
    assert!(!offered.is_empty() && offered.iter().all(|free| free.date != date(TUESDAY)), "{offered:?}");

    let there = to(visit, &offered[0].date.to_string(), &offered[0].start.to_string());
    reschedule(&clinic.desk, &clinic.admin, there).unwrap();
    assert_eq!(told(&clinic), [], "moved");
    take_back(&clinic);
    assert_eq!(told(&clinic), lost, "the move is taken back");
    cancel(&clinic.desk, &clinic.admin, CancelRepVisit { id: visit, cancelled_by: None, reason: None })
        .unwrap();
    assert_eq!(told(&clinic), [], "called off");
    take_back(&clinic);
    let request = KeepRepVisit { id: visit, reason: "They meet at the conference".to_owned() };
    let kept = keep(&clinic.desk, &clinic.admin, request.clone()).unwrap().visit;
    assert_eq!(kept.overbook_reason.as_deref(), Some("They meet at the conference"));
    assert_eq!(told(&clinic), [], "kept with a reason");
    assert_eq!(refused(keep(&clinic.desk, &clinic.admin, request)).code, "rep_visit.not_displaced");
    take_back(&clinic);
    closures::remove(&clinic.desk, &clinic.admin, ClosureRef { id: closure }).unwrap();
    assert_eq!(told(&clinic), [], "the day is open again");
}

#[test]
fn what_a_closed_part_and_shorter_hours_leave_outside_waits_and_nothing_else_does() {
    let clinic = clinic();
    let company = company(&clinic, "Nile Pharma");
    let visit = |name: &str, start: &str| booked(&clinic, rep_of(&clinic, company, name), TUESDAY, start).id;
    let (early, late) = (visit("Rania Aziz", "17:00"), visit("Adel Samir", "17:45"));
    close(&clinic, TUESDAY, Some(("17:30", "18:00")), "meeting");
    assert_eq!(told(&clinic), [(late, "booking.closed".to_owned())]);
    let hours = json!({ "doctor_id": clinic.doctor, "blocks": [
        { "audience": "rep", "weekday": "tue", "starts": "17:30", "ends": "18:00" },
    ] });
    let ask = || serde_json::from_value(hours.clone()).unwrap();
    let foreseen = crate::schedules::preview_hours(&clinic.desk, &clinic.admin, ask()).unwrap().affected_reps;
    let done = crate::schedules::set_hours(&clinic.desk, &clinic.admin, ask()).unwrap().affected_reps;
    let ids =
        |visits: Vec<crate::agenda::RepVisit>| visits.into_iter().map(|visit| visit.id).collect::<Vec<_>>();
    assert_eq!((ids(foreseen), ids(done)), (vec![early], vec![early]), "said before it is done");
    let codes = [(early, "booking.outside_hours".to_owned()), (late, "booking.closed".to_owned())];
    assert_eq!(told(&clinic), codes, "in the order of the clock");
}

#[test]
fn of_two_visits_that_two_desks_booked_too_close_together_the_later_one_waits() {
    let clinic = clinic();
    rule(&clinic, RepLimits { least_days_between: Some(30), ..RepLimits::default() });
    let rep = rep(&clinic);
    let first = booked(&clinic, rep, TUESDAY, "17:00").id;
    let second = from_elsewhere(&clinic, rep, TWELVE_LATER, "17:00");
    assert_eq!(told(&clinic), [(second, "rep_rule.too_soon_again".to_owned())]);
    let verdict = waiting(&clinic).displaced.remove(0).verdict.unwrap();
    assert_eq!((&verdict.params["days"], &verdict.params["met"]), (&json!(30), &json!(TUESDAY)));
    let offered = verdict.suggestions.iter().map(|free| free.date).min();
    assert!(offered >= date(TUESDAY).plus_days(30), "{offered:?}");
    // Whichever goes, the other one is in order.
    cancel(&clinic.desk, &clinic.admin, CancelRepVisit { id: first, cancelled_by: None, reason: None })
        .unwrap();
    assert_eq!(told(&clinic), []);
}

#[test]
fn one_too_many_of_a_day_or_of_a_company_in_a_week_waits() {
    let clinic = clinic();
    let company = company(&clinic, "Nile Pharma");
    let reps = ["Rania Aziz", "Adel Samir", "Hala Nabil"].map(|name| rep_of(&clinic, company, name));
    booked(&clinic, reps[0], TUESDAY, "17:00");
    booked(&clinic, reps[1], "2026-11-25", "17:00");
    let third = from_elsewhere(&clinic, reps[2], TUESDAY, "17:30");
    let broken = |limits| {
        rule(&clinic, limits);
        told(&clinic)
    };
    let code = |code: &str| vec![(third, code.to_owned())];
    assert_eq!(broken(RepLimits { max_per_day: Some(1), ..RepLimits::default() }), code("rep_rule.day_full"));
    let week = RepLimits { company_per_week: Some(2), ..RepLimits::default() };
    assert_eq!(broken(week), code("rep_rule.company_week_full"));
    assert_eq!(
        broken(RepLimits { max_per_day: Some(2), company_per_week: Some(3), ..RepLimits::default() }),
        []
    );
}

#[test]
fn how_long_ahead_it_was_booked_and_a_visit_that_is_over_are_not_asked_again() {
    let clinic = clinic();
    let visit = booked(&clinic, rep(&clinic), TUESDAY, "17:00").id;
    rule(&clinic, RepLimits { notice_hours: Some(400), horizon_days: Some(1), ..RepLimits::default() });
    assert_eq!(told(&clinic), []);
    close(&clinic, TUESDAY, None, "sick leave");
    assert_eq!(told(&clinic).len(), 1);
    super::super::no_show(&clinic.desk, &clinic.admin, at(visit)).unwrap();
    assert_eq!(told(&clinic), []);
}

#[test]
fn of_a_doctor_who_cannot_be_booked_any_more_nothing_is_said_and_the_rest_is() {
    let clinic = clinic();
    let company = company(&clinic, "Nile Pharma");
    rule(&clinic, RepLimits { max_per_day: Some(1), ..RepLimits::default() });
    booked(&clinic, rep_of(&clinic, company, "Rania Aziz"), TUESDAY, "17:00");
    from_elsewhere(&clinic, rep_of(&clinic, company, "Adel Samir"), TUESDAY, "17:30");
    assert_eq!(told(&clinic).len(), 1);
    commit(&clinic, |tx| Ok(tx.execute("update doctor set active = 0", [])?));
    assert_eq!(told(&clinic), []);
}

#[test]
fn whoever_may_not_overbook_may_not_keep_it() {
    let clinic = clinic();
    let visit = booked(&clinic, rep(&clinic), TUESDAY, "17:00").id;
    close(&clinic, TUESDAY, None, "sick leave");
    let receptionist = session(clinic.admin.account_id, domain::account::Role::Receptionist);
    assert!(!receptionist.may(Permission::Overbook));
    let request = KeepRepVisit { id: visit, reason: "They meet elsewhere".to_owned() };
    let denied = refused(keep(&clinic.desk, &receptionist, request));
    assert_eq!((denied.code, &denied.params["permission"]), ("permission.denied", &json!("overbook")));
    let empty = KeepRepVisit { id: visit, reason: "  ".to_owned() };
    assert_eq!(refused(keep(&clinic.desk, &clinic.admin, empty)).code, "input.invalid");
}

#[test]
fn the_visits_to_come_are_found_by_their_day_however_many_are_over() {
    let clinic = clinic();
    let sql = include_str!("../standing_visits.sql");
    let plan = |connection: &rusqlite::Connection| {
        let mut statement = connection.prepare(&format!("explain query plan {sql}"))?;
        let mut rows = statement.raw_query();
        let first = rows.next()?.map(|row| row.get::<_, String>("detail")).transpose()?;
        Ok(first.unwrap_or_default())
    };
    let plan = clinic.desk.read(plan).unwrap();
    assert!(plan.contains("rep_visit_day (date>?)"), "{plan}");
}

/// What random weeks at one desk must never bring about: whatever was booked there kept the rules.
pub(super) fn breaks_a_rule(clinic: &TestDesk) -> Option<(RepVisitId, RepObstacle)> {
    let today = date("2026-11-20");
    let all = clinic.desk.read(|connection| displaced::all(connection, today)).unwrap();
    all.into_iter().find_map(|each| {
        if let Obstacle::Rep(rule) = each.obstacle { Some((each.visit, rule)) } else { None }
    })
}
