//! The window as a person meets it: from the start of the program until the login can be used, beside a window with nothing in it; and the memory that
//! all its processes hold with the day board open, beside a browser with an empty page. What is held against one another takes turns, and
//! the figure is the median of the rounds' ratios.
//!
//! `cargo xtask bench window` builds both windows and runs it, on a session bus of its own.
#![allow(clippy::print_stdout, reason = "it prints a table")]

#[path = "../clinic.rs"]
#[allow(dead_code, reason = "the bench of the desk alone uses more of it")]
mod clinic;
mod display;
#[path = "../figures.rs"]
#[allow(dead_code, reason = "the bench of the desk alone uses more of it")]
mod figures;
mod processes;

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use desk::{Desk, Seat, SystemClock};
use serde_json::json;

use crate::clinic::Clinic;
use crate::display::Display;
use crate::figures::{Goal, Row};
use crate::processes::Started;

/// Doctors of the clinic, which `clinic` asks for.
const DOCTORS: u32 = 50;
const VISITS: u32 = 1_000_000;
const ROUNDS: usize = 7;
const BROWSER: &str = "chromium";

fn main() -> Result<()> {
    let home = PathBuf::from("target/bench");
    let clinic = Clinic::of_size(&home, VISITS, DOCTORS)?;
    let mut rows = Vec::new();
    if chosen("start") {
        rows.extend(starting(&clinic)?);
    }
    if chosen("memory") {
        rows.push(memory(&clinic)?);
    }
    let report = json!({ "day": chrono::Utc::now().date_naive().to_string(), "rows": rows });
    let path = home.join("window.json");
    std::fs::write(&path, serde_json::to_vec_pretty(&report)?).context("the report could not be written")?;
    println!("{}\nwritten to {}", figures::table(&rows), path.display());
    Ok(())
}

/// Whether this part is to be measured: both are, unless `--only` names one.
fn chosen(part: &str) -> bool {
    let only = std::env::args().skip_while(|argument| argument != "--only").nth(1);
    only.is_none_or(|only| only == part)
}

/// Until the picture is the one that stays, in milliseconds.
fn starting(clinic: &Clinic) -> Result<[Row; 2]> {
    let (mut rounds, mut same_renderer) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let ours = until_drawn(window(clinic)?)?;
        let empty = until_drawn(program(EMPTY)?)?;
        let mut lighter = program(EMPTY)?;
        // As the application does where there is no GPU: nothing is shared with one.
        lighter.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        let lighter = until_drawn(lighter)?;
        // The first round warms all up and is not counted.
        if round > 0 {
            rounds.push((ours, Some(empty)));
            same_renderer.push((ours, Some(lighter)));
        }
    }
    let row = |what, rounds: &[_], goal| Row::new(clinic.size, what, "an empty window", "ms", rounds, &goal);
    Ok([
        row("start to the login", &rounds, Goal::ratio(1.15)).missed_because(SCREENS),
        row("start to the login, the same renderer", &same_renderer, Goal::default()),
    ])
}

const EMPTY: &str = "CLINIC_DESK_EMPTY_WINDOW";
const SCREENS: &str = "the application asks whether it runs already, reads what the login shows, and lays out a page with words and letters of its own";

fn until_drawn(program: Command) -> Result<f64> {
    let display = Display::open()?;
    let started = Started::on(&display, program)?;
    let drawn = display.until_it_stays(started.at)?;
    started.end()?;
    Ok(drawn.as_secs_f64() * 1_000.0)
}

/// In MiB: what is shared is counted once.
fn memory(clinic: &Clinic) -> Result<Row> {
    let mut rounds = Vec::new();
    for _ in 0..3 {
        let tile = tile(clinic)?;
        let display = Display::open()?;
        let started = Started::on(&display, window(clinic)?)?;
        display.until_it_stays(started.at)?;
        let login = display.look()?;
        log_in(&display, clinic, tile)?;
        display.until_it_stays(Instant::now())?;
        // A refused login changes some words, a board everything.
        ensure!(display::changed(&login, &display.look()?) > 0.1, "nobody was logged in");
        // The check of the file and the search index end before it is looked at.
        std::thread::sleep(QUIET);
        let ours = started.mebibytes()?;
        started.end()?;
        let profile = tempfile::tempdir()?;
        let mut browser = Command::new(BROWSER);
        browser.args(["--headless", "--no-sandbox", "about:blank"]);
        browser.arg(format!("--user-data-dir={}", profile.path().display()));
        let browser = Started::on(&display, browser)?;
        std::thread::sleep(QUIET / 3);
        let theirs = browser.mebibytes()?;
        rounds.push((ours, Some(theirs)));
        browser.end()?;
    }
    let what = "memory of all processes, day board open";
    Ok(Row::new(clinic.size, what, "a browser's empty page", "MiB", &rounds, &Goal::ratio(0.8))
        .missed_because(VIEW))
}

const QUIET: Duration = Duration::from_secs(12);
const VIEW: &str = "an empty window takes two fifths of it, and the page of the board a third; the search keeps the names, phones and numbers of all patients folded";

/// The administrator's, counted from one; who logged in last comes first. Asked before the window has the clinic to itself.
fn tile(clinic: &Clinic) -> Result<usize> {
    let desk = Desk::at(&clinic.dir, Arc::new(SystemClock));
    let state = desk.call(&Seat::default(), "session.state", json!({})).map_err(clinic::said)?;
    let tiles = state["tiles"].as_array().context("the login shows tiles")?;
    let before = tiles.iter().position(|tile| tile["username"] == clinic.password().0);
    Ok(before.context("the administrator has a tile")? + 1)
}

/// With the keys a person has: the tile by its number, the password, Enter.
fn log_in(display: &Display, clinic: &Clinic, tile: usize) -> Result<()> {
    display.press(&["key", &format!("alt+{tile}")])?;
    display.press(&["type", "--delay", "20", clinic.password().1])?;
    display.press(&["key", "Return"])
}

fn window(clinic: &Clinic) -> Result<Command> {
    let mut window = program("CLINIC_DESK_WINDOW")?;
    window.arg("--dir").arg(&clinic.dir);
    Ok(window)
}

fn program(name: &str) -> Result<Command> {
    let path = std::env::var_os(name)
        .with_context(|| format!("{name} names no program: run it by `cargo xtask bench window`"))?;
    Ok(Command::new(path))
}
