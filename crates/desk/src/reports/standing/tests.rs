//! The standing reports over a made-up clinic: whatever a figure says can be opened, and is as many.

use std::sync::Arc;

use domain::account::Role;
use domain::id::{AccountId, Id as _};
use domain::time::Date;
use uuid::Uuid;

use super::{Cell, ColumnKind, OpenReport, ReportReply, RunReport, list, open, run};
use crate::demo::{DemoOptions, make};
use crate::error::Error;
use crate::session::Empty;
use crate::session::tests::CHEAP;
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

/// Columns that count something else than visits, or what more than one visit is behind.
const NO_VISITS: &[&str] =
    &["patients", "open_days", "days", "most", "began", "sample_lines", "sample_units", "doctors"];

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
                if column.kind == ColumnKind::Count && !NO_VISITS.contains(&column.key) {
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
