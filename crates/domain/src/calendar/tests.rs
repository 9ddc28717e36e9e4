//! What the calendar promises, tried with made-up days. Zones stand in `zone`'s own part at the end.
//! Long because it is one list of promises.

use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::zone::{self, Moment, Zone};
use super::{
    Audience, ClosureEffect, ClosureRule, DaySchedule, HoursRule, InvalidRule, Recurrence, Rule,
    day_schedule, schedule_window,
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
    assert_eq!(day.closure_over(span("18:30-19:30")).unwrap().cause, closure.id);
    assert_eq!(day.closure_over(span("18:30-19:00")), None);
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

#[track_caller]
fn check_rule(rule: &str, start: &str, window: [&str; 2], expected: &[&str]) {
    let block = by_rule(rule, start, "09:00-12:00");
    let dates = block.dates(date(window[0]), date(window[1]));
    assert_eq!(dates, expected.iter().copied().map(date).collect::<Vec<_>>(), "{rule}");
}

#[test]
fn rules_of_rfc_5545_say_which_days() {
    let march = ["2026-03-01", "2026-03-31"];
    check_rule(
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
        "2026-03-01",
        march,
        &["2026-03-01", "2026-03-15", "2026-03-29"],
    );
    check_rule("RRULE:FREQ=DAILY;COUNT=1", "2026-03-18", march, &["2026-03-18"]);
    check_rule("FREQ=MONTHLY;BYDAY=-1TH", "2025-01-01", march, &["2026-03-26"]);
    check_rule("FREQ=MONTHLY;BYMONTHDAY=31", "2025-01-01", march, &["2026-03-31"]);
    check_rule("FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "2020-01-01", march, &["2026-03-08"]);
    check_rule("FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=1", "2026-01-01", march, &["2026-03-02"]);
    check_rule("FREQ=WEEKLY;UNTIL=20260310T235959Z", "2026-03-03", march, &["2026-03-03", "2026-03-10"]);
    check_rule("freq=weekly;until=20260309", "2026-03-03", march, &["2026-03-03"]);
}

/// RFC 5545, 3.8.5.3: the example that shows what the start of the week decides.
#[test]
fn the_start_of_the_week_decides_which_weeks_are_skipped() {
    let window = ["1997-08-01", "1997-12-31"];
    let rule = "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=";
    check_rule(
        &format!("{rule}MO"),
        "1997-08-05",
        window,
        &["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"],
    );
    check_rule(
        &format!("{rule}SU"),
        "1997-08-05",
        window,
        &["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"],
    );
}

#[test]
fn rules_that_say_no_days_or_say_too_much_are_refused() {
    let code = |text: &str| Rule::parse(text).map_err(|invalid| invalid.code());
    for text in ["FREQ=SECONDLY", "FREQ=HOURLY;BYDAY=MO", "BYDAY=MO", "FREQ=", "FREQ=FORTNIGHTLY"] {
        assert_eq!(code(text).unwrap_err(), "rule_frequency", "{text}");
    }
    for text in ["FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;BYSECOND=1,2,3"] {
        assert_eq!(code(text).unwrap_err(), "rule_time_of_day", "{text}");
    }
    for text in [
        "",
        "every other Sunday",
        "FREQ=DAILY;",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=99999",
        "FREQ=DAILY;COUNT=4000000000",
        "FREQ=DAILY;COUNT=3;UNTIL=20260301",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=9999MO",
        "FREQ=WEEKLY;BYDAY=é",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=DAILY;UNTIL=20260230",
        "FREQ=DAILY;UNTIL=2026030",
        "FREQ=DAILY;X-SMTH=1",
    ] {
        assert_eq!(code(text).unwrap_err(), "rule_unreadable", "{text}");
    }
    assert_eq!(
        Rule::parse(&format!("FREQ=DAILY;BYMONTHDAY=1{}", ",1".repeat(400))).unwrap_err(),
        InvalidRule::TooLong
    );
}

#[test]
fn rules_that_never_come_true_are_refused_soon() {
    let check = |text: &str, start: &str| Rule::parse(text).unwrap().check(date(start));
    assert_eq!(check("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01"), Err(InvalidRule::Never));
    assert_eq!(check("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01"), Err(InvalidRule::Never));
    assert_eq!(check("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "2026-03-08"), Err(InvalidRule::Never));
    assert_eq!(check("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260308", "2026-03-03"), Err(InvalidRule::Never));
    assert_eq!(check("FREQ=WEEKLY;BYMONTHDAY=3", "2026-03-03"), Err(InvalidRule::Combination));
    assert_eq!(check("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2096-03-01"), Ok(()));
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
                prop_assert!(day.closure_over(open.span).is_none());
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

    /// Skipping past weeks must come to the same as walking through them.
    #[test]
    fn a_rule_gives_the_same_days_whichever_window_asks(rule in rules(), skipped in 0i64..900) {
        let rule = Rule::parse(&rule).unwrap();
        let start = date("2023-11-01");
        let first = start.plus_days(skipped).unwrap();
        let last = first.plus_days(60).unwrap();
        let all = rule.dates(start, start, last);
        let expected: Vec<Date> = all.into_iter().filter(|date| *date >= first).collect();
        prop_assert_eq!(rule.dates(start, first, last), expected);
    }

    #[test]
    fn no_text_makes_the_reading_or_the_counting_panic(
        garbage in "[A-Z0-9=;,é+-]{0,60}", parts in prop::collection::vec(parts(), 0..5),
    ) {
        for text in [garbage.clone(), parts.join(";"), format!("FREQ=YEARLY;BYDAY={garbage}")] {
            let Ok(rule) = Rule::parse(&text) else { continue };
            if rule.check(date(SUNDAY)).is_ok() {
                rule.dates(date(SUNDAY), date("2027-01-01"), date("2027-02-01"));
            }
        }
    }
}

fn parts() -> impl Strategy<Value = String> {
    let number = -370i32..370;
    let name = prop::sample::select(vec![
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=MONTHLY",
        "FREQ=YEARLY",
        "INTERVAL",
        "COUNT",
        "BYMONTH",
        "BYMONTHDAY",
        "BYYEARDAY",
        "BYWEEKNO",
        "BYSETPOS",
        "BYDAY",
    ]);
    (name, number).prop_map(|(name, number)| match name {
        frequency if frequency.starts_with("FREQ") => frequency.to_owned(),
        "BYDAY" => format!("BYDAY={number}MO,TU"),
        "INTERVAL" => format!("INTERVAL={}", number.abs()),
        _ => format!("{name}={number}"),
    })
}

fn clock(span: Option<Span>) -> String {
    span.map_or_else(|| "none".into(), |span| format!("{}-{}", span.start(), span.end()))
}

#[track_caller]
fn check_zone(name: &str, day: &str, missing: &str, twice: &str) {
    let zone: Zone = name.parse().unwrap();
    assert_eq!(clock(zone::missing(date(day), zone)), missing, "missing in {name} on {day}");
    assert_eq!(clock(zone::twice(date(day), zone)), twice, "twice in {name} on {day}");
}

#[test]
fn days_of_clock_changes_say_what_they_lack_and_repeat() {
    check_zone("Africa/Cairo", "2026-04-24", "00:00-01:00", "none");
    check_zone("Africa/Cairo", "2026-10-29", "none", "23:00-24:00");
    check_zone("Africa/Cairo", "2026-10-30", "none", "none");
    check_zone("Asia/Beirut", "2026-03-29", "00:00-01:00", "none");
    check_zone("Asia/Beirut", "2026-10-24", "none", "23:00-24:00");
    // Morocco leaves summer time for Ramadan and returns after it.
    check_zone("Africa/Casablanca", "2026-02-15", "none", "02:00-03:00");
    check_zone("Africa/Casablanca", "2026-03-22", "02:00-03:00", "none");
    check_zone("Europe/London", "2026-03-29", "01:00-02:00", "none");
    // Half an hour, and a whole day skipped at the date line.
    check_zone("Australia/Lord_Howe", "2026-10-04", "02:00-02:30", "none");
    check_zone("Pacific/Apia", "2011-12-30", "00:00-24:00", "none");
    check_zone("Asia/Kolkata", "2026-03-29", "none", "none");
}

#[test]
fn the_missing_and_twice_spans_agree_with_each_minute() {
    for (name, day) in [
        ("Africa/Cairo", "2026-04-24"),
        ("Africa/Cairo", "2026-10-29"),
        ("Asia/Beirut", "2026-10-24"),
        ("Africa/Casablanca", "2026-02-15"),
        ("America/St_Johns", "2026-11-01"),
        ("Asia/Kuwait", "2026-06-01"),
    ] {
        let zone: Zone = name.parse().unwrap();
        let (missing, twice) = (zone::missing(date(day), zone), zone::twice(date(day), zone));
        for minute in 0..DAY_MINUTES {
            let time = WallTime::from_minutes(minute).unwrap();
            let holds =
                |span: Option<Span>| span.is_some_and(|span| span.start() <= time && time < span.end());
            let moment = zone::instant(date(day), time, zone);
            assert_eq!(moment == Moment::Missing, holds(missing), "{name} {day} {time}");
            assert_eq!(matches!(moment, Moment::Twice { .. }), holds(twice), "{name} {day} {time}");
            for later in [false, true] {
                if let Some(at) = moment.pick(later) {
                    assert_eq!(zone::wall(at, zone), (date(day), time));
                }
            }
        }
    }
}

#[test]
fn a_day_loses_the_wall_time_its_clock_skips() {
    let night =
        HoursRule { span: span("00:30-04:00"), ..weekly(Audience::Patient, Weekday::Friday, "09:00-12:00") };
    let change = date("2026-04-24");
    let missing = zone::missing(change, "Africa/Cairo".parse().unwrap()).unwrap();
    assert_eq!(shown(&day_schedule(change, &[night], &[]).without(missing)), "patient 01:00-04:00");
}
