//! The standing reports over a made-up clinic: whatever a figure says can be opened, and is as many.

use std::sync::Arc;

use domain::account::Role;
use domain::code::Code as _;
use domain::id::{AccountId, Id as _};
use domain::time::Date;
use uuid::Uuid;

use super::{Cell, OpenReport, ReportInLanguage, ReportReply, RunReport, list, open, run};
use crate::demo::{DemoOptions, make};
use crate::error::Error;
use crate::reports::ClosingRequest;
use crate::session::tests::CHEAP;
use crate::session::{Empty, Language};
use crate::testing::{HandClock, START, session};
use crate::{Desk, Session};

struct Clinic {
    desk: Desk,
    admin: Session,
    _dir: tempfile::TempDir,
}

fn clinic() -> Clinic {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::at(dir.path(), Arc::new(HandClock::at(START))).with_vault_settings(CHEAP);
    let options =
        DemoOptions { patients: 80, doctors: 4, appointments: 400, rep_visits: 60, ..DemoOptions::default() };
    make(&desk, &options).unwrap();
    Clinic { desk, admin: session(AccountId::from_uuid(Uuid::from_u128(0xAD)), Role::Admin), _dir: dir }
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn over(report: super::ReportName, from: &str, to: &str) -> RunReport {
    RunReport { report, from: date(from), to: date(to), site_id: None, doctor_id: None, threshold: None }
}

fn opened(clinic: &Clinic, reply: &ReportReply, row: Option<&str>, column: &str) -> usize {
    let request = OpenReport {
        report: reply.report,
        from: reply.from,
        to: reply.to,
        site_id: reply.site_id,
        doctor_id: reply.doctor_id,
        threshold: reply.threshold,
        row: row.map(str::to_owned),
        column: Some(column.to_owned()),
    };
    let opened = open(&clinic.desk, &clinic.admin, request).unwrap();
    assert!(!opened.more);
    assert!(opened.visits.windows(2).all(|pair| pair[0].date >= pair[1].date), "newest first");
    opened.visits.len()
}

#[test]
fn behind_every_figure_stand_as_many_visits_as_it_says() {
    let clinic = clinic();
    let mut figures = 0;
    for report in list(&clinic.desk, &clinic.admin, Empty {}).unwrap().reports {
        let reply = run(&clinic.desk, &clinic.admin, over(report.name, "2026-09-01", "2027-01-31")).unwrap();
        for row in reply.rows.iter().filter(|row| row.opens) {
            assert_eq!(row.cells.len(), reply.columns.len());
            for (column, cell) in reply.columns.iter().zip(&row.cells) {
                let Cell::Number(number) = cell else { continue };
                // Who came back came more than once.
                if column.opens && column.key != "returning" {
                    let visits = opened(&clinic, &reply, Some(&row.key), column.key);
                    assert_eq!(visits as i64, *number, "{:?} {} {}", report.name, row.key, column.key);
                    figures += 1;
                }
            }
        }
    }
    assert!(figures > 300, "only {figures} figures were opened");
}

#[test]
fn every_row_of_every_report_leads_to_visits_and_some_have_some() {
    let clinic = clinic();
    for report in list(&clinic.desk, &clinic.admin, Empty {}).unwrap().reports {
        let reply = run(&clinic.desk, &clinic.admin, over(report.name, "2026-09-01", "2027-01-31")).unwrap();
        let (mut rows, mut visits) = (0, 0);
        for row in reply.rows.iter().filter(|row| row.opens).take(60) {
            rows += 1;
            let request = OpenReport {
                report: reply.report,
                from: reply.from,
                to: reply.to,
                site_id: None,
                doctor_id: None,
                threshold: reply.threshold,
                row: Some(row.key.clone()),
                column: None,
            };
            visits += open(&clinic.desk, &clinic.admin, request).unwrap().visits.len();
        }
        // Nothing was rebooked here, nobody is booked into closed time, little was handed out, and what was done the demo did itself.
        use super::ReportName::{ClosedDays, RebookOutcomes, Stock, WhoDidWhat};
        let may_be_none = matches!(report.name, ClosedDays | RebookOutcomes | Stock | WhoDidWhat);
        assert!(visits > 0 || rows == 0 || may_be_none, "{:?}", report.name);
    }
}

#[test]
fn behind_a_block_of_hours_stands_what_begins_within_it() {
    let clinic = clinic();
    let week = over(super::ReportName::WeeklySchedule, "2026-11-01", "2026-11-30");
    let reply = run(&clinic.desk, &clinic.admin, week).unwrap();
    let mut visits = 0;
    for row in &reply.rows {
        let [_, Cell::Number(weekday), Cell::Text(start), Cell::Text(end), ..] = row.cells.as_slice() else {
            panic!("{row:?}")
        };
        let request = OpenReport {
            report: reply.report,
            from: reply.from,
            to: reply.to,
            site_id: None,
            doctor_id: None,
            threshold: None,
            row: Some(row.key.clone()),
            column: None,
        };
        for visit in open(&clinic.desk, &clinic.admin, request).unwrap().visits {
            let begins = visit.start.to_string();
            assert_eq!(super::table::iso(visit.date.weekday()), *weekday);
            assert!(*start <= begins && begins < *end, "{begins} within {start}–{end}");
            visits += 1;
        }
    }
    assert!(visits > 20, "only {visits} visits within hours");
}

#[test]
fn behind_somebodys_deeds_stand_the_visits_they_changed() {
    let clinic = crate::appointments::tests::clinic();
    let visit = crate::appointments::tests::book(&clinic, "2026-11-23", "10:00", 15).appointment;
    let today = crate::testing::START;
    let day = domain::calendar::zone::wall(today, "Africa/Cairo".parse().unwrap()).0.to_string();
    let opened = |column: &str| {
        let request = OpenReport {
            report: super::ReportName::WhoDidWhat,
            from: date(&day),
            to: date(&day),
            site_id: None,
            doctor_id: None,
            threshold: None,
            row: Some(clinic.admin.account_id.uuid().to_string()),
            column: Some(column.to_owned()),
        };
        open(&clinic.desk, &clinic.admin, request).unwrap().visits
    };
    assert_eq!(opened("booked").iter().map(|visit| visit.id).collect::<Vec<_>>(), [visit.id.uuid()]);
    assert!(opened("cancelled").is_empty());
}

#[test]
fn a_period_must_make_sense_and_the_field_is_named() {
    let clinic = clinic();
    let wrong = |request: RunReport| match run(&clinic.desk, &clinic.admin, request) {
        Err(Error::Refused(refusal)) => {
            refusal.fields.iter().map(|field| format!("{} {}", field.field, field.code)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    use super::ReportName::{LowUtilisation, Occupancy};
    assert_eq!(wrong(over(Occupancy, "2026-09-02", "2026-09-01")), ["to end_before_start"]);
    assert_eq!(wrong(over(Occupancy, "2016-09-02", "2026-09-30")), ["to range_too_long"]);
    let threshold = RunReport { threshold: Some(0), ..over(LowUtilisation, "2026-09-01", "2026-09-01") };
    assert_eq!(wrong(threshold), ["threshold out_of_range"]);
}

#[test]
fn each_role_sees_the_reports_it_may() {
    let clinic = clinic();
    let seen = |role: Role| {
        let session = session(AccountId::from_uuid(Uuid::from_u128(0xAD)), role);
        let listed = list(&clinic.desk, &session, Empty {}).unwrap().reports;
        for report in super::registry::all() {
            let may = listed.iter().any(|one| one.name == report.name);
            let ran = run(&clinic.desk, &session, over(report.name, "2026-11-01", "2026-11-30"));
            assert_eq!(ran.is_ok(), may, "{role:?} {:?}", report.name);
        }
        listed.len()
    };
    assert_eq!(seen(Role::Admin), super::registry::all().len());
    assert!(seen(Role::Viewer) < seen(Role::Doctor));
}

#[test]
fn every_column_has_its_words_and_every_report_can_be_a_file() {
    let clinic = clinic();
    for report in super::registry::all() {
        let reply = run(&clinic.desk, &clinic.admin, over(report.name, "2026-11-01", "2026-11-30")).unwrap();
        for column in &reply.columns {
            assert!(super::words::has_heading(column.key, column.kind), "{:?} {}", report.name, column.key);
        }
        for language in [Language::English, Language::Arabic] {
            let file = super::csv::written(&reply, language);
            let lines: Vec<&str> = file.trim_start_matches('\u{feff}').trim_end().split("\r\n").collect();
            assert!(file.starts_with('\u{feff}'));
            if report.name == super::ReportName::DoctorsBySpecialty && language == Language::Arabic {
                assert!(!file.contains(|letter: char| letter.is_ascii_alphabetic()), "{file}");
            }
            assert!(
                lines.len() >= 1 + reply.rows.len() + usize::from(reply.totals.is_some()),
                "{:?}",
                report.name
            );
        }
    }
}

#[test]
fn a_report_is_put_on_paper_in_both_languages() {
    let clinic = clinic();
    use super::ReportName::{NoShowsAndCancellations, Occupancy, PatientsPerDay, WeeklySchedule};
    for report in [NoShowsAndCancellations, Occupancy, PatientsPerDay, WeeklySchedule] {
        for language in [Language::English, Language::Arabic] {
            let request = ReportInLanguage {
                report,
                from: date("2026-11-01"),
                to: date("2026-11-30"),
                site_id: None,
                doctor_id: None,
                threshold: None,
                language: Some(language),
            };
            let paper = crate::papers::standing_report(&clinic.desk, &clinic.admin, request).unwrap().paper;
            let pdf = paper.pdf_file().unwrap();
            if let Some(folder) = std::env::var_os("CLINIC_DESK_PICTURES") {
                let name = format!("{}-{}.pdf", paper.name, language.code());
                std::fs::write(std::path::Path::new(&folder).join(name), pdf).unwrap();
            }
        }
    }
}

/// The same word means the same on the closing report and on a standing one.
#[test]
fn the_closing_report_counts_as_the_standing_ones_do() {
    let clinic = clinic();
    let mut days = 0;
    for day in 1..=30 {
        let day = format!("2026-11-{day:02}");
        let request = ClosingRequest { date: date(&day), site_id: None };
        let closing = crate::reports::closing(&clinic.desk, &clinic.admin, request).unwrap().clinic;
        let totals = |report| {
            let totals = run(&clinic.desk, &clinic.admin, over(report, &day, &day)).unwrap().totals.unwrap();
            let figure = |cell: &Cell| if let Cell::Number(number) = cell { *number } else { -1 };
            totals[1..].iter().map(figure).collect::<Vec<i64>>()
        };
        let of = |figures: &[u32]| figures.iter().map(|figure| i64::from(*figure)).collect::<Vec<i64>>();
        use super::ReportName as R;
        assert_eq!(
            totals(R::PatientsPerDay),
            of(&[closing.booked, closing.arrived, closing.no_show, closing.cancelled.total]),
            "{day}"
        );
        let by = closing.cancelled;
        let no_shows = totals(R::NoShowsAndCancellations);
        assert_eq!(no_shows[4..], of(&[by.by_patient, by.by_doctor, by.by_clinic, by.by_system]), "{day}");
        let reps = closing.reps;
        let per_day = totals(R::RepVisitsPerDay);
        assert_eq!(
            [per_day[0], per_day[2], per_day[3], per_day[4]].to_vec(),
            of(&[reps.booked, reps.no_show, reps.cancelled, reps.refused]),
            "{day}"
        );
        assert_eq!(totals(R::SamplesAndRepTime)[2..], of(&[reps.sample_lines, reps.sample_units]), "{day}");
        let waits = totals(R::WaitingAndLateness);
        if let (Some(waiting), Some(lateness)) = (closing.waiting, closing.lateness) {
            let expected =
                of(&[waiting.of, waiting.median, waiting.longest, lateness.median, lateness.longest]);
            assert_eq!(waits, expected, "{day}");
            days += 1;
        }
    }
    assert!(days > 5, "only {days} days had somebody who waited");
}

#[test]
fn the_dashboard_says_what_the_reports_say() {
    let clinic = clinic();
    let overview = super::overview(&clinic.desk, &clinic.admin, super::OverviewRequest::default()).unwrap();
    let today = overview.date.to_string();
    let totals =
        run(&clinic.desk, &clinic.admin, over(super::ReportName::PatientsPerDay, &today, &today)).unwrap();
    let booked = overview.today.iter().find(|figure| figure.figure == super::DayFigure::Booked).unwrap();
    assert_eq!(totals.totals.unwrap()[1], Cell::Number(booked.today.into()));
    let over_weeks = RunReport {
        from: overview.from,
        to: overview.to,
        ..over(super::ReportName::Occupancy, &today, &today)
    };
    let occupancy = run(&clinic.desk, &clinic.admin, over_weeks).unwrap();
    let sum = |of: fn(&super::OccupancyCell) -> u32| overview.occupancy.iter().map(of).sum::<u32>();
    let totals = occupancy.totals.unwrap();
    assert_eq!(totals[3], Cell::Number(sum(|cell| cell.available_minutes).into()));
    assert_eq!(totals[4], Cell::Number(sum(|cell| cell.booked_minutes).into()));
}

fn behind(
    desk: &Desk,
    admin: &Session,
    report: super::ReportName,
    (from, to): (&str, &str),
    row: &str,
) -> Vec<Uuid> {
    let request = OpenReport {
        report,
        from: date(from),
        to: date(to),
        site_id: None,
        doctor_id: None,
        threshold: None,
        row: Some(row.to_owned()),
        column: None,
    };
    open(desk, admin, request).unwrap().visits.iter().map(|visit| visit.id).collect()
}

#[test]
fn behind_a_closed_day_stands_what_was_booked_in_the_time_that_is_closed() {
    use crate::appointments::tests::{TUESDAY, book, clinic};
    let clinic = clinic();
    let early = book(&clinic, TUESDAY, "09:00", 15).appointment.id.uuid();
    let within = book(&clinic, TUESDAY, "10:30", 15).appointment.id.uuid();
    let reaching_in = book(&clinic, TUESDAY, "09:50", 15).appointment.id.uuid();
    let other_day = book(&clinic, "2026-11-25", "10:30", 15).appointment.id;
    let closed = |from: Option<&str>, until: Option<&str>| crate::closures::AddClosure {
        site_id: None,
        doctor_id: Some(clinic.doctor),
        first_date: date(TUESDAY),
        last_date: date(TUESDAY),
        from: from.map(|time| time.parse().unwrap()),
        until: until.map(|time| time.parse().unwrap()),
        effect: None,
        reason: Some("Unwell".into()),
    };
    let report = super::ReportName::ClosedDays;
    let week = ("2026-11-22", "2026-11-28");
    let rows = || run(&clinic.desk, &clinic.admin, over(report, week.0, week.1)).unwrap().rows;
    assert!(rows().is_empty(), "nothing is closed yet");
    crate::closures::add(&clinic.desk, &clinic.admin, closed(Some("10:00"), Some("11:00"))).unwrap();
    let part = rows();
    assert_eq!(part.len(), 1);
    assert_eq!(part[0].cells[2..4], [Cell::Text("part_of_day".into()), Cell::Number(60)]);
    let sorted = |mut visits: Vec<Uuid>| {
        visits.sort_unstable();
        visits
    };
    let of_day = |row: &str| sorted(behind(&clinic.desk, &clinic.admin, report, week, row));
    assert_eq!(of_day(&part[0].key), sorted(vec![within, reaching_in]));
    crate::closures::add(&clinic.desk, &clinic.admin, closed(None, None)).unwrap();
    let whole = rows();
    assert_eq!(whole[0].cells[2], Cell::Text("whole_day".into()));
    assert_eq!(of_day(&whole[0].key), sorted(vec![early, within, reaching_in]));
    let another = whole[0].key.replace(TUESDAY, "2026-11-25");
    assert!(of_day(&another).is_empty(), "{other_day:?} stands on a day that is open");
}

#[test]
fn behind_a_medicine_on_the_shelf_stand_the_visits_after_which_it_was_handed_out() {
    use crate::stock::dispensing::tests::{handed, prescribed};
    use crate::stock::tests::{a_medicine, bought};
    let clinic = crate::appointments::tests::clinic();
    let visit = crate::appointments::tests::book(&clinic, "2026-11-23", "10:00", 15).appointment;
    let (brufen, panadol) = (a_medicine(&clinic, "Brufen"), a_medicine(&clinic, "Panadol"));
    let lots = [brufen, panadol].map(|medicine| bought(&clinic, medicine, "A1", "2027-05-01", 40).unwrap());
    let written = prescribed(&clinic, visit.patient_id, &[(brufen, "Brufen", 20), (panadol, "Panadol", 10)]);
    let work = |tx: &crate::ledger::Tx<'_>| {
        tx.execute(
            "update prescription set appointment_id = :visit where id = :id",
            rusqlite::named_params! { ":visit": crate::store::Sql(visit.id), ":id": crate::store::Sql(written.id) },
        )?;
        Ok(())
    };
    clinic.desk.commit(&clinic.admin, "prescriptions.submit", work).unwrap();
    let report = super::ReportName::Stock;
    let day = ("2026-11-20", "2026-11-20");
    let on_hand = |medicine: domain::id::MedicineId| {
        let reply = run(&clinic.desk, &clinic.admin, over(report, day.0, day.1)).unwrap();
        let row = reply.rows.into_iter().find(|row| row.key == medicine.uuid().to_string()).unwrap();
        row.cells[3].clone()
    };
    let of = |medicine: domain::id::MedicineId| {
        behind(&clinic.desk, &clinic.admin, report, day, &medicine.uuid().to_string())
    };
    assert_eq!((on_hand(brufen), of(brufen)), (Cell::Number(40), Vec::new()), "nothing was handed out yet");
    handed(&clinic, &written, &[(0, lots[0], 15)], None).unwrap();
    assert_eq!((on_hand(brufen), of(brufen)), (Cell::Number(25), vec![visit.id.uuid()]));
    assert_eq!((on_hand(panadol), of(panadol)), (Cell::Number(40), Vec::new()));
}
