//! Free times: every start that the five steps would accept, and which few of them to offer.

use super::facts::DayFacts;
use crate::calendar::Audience;
use crate::time::{Span, WallTime};

/// Offered times fall on this grid, counted from the start of their block, unless they touch a neighbour or the end of the open time.
pub const GRID_MINUTES: u16 = 5;

/// A gap in which a visit fits: it may start at any minute from `first` to `last`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Where the grid is counted from: the start of the open time the gap lies in.
    origin: WallTime,
    pub first: WallTime,
    pub last: WallTime,
}

/// The time of a day that visits hold: all that a free time has to know of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// In order of their start.
    pub spans: Vec<Span>,
    /// How many of the visits count towards the cap of the audience that asks.
    pub counted: u16,
}

impl Taken {
    /// What the visits of these facts hold.
    pub fn of(facts: &DayFacts, audience: Audience) -> Self {
        let spans = facts.visits.iter().map(|held| held.place.span).collect();
        Self { spans, counted: facts.booked(audience) }
    }
}

/// Every gap of the day in which a visit of `minutes` passes the five steps, in order. Blocks that overlap give gaps that overlap.
/// An hour that comes twice is left out: such a time is offered by nobody and booked on purpose or not at all.
pub fn gaps(facts: &DayFacts, audience: Audience, minutes: u16) -> Vec<Gap> {
    gaps_beside(facts, &Taken::of(facts, audience), minutes)
}

/// The same of a day whose visits are not among its facts.
fn gaps_beside(facts: &DayFacts, taken: &Taken, minutes: u16) -> Vec<Gap> {
    if facts.cap.is_some_and(|cap| taken.counted >= cap) {
        return Vec::new();
    }
    let mut gaps = Vec::new();
    for open in facts.open() {
        let mut from = open.start();
        // Visits come in order of their start; of overbooked ones, an earlier may well end later.
        for span in taken.spans.iter().filter(|span| span.overlaps(open)) {
            gaps.extend(gap(open, from, span.start(), minutes));
            from = from.max(span.end());
        }
        gaps.extend(gap(open, from, open.end(), minutes));
    }
    gaps.sort_by_key(|gap| (gap.first, gap.last));
    gaps
}

fn gap(open: Span, from: WallTime, until: WallTime, minutes: u16) -> Option<Gap> {
    let last = until.minutes().checked_sub(minutes).and_then(WallTime::from_minutes)?;
    (from <= last).then_some(Gap { origin: open.start(), first: from, last })
}

impl Gap {
    /// The first start on the grid at or after `time` that fits; the gap's own first and last starts count as on the grid.
    fn on_grid(self, time: WallTime) -> Option<WallTime> {
        if time <= self.first {
            return Some(self.first);
        }
        let past_origin = time.minutes() - self.origin.minutes();
        let on_grid = self.origin.plus(past_origin.next_multiple_of(GRID_MINUTES));
        (time <= self.last).then(|| on_grid.map_or(self.last, |start| start.min(self.last)))
    }

    fn latest_before(self, time: WallTime) -> Option<WallTime> {
        let before = WallTime::from_minutes(time.minutes().checked_sub(1)?)?;
        (self.first <= before).then(|| self.last.min(before))
    }
}

/// The day's free times in order, from `from` on, none overlapping the one before: what a person reads down.
pub fn in_order(
    facts: &DayFacts,
    audience: Audience,
    minutes: u16,
    from: WallTime,
) -> impl Iterator<Item = WallTime> + use<> {
    in_order_beside(facts, &Taken::of(facts, audience), minutes, from)
}

/// The same on a day whose visits are not among its facts: what they hold is `taken`.
pub fn in_order_beside(
    facts: &DayFacts,
    taken: &Taken,
    minutes: u16,
    from: WallTime,
) -> impl Iterator<Item = WallTime> + use<> {
    let gaps = gaps_beside(facts, taken, minutes);
    let mut next = Some(from);
    std::iter::from_fn(move || {
        let earliest = next?;
        let start = gaps.iter().filter_map(|gap| gap.on_grid(earliest)).min()?;
        next = start.plus(minutes);
        Some(start)
    })
}

/// The nearest free times of the same day on either side of a refused start, the nearer one in front, nothing before `from`.
pub fn around(
    facts: &DayFacts,
    audience: Audience,
    minutes: u16,
    wanted: WallTime,
    from: WallTime,
) -> Vec<WallTime> {
    let gaps = gaps(facts, audience, minutes);
    let before = gaps.iter().filter_map(|gap| gap.latest_before(wanted)).max().filter(|start| *start >= from);
    let past_wanted = wanted.plus(1).map(|time| time.max(from));
    let after = past_wanted.and_then(|time| gaps.iter().filter_map(|gap| gap.on_grid(time)).min());
    let mut near: Vec<WallTime> = before.into_iter().chain(after).collect();
    near.sort_by_key(|start| start.minutes().abs_diff(wanted.minutes()));
    near
}
