//! The next free time, and search per keystroke.

use std::time::Instant;

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::clinic::{Clinic, Open};
use crate::figures::{Goal, Row, microseconds, percentile};

const ROUNDS: usize = 9;

pub fn measure(clinic: &Clinic, open: &Open) -> Result<Vec<Row>> {
    let mut rows = vec![next_free(clinic, open)?];
    rows.extend(search(clinic, open)?);
    Ok(rows)
}

/// For each doctor: the first free quarter hour in ninety days.
fn next_free(clinic: &Clinic, open: &Open) -> Result<Row> {
    let doctors = open.call("doctors.list", json!({}))?;
    let doctors = doctors["doctors"].as_array().context("a list of doctors")?;
    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        let mut ours = Vec::new();
        for doctor in doctors {
            let request = json!({ "doctor_id": doctor["id"], "minutes": 15, "count": 1 });
            let started = Instant::now();
            std::hint::black_box(open.ask("appointments.next_free", request)?);
            ours.push(microseconds(started.elapsed()));
        }
        if round > 0 {
            rounds.push((percentile(ours, 50), None));
        }
    }
    let goal = Goal::bound(1_500.0);
    Ok(Row::new(clinic.size, "next free time in 90 days, p50", "–", "µs", &rounds, &goal))
}

/// Names and numbers of real patients, typed key by key, in both scripts.
fn search(clinic: &Clinic, open: &Open) -> Result<Vec<Row>> {
    let mut texts = Vec::new();
    for seed in ["a", "م", "01", "ahmed", "سا"] {
        let found = open.call("patients.search", json!({ "text": seed, "limit": 20 }))?;
        for patient in found["patients"].as_array().context("a list of patients")? {
            for field in ["full_name", "second_name"] {
                texts.extend(patient[field].as_str().map(str::to_owned));
            }
            let phone = patient["phones"][0]["number"].as_str().map(str::to_owned);
            texts
                .extend(phone.map(|phone| {
                    phone.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect()
                }));
        }
    }
    let mut times = Vec::new();
    for text in &texts {
        for (end, character) in text.char_indices().take(12) {
            let typed = &text[..end + character.len_utf8()];
            let started = Instant::now();
            std::hint::black_box(open.ask("patients.search", json!({ "text": typed, "limit": 20 }))?);
            times.push(microseconds(started.elapsed()));
        }
    }
    let row = |what, percent, bound| {
        let goal = Goal::bound(bound);
        Row::new(clinic.size, what, "–", "µs", &[(percentile(times.clone(), percent), None)], &goal)
            .missed_because(
                "where few patients fit exactly, fragments and likeness of sound are tried over all of them",
            )
    };
    Ok(vec![row("search per keystroke, p50", 50, 1_000.0), row("search per keystroke, p99", 99, 15_000.0)])
}

/// A registry as large as any.
pub const PATIENTS: u32 = 1_000_000;

/// The search, and the worklist of likely duplicates, in a registry of a million patients.
pub fn measure_registry(clinic: &Clinic, open: &Open) -> Result<Vec<Row>> {
    let mut rows = search(clinic, open)?;
    let mut rounds = Vec::new();
    for _ in 0..3 {
        let started = Instant::now();
        std::hint::black_box(open.ask("patients.likely_pairs", json!({}))?);
        rounds.push((microseconds(started.elapsed()), None));
    }
    rows.push(Row::new(clinic.size, "likely duplicates", "–", "µs", &rounds, &Goal::bound(10_000_000.0)));
    for row in &mut rows {
        row.what = format!("{}, {PATIENTS} patients", row.what);
    }
    Ok(rows)
}
