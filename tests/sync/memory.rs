//! What a desk keeps in memory (the index of patients, the days that are looked at) follows what other desks did, however much comes at once.

use desk::agenda::{self, DayRequest};
use desk::patients::{self, SearchPatients};
use desk::store::Sql;
use desk::sync::testing::SyncDesk;
use hub::model::Clinic;
use rusqlite::named_params;
use uuid::Uuid;

use crate::deeds;
use crate::dice::Dice;
use crate::talk::{Fault, Talker};

const NOW: i64 = 1_795_161_600_000;

fn found(desk: &SyncDesk, name: &str) -> usize {
    let request = SearchPatients { text: name.to_owned(), limit: Some(100) };
    patients::search(&desk.desk, &desk.admin, request).expect("any text is a query").patients.len()
}

fn booked(desk: &SyncDesk) -> usize {
    let request = DayRequest { date: "2026-11-24".parse().expect("a date"), site_id: None };
    agenda::day(&desk.desk, &desk.admin, request).expect("there is a site").appointments.len()
}

/// Registers so many patients of this name and books one visit for each, a minute after another.
fn work(desk: &SyncDesk, dice: &mut Dice, name: &str, patients: u32) {
    let worked = desk.desk.commit(&desk.admin, "test.work", |tx| {
        let id = |table: &str| {
            tx.query_row(&format!("select id from {table} order by id limit 1"), [], |row| {
                row.get::<_, Sql<Uuid>>(0)
            })
        };
        let (doctor, site) = (id("doctor")?, id("site")?);
        for number in 0..patients {
            let patient = Sql(dice.uuid());
            tx.execute(
                "insert into patient (id, ref, full_name, created_at) values (:id, :ref, :name, 1)",
                named_params! { ":id": patient, ":ref": format!("{name} {number}"), ":name": format!("{name} Adel") },
            )?;
            tx.execute(
                "insert into appointment
                     (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, overbook_reason, created_at)
                 values (:id, 'APT', :patient, :doctor, :site, '2026-11-24', :starts_at, 1, 'a test', 1)",
                named_params! {
                    ":id": Sql(dice.uuid()), ":patient": patient, ":doctor": doctor, ":site": site,
                    ":starts_at": number % 1_440,
                },
            )?;
        }
        Ok(())
    });
    worked.expect("it can be written");
}

fn until_in_step(desk: &mut Talker, clinic: &mut Clinic, dice: &mut Dice) {
    while !desk.round(clinic, dice, NOW, Fault::None) {}
}

#[test]
fn search_and_board_follow_what_other_desks_did_however_much_it_is() {
    let dir = tempfile::tempdir().expect("a temporary directory can be made");
    let mut dice = Dice::of(7);
    let mut clinic = Clinic::new(dice.uuid(), dice.uuid());
    let mut there = Talker::new(&dir.path().join("there.db"), &mut dice);
    let mut here = Talker::new(&dir.path().join("here.db"), &mut dice);
    deeds::found(there.desk(), &mut dice);
    there.enrol(&mut clinic, &mut dice);
    until_in_step(&mut there, &mut clinic, &mut dice);
    here.enrol(&mut clinic, &mut dice);
    until_in_step(&mut here, &mut clinic, &mut dice);
    assert_eq!((found(here.desk(), "zeinab"), booked(here.desk())), (0, 0));
    // One more than is followed row by row; of one operation, so that it comes in one page.
    for (name, patients, in_all) in [("Zeinab", 3, 3), ("Hoda", 1_200, 1_203), ("Tarek", 2, 1_205)] {
        work(there.desk(), &mut dice, name, patients);
        until_in_step(&mut there, &mut clinic, &mut dice);
        until_in_step(&mut here, &mut clinic, &mut dice);
        let expected = usize::try_from(patients.min(100)).expect("fits");
        assert_eq!((found(here.desk(), name), booked(here.desk())), (expected, in_all), "{name}");
    }
}
