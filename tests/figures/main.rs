//! Every standing report against a plain computation over exported rows: loops over text and numbers, minute by minute where it is about hours,
//! with no line in common with the product. Over the demo clinic, and over clinics in which rows were changed at random around both nights
//! in which Cairo changes its clocks: moved, called off and overbooked visits, closures by the hour, extra openings, alternate weeks, caps.

mod export;
mod hours;
mod naive;

use std::sync::Arc;

use desk::demo::{DemoOptions, make};
use desk::testing::{HandClock, take_in};
use desk::vault::{Cost, VaultSettings};
use desk::{Desk, Seat};
use domain::time::Instant;
use export::Rows;
use serde_json::{Value, json};

struct Clinic {
    desk: Desk,
    seat: Seat,
    today: String,
    _dir: tempfile::TempDir,
}

fn clinic(noon: i64, today: &str, seed: u64) -> Clinic {
    let dir = tempfile::tempdir().expect("a directory");
    let settings = VaultSettings { argon2: Cost { memory_kib: 64, passes: 1, lanes: 1 } };
    let desk = Desk::at(dir.path(), Arc::new(HandClock::at(Instant(noon)))).with_vault_settings(settings);
    let options = DemoOptions {
        patients: 120,
        doctors: 5,
        appointments: 900,
        rep_visits: 120,
        seed,
        ..DemoOptions::default()
    };
    let report = make(&desk, &options).expect("a clinic");
    let admin = report
        .logins
        .iter()
        .find(|login| login.role == domain::account::Role::Admin)
        .expect("an administrator");
    let seat = Seat::default();
    let login = json!({ "username": admin.username, "password": admin.password });
    desk.call(&seat, "session.login", login).expect("somebody sits down");
    Clinic { desk, seat, today: today.to_owned(), _dir: dir }
}

