//! The day board: a day nobody has looked at yet, a day looked at before, and a day after a booking, which is when a board is mostly read.

use std::time::Instant;

use anyhow::{Context as _, Result};
use rusqlite::{Connection, named_params};
use serde_json::json;

use crate::bare;
use crate::booking::{book, free_slots};
use crate::clinic::{Clinic, Open};
use crate::figures::{Goal, Row, microseconds, percentile};

const ROUNDS: usize = 9;
/// Looks in a round.
const LOOKS: usize = 10;
/// Fewer where each is at another day.
const FIRST_LOOKS: usize = 5;
/// The goal of the design is one of twenty doctors.
pub const GOAL_DOCTORS: u32 = 20;

type Rounds = Vec<(f64, Option<f64>)>;

pub fn measure(clinic: &Clinic) -> Result<Vec<Row>> {
    drop(clinic.open()?.bare_copy(clinic)?);
    let first = first_looks(clinic)?;
    let open = clinic.open()?;
    let reader = open.bare_reader(clinic)?;
    let again = further_looks(&open, &reader)?;
    let booked = after_bookings(&open, &mut open.bare_again(clinic)?, &reader)?;
    let row = |when: &str, limit: &str, rounds: &Rounds| {
        let doctors = clinic.doctors;
        let bound = (doctors <= GOAL_DOCTORS).then_some(5_000.0);
        let goal = Goal { ratio: Some(1.5), bound };
        Row::new(clinic.size, &format!("board of {doctors} doctors, {when}"), limit, "µs", rounds, &goal)
            .missed_because(COLD)
    };
    let bare_selects = "the same rows by bare selects";
    Ok(vec![
        row("first look, p50", bare_selects, &first),
        row("further look, p50", bare_selects, &again),
        row("after a booking, p50", "the same by a reader that has not seen the booking", &booked),
        visits_of_a_day(clinic, &reader)?,
    ])
}

const COLD: &str = "either reads a page for nearly each visit and patient of the day; the board also works out the hours, closures and caps of every doctor and \
    writes itself as text";

/// Days that nobody has looked at since the desk was opened. A small clinic has few; then everything is closed and opened again.
fn first_looks(clinic: &Clinic) -> Result<Rounds> {
    let mut rounds = Vec::new();
    while rounds.len() < ROUNDS {
        let open = clinic.open()?;
        let reader = open.bare_reader(clinic)?;
        let days = full_days(&reader)?;
        let (warm_up, days) = days.split_first().context("the clinic has days with visits")?;
        both(&open, &reader, warm_up)?;
        anyhow::ensure!(days.len() >= FIRST_LOOKS, "the clinic has only {} full days", days.len());
        for days in days.chunks_exact(FIRST_LOOKS).take(ROUNDS - rounds.len()) {
            let mut days = days.iter();
            rounds
                .push(round(FIRST_LOOKS, |_| both(&open, &reader, days.next().expect("one for each look")))?);
        }
    }
    Ok(rounds)
}

/// The same few days again and again.
fn further_looks(open: &Open, reader: &Connection) -> Result<Rounds> {
    let days = full_days(reader)?;
    rounds(|look| both(open, reader, &days[look % days.len().min(7)]))
}

/// What a board grows with: the made-up clinics are not equally dense at every size.
fn visits_of_a_day(clinic: &Clinic, reader: &Connection) -> Result<Row> {
    let mut statement = reader.prepare("select count(*) as visits from appointment where date = :date")?;
    let counts = full_days(reader)?
        .iter()
        .map(|date| {
            Ok((statement.query_row(named_params! { ":date": date }, |row| row.get("visits"))?, None))
        })
        .collect::<Result<Rounds>>()?;
    let what = format!("visits of a day of {} doctors", clinic.doctors);
    Ok(Row::new(clinic.size, &what, "–", "", &counts, &Goal::default()))
}

/// The latest days of the past that were no days off, the last first.
fn full_days(reader: &Connection) -> Result<Vec<String>> {
    let mut statement = reader.prepare(include_str!("full_days.sql"))?;
    Ok(statement.query_map([], |row| row.get("date"))?.collect::<rusqlite::Result<_>>()?)
}

/// Somebody is booked, and the day is looked at.
fn after_bookings(open: &Open, bare: &mut Connection, reader: &Connection) -> Result<Rounds> {
    let slots = free_slots(open, (ROUNDS + 1) * LOOKS, 1)?;
    let mut slots = slots.iter();
    let mut number = 0;
    rounds(|_| {
        let slot = slots.next().expect("one was looked for each time");
        number += 1;
        book(open, slot)?;
        bare::book(bare, slot, number)?;
        both(open, reader, &slot.date)
    })
}

/// Round for round; the first one warms up and is not counted.
fn rounds(mut look: impl FnMut(usize) -> Result<(f64, f64)>) -> Result<Rounds> {
    round(LOOKS, &mut look)?;
    (0..ROUNDS).map(|_| round(LOOKS, &mut look)).collect()
}

/// The median of either side.
fn round(looks: usize, look: impl FnMut(usize) -> Result<(f64, f64)>) -> Result<(f64, Option<f64>)> {
    let looks = (0..looks).map(look).collect::<Result<Vec<_>>>()?;
    let (ours, theirs): (Vec<f64>, Vec<f64>) = looks.into_iter().unzip();
    Ok((percentile(ours, 50), Some(percentile(theirs, 50))))
}

fn both(open: &Open, reader: &Connection, date: &str) -> Result<(f64, f64)> {
    let started = Instant::now();
    std::hint::black_box(open.ask("agenda.day", json!({ "date": date }))?);
    let ours = microseconds(started.elapsed());
    let started = Instant::now();
    bare::board(reader, date)?;
    Ok((ours, microseconds(started.elapsed())))
}
