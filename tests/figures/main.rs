//! Every standing report against a plain computation over exported rows: loops over text and numbers, minute by minute where it is about hours,
//! with no line in common with the product. Over the demo clinic, and over clinics in which rows were changed at random around both nights
//! in which Cairo changes its clocks: moved, called off and overbooked visits, closures by the hour, extra openings, alternate weeks, caps,
//! a second site, files that became one; narrowed to a site, to a doctor, and to both.

mod changes;
mod dice;
mod export;
mod hours;
mod naive;
mod papers;
mod twice;

use std::sync::Arc;

use changes::{Changes, Done};
use desk::demo::{DemoOptions, make};
use desk::testing::{HandClock, take_in};
use desk::vault::{Cost, VaultSettings};
use desk::{Desk, Seat};
use dice::Dice;
use domain::time::Instant;
use export::{Fields as _, Rows};
use hours::{date_at, in_force, passes};
use serde_json::{Value, json};

struct Clinic {
    desk: Desk,
    clock: Arc<HandClock>,
    /// Whoever counts, and somebody else who works.
    seats: Vec<(Seat, Value)>,
    now: i64,
    _dir: tempfile::TempDir,
}

/// What a report is narrowed to.
type Filter<'a> = (Option<&'a str>, Option<&'a str>);

fn clinic(noon: i64, options: &DemoOptions) -> Clinic {
    let dir = tempfile::tempdir().expect("a directory");
    let settings = VaultSettings { argon2: Cost { memory_kib: 64, passes: 1, lanes: 1 } };
    let clock = Arc::new(HandClock::at(Instant(noon)));
    let desk = Desk::at(dir.path(), Arc::clone(&clock) as _).with_vault_settings(settings);
    let report = make(&desk, options).expect("a clinic");
    let login = |role: domain::account::Role| {
        let of_role = report.logins.iter().find(|login| login.role == role).expect("somebody of this role");
        json!({ "username": of_role.username, "password": of_role.password })
    };
    let seats = [domain::account::Role::Admin, domain::account::Role::Receptionist];
    let seats = seats.map(|role| (Seat::default(), login(role))).into();
    let clinic = Clinic { desk, clock, seats, now: noon, _dir: dir };
    clinic.sit_down();
    clinic
}

impl Clinic {
    fn sit_down(&self) {
        for (seat, login) in &self.seats {
            self.desk.call(seat, "session.login", login.clone()).expect("somebody sits down");
        }
    }

