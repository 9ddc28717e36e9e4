//! The closing report held against a plain count over the rows, and against days made by hand.

use std::collections::BTreeMap;

use domain::account::Role;
use domain::id::{AccountId, Id as _};
use proptest::prelude::{Strategy, any, proptest};
use proptest::test_runner::Config;
use rusqlite::named_params;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ClosingReport, closing};
use crate::appointments::tests::{TUESDAY, another_doctor, book, cairo, clinic, close, commit, rep_visit};
use crate::appointments::{arrive, cancel, complete, no_show, start};
use crate::closures;
use crate::papers::closing_report;
use crate::queue::walk_in;
use crate::store::Sql;
use crate::testing::{TestDesk, session};

fn report(clinic: &TestDesk) -> ClosingReport {
    closing(&clinic.desk, &clinic.admin, ask(json!({ "date": TUESDAY }))).unwrap()
}

fn ask<T: serde::de::DeserializeOwned>(request: Value) -> T {
    serde_json::from_value(request).unwrap()
}

#[test]
fn a_day_is_counted_by_doctor_and_for_the_clinic_and_what_is_open_is_named() {
    let clinic = clinic();
    another_doctor(&clinic, "Karim Naguib");
    let (desk, admin) = (&clinic.desk, &clinic.admin);
    let visit = |start: &str| json!({ "id": book(&clinic, TUESDAY, start, 15).appointment.id });
    let (over, missed, off, waits) = (visit("09:00"), visit("09:30"), visit("10:00"), visit("10:30"));
    visit("16:00");
    rep_visit(&clinic, TUESDAY, "16:30", 15);
    clinic.clock.set(cairo(TUESDAY, "09:02"));
    arrive(desk, admin, ask(over.clone())).unwrap();
    clinic.clock.set(cairo(TUESDAY, "09:12"));
    start(desk, admin, ask(over.clone())).unwrap();
    complete(desk, admin, ask(over)).unwrap();
    no_show(desk, admin, ask(missed)).unwrap();
    let mut called_off = off;
    called_off["cancelled_by"] = json!("doctor");
    cancel(desk, admin, ask(called_off)).unwrap();
    clinic.clock.set(cairo(TUESDAY, "10:20"));
    arrive(desk, admin, ask(waits)).unwrap();
    let patient = clinic.patient("Hany Mikhail");
    let emergency = json!({
        "patient_id": patient, "doctor_id": clinic.doctor, "into": "queue", "overbook_reason": "chest pain", "minutes": 30,
    });
    walk_in(desk, admin, ask(emergency)).unwrap();

    let report = report(&clinic);
    let all = &report.clinic;
    assert_eq!((all.booked, all.arrived, all.completed, all.no_show, all.expected), (6, 3, 1, 1, 1));
    assert_eq!((all.cancelled.total, all.cancelled.by_doctor), (1, 1));
    assert_eq!((all.walk_ins, all.overbooked, all.emergencies), (1, 1, 1));
    assert_eq!((all.reps.booked, all.reps.completed), (1, 0));
    // Ten minutes in the waiting room; due on arrival at 9:02, as that was after nine.
    let ten = json!({ "median": 10, "longest": 10, "of": 1 });
    assert_eq!((json!(all.waiting), json!(all.lateness)), (ten.clone(), ten));
    let of =
        |name: &str| report.doctors.iter().find(|doctor| doctor.full_name == name).unwrap().figures.clone();
    assert_eq!(of("Salma Fathy"), *all);
    assert_eq!(of("Karim Naguib"), super::DayFigures::default());
    assert_eq!((&*report.overbooked[0].reason, report.overbooked[0].is_emergency), ("chest pain", true));
    let starts: Vec<String> = report.open.visits.iter().map(|visit| visit.start.to_string()).collect();
    assert_eq!(starts, ["10:20", "10:30", "16:00"]);
    assert_eq!(report.open.rep_visits.len(), 1);
    let [mona] = report.staff.as_slice() else { panic!("{:?}", report.staff) };
    assert_eq!(mona.full_name.as_deref(), Some("Mona Adel"));
    // What was prepared four days before is another day's work.
    assert_eq!((mona.booked, mona.cancelled, mona.queue, mona.registered), (1, 1, 5, 1));
}

