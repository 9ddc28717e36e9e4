//! What the calendar promises, tried with made-up days.

mod rules;
mod zones;

use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{
    Audience, ClosedSpan, ClosureEffect, ClosureRule, DaySchedule, HoursRule, Recurrence, Rule, day_schedule,
    schedule_window,
};
use crate::code::Code as _;
use crate::id::{ClosureId, HoursId, Id as _};
use crate::time::{DAY_MINUTES, Date, Span, WallTime, Weekday};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn span(text: &str) -> Span {
    let (start, end) = text.split_once('-').unwrap();
    Span::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
}

fn weekly(audience: Audience, weekday: Weekday, hours: &str) -> HoursRule {
    HoursRule {
        id: HoursId::from_uuid(uuid::Uuid::from_u128(1)),
        audience,
        span: span(hours),
        recurrence: Recurrence::Weekly(weekday),
        valid_from: None,
        valid_until: None,
    }
}

fn by_rule(rule: &str, from: &str, hours: &str) -> HoursRule {
    HoursRule {
        recurrence: Recurrence::Rule(Box::new(Rule::parse(rule).unwrap())),
        valid_from: Some(date(from)),
        ..weekly(Audience::Patient, Weekday::Monday, hours)
    }
}

fn exception(effect: ClosureEffect, first: &str, last: &str, part: &str) -> ClosureRule {
    ClosureRule {
        id: ClosureId::from_uuid(uuid::Uuid::from_u128(9)),
        first_date: date(first),
        last_date: date(last),
        part: if part.is_empty() { Span::whole_day() } else { span(part) },
        effect,
    }
}

fn shown(day: &DaySchedule) -> String {
    let spans = day
        .open
        .iter()
        .map(|open| format!("{} {}-{}", open.audience.code(), open.span.start(), open.span.end()));
    spans.collect::<Vec<_>>().join(", ")
}

/// A Sunday.
const SUNDAY: &str = "2026-03-08";

#[track_caller]
fn check_day(hours: &[HoursRule], closures: &[ClosureRule], expected: &str) {
    assert_eq!(shown(&day_schedule(date(SUNDAY), hours, closures)), expected);
}

#[test]
fn several_blocks_a_day_stay_apart_even_when_they_touch() {
    let morning = weekly(Audience::Patient, Weekday::Sunday, "09:00-12:00");
    let noon = weekly(Audience::Patient, Weekday::Sunday, "12:00-14:00");
    let reps = weekly(Audience::Rep, Weekday::Sunday, "13:00-14:00");
    let monday = weekly(Audience::Patient, Weekday::Monday, "09:00-12:00");
    check_day(
        &[noon, reps, monday, morning],
        &[],
        "patient 09:00-12:00, patient 12:00-14:00, rep 13:00-14:00",
    );
}

#[test]
fn a_closure_of_part_of_the_day_cuts_every_audience() {
    let hours = [
        weekly(Audience::Patient, Weekday::Sunday, "09:00-12:00"),
        weekly(Audience::Rep, Weekday::Sunday, "11:00-13:00"),
    ];
    let prayer = exception(ClosureEffect::Closed, SUNDAY, SUNDAY, "10:00-11:30");
    check_day(&hours, &[prayer], "patient 09:00-10:00, patient 11:30-12:00, rep 11:30-13:00");
}

#[test]
fn a_range_of_closed_days_includes_both_ends() {
    let hours = [weekly(Audience::Patient, Weekday::Sunday, "09:00-12:00")];
    check_day(&hours, &[exception(ClosureEffect::Closed, "2026-03-06", SUNDAY, "")], "");
    check_day(&hours, &[exception(ClosureEffect::Closed, SUNDAY, "2026-03-10", "")], "");
    check_day(
        &hours,
        &[exception(ClosureEffect::Closed, "2026-03-09", "2026-03-10", "")],
        "patient 09:00-12:00",
    );
}

#[test]
fn an_opening_adds_patient_time_and_joins_what_it_touches() {
    let hours = [
        weekly(Audience::Patient, Weekday::Sunday, "09:00-12:00"),
        weekly(Audience::Patient, Weekday::Sunday, "13:00-15:00"),
    ];
    let lunch = exception(ClosureEffect::Opened, SUNDAY, SUNDAY, "12:00-13:00");
    let evening = exception(ClosureEffect::Opened, SUNDAY, SUNDAY, "18:00-20:00");
    check_day(&hours, &[lunch, evening], "patient 09:00-15:00, patient 18:00-20:00");
    check_day(&[], &[evening], "patient 18:00-20:00");
}

#[test]
fn a_closure_wins_over_an_opening_and_is_named() {
    let opening = exception(ClosureEffect::Opened, SUNDAY, SUNDAY, "18:00-20:00");
    let closure = exception(ClosureEffect::Closed, SUNDAY, SUNDAY, "19:00-24:00");
    let day = day_schedule(date(SUNDAY), &[], &[opening, closure]);
    assert_eq!(shown(&day), "patient 18:00-19:00");
    assert_eq!(day.closed, [ClosedSpan { span: span("19:00-24:00"), cause: closure.id }]);
    assert_eq!(day.scheduled_for(Audience::Patient).collect::<Vec<_>>(), [span("18:00-20:00")]);
}

#[test]
fn term_times_begin_and_end_with_their_dates() {
    let term = HoursRule {
        valid_from: Some(date("2026-03-08")),
        valid_until: Some(date("2026-03-22")),
        ..weekly(Audience::Patient, Weekday::Sunday, "09:00-12:00")
    };
    let dates = term.dates(date("2026-02-01"), date("2026-05-01"));
    assert_eq!(dates, ["2026-03-08", "2026-03-15", "2026-03-22"].map(date));
}

