//! What is packed against what the rows say. What sync, undo and every command do to visits is tried in `tests/sync`, which packs in between.

use domain::time::Date;
use rusqlite::named_params;

use super::{each, settle, store};
use crate::appointments::tests::{book, clinic, date};
use crate::ledger::requests::UndoRequest;
use crate::reports::standing::facts::{Day, Wanted};
use crate::reports::standing::persons::Numbers;
use crate::reports::standing::store::days;
use crate::session::Empty;
use crate::store::Sql;
use crate::testing::{TestDesk, packed_visits_stand, take_in};

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
    settle(&clinic.desk.opened().unwrap(), date("2026-11-23")).unwrap();
    // One on a packed day, and one beyond them.
    book(&clinic, "2026-11-22", "11:00", 15);
    book(&clinic, "2026-11-25", "10:00", 15);
    let stale = || clinic.desk.read(|connection| store::stale_between(connection, from, to)).unwrap();
    assert_eq!(stale().len(), 1, "a booking beyond what is packed leaves no mark");
    assert_alike(&clinic, from, to);
    settle(&clinic.desk.opened().unwrap(), to).unwrap();
    assert!(stale().is_empty());
    assert_alike(&clinic, from, to);
    assert!(packed_visits_stand(&clinic.desk));
}

#[test]
fn a_day_that_changed_already_takes_another_change_as_sync_writes_it() {
    let clinic = clinic();
    let visit = book(&clinic, "2026-11-22", "10:00", 15);
    settle(&clinic.desk.opened().unwrap(), date("2026-11-23")).unwrap();
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
    settle(&clinic.desk.opened().unwrap(), date("2026-11-23")).unwrap();
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
    let opened = clinic.desk.opened().unwrap();
    book(&clinic, "2026-11-22", "10:00", 15);
    settle(&opened, day).unwrap();
    crate::ledger::undo::undo(&clinic.desk, &clinic.admin, UndoRequest { id: None }).unwrap();
    assert_alike(&clinic, day, day);
    settle(&opened, day).unwrap();
    assert_eq!(both(&clinic, day, day), (Vec::new(), Vec::new()));
}