    fn call(&self, seat: usize, name: &str, request: Value) -> Value {
        self.desk.call(&self.seats[seat].0, name, request).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    fn report(&self, name: &str, (from, to): (&str, &str), (site, doctor): Filter<'_>) -> Value {
        let request = json!({ "report": name, "from": from, "to": to, "site_id": site, "doctor_id": doctor });
        self.call(0, "reports.run", request)
    }

    fn rows(&self) -> Rows {
        let path = self.desk.read(|connection| Ok(connection.path().map(str::to_owned))).expect("a file");
        let bare =
            desk::testing::open_bare(&self.desk, path.expect("a file").as_ref()).expect("the same file");
        export::rows(&bare)
    }

    /// Lets some time pass, after which people sit down anew and do something.
    fn work_at(&mut self, at: i64, dice: &mut Dice) {
        self.now = at;
        self.clock.set(Instant(at));
        self.sit_down();
        for _ in 0..1 + dice.below(3) {
            let seat = usize::try_from(dice.below(2)).expect("a seat");
            let name = format!("New Patient {}", dice.below(1_000_000));
            let new = json!({ "full_name": name, "phones": [], "favourite_doctors": [] });
            let patient = self.call(seat, "patients.register", new);
            let free = self.call(seat, "appointments.next_free", json!({ "count": 3, "minutes": 10 }));
            let Some(free) = free["free_times"].as_array().and_then(|times| times.first()) else { continue };
            let booked = self.call(
                seat,
                "appointments.book",
                json!({
                    "doctor_id": free["doctor_id"], "patient_id": patient["patient"]["id"], "date": free["date"],
                    "start": free["start"], "minutes": 10,
                }),
            );
            if dice.below(2) == 0 {
                let request = json!({ "id": booked["appointment"]["id"], "reason": "no time" });
                self.call(1 - seat, "appointments.cancel", request);
            }
        }
    }

    /// Holds each report against the plain computation.
    fn agrees(&self, period: (&str, &str), filters: &[Filter<'_>]) {
        let (rows, today) = (self.rows(), date_at(self.now));
        for (site, doctor) in filters {
            let naive = naive::Naive {
                rows: &rows,
                from: period.0,
                to: period.1,
                today: &today,
                site: *site,
                doctor: *doctor,
            };
            for (name, columns, mut expected) in naive.all() {
                let reply = self.report(name, period, (*site, *doctor));
                let mut ours: Vec<Vec<Value>> = reply["rows"]
                    .as_array()
                    .expect("rows")
                    .iter()
                    .map(|row| columns.iter().map(|column| cell(&reply, row, column)).collect())
                    .collect();
                ours.sort_by_key(|row| json!(row).to_string());
                expected.sort_by_key(|row| json!(row).to_string());
                assert_eq!(ours, expected, "{name} {period:?} site {site:?} doctor {doctor:?}: {columns:?}");
            }
        }
    }
}

/// A cell by the key of its column; of what has a name, the identifier.
fn cell(reply: &Value, row: &Value, column: &str) -> Value {
    let at = reply["columns"].as_array().expect("columns").iter().position(|one| one["key"] == column);
    let cell = &row["cells"][at.unwrap_or_else(|| panic!("no column {column}"))];
    if cell.is_object() { cell["id"].clone() } else { cell.clone() }
}

const NOVEMBER: i64 = 1_795_161_600_000;

#[test]
fn on_the_demo_clinic_each_report_is_what_a_plain_count_says() {
    let options = DemoOptions {
        patients: 120,
        doctors: 5,
        appointments: 900,
        rep_visits: 120,
        ..DemoOptions::default()
    };
    let clinic = clinic(NOVEMBER, &options);
    let all = clinic.report("who_did_what", ("2026-11-01", "2026-11-30"), (None, None));
    let reports = clinic.call(0, "reports.list", json!({}));
    let rows = clinic.rows();
    let naive = naive::Naive {
        rows: &rows,
        from: "2026-11-01",
        to: "2026-11-30",
        today: "2026-11-20",
        site: None,
        doctor: None,
    };
    assert_eq!(
        naive.all().len(),
        reports["reports"].as_array().expect("a list").len(),
        "each is counted twice"
    );
    assert!(all["rows"].as_array().is_some_and(|rows| !rows.is_empty()), "somebody did something");
    for period in [("2026-11-01", "2026-11-30"), ("2026-06-01", "2027-03-31"), ("2026-11-19", "2026-11-19")] {
        clinic.agrees(period, &[(None, None)]);
    }
}

/// Noon in Cairo of the day before its clock goes forward (24 April 2026) and of the one before it goes back (at the end of 29 October), and
/// days around both.
const MOMENTS: [(i64, &str, &str); 2] =
    [(1_776_938_400_000, "2026-04-18", "2026-04-30"), (1_793_178_000_000, "2026-10-22", "2026-11-06")];

const SEEDS: u64 = 7;
const HOUR: i64 = 3_600_000;

fn random_clinics(noon: i64, from: &str, to: &str) {
    let (mut done, mut found) = (Done::new(), Done::new());
    for seed in 1..=SEEDS {
        let options = DemoOptions {
            patients: 60,
            doctors: 4,
            appointments: 320,
            rep_visits: 60,
            seed,
            ..DemoOptions::default()
        };
        let mut clinic = clinic(noon, &options);
        let mut dice = Dice(seed);
        for round in 0..2 {
            // The first time everything is new; the second time something was packed before, so that what changes is read anew.
            take_in(&clinic.desk, |connection| {
                Changes::new(connection, &mut dice, (from, noon), &mut done).all();
                Ok(())
            });
            // Over the midnight at which the clock changes, an hour or so at a time.
            for hours in [11, 12, 13, 14, 35, 36, 37, 38] {
                let minutes = i64::try_from(dice.below(60)).expect("fits");
                if round == 0 {
                    clinic.work_at(noon + hours * HOUR + minutes * 60_000, &mut dice);
                }
            }
            let rows = clinic.rows();
            occur(&rows, from, to, &mut found);
            let site = dice.pick(&rows.sites).text("id").to_owned();
            let doctor = dice.pick(&rows.doctors).text("id").to_owned();
            clinic.agrees(
                (from, to),
                &[(None, None), (Some(&site), None), (None, Some(&doctor)), (Some(&site), Some(&doctor))],
            );
        }
    }
    for what in [
        "site",
        "elsewhere",
        "moved",
        "another doctor",
        "called off",
        "replaced",
        "missed",
        "overbooked",
        "another patient",
        "deleted",
        "rep visit",
        "closed for days",
        "closed by the hour",
        "opened by the hour",
        "alternate weeks",
        "cap",
        "merged",
        "left",
        "given up",
        "lost its time",
        "prescription",
        "corrected",
        "lot",
    ] {
        assert!(done.get(what).is_some_and(|times| *times > 0), "nothing was ever “{what}”: {done:?}");
    }
    twice::assert_tried(from, to, &done, &found);
    for what in [
        "visit on the night",
        "hours on the night",
        "closed by the hour on a day with visits",
        "every second week",
        "overbooked",
        "called off",
        "replaced",
        "done on another day than Greenwich's",
        "a visit of a file that is part of another",
    ] {
        assert!(found.get(what).is_some_and(|times| *times > 0), "no clinic had “{what}”: {found:?}");
    }
}

#[test]
fn around_the_night_without_an_hour_each_report_of_random_clinics_is_what_a_plain_count_says() {
    let [(noon, from, to), _] = MOMENTS;
    random_clinics(noon, from, to);
}

#[test]
fn around_the_night_with_an_hour_twice_each_report_of_random_clinics_is_what_a_plain_count_says() {
    let [_, (noon, from, to)] = MOMENTS;
    random_clinics(noon, from, to);
}

/// What stands in the rows that are counted.
fn occur(rows: &Rows, from: &str, to: &str, found: &mut Done) {
    let mut note = |what, is_there: bool| *found.entry(what).or_default() += u32::from(is_there);
    let visits = || rows.appointments.iter().filter(|row| from <= row.text("date") && row.text("date") <= to);
    let is_night = |date: &str| (0..1440).any(|minute| passes(date, minute) != 1);
    note("visit on the night", visits().any(|row| is_night(row.text("date"))));
    let nights = ["2026-04-24", "2026-10-29"];
    twice::occur(rows, from, to, &mut note);
    let jumps = |block: &export::Row, date: &str| {
        in_force(block, date)
            && (block.number("starts_at")..block.number("ends_at")).any(|minute| passes(date, minute) != 1)
    };
    note(
        "hours on the night",
        nights.iter().any(|date| rows.hours.iter().any(|block| in_force(block, date) || jumps(block, date))),
    );
    let is_closed = |date: &str| {
        rows.closures.iter().any(|one| {
            one.has("from_at")
                && one.text("effect") == "closed"
                && one.text("first_date") <= date
                && date <= one.text("last_date")
        })
    };
    note("closed by the hour on a day with visits", visits().any(|row| is_closed(row.text("date"))));
    let second = |block: &export::Row| {
        let on = |days: i64| in_force(block, &dice::days_after(block.text("valid_from"), days));
        block.has("rrule") && (0..7).any(|day| on(day) && !on(day + 7) && on(day + 14))
    };
    note("every second week", rows.hours.iter().any(second));
    note("overbooked", visits().any(|row| row.has("overbook_reason")));
    note("called off", visits().any(|row| row.text("status") == "cancelled"));
    note("replaced", visits().any(|row| row.text("status") == "rescheduled"));
    let is_early = |row: &export::Row| {
        let at = row.number("hlc") >> 16;
        (at + 2 * HOUR).div_euclid(24 * HOUR) != at.div_euclid(24 * HOUR)
    };
    note("done on another day than Greenwich's", rows.operations.iter().any(is_early));
    note(
        "a visit of a file that is part of another",
        visits().any(|row| rows.merged.contains_key(row.text("patient_id"))),
    );
}
