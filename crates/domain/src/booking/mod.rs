//! The five-step check of a booking request, and the free times that would pass it. Pure: whoever asks brings the facts of the day;
//! the clock, the database and the person's rights stay outside.
//!
//! Appointments and rep visits are checked alike. They draw on different hours and different caps, and hold the same time: the
//! doctor's.

mod facts;
pub mod free;
pub mod plan;

#[cfg(test)]
mod tests;

pub use facts::{ClockChange, ClosedTime, ClosureOf, DayFacts, Held, Place, VisitId};

use crate::appointment::AppointmentKind;
use crate::calendar::Audience;
use crate::rep_rules::RepObstacle;
use crate::time::Span;

/// What is asked for: a stretch of one doctor's day, for one audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    pub audience: Audience,
    pub span: Span,
    /// Which of two equal wall times is meant, on the day the clock goes back: `Some(false)` the first. `None` asks.
    pub later_hour: Option<bool>,
}

/// The hours an appointment must lie in. An online visit keeps to the doctor's online hours; a doctor who keeps none at all sees
/// patients online in the ordinary hours, because many doctors take the odd video call and few write a second timetable for it.
pub const fn audience_of(kind: AppointmentKind, keeps_online_hours: bool) -> Audience {
    match kind {
        AppointmentKind::InPerson => Audience::Patient,
        AppointmentKind::Online if keeps_online_hours => Audience::Online,
        AppointmentKind::Online => Audience::Patient,
    }
}

crate::code_enum! {
    /// The five steps, in the order in which they are asked, and what a rep is asked after them.
    Step {
        /// No closure of the site or the doctor covers that part of the day.
        Open = "open",
        /// The doctor has hours for this audience on that day.
        Scheduled = "scheduled",
        /// The whole visit, not only its start, lies inside one block of them.
        WithinHours = "within_hours",
        /// No other visit, of a patient or a rep, holds any of that time.
        Free = "free",
        /// The day's cap for this audience is not reached.
        Capacity = "capacity",
        /// Of a rep's visit alone: the rules for reps allow it (`rep_rules`).
        RepRules = "rep_rules",
    }
}

impl Step {
    /// 1 to 5, as people count them; 6 for the rules for reps.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All five steps passed.
    Fits(Place),
    Refused(Obstacle),
}

/// What stands in the way: the first step that fails, with its cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The clock goes forward over this time: no clock shows it that day.
    TimeMissing {
        missing: Span,
    },
    /// The clock goes back over this time: the start comes twice and nobody said which is meant.
    TimeTwice {
        twice: Span,
    },
    Closed(ClosedTime),
    NotScheduled,
    OutsideHours {
        /// The block in which the visit would begin, and which it would outrun.
        outrun: Option<Span>,
    },
    Taken(Held),
    DayFull {
        cap: u16,
        booked: u16,
    },
    /// All five steps passed, and a rule for reps says no.
    Rep(RepObstacle),
}

impl Obstacle {
    /// The step that refused; `None` when the time itself cannot be.
    pub const fn step(&self) -> Option<Step> {
        match self {
            Self::TimeMissing { .. } | Self::TimeTwice { .. } => None,
            Self::Closed(_) => Some(Step::Open),
            Self::NotScheduled => Some(Step::Scheduled),
            Self::OutsideHours { .. } => Some(Step::WithinHours),
            Self::Taken(_) => Some(Step::Free),
            Self::DayFull { .. } => Some(Step::Capacity),
            Self::Rep(_) => Some(Step::RepRules),
        }
    }

    /// The stable code of the refusal.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TimeMissing { .. } => "booking.time_missing",
            Self::TimeTwice { .. } => "booking.time_twice",
            Self::Closed(_) => "booking.closed",
            Self::NotScheduled => "booking.not_scheduled",
            Self::OutsideHours { .. } => "booking.outside_hours",
            Self::Taken(_) => "booking.slot_taken",
            Self::DayFull { .. } => "booking.day_full",
            Self::Rep(obstacle) => obstacle.code(),
        }
    }

    /// Whether a person with the right to it may book all the same, with a reason. Any of the five steps can be overridden, a
    /// closed day too: a doctor does come in for an emergency. A time that no clock shows cannot.
    pub const fn can_be_overbooked(&self) -> bool {
        match self {
            Self::Rep(obstacle) => obstacle.can_be_overbooked(),
            Self::TimeMissing { .. } | Self::TimeTwice { .. } => false,
            Self::Closed(_)
            | Self::NotScheduled
            | Self::OutsideHours { .. }
            | Self::Taken(_)
            | Self::DayFull { .. } => true,
        }
    }
}

/// Asks the five steps in order; the first that fails is the answer.
pub fn check(request: &Request, facts: &DayFacts) -> Verdict {
    match place(request, facts.clock) {
        Err(obstacle) => Verdict::Refused(obstacle),
        Ok(place) => match obstacle(request, place, facts) {
            Some(obstacle) => Verdict::Refused(obstacle),
            None => Verdict::Fits(place),
        },
    }
}

/// Where in the day the request lies, before anybody asks whether it may.
///
/// # Errors
/// `TimeMissing` when any part of the visit falls where the clock jumps, `TimeTwice` when its start is ambiguous.
pub fn place(request: &Request, clock: ClockChange) -> Result<Place, Obstacle> {
    if let Some(missing) = clock.missing.filter(|missing| missing.overlaps(request.span)) {
        return Err(Obstacle::TimeMissing { missing });
    }
    let start = request.span.start();
    let later_hour = match clock.twice.filter(|twice| twice.start() <= start && start < twice.end()) {
        None => false,
        Some(twice) => request.later_hour.ok_or(Obstacle::TimeTwice { twice })?,
    };
    Ok(Place { span: request.span, later_hour })
}

fn obstacle(request: &Request, place: Place, facts: &DayFacts) -> Option<Obstacle> {
    if let Some(closed) = facts.closed.iter().find(|closed| closed.span.overlaps(place.span)) {
        return Some(Obstacle::Closed(closed.clone()));
    }
    if facts.hours.is_empty() {
        return Some(Obstacle::NotScheduled);
    }
    if !facts.hours.iter().any(|block| block.contains(place.span)) {
        let start = place.span.start();
        // Of several blocks it begins in, the one that lasts longest is the nearest miss.
        let begun = facts.hours.iter().filter(|block| block.start() <= start && start < block.end());
        return Some(Obstacle::OutsideHours { outrun: begun.max_by_key(|block| block.end()).copied() });
    }
    if let Some(held) = facts.in_the_way(place) {
        return Some(Obstacle::Taken(*held));
    }
    let booked = facts.booked(request.audience);
    match facts.cap {
        Some(cap) if booked >= cap => Some(Obstacle::DayFull { cap, booked }),
        _ => None,
    }
}
