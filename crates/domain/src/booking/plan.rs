//! A plan for visits that lost their time: where each could go so that all of them fit together.

use std::collections::BTreeMap;

use super::facts::{DayFacts, Held, Place, VisitId};
use super::free;
use crate::calendar::Audience;
use crate::time::{Date, Span, WallTime};

/// A visit that needs another time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Displaced {
    pub visit: VisitId,
    pub audience: Audience,
    pub minutes: u16,
}

/// One doctor's days, and what the plan has given away of them so far.
#[derive(Debug, Default)]
pub struct Planner {
    given: BTreeMap<Date, Vec<Held>>,
}

impl Planner {
    /// Gives the visit the first time that is left, and keeps it. The days come in the order in which they are wanted, each as it is
    /// without the plan and with the earliest start worth offering.
    ///
    /// Every time it answers passes the five steps on its day, with everything given before already in place: the visit's own old
    /// time counts as free, that of others still to move does not, so that the moves can be made in any order.
    pub fn place(
        &mut self,
        displaced: &Displaced,
        days: impl IntoIterator<Item = (DayFacts, WallTime)>,
    ) -> Option<(Date, WallTime)> {
        let (date, start) = self.times(displaced, days).next()?;
        let span = Span::lasting(start, displaced.minutes)?;
        let held = Held { visit: displaced.visit, place: Place { span, later_hour: false } };
        self.given.entry(date).or_default().push(held);
        Some((date, start))
    }

    /// The times that are left for a visit, day by day: the first of each, with what the plan gave away taken off.
    pub fn times<'p>(
        &'p self,
        displaced: &'p Displaced,
        days: impl IntoIterator<Item = (DayFacts, WallTime)> + 'p,
    ) -> impl Iterator<Item = (Date, WallTime)> + 'p {
        days.into_iter().filter_map(|(facts, from)| {
            let mut facts = facts.without(displaced.visit);
            let given = self.given.get(&facts.date).map_or(&[][..], Vec::as_slice);
            let given = given.iter().filter(|held| held.visit != displaced.visit);
            facts.visits.extend(given);
            facts.visits.sort_by_key(|held| held.place.span);
            let start = free::in_order(&facts, displaced.audience, displaced.minutes, from).next()?;
            Some((facts.date, start))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::{option, prop_assert, proptest};

    use super::{Displaced, Planner};
    use crate::booking::{ClockChange, DayFacts, Held, Place, Request, Verdict, VisitId, check};
    use crate::calendar::Audience;
    use crate::id::{AppointmentId, Id as _};
    use crate::time::{Date, Span, WallTime};

    fn visit(number: u128) -> VisitId {
        VisitId::Appointment(AppointmentId::from_uuid(uuid::Uuid::from_u128(number)))
    }

    fn at(minutes: u16) -> WallTime {
        WallTime::from_minutes(minutes).expect("a minute of the day")
    }

    fn day(number: u8, cap: Option<u16>, held: &[(u16, u16)]) -> DayFacts {
        let visits = held.iter().enumerate().map(|(position, (start, minutes))| Held {
            visit: visit(1000 + u128::from(number) * 100 + position as u128),
            place: Place {
                span: Span::lasting(at(*start), *minutes).expect("within the day"),
                later_hour: false,
            },
        });
        let mut visits: Vec<Held> = visits.collect();
        visits.sort_by_key(|held| held.place.span);
        DayFacts {
            date: Date::new(2026, 11, number.into()).expect("a day"),
            clock: ClockChange::default(),
            closed: Vec::new(),
            hours: vec![
                Span::new(at(540), at(780)).expect("the morning"),
                Span::new(at(840), at(1020)).expect("the afternoon"),
            ],
            visits,
            cap,
        }
    }

    fn displaced(number: u128, minutes: u16) -> Displaced {
        Displaced { visit: visit(number), audience: Audience::Patient, minutes }
    }

    #[test]
    fn the_nearest_day_is_filled_first_and_its_cap_is_kept() {
        let days = [day(26, Some(2), &[(540, 30)]), day(28, None, &[])];
        let with_times = || days.iter().cloned().map(|facts| (facts, WallTime::MIDNIGHT));
        let mut planner = Planner::default();
        let placed: Vec<_> = (1..=3)
            .filter_map(|number| planner.place(&displaced(number, 30), with_times()))
            .map(|(date, start)| format!("{date} {start}"))
            .collect();
        assert_eq!(placed, ["2026-11-26 09:30", "2026-11-28 09:00", "2026-11-28 09:30"]);
    }

    #[test]
    fn nothing_is_offered_before_the_earliest_start() {
        let mut planner = Planner::default();
        let placed = planner.place(&displaced(1, 15), [(day(26, None, &[]), at(601))]);
        assert_eq!(placed.map(|(_, start)| start), Some(at(605)));
    }

    proptest! {
        /// Whatever the days look like, what was planned passes the five steps one after the other, in the plan's order and backwards.
        #[test]
        fn a_plan_passes_the_five_steps_in_any_order(
            held in vec((0u16..90, 1u16..9), 0..20),
            minutes in vec(1u16..60, 1..25),
            cap in option::of(1u16..30),
        ) {
            let held: Vec<(u16, u16)> = held.iter().map(|(slot, long)| (540 + slot * 5, long * 5)).collect();
            let days = [day(26, cap, &held), day(28, cap, &held[..held.len() / 2]), day(29, cap, &[])];
            let mut planner = Planner::default();
            let mut plan = Vec::new();
            for (number, minutes) in (1u128..).zip(&minutes) {
                let displaced = displaced(number, *minutes);
                let with_times = days.iter().cloned().map(|facts| (facts, WallTime::MIDNIGHT));
                if let Some(place) = planner.place(&displaced, with_times) {
                    plan.push((displaced, place));
                }
            }
            let backwards: Vec<_> = plan.iter().rev().copied().collect();
            for order in [plan, backwards] {
                let mut days = days.clone();
                for (displaced, (date, start)) in order {
                    let facts = days.iter_mut().find(|facts| facts.date == date).expect("one of the days");
                    let span = Span::lasting(start, displaced.minutes).expect("within the day");
                    let request = Request { audience: displaced.audience, span, later_hour: None };
                    let verdict = check(&request, facts);
                    let fits = matches!(verdict, Verdict::Fits(_));
                    prop_assert!(fits, "{verdict:?}");
                    facts.visits.push(Held { visit: displaced.visit, place: Place { span, later_hour: false } });
                }
            }
        }
    }
}
