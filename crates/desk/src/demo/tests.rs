//! A made-up clinic must keep the rules that a real one keeps, whenever it is made.

use std::collections::HashSet;
use std::sync::Arc;

use domain::appointment::AppointmentStatus;
use domain::calendar::{Audience, day_schedule};
use domain::code::Code as _;
use domain::time::{Instant, Span};
use serde_json::{Value, json};

use super::{DemoCounts, DemoOptions, DemoReport, make};
use crate::appointments::Appointment;
use crate::closures::last_date;
use crate::error::{Error, Refusal};
use crate::session::tests::CHEAP;
use crate::testing::{HandClock, START};
use crate::{Desk, Seat, appointments, clinic, closures, doctors, ledger, schedules};

struct Demo {
    desk: Desk,
    report: DemoReport,
    _dir: tempfile::TempDir,
}

fn demo(now: Instant, options: &DemoOptions) -> Demo {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::at(dir.path(), Arc::new(HandClock::at(now))).with_vault_settings(CHEAP);
    let report = make(&desk, options).unwrap();
    Demo { desk, report, _dir: dir }
}

const HOUR: i64 = 3_600_000;

/// Any day of the week at any time of day, and both days on which the clock changes.
fn moments() -> impl Iterator<Item = Instant> {
    let around = (0..7).map(|day| Instant(START.0 + day * 27 * HOUR));
    // 2026-04-24 and 2026-10-29, noon UTC.
    around.chain([Instant(1_777_032_000_000), Instant(1_793_275_200_000)])
}

impl Demo {
    fn all_appointments(&self) -> Vec<Appointment> {
        let all = |connection: &rusqlite::Connection| {
            let site = clinic::store::sites(connection)?[0].id;
            let first = "2000-01-01".parse().unwrap();
            appointments::views::of_site(connection, site, first, last_date())
        };
        self.desk.read(all).unwrap()
    }

    fn call(&self, seat: &Seat, command: &str, input: Value) -> Value {
        self.desk.call(seat, command, input).unwrap()
    }

    fn rows(&self, sql: &str) -> Vec<String> {
        let read = |connection: &rusqlite::Connection| {
            let mut statement = connection.prepare(sql)?;
            let columns = statement.column_count();
            let row = |row: &rusqlite::Row<'_>| -> rusqlite::Result<String> {
                let values: rusqlite::Result<Vec<String>> =
                    (0..columns).map(|at| row.get_ref(at).map(|value| format!("{value:?}"))).collect();
                Ok(values?.join("|"))
            };
            let rows = statement.query_map([], row)?.collect::<rusqlite::Result<_>>()?;
            Ok(rows)
        };
        self.desk.read(read).unwrap()
    }

    /// Holds every visit against the doctor's hours, closures and caps.
    fn assert_rules_hold(&self) {
        let visits = self.all_appointments();
        let read = |connection: &rusqlite::Connection| {
            for doctor in doctors::store::doctors(connection)? {
                let rules = schedules::store::rules(&schedules::store::hours_of(connection, doctor.id)?)?;
                let limits = schedules::store::day_limits_of(connection, doctor.id)?;
                let first = "2000-01-01".parse().unwrap();
                let of =
                    closures::store::touching(connection, doctor.id, doctor.site_id, first, last_date())?;
                let closed = closures::store::rules(&of);
                let mut dates: Vec<_> = visits
                    .iter()
                    .filter(|visit| visit.doctor_id == doctor.id)
                    .map(|visit| visit.date)
                    .collect();
                dates.dedup();
                for date in dates {
                    let day = day_schedule(date, &rules, &closed);
                    let held: Vec<&Appointment> = visits
                        .iter()
                        .filter(|visit| visit.doctor_id == doctor.id && visit.date == date)
                        .filter(|visit| visit.status.holds_time() && visit.overbook_reason.is_none())
                        .collect();
                    for visit in &held {
                        let span = Span::lasting(visit.start, visit.minutes).unwrap();
                        assert!(day.open_for(Audience::Patient).any(|open| open.contains(span)), "{visit:?}");
                    }
                    let cap = schedules::store::limit_on(&limits, date.weekday())
                        .and_then(|limit| limit.max_patients);
                    assert!(cap.is_none_or(|cap| held.len() <= usize::from(cap)), "{} on {date}", held.len());
                }
            }
            Ok(())
        };
        self.desk.read(read).unwrap();
    }
}

