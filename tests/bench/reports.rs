//! The standing reports over all the years of a clinic, against DuckDB on one thread over the same rows in the same run. DuckDB answers those
//! that are about visits; hours and closures, which it would have to be told how to compose, are ours alone and count in our sum all the same.
//!
//! DuckDB is a bench's business and nowhere in the product: `CLINIC_DESK_DUCKDB` names a Python that has it; without, only the bounds are
//! held.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};

use crate::clinic::{Clinic, Open};
use crate::figures::{Goal, Row, median, microseconds};

const ROUNDS: usize = 7;

pub fn measure(clinic: &Clinic) -> Result<Vec<Row>> {
    let open = clinic.open()?;
    let bare = open.beside()?;
    let period: (String, String) =
        bare.query_row("select min(date), max(date) from appointment", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let listed = open.call("reports.list", json!({}))?;
    let names: Vec<String> = listed["reports"]
        .as_array()
        .context("a list of reports")?
        .iter()
        .filter_map(|report| report["name"].as_str().map(str::to_owned))
        .collect();
    let request = |name: &str| json!({ "report": name, "from": period.0, "to": period.1 });
    let started = Instant::now();
    open.call("reports.run", request("patients_per_day"))?;
    let first = microseconds(started.elapsed());
    desk::testing::wait_until_packed(&open.desk);
    let packing = microseconds(started.elapsed());
    let mut duck = Duck::of(&bare, &clinic.dir)?;
    let mut ours: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    let mut sums = Vec::new();
    let mut theirs = Vec::new();
    for _ in 0..ROUNDS {
        let mut sum = 0.0;
        for (name, times) in names.iter().zip(&mut ours) {
            let time = run(&open, request(name))?;
            times.push(time);
            sum += time;
        }
        let answered = duck.as_mut().map(Duck::round).transpose()?;
        sums.push((sum, answered.as_ref().map(|answered| answered.iter().map(|(_, time)| time).sum())));
        theirs.push(answered.unwrap_or_default());
    }
    let mut rows: Vec<Row> =
        [("the first report, nothing packed", first), ("visits packed for reports aside, once", packing)]
            .map(|(what, time)| Row::new(clinic.size, what, "–", "µs", &[(time, None)], &Goal::default()))
            .into();
    for (name, times) in names.iter().zip(ours) {
        let of_duck =
            |round: &Vec<(String, f64)>| round.iter().find(|(known, _)| known == name).map(|(_, time)| *time);
        let rounds: Vec<(f64, Option<f64>)> =
            times.iter().zip(&theirs).map(|(time, round)| (*time, of_duck(round))).collect();
        rows.push(Row::new(
            clinic.size,
            &format!("report {name}"),
            "DuckDB, one thread",
            "µs",
            &rounds,
            &Goal::bound(100_000.0),
        ));
    }
    let all = Goal { ratio: duck.is_some().then_some(1.0), bound: None };
    rows.push(Row::new(clinic.size, "all reports", "DuckDB, one thread", "µs", &sums, &all));
    let overview: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            open.ask("reports.overview", json!({})).map(|_| microseconds(started.elapsed()))
        })
        .collect::<Result<_>>()?;
    let dashboard = median(overview.into_iter());
    rows.push(Row::new(clinic.size, "dashboard", "–", "µs", &[(dashboard, None)], &Goal::bound(100_000.0)));
    Ok(rows)
}

fn run(open: &Open, request: Value) -> Result<f64> {
    let started = Instant::now();
    std::hint::black_box(open.ask("reports.run", request)?);
    Ok(microseconds(started.elapsed()))
}

/// A DuckDB with the clinic's visits, asked over a pipe.
struct Duck {
    python: Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Duck {
    /// None where no Python with DuckDB was named.
    fn of(bare: &Connection, dir: &Path) -> Result<Option<Self>> {
        let Some(python) = std::env::var_os("CLINIC_DESK_DUCKDB") else { return Ok(None) };
        let visits = dir.join("appointments.csv");
        let reps = dir.join("rep_visits.csv");
        export(
            bare,
            "select hex(patient_id) as person, hex(doctor_id) as doctor, date, starts_at, minutes, status, cancelled_by,
                arrived_at, started_at, overbook_reason is not null as overbooked from appointment where deleted_at is null",
            &visits,
        )?;
        export(
            bare,
            "select hex(rep_visit.rep_id) as rep, hex(doctor_id) as doctor, hex(rep.company_id) as company, date, starts_at, minutes, status,
                summary_minutes, json_array_length(summary_samples) as samples
            from rep_visit join rep on rep.id = rep_visit.rep_id where rep_visit.deleted_at is null",
            &reps,
        )?;
        let mut python = Command::new(python)
            .args(["-c", include_str!("reports/duck.py")])
            .args([&visits, &reps])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("CLINIC_DESK_DUCKDB names a Python")?;
        let answers = BufReader::new(python.stdout.take().context("a pipe")?);
        let mut duck = Self { python, answers };
        // Once for whatever it does but once.
        duck.round()?;
        Ok(Some(duck))
    }

    /// Every report it has, with its time in microseconds.
    fn round(&mut self) -> Result<Vec<(String, f64)>> {
        self.python.stdin.as_mut().context("a pipe")?.write_all(b"go\n")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        serde_json::from_str(&line).context("DuckDB answers in JSON")
    }
}

impl Drop for Duck {
    fn drop(&mut self) {
        drop(self.python.stdin.take());
        // It ends with its input.
        let _ = self.python.wait();
    }
}

fn export(bare: &Connection, sql: &str, to: &Path) -> Result<()> {
    let mut statement = bare.prepare(sql)?;
    let columns = statement.column_count();
    let mut file = BufWriter::new(File::create(to)?);
    writeln!(file, "{}", statement.column_names().collect::<Vec<_>>().join(","))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for at in 0..columns {
            if at > 0 {
                file.write_all(b",")?;
            }
            match row.get_ref(at)? {
                ValueRef::Integer(number) => write!(file, "{number}")?,
                ValueRef::Text(text) => file.write_all(text)?,
                ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => {}
            }
        }
        file.write_all(b"\n")?;
    }
    file.flush()?;
    Ok(())
}
