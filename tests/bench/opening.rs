//! From the password to the open vault, and from the start of a process to the first board it answers, against the password hash
//! alone; and the memory that the process holds then.

use std::io::{BufRead as _, BufReader, Lines};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use argon2::{Algorithm, Argon2, Params, Version};
use desk::{Desk, Seat, SystemClock};
use serde_json::json;

use crate::clinic::{Clinic, Open, said};
use crate::figures::{Goal, Row, microseconds};

const ROUNDS: usize = 9;
/// The arguments that make this program a desk which is started, looked at and left; their value is the clinic. The second waits until
/// all is quiet and tells the memory.
pub const FIRST_BOARD: &str = "--first-board";
pub const MEMORY: &str = "--memory";

pub fn measure(clinic: &Clinic) -> Result<Vec<Row>> {
    let mut rows = vec![opening(clinic)?, starting(clinic)?];
    rows.extend(memory(clinic)?);
    Ok(rows)
}

fn opening(clinic: &Clinic) -> Result<Row> {
    let (username, password) = clinic.password();
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let hash = hash_alone(password);
        let desk = Desk::at(&clinic.dir, Arc::new(SystemClock));
        let seat = Seat::default();
        let started = Instant::now();
        desk.call(&seat, "session.login", json!({ "username": username, "password": password }))
            .map_err(said)?;
        rounds.push((milliseconds(started) - hash, None));
        // What goes on in the background must not run into the next round.
        desk.call(&seat, "patients.search", json!({ "text": "a" })).map_err(said)?;
    }
    let what = "opening, beyond the password hash";
    Ok(Row::new(clinic.size, what, HASH, "ms", &rounds, &Goal::bound(OPENING)).missed_because(FLUSHES))
}

const HASH: &str = "argon2id, 64 MiB, 3 passes";
const OPENING: f64 = 20.0;
const FIRST_LOOK: f64 = 5.0;
const FLUSHES: &str = "a login is flushed to the disk seven times: the try before and after it is known to be right, each with its directory, and the new log of \
    the database with the login in it; the disk's patience decides";

const FIRST: &str = "the opening's flushes, the start of a process, and a day read from a cold file, a page for nearly each visit, while two other threads read \
    the whole file for the search index and the check";

/// Starts this program anew as a desk without a window, round for round.
fn starting(clinic: &Clinic) -> Result<Row> {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let hash = hash_alone(clinic.password().1);
        let started = Instant::now();
        started_desk(FIRST_BOARD, clinic, |said| {
            said.next().context("the desk that was started answered no board")??;
            rounds.push((milliseconds(started) - hash, None));
            Ok(())
        })?;
    }
    let what = "start to the first board, beyond the password hash";
    let goal = Goal::bound(OPENING + FIRST_LOOK);
    Ok(Row::new(clinic.size, what, HASH, "ms", &rounds, &goal).missed_because(FIRST))
}

/// Nothing where the system does not tell.
fn memory(clinic: &Clinic) -> Result<Option<Row>> {
    let mut held = None;
    started_desk(MEMORY, clinic, |said| {
        held = said.nth(1).transpose()?.map(|line| line.parse::<f64>()).transpose()?;
        Ok(())
    })?;
    let goal = Goal::bound(MEMORY_GOAL);
    let row = |held| Row::new(clinic.size, "memory, board open", "–", "MiB", &[(held, None)], &goal);
    Ok(held.map(|held| row(held).missed_because(KEPT)))
}

/// The whole application may take 0.8 of what a browser takes for an empty page (375 MB), and its empty window takes 210 MB of that.
const MEMORY_GOAL: f64 = 90.0;
const KEPT: &str = "the search keeps the names, phones and numbers of all patients folded, and SQLite up to 8 MiB of pages for the writer and 32 MiB for \
    one reader";

type Said = Lines<BufReader<ChildStdout>>;

fn started_desk(task: &str, clinic: &Clinic, listen: impl FnOnce(&mut Said) -> Result<()>) -> Result<()> {
    let mut desk = Command::new(std::env::current_exe()?)
        .args([task, &serde_json::to_string(clinic)?])
        .stdout(Stdio::piped())
        .spawn()?;
    listen(&mut BufReader::new(desk.stdout.take().context("its output is piped")?).lines())?;
    anyhow::ensure!(desk.wait()?.success(), "the desk that was started failed");
    Ok(())
}

/// What the started desk does: says that it has answered a board.
pub fn answer_first_board(clinic: &str) -> Result<Open> {
    let clinic: Clinic = serde_json::from_str(clinic)?;
    let open = clinic.log_in()?;
    let today = chrono::Utc::now().date_naive().to_string();
    let board = open.ask("agenda.day", json!({ "date": today }))?;
    println!("{}", board.get().len());
    Ok(open)
}

/// And then the memory it holds, in MiB.
pub fn tell_memory(clinic: &str) -> Result<()> {
    let open = answer_first_board(clinic)?;
    open.settle()?;
    if let Some(held) = resident_mebibytes() {
        println!("{held}");
    }
    Ok(())
}

fn resident_mebibytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes / 1_024.0)
}

/// How long the hash alone takes, in milliseconds.
fn hash_alone(password: &str) -> f64 {
    let started = Instant::now();
    let params = Params::new(64 * 1024, 3, 1, Some(32)).expect("the vault's parameters are valid");
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), &[7; 16], &mut key)
        .expect("argon2 takes any password");
    std::hint::black_box(key);
    milliseconds(started)
}

fn milliseconds(started: Instant) -> f64 {
    microseconds(started.elapsed()) / 1_000.0
}
