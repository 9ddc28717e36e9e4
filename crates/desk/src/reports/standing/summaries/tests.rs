//! What is packed against what the rows say. What sync, undo and every command do to visits is tried in `tests/sync`, which packs in between.

use std::sync::Arc;
use std::time::Duration;

use domain::time::Date;
use rusqlite::named_params;

use super::{each, settle, store};
use crate::appointments::tests::{book, clinic, date};
use crate::demo::{DemoOptions, make};
use crate::ledger::requests::UndoRequest;
use crate::reports::standing::Scope;
use crate::reports::standing::ask::Ask;
use crate::reports::standing::facts::{Day, Wanted};
use crate::reports::standing::persons::Numbers;
use crate::reports::standing::registry;
use crate::reports::standing::store::days;
use crate::session::Empty;
use crate::session::tests::CHEAP;
use crate::store::Sql;
use crate::testing::{HandClock, START, TestDesk, packed_visits_stand, take_in};
use crate::{Desk, Seat};

const ALL: Wanted = Wanted { patients: true, persons: true, waits: true, reps: true };

/// The days as reports read them, and as the rows have them; who was never packed has the same number in both.
fn both(clinic: &TestDesk, from: Date, to: Date) -> (Vec<Day>, Vec<Day>) {
    let read = |connection: &rusqlite::Connection| {
        let mut numbers = Numbers::reading(connection)?;
        let mut seen = Vec::new();
        each(connection, (from, to), (None, None), ALL, &mut numbers, &mut |day| seen.push(day.clone()))?;
        let rows = days(connection, (from, to), None, None, &mut numbers)?;
        Ok((seen, rows.into_values().collect()))
    };
    clinic.desk.read(read).unwrap()
}

fn settled(clinic: &TestDesk, to: Date) {
    assert!(settle(&clinic.desk.opened().unwrap().store, to, &mut || true).unwrap(), "there is no end to it");
}

fn assert_alike(clinic: &TestDesk, from: Date, to: Date) {
    let (read, rows) = both(clinic, from, to);
    assert_eq!(read, rows);
}

#[test]
fn packed_days_changed_days_and_days_beyond_are_read_as_one() {
    let clinic = clinic();
    let (from, to) = (date("2026-11-22"), date("2026-11-26"));
    book(&clinic, "2026-11-22", "10:00", 15);
    book(&clinic, "2026-11-23", "10:00", 15);
    settled(&clinic, date("2026-11-23"));
    // One on a packed day, and one beyond them.
    book(&clinic, "2026-11-22", "11:00", 15);
    book(&clinic, "2026-11-25", "10:00", 15);
    let stale = || clinic.desk.read(|connection| store::stale_between(connection, from, to)).unwrap();
    assert_eq!(stale().len(), 1, "a booking beyond what is packed leaves no mark");
    assert_alike(&clinic, from, to);
    settled(&clinic, to);
    assert!(stale().is_empty());
    assert_alike(&clinic, from, to);
    assert!(packed_visits_stand(&clinic.desk));
}

#[test]
fn a_day_that_changed_already_takes_another_change_as_sync_writes_it() {
    let clinic = clinic();
    let visit = book(&clinic, "2026-11-22", "10:00", 15);
    settled(&clinic, date("2026-11-23"));
    for status in ["confirmed", "scheduled", "confirmed"] {
        take_in(&clinic.desk, |connection| {
            connection.execute(
                "insert into appointment select * from appointment where id = :id
                 on conflict (id) do update set status = :status",
                named_params! { ":id": Sql(visit.appointment.id), ":status": status },
            )?;
            Ok(())
        });
    }
    assert!(packed_visits_stand(&clinic.desk));
}

#[test]
fn a_rebuild_finds_what_is_wrong_and_mends_it() {
    let clinic = clinic();
    book(&clinic, "2026-11-22", "10:00", 15);
    book(&clinic, "2026-11-23", "10:00", 15);
    settled(&clinic, date("2026-11-23"));
    let rebuild = || super::rebuild(&clinic.desk, &clinic.admin, Empty {}).unwrap();
    let sound = rebuild();
    assert_eq!((sound.days, sound.differed), (2, 0));
    let spoil = |connection: &rusqlite::Connection| {
        connection
            .execute("update report_day set body = x'00000000' where part = 1 and date = '2026-11-22'", [])?;
        Ok(())
    };
    clinic.desk.opened().unwrap().store.write_locally(spoil).unwrap();
    assert!(!packed_visits_stand(&clinic.desk));
    assert_eq!(rebuild().differed, 1);
    assert_eq!(rebuild().differed, 0);
    assert!(packed_visits_stand(&clinic.desk));
}

