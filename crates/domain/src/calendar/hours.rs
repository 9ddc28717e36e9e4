//! One recurring block of hours, and on which days of a window it is in force.

use std::collections::HashSet;

use super::{Audience, Rule};
use crate::id::HoursId;
use crate::time::{Date, Span, Weekday};

/// A block of a doctor's time that comes back: every Monday 09:00–12:00, or as a recurrence rule says.
#[derive(Debug, Clone)]
pub struct HoursRule {
    pub id: HoursId,
    pub audience: Audience,
    pub span: Span,
    pub recurrence: Recurrence,
    /// The first day it counts; required for a recurrence rule, which is counted from it.
    pub valid_from: Option<Date>,
    /// The last day it counts.
    pub valid_until: Option<Date>,
}

/// How a block comes back.
#[derive(Debug, Clone)]
pub enum Recurrence {
    Weekly(Weekday),
    Rule(Box<Rule>),
}

impl HoursRule {
    /// Whether `date` lies between the first and the last day of validity.
    fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|first| first <= date) && self.valid_until.is_none_or(|last| date <= last)
    }

    /// The days from `first` to `last`, both counted, on which the block is in force.
    pub fn dates(&self, first: Date, last: Date) -> Vec<Date> {
        let in_force = InForce::new(self, first, last);
        days(first, last).filter(|date| in_force.on(*date)).collect()
    }
}

/// A block with its days in one window worked out, so that a rule is expanded once per window and not once per day.
pub(super) struct InForce<'a> {
    pub(super) rule: &'a HoursRule,
    days: Days,
}

enum Days {
    Every(Weekday),
    Listed(HashSet<Date>),
}

impl<'a> InForce<'a> {
    pub(super) fn new(rule: &'a HoursRule, first: Date, last: Date) -> Self {
        let days = match &rule.recurrence {
            Recurrence::Weekly(weekday) => Days::Every(*weekday),
            // Without a first day there is nothing to count from; the database refuses such a row as well.
            Recurrence::Rule(recurrence) => {
                Days::Listed(rule.valid_from.map_or_else(HashSet::new, |start| {
                    let last = rule.valid_until.map_or(last, |until| until.min(last));
                    recurrence.dates(start, first.max(start), last).into_iter().collect()
                }))
            }
        };
        Self { rule, days }
    }

    pub(super) fn on(&self, date: Date) -> bool {
        let comes_back = match &self.days {
            Days::Every(weekday) => date.weekday() == *weekday,
            Days::Listed(dates) => dates.contains(&date),
        };
        comes_back && self.rule.is_valid_on(date)
    }
}

/// Every day from `first` to `last`, both counted.
pub(super) fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |date| date.plus_days(1)).take_while(move |date| *date <= last)
}
