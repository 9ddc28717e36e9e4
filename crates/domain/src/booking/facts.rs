//! What the check has to know of one doctor's day.

use crate::calendar::{Audience, zone};
use crate::id::{AppointmentId, ClosureId, RepVisitId};
use crate::time::{DAY_MINUTES, Date, Span, WallTime};

/// One doctor's day, as far as a request for one audience needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayFacts {
    pub date: Date,
    pub clock: ClockChange,
    /// Closed time of the site and the doctor that touches the day.
    pub closed: Vec<ClosedTime>,
    /// The blocks in force for the audience asked for, extra openings among them, closures not taken off.
    pub hours: Vec<Span>,
    /// Every visit that holds the doctor's time, of either kind, overbooked ones too, in order of their start.
    pub visits: Vec<Held>,
    /// The day's cap for the audience asked for; `None`: as many as fit.
    pub cap: Option<u16>,
}

/// Where the clock of the site jumps on this day. At most one is present; nearly always neither.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClockChange {
    /// Wall time that the day does not have.
    pub missing: Option<Span>,
    /// Wall time that the day has twice.
    pub twice: Option<Span>,
}

impl ClockChange {
    /// Minutes that pass from midnight until the wall says this, or says it again: what is later comes later, whatever the wall says.
    #[must_use]
    pub fn passed(self, start: WallTime, later_hour: bool) -> u16 {
        let is_again = |twice: &Span| start >= twice.end() || (later_hour && start >= twice.start());
        start.minutes() + self.twice.filter(is_again).map_or(0, Span::minutes)
    }
}

impl ClockChange {
    /// Where the clock of this zone jumps on this day.
    pub fn on(date: Date, zone: zone::Zone) -> Self {
        // Two look-ups settle all but two days of a year: a day that begins once, ends once and lasts 24 hours has no jump.
        let (midnight, next) = (Some(WallTime::MIDNIGHT), WallTime::from_minutes(DAY_MINUTES));
        let once = |time: Option<WallTime>| match time.map(|time| zone::instant(date, time, zone)) {
            Some(zone::Moment::Once(instant)) => Some(instant.0),
            _ => None,
        };
        let day_millis = i64::from(DAY_MINUTES) * 60_000;
        if once(midnight).zip(once(next)).is_some_and(|(start, end)| end - start == day_millis) {
            return Self::default();
        }
        Self { missing: zone::missing(date, zone), twice: zone::twice(date, zone) }
    }
}

/// A stretch of the day on which nobody is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedTime {
    pub closure: ClosureId,
    pub of: ClosureOf,
    /// The part of this day that is closed.
    pub span: Span,
    pub reason: String,
}

crate::code_enum! {
    /// Whose closure it is.
    ClosureOf {
        Site = "site",
        Doctor = "doctor",
    }
}

/// A visit by its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VisitId {
    Appointment(AppointmentId),
    Rep(RepVisitId),
}

/// A visit that holds the doctor's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub visit: VisitId,
    pub place: Place,
}

/// A stretch of a day, unambiguous even on the day the clock goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub span: Span,
    /// The start is the second of two equal wall times.
    pub later_hour: bool,
}

impl Place {
    /// Whether the two hold any time in common, on a day with this clock. Half-open: touching is not overlapping.
    pub fn overlaps(self, other: Self, clock: ClockChange) -> bool {
        let drawn = self.span.overlaps(other.span);
        if clock.twice.is_none() {
            return drawn;
        }
        let (mine, theirs) = (self.elapsed(clock), other.elapsed(clock));
        // A visit of the first pass that runs over into the second is drawn over what comes after both. That drawn overlap counts
        // too, so that the database, which knows no zones, never refuses what was accepted here.
        (mine.0 < theirs.1 && theirs.0 < mine.1) || (drawn && self.later_hour == other.later_hour)
    }

    /// Start and end in minutes that really pass since midnight.
    fn elapsed(self, clock: ClockChange) -> (u16, u16) {
        let begin = clock.passed(self.span.start(), self.later_hour);
        (begin, begin + self.span.minutes())
    }
}

impl DayFacts {
    /// The first visit that holds some of this time.
    pub fn in_the_way(&self, place: Place) -> Option<&Held> {
        self.visits.iter().find(|held| held.place.overlaps(place, self.clock))
    }

    /// How many visits count towards the cap of this audience. Online visits and visits in person share the patient cap.
    pub fn booked(&self, audience: Audience) -> u16 {
        let counts = |held: &&Held| match (audience, held.visit) {
            (Audience::Patient | Audience::Online, VisitId::Appointment(_))
            | (Audience::Rep, VisitId::Rep(_)) => true,
            (Audience::Patient | Audience::Online, VisitId::Rep(_))
            | (Audience::Rep, VisitId::Appointment(_)) => false,
        };
        u16::try_from(self.visits.iter().filter(counts).count()).unwrap_or(u16::MAX)
    }

    /// The facts as if this visit were not there: a visit that is moved does not stand in its own way.
    #[must_use]
    pub fn without(mut self, visit: VisitId) -> Self {
        self.visits.retain(|held| held.visit != visit);
        self
    }

    /// The open time of the day for the audience asked for: its blocks without what is closed and without wall time that the day
    /// does not have or has twice. What remains of each block comes in order and touching blocks stay apart.
    pub fn open(&self) -> Vec<Span> {
        let away =
            self.closed.iter().map(|closed| closed.span).chain(self.clock.missing).chain(self.clock.twice);
        let mut open = self.hours.clone();
        for span in away {
            open = open.into_iter().flat_map(|block| without(block, span)).flatten().collect();
        }
        open.sort();
        open
    }
}

/// What is left of `span` on either side of `hole`.
fn without(span: Span, hole: Span) -> [Option<Span>; 2] {
    if !span.overlaps(hole) {
        return [Some(span), None];
    }
    [
        Span::new(span.start(), hole.start().min(span.end())),
        Span::new(hole.end().max(span.start()), span.end()),
    ]
}
