//! The day board: a day nobody has looked at yet, a day looked at before, and a day after a booking, which is when a board is mostly read.

use std::time::Instant;

use anyhow::Result;
use rusqlite::Connection;
use serde_json::json;

use crate::bare;
use crate::booking::{book, free_slots};
use crate::clinic::{Clinic, Open};
use crate::figures::{Goal, Row, microseconds, percentile};

const ROUNDS: u64 = 9;
/// Looks in a round.
const LOOKS: u64 = 10;
/// The goal of the design is one of twenty doctors.
pub const GOAL_DOCTORS: u32 = 20;

type Rounds = Vec<(f64, Option<f64>)>;

pub fn measure(clinic: &Clinic, open: &Open) -> Result<Vec<Row>> {
    let mut bare = open.bare_copy(clinic)?;
    let reader = open.bare_reader(clinic)?;
    let row = |when: &str, limit: &str, rounds: &Rounds| {
        let doctors = clinic.doctors;
        let bound = (doctors <= GOAL_DOCTORS).then_some(5_000.0);
        let goal = Goal { ratio: Some(1.5), bound };
        Row::new(clinic.size, &format!("board of {doctors} doctors, {when}"), limit, "µs", rounds, &goal)
    };
    let bare_selects = "the same rows by bare selects";
    let first = first_looks(open, &reader)?;
    let again = further_looks(open, &reader)?;
    let booked = after_bookings(open, &mut bare, &reader)?;
    Ok(vec![
        row("first look, p50", bare_selects, &first),
        row("further look, p50", bare_selects, &again),
        row("after a booking, p50", "the same by a reader that has not seen the booking", &booked),
    ])
}

/// Days of the past, which are full, and none of them twice.
fn first_looks(open: &Open, reader: &Connection) -> Result<Rounds> {
    let today = chrono::Utc::now().date_naive();
    rounds(|round, look| {
        let date = today - chrono::Days::new(round * LOOKS + look + 1);
        both(open, reader, &date.to_string())
    })
}

/// The same week again and again.
fn further_looks(open: &Open, reader: &Connection) -> Result<Rounds> {
    let today = chrono::Utc::now().date_naive();
    rounds(|_, look| both(open, reader, &(today - chrono::Days::new(look % 7)).to_string()))
}

/// Somebody is booked, and the day is looked at.
fn after_bookings(open: &Open, bare: &mut Connection, reader: &Connection) -> Result<Rounds> {
    let slots = free_slots(open, usize::try_from((ROUNDS + 1) * LOOKS)?, 1)?;
    let mut slots = slots.iter();
    let mut number = 0;
    rounds(|_, _| {
        let slot = slots.next().expect("one was looked for each time");
        number += 1;
        book(open, slot)?;
        bare::book(bare, slot, number)?;
        both(open, reader, &slot.date)
    })
}

/// The median of each round; the first one warms up and is not counted.
fn rounds(mut look: impl FnMut(u64, u64) -> Result<(f64, f64)>) -> Result<Rounds> {
    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        let looks = (0..LOOKS).map(|number| look(round, number)).collect::<Result<Vec<_>>>()?;
        let (ours, theirs): (Vec<f64>, Vec<f64>) = looks.into_iter().unzip();
        if round > 0 {
            rounds.push((percentile(ours, 50), Some(percentile(theirs, 50))));
        }
    }
    Ok(rounds)
}

fn both(open: &Open, reader: &Connection, date: &str) -> Result<(f64, f64)> {
    let started = Instant::now();
    std::hint::black_box(open.ask("agenda.day", json!({ "date": date }))?);
    let ours = microseconds(started.elapsed());
    let started = Instant::now();
    bare::board(reader, date)?;
    Ok((ours, microseconds(started.elapsed())))
}