fn hours() -> impl Strategy<Value = HoursRule> {
    let audience = prop_oneof![Just(Audience::Patient), Just(Audience::Rep), Just(Audience::Online)];
    let recurrence = prop_oneof![
        (0usize..7).prop_map(|day| Recurrence::Weekly(Weekday::ALL[day])),
        rules().prop_map(|text| Recurrence::Rule(Box::new(Rule::parse(&text).unwrap()))),
    ];
    (audience, recurrence, spans(), -400i64..40, prop::option::of(-40i64..40)).prop_map(
        |(audience, recurrence, span, from, until)| HoursRule {
            id: HoursId::from_uuid(uuid::Uuid::from_u128(1)),
            audience,
            span,
            recurrence,
            valid_from: date(SUNDAY).plus_days(from),
            valid_until: until.and_then(|until| date(SUNDAY).plus_days(until)),
        },
    )
}

fn rules() -> impl Strategy<Value = String> {
    let by_day = prop::sample::subsequence(vec!["SU", "MO", "WE", "FR"], 1..4);
    let ending = prop_oneof![Just(""), Just(";COUNT=30"), Just(";WKST=SU"), Just(";UNTIL=20260315")];
    (prop_oneof![Just("DAILY"), Just("WEEKLY"), Just("MONTHLY")], 1u16..5, by_day, ending).prop_map(
        |(frequency, interval, days, ending)| {
            format!("FREQ={frequency};INTERVAL={interval};BYDAY={}{ending}", days.join(","))
        },
    )
}

fn spans() -> impl Strategy<Value = Span> {
    (0..DAY_MINUTES - 1, 1..600u16).prop_map(|(start, minutes)| {
        let start = WallTime::from_minutes(start).unwrap();
        Span::lasting(start, minutes.min(DAY_MINUTES - start.minutes())).unwrap()
    })
}

fn closures() -> impl Strategy<Value = ClosureRule> {
    let part = prop_oneof![1 => Just(Span::whole_day()), 3 => spans()];
    (any::<u128>(), -20i64..20, 0i64..9, part, any::<bool>()).prop_map(|(id, first, days, part, opened)| {
        let first_date = date(SUNDAY).plus_days(first).unwrap();
        ClosureRule {
            id: ClosureId::from_uuid(uuid::Uuid::from_u128(id)),
            first_date,
            last_date: first_date.plus_days(days).unwrap(),
            part,
            effect: if opened { ClosureEffect::Opened } else { ClosureEffect::Closed },
        }
    })
}

/// Whether a minute is open for an audience, by the definition and one minute at a time.
fn is_open(
    date: Date,
    minute: u16,
    audience: Audience,
    hours: &[HoursRule],
    closures: &[ClosureRule],
) -> bool {
    let minute = Span::lasting(WallTime::from_minutes(minute).unwrap(), 1).unwrap();
    let covers = |effect| {
        closures
            .iter()
            .any(|closure| closure.effect == effect && closure.touches(date) && closure.part.contains(minute))
    };
    let works = hours.iter().any(|block| {
        block.audience == audience && block.span.contains(minute) && block.dates(date, date) == [date]
    });
    let extra = audience == Audience::Patient && covers(ClosureEffect::Opened);
    (works || extra) && !covers(ClosureEffect::Closed)
}

proptest! {
    #[test]
    fn a_day_is_open_exactly_where_its_parts_say(
        hours in prop::collection::vec(hours(), 0..8), closures in prop::collection::vec(closures(), 0..6), offset in 0i64..7,
    ) {
        let date = date(SUNDAY).plus_days(offset).unwrap();
        let day = day_schedule(date, &hours, &closures);
        for audience in Audience::ALL.iter().copied() {
            for minute in (0..DAY_MINUTES).step_by(7) {
                let at = WallTime::from_minutes(minute).unwrap();
                let open = day.open_for(audience).any(|span| span.start() <= at && at < span.end());
                prop_assert_eq!(open, is_open(date, minute, audience, &hours, &closures));
            }
        }
    }

    #[test]
    fn open_spans_are_sorted_and_disjoint_and_never_under_a_closure(
        hours in prop::collection::vec(hours(), 0..8), closures in prop::collection::vec(closures(), 0..6),
    ) {
        for day in schedule_window(date("2026-03-01"), 14, &hours, &closures) {
            for spans in [&day.open, &day.scheduled] {
                prop_assert!(spans.is_sorted_by_key(|open| (open.span.start(), open.audience)));
                for audience in Audience::ALL.iter().copied() {
                    let of: Vec<Span> =
                        spans.iter().filter(|open| open.audience == audience).map(|open| open.span).collect();
                    prop_assert!(of.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
                }
            }
            for open in &day.open {
                prop_assert!(!day.closed.iter().any(|closed| closed.span.overlaps(open.span)));
            }
        }
    }

    #[test]
    fn a_window_is_its_days(
        hours in prop::collection::vec(hours(), 0..8), closures in prop::collection::vec(closures(), 0..6),
    ) {
        let from = date("2026-02-26");
        let window: Vec<DaySchedule> = schedule_window(from, 30, &hours, &closures).collect();
        prop_assert_eq!(window.len(), 30);
        for (offset, day) in (0..).zip(window) {
            prop_assert_eq!(&day, &day_schedule(from.plus_days(offset).unwrap(), &hours, &closures));
        }
    }

}