#[test]
fn an_undone_booking_is_gone_from_the_figures() {
    let clinic = clinic();
    let day = date("2026-11-22");
    book(&clinic, "2026-11-22", "10:00", 15);
    settled(&clinic, day);
    crate::ledger::undo::undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
    assert_alike(&clinic, day, day);
    settled(&clinic, day);
    assert_eq!(both(&clinic, day, day), (Vec::new(), Vec::new()));
}

/// A clinic of some months, whose visits no report ever asked for.
fn months(dir: &std::path::Path) -> (Desk, serde_json::Value) {
    let desk = Desk::at(dir, Arc::new(HandClock::at(START))).with_vault_settings(CHEAP);
    let options =
        DemoOptions { patients: 60, doctors: 3, appointments: 400, rep_visits: 60, ..DemoOptions::default() };
    let made = make(&desk, &options).unwrap();
    let admin = &made.logins[0];
    (desk, serde_json::json!({ "username": admin.username, "password": admin.password }))
}

const PERIODS: [(&str, &str); 2] = [("2026-09-01", "2027-01-31"), ("2026-11-10", "2026-11-24")];

/// What each report says, with nothing packed for it.
fn said(desk: &Desk) -> Vec<String> {
    let answers = |connection: &rusqlite::Connection| {
        let mut said = Vec::new();
        for (from, to) in PERIODS.map(|(from, to)| (date(from), date(to))) {
            for report in registry::all() {
                let scope = Scope { from, to, site: None, doctor: None, threshold: Some(50) };
                let answer = (report.run)(&Ask::new(connection, &scope, START)?)?;
                said.push(format!("{:?} {:?} {:?}", report.name, answer.rows, answer.totals));
            }
        }
        Ok(said)
    };
    desk.read(answers).unwrap()
}

fn packed_until(desk: &Desk) -> Option<Date> {
    desk.read(store::state).unwrap()
}

#[test]
fn a_report_says_the_same_before_the_years_are_packed_while_they_are_and_afterwards() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, _) = months(dir.path());
    let (before, to) = (said(&desk), date(PERIODS[0].1));
    assert_eq!(packed_until(&desk), None);
    let (mut steps, mut reached) = (0, None);
    while !settle(&desk.opened().unwrap().store, to, &mut || false).unwrap() {
        steps += 1;
        assert!(packed_until(&desk) >= reached);
        reached = packed_until(&desk);
        assert_eq!(said(&desk), before, "packed until {reached:?}");
        assert!(packed_visits_stand(&desk));
    }
    assert!(steps > 3, "it was packed in {steps} steps");
    assert_eq!(said(&desk), before);
    assert_eq!(reached, desk.read(store::newest).unwrap());
}

#[test]
fn what_a_report_has_no_patience_for_is_packed_aside() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, _) = months(dir.path());
    let before = said(&desk);
    let opened = desk.opened().unwrap();
    opened.packing.within(&opened.store, date(PERIODS[0].1), Duration::ZERO).unwrap();
    assert_eq!(said(&desk), before);
    opened.packing.wait();
    assert!(!opened.packing.is_going());
    assert_eq!(packed_until(&desk), desk.read(store::newest).unwrap());
    assert!(packed_visits_stand(&desk));
    assert_eq!(said(&desk), before);
}

#[test]
fn a_desk_that_is_closed_or_ends_while_it_packs_says_the_same_when_it_is_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, login) = months(dir.path());
    let before = said(&desk);
    let mut reached = None;
    for ends in [false, true, false, true] {
        let opened = desk.opened().unwrap();
        opened.packing.within(&opened.store, date(PERIODS[0].1), Duration::ZERO).unwrap();
        drop(opened);
        desk.close();
        if ends {
            drop(desk);
            desk = Desk::at(dir.path(), Arc::new(HandClock::at(START))).with_vault_settings(CHEAP);
        }
        desk.call(&Seat::default(), "session.login", login.clone()).unwrap();
        assert_eq!(said(&desk), before);
        assert!(packed_visits_stand(&desk));
        assert!(packed_until(&desk) >= reached, "what was packed stays packed");
        reached = packed_until(&desk);
    }
    assert!(reached.is_some());
}

#[test]
fn nothing_is_packed_once_the_vault_closes() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, _) = months(dir.path());
    let opened = desk.opened().unwrap();
    opened.packing.stop();
    let to = date(PERIODS[0].1);
    opened.packing.within(&opened.store, to, Duration::ZERO).unwrap();
    let reached = packed_until(&desk);
    assert!(!opened.packing.is_going());
    assert!(reached.is_some() && reached < desk.read(store::newest).unwrap(), "{reached:?}");
}
