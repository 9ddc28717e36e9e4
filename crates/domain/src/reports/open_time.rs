//! How many minutes a doctor could be booked on a day. The hours, closures and extra openings are composed by the same function that
//! booking asks (`day_schedule`), and nothing here reads them a second way; days that must come out alike are composed once.

use std::collections::HashMap;

use crate::booking::ClockChange;
use crate::calendar::{
    Audience, ClosureRule, DaySchedule, HoursRule, OpenSpan, Recurrence, day_schedule, schedule_window,
};
use crate::time::{Date, Span, Weekday};

/// A doctor's time as the rows tell it.
#[derive(Debug, Clone, Copy)]
pub struct OpenTime<'a> {
    pub hours: &'a [HoursRule],
    pub closures: &'a [ClosureRule],
}

/// One day of it, in minutes that really pass: an hour that the clock skips is not there, one that it shows twice counts twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenDay {
    pub date: Date,
    /// In which a patient can be seen, here or online, closures taken off.
    pub open_minutes: u32,
    /// The same before closures.
    pub scheduled_minutes: u32,
}

impl OpenDay {
    /// What can be filled under a cap of so many patients, each as long as the doctor's usual visit.
    pub fn available_minutes(&self, cap: Option<u16>, visit_minutes: u16) -> u32 {
        let fits = cap.map_or(u32::MAX, |cap| u32::from(cap) * u32::from(visit_minutes));
        self.open_minutes.min(fits)
    }
}

impl OpenTime<'_> {
    /// Every day from `first` to `last`, both counted. `clock` says where the clock of the site jumps.
    pub fn days(&self, first: Date, last: Date, clock: &dyn Fn(Date) -> ClockChange) -> Vec<OpenDay> {
        let mut days = Vec::new();
        self.each(first, last, &mut |date, schedule| days.push(open_day(date, schedule, clock(date))));
        days
    }

    /// The schedule of every day from `first` to `last`, both counted and in order. The schedule's own date may be another one, of which
    /// everything else is the same.
    pub fn each(&self, first: Date, last: Date, see: &mut dyn FnMut(Date, &DaySchedule)) {
        // A weekly block without a first and a last day comes out alike on every day of the week; what follows a rule, or is closed or
        // opened, is composed for itself.
        let mut usual: HashMap<Weekday, DaySchedule> = HashMap::new();
        let mut from = first;
        while from <= last {
            let until = self.same_until(from, last);
            let count = u16::try_from(until.days_since(from) + 1).unwrap_or(u16::MAX);
            if self.is_plain(from) {
                for date in (0..i64::from(count)).filter_map(|day| from.plus_days(day)) {
                    let compose = || day_schedule(date, self.hours, self.closures);
                    see(date, usual.entry(date.weekday()).or_insert_with(compose));
                }
            } else {
                for schedule in schedule_window(from, count, self.hours, self.closures) {
                    see(schedule.date, &schedule);
                }
            }
            let Some(next) = until.plus_days(1) else { return };
            from = next;
            // What is valid may be another from here on.
            usual.clear();
        }
    }

    /// The last day up to which the same blocks and closures are in force as on `from`.
    fn same_until(&self, from: Date, last: Date) -> Date {
        let before = |date: Date| date.plus_days(-1);
        let of_hours = self
            .hours
            .iter()
            .flat_map(|block| [block.valid_from.and_then(before), block.valid_until].into_iter().flatten());
        let of_closures = self
            .closures
            .iter()
            .flat_map(|closure| [before(closure.first_date), Some(closure.last_date)].into_iter().flatten());
        of_hours.chain(of_closures).filter(|edge| *edge >= from).min().map_or(last, |edge| edge.min(last))
    }

    fn is_plain(&self, date: Date) -> bool {
        let in_force = |block: &&HoursRule| {
            block.valid_from.is_none_or(|first| first <= date)
                && block.valid_until.is_none_or(|until| date <= until)
        };
        !self.closures.iter().any(|closure| closure.touches(date))
            && self
                .hours
                .iter()
                .filter(in_force)
                .all(|block| matches!(block.recurrence, Recurrence::Weekly(_)))
    }
}

fn open_day(date: Date, schedule: &DaySchedule, clock: ClockChange) -> OpenDay {
    let for_patients = |spans: &[OpenSpan]| -> Vec<Span> {
        spans.iter().filter(|open| open.audience != Audience::Rep).map(|open| open.span).collect()
    };
    OpenDay {
        date,
        open_minutes: covered(for_patients(&schedule.open), clock),
        scheduled_minutes: covered(for_patients(&schedule.scheduled), clock),
    }
}

/// Minutes that pass within any of the spans.
fn covered(mut spans: Vec<Span>, clock: ClockChange) -> u32 {
    spans.sort();
    let mut minutes = 0;
    let mut reached = 0;
    for span in spans {
        let start = span.start().minutes().max(reached);
        let end = span.end().minutes();
        if start < end {
            minutes += passing(start, end, clock);
            reached = end;
        }
    }
    minutes
}

/// Minutes that pass between two wall times.
fn passing(start: u16, end: u16, clock: ClockChange) -> u32 {
    let common = |span: Option<Span>| {
        span.map_or(0, |span| {
            let (first, last) = (span.start().minutes().max(start), span.end().minutes().min(end));
            u32::from(last.saturating_sub(first))
        })
    };
    u32::from(end - start) - common(clock.missing) + common(clock.twice)
}
