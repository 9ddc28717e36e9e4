//! Booking and being refused, against the bare transaction.

use std::time::Instant;

use anyhow::{Context as _, Result};
use desk::door::answer_in_text;
use rusqlite::Connection;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

use crate::bare::{self, Slot};
use crate::clinic::{Clinic, Open};
use crate::figures::{Goal, Row, microseconds, percentile};

const ROUNDS: usize = 9;
const BOOKINGS_A_ROUND: usize = 100;

pub fn measure(clinic: &Clinic, open: &Open) -> Result<Vec<Row>> {
    let slots = free_slots(open, (ROUNDS + 2) * BOOKINGS_A_ROUND, 6)?;
    let (slots, of_pages) = slots.split_at((ROUNDS + 1) * BOOKINGS_A_ROUND);
    let mut bare = open.bare_copy(clinic)?;
    let mut rounds = Rounds::default();
    let mut number = 0;
    for (round, slots) in slots.chunks_exact(BOOKINGS_A_ROUND).enumerate() {
        // The first round warms both up and is not counted.
        let counted = round > 0;
        let ours = timed(slots, |slot| book(open, slot))?;
        let theirs = timed(slots, |slot| {
            number += 1;
            bare::book(&mut bare, slot, number)
        })?;
        let refused = timed(slots, |slot| refused(open, slot))?;
        let looked = timed(slots, |slot| bare::refuse(&mut bare, slot))?;
        if counted {
            rounds.p50.push((percentile(ours.wall.clone(), 50), Some(percentile(theirs.wall.clone(), 50))));
            rounds.p99.push((percentile(ours.wall, 99), Some(percentile(theirs.wall, 99))));
            rounds.cpu.push((ours.cpu, Some(theirs.cpu)));
            rounds.refused.push((percentile(refused.wall, 50), Some(percentile(looked.wall, 50))));
        }
    }
    let pages = {
        let again = open.bare_again(clinic)?;
        let beside = open.beside()?;
        let ours = pages_written(&beside, of_pages, |slot| book(open, slot))?;
        let theirs = pages_written(&again, of_pages, |slot| {
            number += 1;
            bare::book(&mut bare, slot, number)
        })?;
        [(ours, Some(theirs))]
    };
    let size = clinic.size;
    let bare = "bare SQLCipher: 5 selects + 2 inserts, durable";
    Ok(vec![
        Row::new(size, "booking, p50", bare, "µs", &rounds.p50, &Goal::ratio(1.3)).missed_because(PAGES),
        Row::new(size, "booking, p99", bare, "µs", &rounds.p99, &Goal::ratio(1.5)).missed_because(SPLITS),
        Row::new(size, "booking, CPU", bare, "µs", &rounds.cpu, &Goal::ratio(1.4)).missed_because(PAGES),
        Row::new(
            size,
            "refused booking, p50",
            "the same 5 selects",
            "µs",
            &rounds.refused,
            &Goal::ratio(2.0),
        )
        .missed_because(SUGGESTIONS),
        Row::new(size, "pages written a booking", "the bare booking's", "", &pages, &Goal::default()),
        ledger_bytes(size, open)?,
    ])
}

const PAGES: &str = "two thirds of a booking is the encryption and the flush of the pages it changes, as many as the bare booking's. What it takes longer are the \
    rules, the second belt, the capture, the chain and the answer in JSON";
const SPLITS: &str = "the slow ones are those that split pages in several trees at once or come upon a checkpoint, and the ledger's rows fill a page sooner";
const SUGGESTIONS: &str = "half of the time goes into the nearest free times, which a refusal brings along: the visits of the days that follow are read until there are five";

#[derive(Default)]
struct Rounds {
    p50: Vec<(f64, Option<f64>)>,
    p99: Vec<(f64, Option<f64>)>,
    cpu: Vec<(f64, Option<f64>)>,
    refused: Vec<(f64, Option<f64>)>,
}

struct Times {
    /// Microseconds of each.
    wall: Vec<f64>,
    /// Microseconds of this thread's processor time, on average.
    cpu: f64,
}

fn timed(slots: &[Slot], mut act: impl FnMut(&Slot) -> Result<()>) -> Result<Times> {
    let cpu = thread_cpu();
    let mut wall = Vec::with_capacity(slots.len());
    for slot in slots {
        let started = Instant::now();
        act(slot)?;
        wall.push(microseconds(started.elapsed()));
    }
    Ok(Times { cpu: (thread_cpu() - cpu) / slots.len() as f64, wall })
}

/// How many pages one act writes on average: what the log of the database grows by, which no load of the machine changes.
fn pages_written(
    beside: &Connection,
    slots: &[Slot],
    mut act: impl FnMut(&Slot) -> Result<()>,
) -> Result<f64> {
    const LOG_HEADER: u64 = 32;
    const FRAME: u64 = 24 + 4096;
    let busy: bool = beside.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))?;
    anyhow::ensure!(!busy, "somebody reads the log");
    let log = format!("{}-wal", beside.path().context("the database is a file")?);
    slots.iter().try_for_each(&mut act)?;
    let frames = (std::fs::metadata(log)?.len() - LOG_HEADER) / FRAME;
    Ok(frames as f64 / slots.len() as f64)
}