impl Clinic {
    fn report(&self, name: &str, from: &str, to: &str) -> Value {
        let request = json!({ "report": name, "from": from, "to": to });
        self.desk.call(&self.seat, "reports.run", request).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    fn rows(&self) -> Rows {
        let path = self.desk.read(|connection| Ok(connection.path().map(str::to_owned))).expect("a file");
        let bare =
            desk::testing::open_bare(&self.desk, path.expect("a file").as_ref()).expect("the same file");
        export::rows(&bare)
    }

    /// Holds each report against the plain computation.
    fn agrees(&self, from: &str, to: &str) {
        let rows = self.rows();
        let naive = naive::Naive { rows: &rows, from, to, today: &self.today };
        for (name, columns, expected) in naive.all() {
            let reply = self.report(name, from, to);
            let mut ours: Vec<Vec<Value>> = reply["rows"]
                .as_array()
                .expect("rows")
                .iter()
                .map(|row| columns.iter().map(|column| cell(&reply, row, column)).collect())
                .collect();
            let mut expected = expected;
            ours.sort_by_key(|row| json!(row).to_string());
            expected.sort_by_key(|row| json!(row).to_string());
            assert_eq!(ours, expected, "{name} from {from} to {to}: {columns:?}");
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
    let clinic = clinic(NOVEMBER, "2026-11-20", DemoOptions::default().seed);
    clinic.agrees("2026-11-01", "2026-11-30");
    clinic.agrees("2026-06-01", "2027-03-31");
    clinic.agrees("2026-11-19", "2026-11-19");
}

#[test]
fn on_random_clinics_each_report_is_what_a_plain_count_says() {
    // Noon on the days around which Cairo goes forward (24 April 2026) and back (29 October).
    let moments = [
        (1_777_370_400_000, "2026-04-28", "2026-04-18", "2026-04-30"),
        (1_793_700_000_000, "2026-11-03", "2026-10-22", "2026-11-06"),
    ];
    for seed in 1..=2 {
        for (noon, today, from, to) in moments {
            let clinic = clinic(noon, today, seed);
            let mut dice = Dice(seed);
            for _ in 0..2 {
                // Something was packed before, so that what changes is read anew.
                take_in(&clinic.desk, |connection| {
                    change(connection, &mut dice, from);
                    Ok(())
                });
                clinic.agrees(from, to);
            }
        }
    }
}

/// SplitMix64: a failure is told by its seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(of.len() as u64)).expect("an index")]
    }

    fn one(&mut self, of: &[Vec<u8>]) -> Vec<u8> {
        self.pick(of).clone()
    }

    fn id(&mut self) -> Vec<u8> {
        (0..16).map(|_| u8::try_from(self.below(256)).expect("a byte")).collect()
    }

    fn date(&mut self, from: &str) -> String {
        let first: domain::time::Date = from.parse().expect("a day");
        first.plus_days(i64::try_from(self.below(13)).expect("fits")).expect("a day").to_string()
    }
}

/// Changes rows as no desk would all at once.
fn change(connection: &rusqlite::Connection, dice: &mut Dice, from: &str) {
    let run = |sql: &str, params: &[&dyn rusqlite::ToSql]| {
        connection.execute(sql, params).unwrap_or_else(|error| panic!("{sql}: {error}"));
    };
    let ids = |table: &str| -> Vec<Vec<u8>> {
        let sql = format!("select id from {table} where deleted_at is null order by id");
        let mut statement = connection.prepare(&sql).expect("a statement");
        let ids = statement.query_map([], |row| row.get(0)).expect("rows");
        ids.collect::<Result<_, _>>().expect("ids")
    };
    let (visits, doctors, patients, reps) =
        (ids("appointment"), ids("doctor"), ids("patient"), ids("rep_visit"));
    let site = ids("site").remove(0);
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
    for _ in 0..60 {
        let (visit, date) = (dice.pick(&visits).clone(), dice.date(from));
        let (start, minutes) = (dice.below(1400), 5 + dice.below(36));
        match dice.below(8) {
            0 => run(
                "update appointment set date = ?2, starts_at = ?3, minutes = ?4 where id = ?1",
                &[&visit, &date, &start, &minutes],
            ),
            1 => run("update appointment set doctor_id = ?2 where id = ?1", &[&visit, &dice.one(&doctors)]),
            2 | 3 => {
                let state = *dice.pick(&STATES);
                let by =
                    (state == "cancelled").then(|| *dice.pick(&["patient", "doctor", "clinic", "system"]));
                run(
                    "update appointment set status = ?2, cancelled_by = ?3 where id = ?1",
                    &[&visit, &state, &by],
                );
            }
            4 => run("update appointment set overbook_reason = 'urgent' where id = ?1", &[&visit]),
            5 => run("update appointment set patient_id = ?2 where id = ?1", &[&visit, &dice.one(&patients)]),
            6 => run("update appointment set deleted_at = 1 where id = ?1", &[&visit]),
            _ => {
                let state = *dice.pick(&[
                    "requested",
                    "approved",
                    "completed",
                    "no_show",
                    "cancelled",
                    "refused_entry",
                ]);
                run(
                    "update rep_visit set status = ?2, date = ?3, starts_at = ?4 where id = ?1",
                    &[&dice.one(&reps), &state, &date, &dice.below(1300)],
                );
            }
        }
    }
    for _ in 0..3 {
        let (doctor, date, start) = (dice.pick(&doctors).clone(), dice.date(from), dice.below(1200));
        let last: domain::time::Date = date.parse().expect("a day");
        let last = last.plus_days(i64::try_from(dice.below(3)).expect("fits")).expect("a day").to_string();
        let whole = dice.below(3) == 0;
        let part: Option<u64> = (!whole).then_some(start);
        let until: Option<u64> = (!whole).then(|| start + 15 + dice.below(225));
        let effect = if !whole && dice.below(3) == 0 { "opened" } else { "closed" };
        let (of_site, of_doctor) =
            if dice.below(4) == 0 { (Some(site.clone()), None) } else { (None, Some(doctor.clone())) };
        run(
            "insert into closure (id, site_id, doctor_id, first_date, last_date, from_at, until_at, effect, reason, created_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', 0)",
            &[&dice.id(), &of_site, &of_doctor, &date, &last, &part, &until, &effect],
        );
        let weekday = *dice.pick(&["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
        let rule = format!("FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}");
        let audience = *dice.pick(&["patient", "rep"]);
        run(
            "insert into hours (id, doctor_id, site_id, audience, rrule, starts_at, ends_at, valid_from)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            &[&dice.id(), &doctor, &site, &audience, &rule, &start, &(start + 30 + dice.below(200)), &date],
        );
    }
    let cap = 1 + dice.below(12);
    run("update day_limit set max_patients = ?2 where doctor_id = ?1", &[&dice.one(&doctors), &cap]);
}
