//! Hours, closures and extra openings composed into the open time of a day. A closure wins over everything: under it nothing is
//! open, whichever hours or openings say otherwise.

use super::hours::{HoursRule, InForce, days};
use super::{Audience, ClosureEffect};
use crate::code::Code as _;
use crate::id::ClosureId;
use crate::time::{Date, Span, WallTime};

/// A closure or an extra opening, of a site or a doctor; which of the two it is does not matter here.
#[derive(Debug, Clone, Copy)]
pub struct ClosureRule {
    pub id: ClosureId,
    pub first_date: Date,
    /// Inclusive.
    pub last_date: Date,
    /// The part of each day it covers; `Span::whole_day()` for whole days.
    pub part: Span,
    pub effect: ClosureEffect,
}

impl ClosureRule {
    pub fn touches(&self, date: Date) -> bool {
        self.first_date <= date && date <= self.last_date
    }
}

/// Time in which somebody of this audience can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenSpan {
    pub audience: Audience,
    pub span: Span,
}

/// Time that a closure takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosedSpan {
    pub span: Span,
    pub cause: ClosureId,
}

/// One day of one doctor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaySchedule {
    pub date: Date,
    /// Hours in force and extra openings, before closures. Same order and form as `open`.
    pub scheduled: Vec<OpenSpan>,
    /// What is left of `scheduled` after closures: by start, then audience; never overlapping within one audience. Blocks that
    /// merely touch stay two blocks (a visit must lie inside one of them), except where an extra opening joins them.
    pub open: Vec<OpenSpan>,
    /// Every closure of the day, by start; they may overlap one another.
    pub closed: Vec<ClosedSpan>,
}

impl DaySchedule {
    /// The open spans of one audience, by start.
    pub fn open_for(&self, audience: Audience) -> impl Iterator<Item = Span> {
        spans_of(&self.open, audience)
    }

    /// The spans of one audience before closures, by start.
    pub fn scheduled_for(&self, audience: Audience) -> impl Iterator<Item = Span> {
        spans_of(&self.scheduled, audience)
    }

    /// The same day without the wall time `missing`, which its clock skips (see `zone::missing`).
    #[must_use]
    pub fn without(mut self, missing: Span) -> Self {
        self.open = subtract(&self.open, &[missing]);
        self
    }
}

/// The open and closed time of one day.
pub fn day_schedule(date: Date, hours: &[HoursRule], closures: &[ClosureRule]) -> DaySchedule {
    let in_force: Vec<_> = hours.iter().map(|rule| InForce::new(rule, date, date)).collect();
    compose(date, &in_force, closures)
}

/// The schedules of `count` days from `from`, in order; made one by one as they are asked for, with every rule expanded only once.
pub fn schedule_window<'a>(
    from: Date,
    count: u16,
    hours: &'a [HoursRule],
    closures: &'a [ClosureRule],
) -> impl Iterator<Item = DaySchedule> + 'a {
    let last = from.plus_days(i64::from(count) - 1).unwrap_or(from);
    let in_force: Vec<_> = hours.iter().map(|rule| InForce::new(rule, from, last)).collect();
    days(from, last).take(usize::from(count)).map(move |date| compose(date, &in_force, closures))
}

fn compose(date: Date, hours: &[InForce<'_>], closures: &[ClosureRule]) -> DaySchedule {
    let with =
        |effect| closures.iter().filter(move |closure| closure.effect == effect && closure.touches(date));
    let mut closed: Vec<_> = with(ClosureEffect::Closed)
        .map(|closure| ClosedSpan { span: closure.part, cause: closure.id })
        .collect();
    closed.sort_by_key(|closed| (closed.span.start(), closed.span.end(), closed.cause));

    let mut scheduled = Vec::new();
    for &audience in Audience::ALL {
        let mut spans: Vec<Span> = hours
            .iter()
            .filter(|block| block.rule.audience == audience && block.on(date))
            .map(|block| block.rule.span)
            .collect();
        spans.sort_by_key(|span| (span.start(), span.end()));
        let mut spans = merge(spans);
        if audience == Audience::Patient {
            for opening in with(ClosureEffect::Opened) {
                join(&mut spans, opening.part);
            }
        }
        scheduled.extend(spans.into_iter().map(|span| OpenSpan { audience, span }));
    }
    scheduled.sort_by_key(|open| (open.span.start(), open.audience));
    let taken: Vec<Span> = closed.iter().map(|closed| closed.span).collect();
    DaySchedule { date, open: subtract(&scheduled, &taken), scheduled, closed }
}

fn spans_of(spans: &[OpenSpan], audience: Audience) -> impl Iterator<Item = Span> {
    spans.iter().filter(move |open| open.audience == audience).map(|open| open.span)
}

/// Sorted spans with those that overlap made one. Touching ones stay apart.
fn merge(sorted: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match merged.last_mut() {
            Some(last) if last.overlaps(span) => *last = cover(*last, span),
            _ => merged.push(span),
        }
    }
    merged
}

/// Adds an extra opening to sorted, disjoint spans; it becomes one with whatever it overlaps or touches.
fn join(spans: &mut Vec<Span>, opening: Span) {
    let mut joined = opening;
    spans.retain(|span| {
        let meets = span.start() <= joined.end() && joined.start() <= span.end();
        if meets {
            joined = cover(joined, *span);
        }
        !meets
    });
    let at = spans.partition_point(|span| span.start() < joined.start());
    spans.insert(at, joined);
}

fn cover(a: Span, b: Span) -> Span {
    Span::new(a.start().min(b.start()), a.end().max(b.end())).expect("a cover is as long as either part")
}

/// What is left of `open` outside every one of `taken`, in the same order.
fn subtract(open: &[OpenSpan], taken: &[Span]) -> Vec<OpenSpan> {
    let mut left = Vec::with_capacity(open.len());
    for &OpenSpan { audience, span } in open {
        let mut pieces = vec![span];
        for &gone in taken {
            pieces = pieces.into_iter().flat_map(|piece| outside(piece, gone)).flatten().collect();
        }
        left.extend(pieces.into_iter().map(|span| OpenSpan { audience, span }));
    }
    left.sort_by_key(|open| (open.span.start(), open.audience));
    left
}

/// The parts of `span` before and after `gone`.
fn outside(span: Span, gone: Span) -> [Option<Span>; 2] {
    let clamp = |time: WallTime| time.clamp(span.start(), span.end());
    if span.overlaps(gone) {
        [Span::new(span.start(), clamp(gone.start())), Span::new(clamp(gone.end()), span.end())]
    } else {
        [Some(span), None]
    }
}