#[test]
fn the_usual_demo_has_the_promised_numbers_and_logins() {
    let demo = demo(START, &DemoOptions::default());
    assert_eq!(
        demo.report.counts,
        DemoCounts {
            accounts: 50,
            doctors: 10,
            patients: 30,
            reps: 10,
            appointments: 31,
            rep_visits: 100,
            doctor_days: 25,
            closures: 10,
        }
    );
    let count = |sql: &str| demo.rows(sql)[0].clone();
    assert_eq!(
        count("select count(*) from account where role in ('doctor', 'patient', 'rep')"),
        "Integer(50)"
    );
    assert_eq!(count("select count(*) from appointment"), "Integer(31)");
    assert_eq!(count("select count(*) from rep_visit"), "Integer(100)");
    assert_eq!(count("select count(distinct doctor_id || weekday) from hours"), "Integer(25)");
    assert_eq!(
        count("select count(*) from day_limit where max_reps > 0 and max_patients > 0"),
        "Integer(25)"
    );
    assert_eq!(count("select count(*) from closure"), "Integer(10)");
    assert_eq!(count("select count(distinct company_id) from rep"), "Integer(10)");
    let statuses = demo.rows("select distinct status from rep_visit where summary_topic is not null");
    assert_eq!(statuses.len(), 1, "summaries are of completed visits: {statuses:?}");

    for login in &demo.report.logins {
        let seat = Seat::default();
        let account = demo.call(
            &seat,
            "session.login",
            json!({ "username": login.username, "password": login.password }),
        );
        assert_eq!((&account["stage"], &account["account"]["role"]), (&json!("ready"), &json!(login.role)));
    }
    let roles: HashSet<_> = demo.report.logins.iter().map(|login| login.role).collect();
    assert_eq!(roles.len(), 5, "one of each role that sits at the desk");
}

#[test]
fn the_passwords_would_be_accepted_from_a_person() {
    for login in &demo(START, &DemoOptions::default()).report.logins {
        let context = crate::accounts::password::Context {
            username: login.username,
            full_name: super::staff::ADMIN_NAME,
            clinic_name: "Nile View Clinic",
            blocked_words: &[],
        };
        let password = crate::vault::Secret::new(login.password.into());
        assert_eq!(crate::accounts::password::judge("password", &password, &context), None);
    }
}

#[test]
fn todays_board_shows_every_state_whenever_it_is_opened() {
    for now in moments() {
        let demo = demo(now, &DemoOptions::default());
        let seat = Seat::default();
        let admin = &demo.report.logins[0];
        demo.call(&seat, "session.login", json!({ "username": admin.username, "password": admin.password }));
        let today = domain::calendar::zone::wall(now, "Africa/Cairo".parse().unwrap()).0;
        let day = demo.call(&seat, "agenda.day", json!({ "date": today }));
        let visits = day["appointments"].as_array().unwrap();
        for status in AppointmentStatus::ALL {
            assert!(
                visits.iter().any(|visit| visit["status"] == status.code()),
                "{} at {now:?}",
                status.code()
            );
        }
        let waiting = visits.iter().filter(|visit| visit["status"] == "arrived");
        assert!(waiting.clone().count() >= 3);
        for visit in waiting {
            let minutes = (now.0 - visit["arrived_at"].as_i64().unwrap()) / 60_000;
            assert!((1..60).contains(&minutes), "waits {minutes} minutes");
        }
        assert!(visits.iter().any(|visit| !visit["overbook_reason"].is_null()));
        assert!(day["rep_visits"].as_array().unwrap().len() >= 3, "{now:?}");
        let inbox = demo.call(&seat, "attention.list", json!({}));
        assert_eq!(inbox["displaced_reps"], json!(0), "every rep that is booked may come: {now:?}");
        let columns = day["columns"].as_array().unwrap();
        let open = columns.iter().filter(|column| !column["open"].as_array().unwrap().is_empty()).count();
        assert_eq!((columns.len(), open), (10, 7), "eight work today and one of them is away");
        demo.assert_rules_hold();
        assert!(demo.desk.read(ledger::verify::chain).unwrap().ok);
    }
}

#[test]
fn the_same_seed_and_moment_make_the_same_clinic() {
    let contents = |seed| {
        let demo = demo(START, &DemoOptions { seed, ..DemoOptions::default() });
        let mut rows = Vec::new();
        for table in ["doctor", "hours", "closure", "patient", "rep", "appointment", "rep_visit"] {
            rows.extend(demo.rows(&format!("select * from {table} order by id")));
        }
        // The site's own id is drawn from the system: it is left out.
        let site = demo.rows("select id from site")[0].clone();
        rows.into_iter().map(|row| row.replace(&site, "site")).collect::<Vec<_>>()
    };
    let first = contents(7);
    assert_eq!(first, contents(7));
    assert_ne!(first, contents(8));
}

