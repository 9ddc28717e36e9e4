//! The report about waiting.

use std::collections::HashMap;

use domain::id::DoctorId;
use domain::reports::PatientVisit;

use super::ask::{Ask, doctor_cell};
use super::facts::{Day, Wait, Wanted};
use super::openings::{Pick, Told};
use super::requests::{Cell, Chart, ColumnKind as K};
use super::table::{Answer, doctor_key, doctor_of, maybe, number};
use crate::error::Result;

/// 16: how long patients waited, and how late their visits began.
pub(super) fn waiting(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("doctor", K::Doctor),
            ("began", K::Count),
            ("waited", K::Minutes),
            ("longest_waited", K::Minutes),
            ("late", K::Minutes),
            ("longest_late", K::Minutes),
        ],
        Chart::Bars { label: "doctor", values: vec!["waited", "late"] },
    )
    .counting(&["began"]);
    let mut waits: HashMap<DoctorId, Waits> = HashMap::new();
    answer.counted = ask.each_day(Wanted { waits: true, ..Wanted::default() }, &mut |day| {
        let began = day.patients.iter().zip(&day.waits).filter(|(visit, _)| visit.is_booked());
        let mut began = began.filter_map(|(_, wait)| *wait).peekable();
        if began.peek().is_some() {
            let of_doctor = waits.entry(day.doctor).or_default();
            for wait in began {
                of_doctor.waited.add(wait.waited, 1);
                of_doctor.late.add(wait.late, 1);
            }
        }
    })?;
    let none = Waits::default();
    for doctor in ask.doctors_with(|id| waits.contains_key(&id)) {
        let of_doctor = waits.get(&doctor.id).unwrap_or(&none);
        let cells = [vec![doctor_cell(doctor)], of_doctor.cells()].concat();
        let key = doctor_key(doctor.id);
        if of_doctor.waited.of > 0 { answer.row(key, cells) } else { answer.plain_row(key, cells) }
    }
    let mut all = Waits::default();
    for of_doctor in waits.values() {
        all.waited.extend(&of_doctor.waited);
        all.late.extend(&of_doctor.late);
    }
    answer.total(all.cells());
    Ok(answer)
}

/// The visits that began; behind a longest time those that took as long.
pub(super) fn picks_of_wait<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let doctor = match row.map(doctor_of) {
        None => None,
        Some(Some(doctor)) => Some(doctor),
        Some(None) => return Ok(None),
    };
    let minutes: fn(Wait) -> u16 = match column.unwrap_or("began") {
        "longest_waited" => |wait| wait.waited,
        "longest_late" => |wait| wait.late,
        "began" | "waited" | "late" => |_| 0,
        _ => return Ok(None),
    };
    let mut longest = 0;
    ask.each_day(Wanted { waits: true, ..Wanted::default() }, &mut |day| {
        if doctor.is_none_or(|doctor| doctor == day.doctor) {
            let began = day.patients.iter().zip(&day.waits).filter(|(visit, _)| visit.is_booked());
            longest = began.filter_map(|(_, wait)| wait.map(minutes)).fold(longest, u16::max);
        }
    })?;
    let counts = move |_: &Day, visit: &PatientVisit, told: Told| {
        visit.is_booked() && told.wait.is_some_and(|wait| minutes(wait) == longest)
    };
    Ok(Some(Pick { patients: Some(Box::new(counts)), ..Pick::default() }.of_doctor(doctor)))
}

#[derive(Default)]
struct Waits {
    waited: Tally,
    late: Tally,
}

impl Waits {
    fn cells(&self) -> Vec<Cell> {
        let (waited, late) = (self.waited.middle_and_longest(), self.late.middle_and_longest());
        vec![number(self.waited.of), maybe(waited.0), maybe(waited.1), maybe(late.0), maybe(late.1)]
    }
}

/// How often each number of minutes was waited: a place in the middle is found without sorting, however many there are.
#[derive(Default)]
struct Tally {
    times: Vec<u32>,
    of: u64,
}

impl Tally {
    fn add(&mut self, minutes: u16, times: u32) {
        let at = usize::from(minutes);
        if at >= self.times.len() {
            self.times.resize(at + 1, 0);
        }
        self.times[at] += times;
        self.of += u64::from(times);
    }

    fn extend(&mut self, other: &Self) {
        for (minutes, times) in (0..).zip(&other.times).filter(|(_, times)| **times > 0) {
            self.add(minutes, *times);
        }
    }

    /// Of an even number the lower of the two in the middle.
    fn middle_and_longest(&self) -> (Option<i64>, Option<i64>) {
        let mut below = 0;
        let middle = self.times.iter().position(|times| {
            below += u64::from(*times);
            below * 2 >= self.of && *times > 0
        });
        let minutes = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        (middle.map(minutes), self.times.len().checked_sub(1).map(minutes))
    }
}
