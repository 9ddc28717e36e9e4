//! How fast, against a limit in the same run. Absolute times drift by a third on one machine within minutes, so product and limit take turns
//! and the figure is the median of the rounds' ratios. Everything is measured through the desk's public doors, each figure stands
//! beside its goal, and where one is missed the table says what stands between.
//!
//! `cargo xtask bench` runs all sizes and parts; its `--help` tells how to run fewer. The clinics are made once and kept under
//! `target/bench`.
#![allow(clippy::print_stdout)]

mod bare;
mod board;
mod booking;
mod chart;
mod clinic;
mod figures;
mod opening;
mod reading;
mod reports;

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clinic::Clinic;
use figures::Row;

/// Doctors of a large clinic.
const DOCTORS: u32 = 50;

fn main() -> Result<()> {
    if let Some(clinic) = option(opening::FIRST_BOARD) {
        return opening::answer_first_board(&clinic).map(drop);
    }
    if let Some(clinic) = option(opening::MEMORY) {
        return opening::tell_memory(&clinic);
    }
    let home = PathBuf::from("target/bench");
    let mut rows: Vec<Row> = Vec::new();
    for size in sizes()? {
        println!("— {size} visits");
        let before = rows.len();
        if chosen("opening") || chosen("booking") || chosen("reading") {
            rows.extend(of_large_clinic(&Clinic::of_size(&home, size, DOCTORS)?)?);
        }
        if chosen("reports") {
            rows.extend(reports::measure(&Clinic::of_size(&home, size, DOCTORS)?)?);
        }
        if chosen("board") {
            for doctors in [DOCTORS, board::GOAL_DOCTORS] {
                let clinic = Clinic::of_size(&home, size, doctors)?;
                rows.extend(board::measure(&clinic)?);
            }
        }
        for row in &rows[before..] {
            println!("{row}");
        }
    }
    if chosen("registry") {
        let clinic = Clinic::of_patients(&home, reading::PATIENTS)?;
        let registry = reading::measure_registry(&clinic, &clinic.open()?)?;
        for row in &registry {
            println!("{row}");
        }
        rows.extend(registry);
    }
    if chosen("chart") {
        let charts = chart::measure(&home)?;
        for row in &charts {
            println!("{row}");
        }
        rows.extend(charts);
    }
    let growth = figures::growth(&rows);
    let path = home.join("latest.json");
    let report = serde_json::json!({
        "day": chrono::Utc::now().date_naive().to_string(),
        "machine": {
            "cores": std::thread::available_parallelism().map_or(0, usize::from),
            "system": std::env::consts::OS,
            "processor": std::env::consts::ARCH,
        },
        "rows": rows,
        "growth": growth,
    });
    std::fs::write(&path, serde_json::to_vec_pretty(&report)?).context("the report could not be written")?;
    println!("\n{}\n{}", figures::table(&rows), figures::growth_table(&growth));
    println!("written to {}", path.display());
    Ok(())
}

fn of_large_clinic(clinic: &Clinic) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    if chosen("opening") {
        rows.extend(opening::measure(clinic)?);
    }
    let desk = clinic.open()?;
    if chosen("booking") {
        rows.extend(booking::measure(clinic, &desk)?);
    }
    if chosen("reading") {
        rows.extend(reading::measure(clinic, &desk)?);
    }
    Ok(rows)
}

fn sizes() -> Result<Vec<u32>> {
    let Some(list) = option("--sizes") else { return Ok(vec![10_000, 100_000, 1_000_000]) };
    list.split(',').map(|size| size.trim().parse().context("a size is a number of visits")).collect()
}

/// Whether this part is to be measured: all are, unless `--only` names one.
fn chosen(part: &str) -> bool {
    option("--only").is_none_or(|only| only == part)
}

fn option(name: &str) -> Option<String> {
    std::env::args().skip_while(|argument| argument != name).nth(1)
}
