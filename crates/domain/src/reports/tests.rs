//! Open minutes against a count of single minutes, over made-up weeks.

use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

use super::{OpenTime, tenths, tenths_of_percent};
use crate::booking::ClockChange;
use crate::calendar::{
    Audience, ClosureEffect, ClosureRule, HoursRule, Recurrence, Rule, day_schedule, zone,
};
use crate::code::Code as _;
use crate::id::{ClosureId, HoursId, Id as _};
use crate::time::{Date, Span, WallTime, Weekday};

fn date(text: &str) -> Date {
    text.parse().expect("a day")
}

fn span(start: u16, minutes: u16) -> Span {
    let start = WallTime::from_minutes(start).expect("a time");
    let end = WallTime::from_minutes((start.minutes() + minutes).min(1440)).expect("a time");
    Span::new(start, end).expect("a stretch")
}

fn clock(date: Date) -> ClockChange {
    ClockChange::on(date, "Africa/Cairo".parse().expect("a zone"))
}

/// Minute by minute of real time: each instant of the day is looked up on the wall, and asked whether any span covers it.
fn counted(date: Date, hours: &[HoursRule], closures: &[ClosureRule]) -> u32 {
    let cairo = "Africa/Cairo".parse().expect("a zone");
    let schedule = day_schedule(date, hours, closures);
    let noon = match zone::instant(date, WallTime::from_minutes(720).expect("noon"), cairo) {
        zone::Moment::Once(noon) => noon.0,
        other => panic!("noon is {other:?}"),
    };
    let mut minutes = 0;
    for minute in -16 * 60..16 * 60 {
        let (day, time) = zone::wall(crate::time::Instant(noon + minute * 60_000), cairo);
        let open = |open: &crate::calendar::OpenSpan| {
            open.audience != Audience::Rep && open.span.start() <= time && time < open.span.end()
        };
        if day == date && schedule.open.iter().any(open) {
            minutes += 1;
        }
    }
    minutes
}

fn blocks() -> impl Strategy<Value = Vec<HoursRule>> {
    let block =
        (0..7_usize, 0..3_usize, 0..1380_u16, 15..600_u16, any::<bool>(), prop::option::of(0..12_i64));
    prop::collection::vec(block, 0..6).prop_map(|blocks| {
        blocks
            .into_iter()
            .map(|(weekday, audience, start, minutes, alternate, valid)| {
                let first = date("2026-04-18");
                let recurrence = if alternate {
                    let code = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][weekday];
                    let text = format!("FREQ=WEEKLY;INTERVAL=2;BYDAY={code}");
                    Recurrence::Rule(Box::new(Rule::parse(&text).expect("a rule")))
                } else {
                    Recurrence::Weekly(Weekday::ALL[weekday])
                };
                HoursRule {
                    id: HoursId::from_uuid(uuid::Uuid::nil()),
                    audience: Audience::ALL[audience],
                    span: span(start, minutes),
                    recurrence,
                    valid_from: alternate.then_some(first),
                    valid_until: valid.and_then(|days| first.plus_days(days)),
                }
            })
            .collect()
    })
}

fn closures() -> impl Strategy<Value = Vec<ClosureRule>> {
    let closure = (0..14_i64, 0..3_i64, prop::option::of((0..1380_u16, 15..600_u16)), any::<bool>());
    prop::collection::vec(closure, 0..4).prop_map(|closures| {
        closures
            .into_iter()
            .map(|(first, days, part, opens)| {
                let first_date = date("2026-04-18").plus_days(first).expect("a day");
                ClosureRule {
                    id: ClosureId::from_uuid(uuid::Uuid::nil()),
                    first_date,
                    last_date: first_date.plus_days(days).expect("a day"),
                    part: part.map_or_else(Span::whole_day, |(start, minutes)| span(start, minutes)),
                    effect: if opens && part.is_some() {
                        ClosureEffect::Opened
                    } else {
                        ClosureEffect::Closed
                    },
                }
            })
            .collect()
    })
}

proptest! {
    /// Two weeks around the night in which Cairo goes forward, and around the one in which it goes back.
    #[test]
    fn open_minutes_are_the_minutes_that_pass_while_open(
        hours in blocks(), closures in closures(), autumn in any::<bool>(),
    ) {
        let shift = if autumn { date("2026-10-23").days_since(date("2026-04-18")) } else { 0 };
        let moved = |day: Date| day.plus_days(shift).expect("a day");
        let hours: Vec<HoursRule> = hours
            .into_iter()
            .map(|block| HoursRule {
                valid_from: block.valid_from.map(moved), valid_until: block.valid_until.map(moved), ..block
            })
            .collect();
        let closures: Vec<ClosureRule> = closures
            .into_iter()
            .map(|closure| ClosureRule {
                first_date: moved(closure.first_date), last_date: moved(closure.last_date), ..closure
            })
            .collect();
        let (first, last) = (moved(date("2026-04-18")), moved(date("2026-05-01")));
        let days = OpenTime { hours: &hours, closures: &closures }.days(first, last, &clock);
        prop_assert_eq!(days.len(), 14);
        for day in days {
            prop_assert_eq!(day.open_minutes, counted(day.date, &hours, &closures), "{}", day.date);
            prop_assert!(day.open_minutes <= day.scheduled_minutes);
        }
    }
}

#[test]
fn a_share_is_rounded_half_up_and_a_share_of_nothing_is_none() {
    assert_eq!(tenths_of_percent(1, 3), Some(333));
    assert_eq!(tenths_of_percent(2, 3), Some(667));
    assert_eq!(tenths_of_percent(1, 2_000), Some(1));
    assert_eq!(tenths_of_percent(5, 4), Some(1250));
    assert_eq!(tenths_of_percent(0, 0), None);
    assert_eq!(tenths(7, 2), Some(35));
    assert_eq!(tenths(1, 20), Some(1));
    assert_eq!(tenths(1, 0), None);
}