#[test]
fn a_worklist_that_is_not_through_stands_open_until_it_is() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "10:00", 15);
    let closed = json!({
        "doctor_id": clinic.doctor, "first_date": TUESDAY, "last_date": TUESDAY, "effect": "closed", "reason": "conference",
    });
    closures::add(&clinic.desk, &clinic.admin, ask(closed)).unwrap();
    let open = report(&clinic).open;
    assert_eq!((open.worklists.len(), open.worklists[0].open, open.attention), (1, 1, 0));
    // Whoever may not book is not sent to it.
    let viewer = session(AccountId::from_uuid(Uuid::from_u128(0x51)), Role::Viewer);
    let open = closing(&clinic.desk, &viewer, ask(json!({ "date": TUESDAY }))).unwrap().open;
    assert!(open.worklists.is_empty());
}

#[test]
fn the_work_of_a_day_ends_with_the_day_on_the_clinics_wall() {
    let clinic = clinic();
    // 21:30 UTC is half past eleven in Cairo, 22:30 UTC the next day.
    for (time, day) in [("23:30", TUESDAY), ("00:30", "2026-11-25")] {
        clinic.clock.set(cairo(day, time));
        clinic.patient("Omar Hesham");
    }
    assert_eq!(report(&clinic).staff[0].registered, 1);
}

#[test]
fn samples_are_counted_in_lots_and_units_and_only_of_visits_that_are_over() {
    let clinic = clinic();
    for (start, status) in [("16:00", "completed"), ("16:30", "approved")] {
        rep_visit_with_samples(&clinic, start, status);
    }
    let reps = report(&clinic).clinic.reps;
    assert_eq!((reps.booked, reps.completed, reps.sample_lines, reps.sample_units), (2, 1, 2, 25));
}

fn rep_visit_with_samples(clinic: &TestDesk, start: &str, status: &str) {
    rep_visit(clinic, TUESDAY, start, 15);
    commit(clinic, |tx| {
        Ok(tx.execute(
            "update rep_visit set status = :status, ref = 'REP-' || :start,
                summary_samples = '[{\"product\":\"Concor\",\"quantity\":20},{\"product\":\"Panadol\",\"quantity\":5}]'
             where starts_at = :at",
            named_params! {
                ":status": status, ":start": start, ":at": Sql(start.parse::<domain::time::WallTime>().unwrap()),
            },
        )?)
    });
}