fn thread_cpu() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}

fn request(slot: &Slot) -> Value {
    json!({
        "doctor_id": hyphenated(&slot.doctor), "patient_id": hyphenated(&slot.patient), "date": slot.date,
        "start": format!("{:02}:{:02}", slot.starts_at / 60, slot.starts_at % 60), "minutes": 15,
    })
}

pub fn book(open: &Open, slot: &Slot) -> Result<()> {
    std::hint::black_box(open.ask("appointments.book", request(slot))?);
    Ok(())
}

fn refused(open: &Open, slot: &Slot) -> Result<()> {
    match answer_in_text(&open.desk, &open.seat, "appointments.book", request(slot)) {
        Err(trouble) if trouble.code == "booking.slot_taken" => Ok(()),
        other => anyhow::bail!("expected a taken slot, got {other:?}"),
    }
}

fn hyphenated(bytes: &[u8]) -> String {
    uuid::Uuid::from_slice(bytes).map(|id| id.to_string()).unwrap_or_default()
}

/// Free quarter hours over all doctors and the weeks ahead, at most so many of a doctor on a day, and a patient for each.
pub fn free_slots(open: &Open, wanted: usize, of_a_doctor_on_a_day: usize) -> Result<Vec<Slot>> {
    let bytes = |id: &Value| -> Result<Vec<u8>> {
        Ok(uuid::Uuid::parse_str(id.as_str().context("an id is text")?)?.as_bytes().to_vec())
    };
    let patients = open.call("patients.search", json!({ "text": "a", "limit": 100 }))?;
    let patients = patients["patients"].as_array().context("a list of patients")?;
    let patients = patients.iter().map(|patient| bytes(&patient["id"])).collect::<Result<Vec<_>>>()?;
    let doctors = open.call("doctors.list", json!({}))?;
    let doctors = doctors["doctors"].as_array().context("a list of doctors")?.clone();
    let mut slots: Vec<Slot> = Vec::new();
    // Far enough ahead that hardly anything is booked, so that a size does not run out of free times.
    let today = chrono::Utc::now().date_naive();
    let mut ahead = 1;
    while slots.len() < wanted {
        anyhow::ensure!(ahead < 3_000, "the doctors have too few hours: {} free times found", slots.len());
        for doctor in &doctors {
            let date = today + chrono::Days::new(ahead);
            let request = json!({ "doctor_id": doctor["id"], "minutes": 15, "from": date.to_string(), "count": of_a_doctor_on_a_day });
            let found = open.call("appointments.next_free", request)?;
            let mut room = None;
            for free in found["free_times"].as_array().context("a list of times")? {
                if free["date"] != date.to_string() {
                    continue;
                }
                let left = match room {
                    Some(left) => left,
                    None => room_on_day(open, free)?,
                };
                if left == 0 {
                    break;
                }
                let starts_at = minutes_of(free["start"].as_str().context("a time")?)?;
                let taken = slots.iter().rev().take(40).any(|slot| {
                    slot.date == date.to_string()
                        && hyphenated(&slot.doctor) == doctor["id"]
                        && slot.starts_at.abs_diff(starts_at) < 15
                });
                if !taken {
                    slots.push(Slot {
                        doctor: bytes(&doctor["id"])?,
                        patient: patients[slots.len() % patients.len()].clone(),
                        date: date.to_string(),
                        starts_at,
                    });
                    room = Some(left - 1);
                } else {
                    room = Some(left);
                }
            }
        }
        ahead += 1;
    }
    slots.truncate(wanted);
    Ok(slots)
}

/// How many more visits the doctor takes on the day of a free time: all that is free may be more than the cap lets in.
fn room_on_day(open: &Open, free: &Value) -> Result<u64> {
    let asked = json!({ "doctor_id": free["doctor_id"], "date": free["date"], "start": free["start"], "minutes": 15 });
    let verdict = open.call("appointments.check", asked)?;
    let steps = verdict["steps"].as_array().context("the steps of a verdict")?;
    let capacity = &steps.last().context("the last step is the cap")?["params"];
    Ok(capacity["cap"].as_u64().map_or(u64::MAX, |cap| cap - capacity["booked"].as_u64().unwrap_or(cap)))
}

fn minutes_of(time: &str) -> Result<u32> {
    let (hours, minutes) = time.split_once(':').context("a time has a colon")?;
    Ok(hours.parse::<u32>()? * 60 + minutes.parse::<u32>()?)
}

/// What one booking adds to the ledger: the operation's row and its entries in the indexes, in bytes of payload.
fn ledger_bytes(size: u32, open: &Open) -> Result<Row> {
    let bytes: f64 = open
        .desk
        .read(|connection| {
            let sql = include_str!("ledger_bytes.sql");
            Ok(connection.query_row(sql, [], |row| row.get(0))?)
        })
        .map_err(crate::clinic::said)?;
    let goal = Goal::bound(600.0);
    Ok(Row::new(size, "ledger a booking", "–", "B", &[(bytes, None)], &goal))
}
