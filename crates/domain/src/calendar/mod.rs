//! When a doctor works: recurring hours, closures and extra openings, composed into the open time of a day; and wall time in zones.
//! All of it is a function of values: which rows count for a doctor is the caller's business, and so is today.

mod hours;
mod repeats;
mod rule;
mod schedule;
#[cfg(test)]
mod tests;
pub mod zone;

pub use hours::{HoursRule, Recurrence};
pub use repeats::{MOST_DAYS, MOST_EVERY, MOST_VISITS, RepeatEnd, RepeatUnit, Repeats};
pub use rule::{InvalidRule, Rule};
pub use schedule::{ClosedSpan, ClosureRule, DaySchedule, OpenSpan, day_schedule, schedule_window};

crate::code_enum! {
    /// Whom a block of hours is for.
    Audience {
        Patient = "patient",
        Rep = "rep",
        Online = "online",
    }
}

crate::code_enum! {
    /// What a closure does to the time it covers.
    ClosureEffect {
        /// Nobody is seen.
        Closed = "closed",
        /// Extra opening: time that the weekly hours do not have, for patients.
        Opened = "opened",
    }
}
