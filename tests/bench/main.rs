//! How fast, against a limit in the same run. Absolute times drift by a third on one machine within minutes, so product and limit take turns
//! and the figure is the median of the rounds' ratios. Everything is measured through the desk's public doors.
//!
//! `cargo xtask bench` runs all sizes; `--sizes 10000,100000` fewer, `--only reading` (or `opening`, `booking`,
//! `board`) one part. Large clinics are made once and kept under `target/bench`.
#![allow(clippy::print_stdout)]

mod bare;
mod board;
mod booking;
mod clinic;
mod figures;
mod opening;
mod reading;

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use figures::Row;

fn main() -> Result<()> {
    let sizes = sizes()?;
    let home = PathBuf::from("target/bench");
    let mut rows: Vec<Row> = Vec::new();
    for &size in &sizes {
        println!("— {size} visits");
        let clinic = clinic::Clinic::of_size(&home, size, 50)?;
        let before = rows.len();
        if chosen("opening") {
            rows.extend(opening::measure(&clinic)?);
        }
        let desk = clinic.open()?;
        if chosen("booking") {
            rows.extend(booking::measure(&clinic, &desk)?);
        }
        if chosen("reading") {
            rows.extend(reading::measure(&clinic, &desk)?);
        }
        drop(desk);
        if chosen("board") {
            for doctors in [50, 20] {
                // As many visits a doctor.
                let clinic = clinic::Clinic::of_size(&home, size / 50 * doctors, doctors)?;
                rows.extend(board::measure(&clinic, &clinic.open()?)?);
            }
        }
        for row in &rows[before..] {
            println!("{row}");
        }
    }
    let path = home.join("latest.json");
    let machine = serde_json::json!({
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "system": std::env::consts::OS,
        "processor": std::env::consts::ARCH,
    });
    let report = serde_json::json!({ "machine": machine, "rows": rows });
    std::fs::write(&path, serde_json::to_vec_pretty(&report)?).context("the report could not be written")?;
    println!("\n{}", figures::table(&rows));
    println!("written to {}", path.display());
    Ok(())
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
