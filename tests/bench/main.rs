//! How fast, against a limit in the same run. Absolute times drift by a third on one machine within minutes, so product and limit take turns
//! and the figure is the median of the rounds' ratios. Everything is measured through the desk's public doors.
//!
//! `cargo xtask bench` runs all sizes; `--sizes 10000,100000` fewer. Large clinics are made once and kept under `target/bench`.
#![allow(clippy::print_stdout)]

mod bare;
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
        let clinic = clinic::Clinic::of_size(&home, size)?;
        let before = rows.len();
        rows.extend(opening::measure(&clinic)?);
        let desk = clinic.open()?;
        rows.extend(booking::measure(&clinic, &desk)?);
        rows.extend(reading::measure(&clinic, &desk)?);
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
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--sizes" {
            let list = arguments.next().context("--sizes takes numbers with commas between them")?;
            return list
                .split(',')
                .map(|size| size.trim().parse().context("a size is a number of visits"))
                .collect();
        }
    }
    Ok(vec![10_000, 100_000, 1_000_000])
}
