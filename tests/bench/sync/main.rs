//! How fast desks and the hub are with one another: real desks with encrypted databases, the hub over TCP, a PostgreSQL that ends with the run, and between
//! each desk and the hub a proxy that counts the bytes. What has a limit takes turns with it, and the figure is the median of the rounds' ratios.
//!
//! `cargo xtask bench sync` runs it; the clinic it fetches is made once and kept under `target/bench`.
#![allow(clippy::print_stdout, reason = "it prints a table")]

#[path = "../booking.rs"]
#[allow(dead_code, reason = "the bench of the desk alone uses more of it")]
mod alone;
#[path = "../bare.rs"]
#[allow(dead_code, reason = "the bench of the desk alone uses more of it")]
mod bare;
mod booking;
mod carrying;
#[path = "../clinic.rs"]
#[allow(dead_code, reason = "the bench of the desk alone uses more of it")]
mod clinic;
#[path = "../figures.rs"]
#[allow(dead_code, reason = "the bench of the desk alone uses more of it")]
mod figures;
mod history;
mod hub;
mod ingest;
mod proxy;
mod pusher;
mod raw;
mod rows;
mod wall;

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use figures::Row;

/// Doctors of the clinic, which `clinic` asks for.
const DOCTORS: u32 = 50;

fn main() -> Result<()> {
    let home = PathBuf::from("target/bench");
    let mut rows: Vec<Row> = Vec::new();
    for part in [carrying::NAME, booking::NAME, ingest::NAME] {
        if option("--only").is_some_and(|only| only != part) {
            continue;
        }
        println!("— {part}");
        let before = rows.len();
        rows.extend(match part {
            carrying::NAME => carrying::measure(&home, &sizes()?)?,
            booking::NAME => booking::measure(&home, &sizes()?)?,
            _ => ingest::measure()?,
        });
        for row in &rows[before..] {
            println!("{row}");
        }
    }
    let growth = figures::growth(&rows);
    let path = home.join("sync.json");
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

/// Appointments of the clinics: the last is the one the goals are about.
fn sizes() -> Result<Vec<u32>> {
    let Some(list) = option("--sizes") else { return Ok(vec![20_000, 100_000]) };
    list.split(',').map(|size| size.trim().parse().context("a size is a number of appointments")).collect()
}

/// Rounds of each, unless told otherwise.
fn rounds() -> usize {
    option("--rounds").and_then(|rounds| rounds.parse().ok()).unwrap_or(7)
}

fn option(name: &str) -> Option<String> {
    std::env::args().skip_while(|argument| argument != name).nth(1)
}
