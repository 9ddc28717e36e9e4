//! The chart of somebody who has been here five hundred times, and a prescription as it is printed.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::clinic::{Clinic, Open};
use crate::figures::{Goal, Row, microseconds, percentile};

/// Visits of the one patient, and prescriptions.
const VISITS: u32 = 500;
const PRESCRIPTIONS: u32 = 100;
const ROUNDS: usize = 50;

pub fn measure(home: &Path) -> Result<Vec<Row>> {
    let clinic = Clinic::of_one_patient(home, VISITS)?;
    let open = clinic.open()?;
    let patients = open.call("patients.search", json!({ "text": "" }))?;
    let patient = patients["patients"][0]["id"].clone();
    let mut id = Value::Null;
    for _ in 0..PRESCRIPTIONS {
        id = prescribed(&open, &patient)?;
    }
    let chart = open.call("charts.open", json!({ "patient_id": patient }))?;
    let written = chart["timeline"].as_array().context("a timeline")?.len();
    let expected = (VISITS + PRESCRIPTIONS) as usize;
    anyhow::ensure!(written >= expected, "only {written} entries stand in the chart");
    let opened = timed(&open, "charts.open", &json!({ "patient_id": patient }))?;
    let paper = json!({ "id": id, "format": "a4", "language": "ar" });
    let first = {
        let started = Instant::now();
        std::hint::black_box(open.ask("papers.prescription", paper.clone())?);
        microseconds(started.elapsed())
    };
    let printed = timed(&open, "papers.prescription", &paper)?;
    let row = |what: &str, figure: f64, goal| Row::new(VISITS, what, "–", "µs", &[(figure, None)], &goal);
    Ok(vec![
        row("chart of one patient, p50", percentile(opened.clone(), 50), Goal::bound(50_000.0)),
        row("chart of one patient, p99", percentile(opened, 99), Goal::bound(50_000.0)),
        row("first prescription on paper", first, Goal::default()),
        row("prescription on paper, p50", percentile(printed, 50), Goal::bound(30_000.0)),
    ])
}

/// Three lines, kept whatever speaks against them: the same was prescribed before.
fn prescribed(open: &Open, patient: &Value) -> Result<Value> {
    let doctors = open.call("doctors.list", json!({}))?;
    let line = |name: &str| {
        json!({
            "medicine_name": name, "dose_milli": 1000, "dose_unit": "tablet", "route": "oral", "frequency": "twice", "days": 7,
            "quantity": 14, "instructions": "after_food", "kept_because": "measured here",
        })
    };
    let draft = json!({
        "patient_id": patient, "doctor_id": doctors["doctors"][0]["id"],
        "items": [line("Zincovit"), line("Royal Jelly"), line("Omega Plus")],
    });
    let draft = open.call("prescriptions.draft", draft)?;
    let id = draft["prescription"]["id"].clone();
    open.call("prescriptions.submit", json!({ "id": id }))?;
    Ok(id)
}

fn timed(open: &Open, command: &str, request: &Value) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        std::hint::black_box(open.ask(command, request.clone())?);
        times.push(microseconds(started.elapsed()));
    }
    Ok(times)
}
