//! Who waits for a time: whether somebody fits one that has become free, and who is asked first.

use crate::booking::{DayFacts, free};
use crate::calendar::Audience;
use crate::id::{DoctorId, SpecialtyId, WaitId};
use crate::time::{Date, Instant, Span, WallTime, Weekday};

crate::code_enum! {
    /// How much a time is needed, in the order in which people are asked.
    Urgency {
        Urgent = "urgent",
        Soon = "soon",
        Routine = "routine",
    }
}

crate::code_enum! {
    /// How somebody's waiting ended by what a person did.
    WaitEnd {
        Booked = "booked",
        Removed = "removed",
    }
}

crate::code_enum! {
    /// How far somebody's waiting is.
    WaitState {
        Waiting = "waiting",
        /// A time was offered to them by phone, and they have none yet.
        Offered = "offered",
        Booked = "booked",
        Removed = "removed",
        /// The last day that would have helped is past.
        Expired = "expired",
    }
}

impl WaitState {
    /// Whether a time would still help.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Waiting | Self::Offered => true,
            Self::Booked | Self::Removed | Self::Expired => false,
        }
    }
}

/// Whom somebody waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Doctor(DoctorId),
    Specialty(SpecialtyId),
    Anyone,
}

/// What somebody waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub wanted: Wanted,
    /// None: any day of the week.
    pub weekdays: Vec<Weekday>,
    pub first: Option<Date>,
    pub last: Option<Date>,
    /// The part of the day in which the whole visit must lie.
    pub window: Span,
    pub minutes: u16,
}

impl Wish {
    pub fn wants_doctor(&self, doctor: DoctorId, specialties: &[SpecialtyId]) -> bool {
        match self.wanted {
            Wanted::Doctor(wanted) => wanted == doctor,
            Wanted::Specialty(wanted) => specialties.contains(&wanted),
            Wanted::Anyone => true,
        }
    }

    pub fn wants_day(&self, date: Date) -> bool {
        self.first.is_none_or(|first| first <= date)
            && !self.is_over(date)
            && (self.weekdays.is_empty() || self.weekdays.contains(&date.weekday()))
    }

    /// Whether no day from `today` on would help any more.
    pub fn is_over(&self, today: Date) -> bool {
        self.last.is_some_and(|last| last < today)
    }

    /// How far the waiting is. `called` says whether anybody rang about a time.
    pub fn state(&self, end: Option<WaitEnd>, called: bool, today: Date) -> WaitState {
        match end {
            Some(WaitEnd::Booked) => WaitState::Booked,
            Some(WaitEnd::Removed) => WaitState::Removed,
            None if self.is_over(today) => WaitState::Expired,
            None if called => WaitState::Offered,
            None => WaitState::Waiting,
        }
    }

    /// The first time of a wanted day that the wish can have, nothing before `from`. The five steps accept it.
    pub fn first_start(&self, facts: &DayFacts, from: WallTime) -> Option<WallTime> {
        let from = from.max(self.window.start());
        let start = free::in_order(facts, Audience::Patient, self.minutes, from).next()?;
        Span::lasting(start, self.minutes).filter(|span| self.window.contains(*span)).map(|_| start)
    }

    /// When a visit of a wanted day could begin that takes some of the time that became free, nothing before `from`: with the free time
    /// if it can, else as near to that as it can. The five steps accept it; where this is `None` they accept no such visit.
    pub fn start_in(&self, freed: Span, facts: &DayFacts, from: WallTime) -> Option<WallTime> {
        let minus =
            |time: WallTime, minutes: u16| WallTime::from_minutes(time.minutes().saturating_sub(minutes));
        // From the first start that still reaches into the free time to the last one inside it, all of it inside the window.
        let least = minus(freed.start(), self.minutes - 1)?.max(self.window.start()).max(from);
        let ends_in_time =
            self.window.end().minutes().checked_sub(self.minutes).and_then(WallTime::from_minutes)?;
        let most = minus(freed.end(), 1)?.min(ends_in_time);
        let starts = free::gaps(facts, Audience::Patient, self.minutes).into_iter().filter_map(|gap| {
            let (least, most) = (least.max(gap.first), most.min(gap.last));
            (least <= most).then(|| freed.start().clamp(least, most))
        });
        starts.min_by_key(|start| (start.minutes().abs_diff(freed.start().minutes()), *start))
    }
}

/// Where somebody stands: the urgent first, among them whoever has waited longest. No two stand at the same place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turn {
    urgency: Urgency,
    since: Instant,
    id: WaitId,
}

impl Turn {
    pub const fn new(urgency: Urgency, since: Instant, id: WaitId) -> Self {
        Self { urgency, since, id }
    }
}

#[cfg(test)]
mod tests;