#[test]
fn the_report_on_paper_is_an_operation() {
    let clinic = clinic();
    book(&clinic, TUESDAY, "10:00", 15);
    close(&clinic, TUESDAY, Some(("12:00", "13:00")), "ward round");
    for language in ["en", "ar"] {
        let request = ask(json!({ "date": TUESDAY, "language": language }));
        let paper = closing_report(&clinic.desk, &clinic.admin, request).unwrap().paper;
        assert_eq!(paper.name, "closing-report-2026-11-24.pdf");
        assert!(paper.file().unwrap().starts_with(b"%PDF-"));
    }
    let kinds: Vec<String> = clinic
        .desk
        .read(|connection| {
            let mut statement =
                connection.prepare("select kind from operation order by number desc limit 2")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
        .unwrap();
    assert_eq!(kinds, ["papers.closing_report"; 2]);
}

/// A visit as the dice make it: state, who called it off, minutes from booking to arrival and from there to the start.
#[derive(Debug, Clone)]
struct Thrown {
    status: usize,
    by: usize,
    arrived: Option<i64>,
    waited: Option<i64>,
    overbooked: bool,
}

const STATES: [&str; 8] = [
    "scheduled",
    "confirmed",
    "arrived",
    "in_consultation",
    "completed",
    "cancelled",
    "no_show",
    "rescheduled",
];
const BY: [&str; 4] = ["patient", "doctor", "clinic", "system"];

fn thrown() -> impl Strategy<Value = Thrown> {
    let minutes = || proptest::option::of(-30i64..120);
    (0..STATES.len(), 0..BY.len(), minutes(), proptest::option::of(0i64..90), any::<bool>()).prop_map(
        |(status, by, arrived, waited, overbooked)| Thrown { status, by, arrived, waited, overbooked },
    )
}

proptest! {
    #![proptest_config(Config { cases: 24, ..Config::default() })]

    /// The figures against SQL that knows none of the code above.
    #[test]
    fn every_figure_is_what_a_plain_count_over_the_rows_says(visits in proptest::collection::vec(thrown(), 0..24)) {
        let clinic = clinic();
        for (number, visit) in visits.iter().enumerate() {
            let minutes = 540 + u16::try_from(number).unwrap() * 15;
            let start = domain::time::WallTime::from_minutes(minutes).unwrap();
            if start.to_string().as_str() >= "13:00" && start.to_string().as_str() < "14:00" { continue }
            let id = book(&clinic, TUESDAY, &start.to_string(), 15).appointment.id;
            let booked = cairo(TUESDAY, &start.to_string()).0;
            let arrived = visit.arrived.map(|late| booked + late * 60_000);
            let started = arrived.zip(visit.waited).map(|(arrived, waited)| arrived + waited * 60_000);
            let status = STATES[visit.status];
            commit(&clinic, |tx| Ok(tx.execute(
                "update appointment set status = :status, cancelled_by = :by, arrived_at = :arrived, started_at = :started,
                    overbook_reason = :reason where id = :id",
                named_params! {
                    ":id": Sql(id), ":status": status, ":by": (status == "cancelled").then_some(BY[visit.by]), ":arrived": arrived,
                    ":started": started, ":reason": visit.overbooked.then_some("because"),
                },
            )?));
        }
        let report = report(&clinic);
        let plain = |condition: &str| -> u32 {
            let sql = format!("select count(*) as n from appointment where status <> 'rescheduled' and {condition}");
            clinic.desk.read(|connection| Ok(connection.query_row(&sql, [], |row| row.get("n"))?)).unwrap()
        };
        let all = &report.clinic;
        let figures: BTreeMap<&str, (u32, u32)> = BTreeMap::from([
            ("booked", (all.booked, plain("true"))),
            ("arrived", (all.arrived, plain("status in ('arrived', 'in_consultation', 'completed')"))),
            ("completed", (all.completed, plain("status = 'completed'"))),
            ("no_show", (all.no_show, plain("status = 'no_show'"))),
            ("expected", (all.expected, plain("status in ('scheduled', 'confirmed')"))),
            ("cancelled", (all.cancelled.total, plain("status = 'cancelled'"))),
            ("by_patient", (all.cancelled.by_patient, plain("cancelled_by = 'patient'"))),
            ("by_doctor", (all.cancelled.by_doctor, plain("cancelled_by = 'doctor'"))),
            ("by_clinic", (all.cancelled.by_clinic, plain("cancelled_by = 'clinic'"))),
            ("by_system", (all.cancelled.by_system, plain("cancelled_by = 'system'"))),
            ("overbooked", (all.overbooked, plain("overbook_reason is not null"))),
            ("open", (u32::try_from(report.open.visits.len()).unwrap(),
                plain("status in ('scheduled', 'confirmed', 'arrived', 'in_consultation')"))),
            ("waited", (all.waiting.map_or(0, |of| of.of), plain("started_at is not null"))),
        ]);
        for (name, (told, counted)) in figures {
            assert_eq!(told, counted, "{name}");
        }
        // Everybody is in exactly one of these.
        assert_eq!(all.booked, all.arrived + all.no_show + all.cancelled.total + all.expected);
        let longest: Option<u32> = clinic.desk.read(|connection| Ok(connection.query_row(
            "select max((started_at - arrived_at) / 60000) as n from appointment
             where status <> 'rescheduled' and started_at is not null", [], |row| row.get("n"))?)).unwrap();
        assert_eq!(all.waiting.map(|minutes| minutes.longest), longest);
    }
}