#[test]
fn somebody_waits_at_the_counter_at_any_hour_of_any_day() {
    for now in moments() {
        let demo = demo(now, &DemoOptions::default());
        let of =
            |status: &str| demo.rows(&format!("select id from prescription where status = '{status}'")).len();
        assert!(of("submitted") > 1, "{} at {now:?}", of("submitted"));
        assert_eq!(of("draft"), 0);
        let lines = demo.rows("select id from prescription_item where medicine_id is null");
        assert!(lines.is_empty(), "a course names what the clinic does not list");
    }
}

#[test]
fn files_have_documents_for_the_chart_and_for_reception() {
    let demo = demo(START, &DemoOptions::default());
    assert_eq!(demo.rows("select count(distinct audience) from document"), ["Integer(2)"]);
}

#[test]
fn somebody_was_seen_from_afar_and_somebody_is_to_be_at_any_hour_of_any_day() {
    for now in moments() {
        let demo = demo(now, &DemoOptions::default());
        let online = |status: &str| {
            demo.rows(&format!("select id from appointment where kind = 'online' and {status}")).len()
        };
        assert!(online("status = 'completed'") > 0, "{now:?}");
        assert_eq!(online("status in ('scheduled', 'confirmed')"), 1, "{now:?}");
        let calls = demo.rows(
            "select consultation_log.id from consultation_log join appointment on appointment.id = appointment_id
             where appointment.kind = 'online' and ended_at >= consultation_log.started_at",
        );
        assert!(calls.len() >= online("status = 'completed'"), "{now:?}");
    }
}

#[test]
fn a_large_clinic_keeps_the_rules_and_a_true_ledger() {
    let options = DemoOptions {
        doctors: 13,
        patients: 500,
        reps: 12,
        appointments: 6_000,
        rep_visits: 700,
        ..DemoOptions::default()
    };
    let demo = demo(START, &options);
    let counts = &demo.report.counts;
    assert_eq!((counts.appointments, counts.rep_visits, counts.patients), (6_000, 700, 500));
    assert_eq!(demo.rows("select count(*) from appointment"), ["Integer(6000)"]);
    assert_eq!(demo.rows("select count(*) from rep_visit"), ["Integer(700)"]);
    demo.assert_rules_hold();
    let today = demo.rows("select count(*) from appointment where date = '2026-11-20'");
    assert!(
        today[0].trim_start_matches("Integer(").trim_end_matches(')').parse::<u32>().unwrap() > 100,
        "{today:?}"
    );
    let odd = "select count(*) from appointment
        join patient on patient.id = patient_id
        join doctor_specialty on doctor_specialty.doctor_id = appointment.doctor_id
        join specialty on specialty.id = specialty_id
        where specialty.name = 'Obstetrics and gynaecology' and gender <> 'female'
            or specialty.name = 'Paediatrics' and date_of_birth < '2010-01-01'";
    assert_eq!(demo.rows(odd), ["Integer(0)"], "patients go to doctors of their kind");
    let verified = demo.desk.read(ledger::verify::chain).unwrap();
    assert!(verified.ok && verified.operations > 8);
    // Every row is in the ledger, each in one operation.
    let unrecorded = "select count(*) from appointment where id not in (select row_id from touched)";
    assert_eq!(demo.rows(unrecorded), ["Integer(0)"]);
}

#[test]
fn numbers_that_do_not_go_together_are_refused() {
    let refused = |options: DemoOptions| {
        let dir = tempfile::tempdir().unwrap();
        let desk = Desk::at(dir.path(), Arc::new(HandClock::at(START))).with_vault_settings(CHEAP);
        match make(&desk, &options) {
            Err(Error::Refused(refusal)) => refusal,
            other => panic!("not refused: {other:?}"),
        }
    };
    let usual = DemoOptions::default();
    let because = |reason: &str| Refusal::new("demo.impossible").with("reason", reason);
    assert_eq!(refused(DemoOptions { doctors: 0, ..usual.clone() }), because("no_doctors"));
    assert_eq!(refused(DemoOptions { patients: 0, ..usual.clone() }), because("no_patients"));
    assert_eq!(refused(DemoOptions { reps: 0, ..usual.clone() }), because("no_reps"));
    assert_eq!(refused(DemoOptions { appointments: u32::MAX, ..usual.clone() }), because("no_room"));
    let nobody = DemoOptions { patients: 0, reps: 0, appointments: 0, rep_visits: 0, ..usual.clone() };
    assert_eq!(demo(START, &nobody).report.counts.accounts, 10);
    let tiny = DemoOptions { doctors: 1, patients: 1, reps: 1, appointments: 3, rep_visits: 2, ..usual };
    assert_eq!(demo(START, &tiny).report.counts.appointments, 3);
}
