//! The days on which clocks change.

use super::super::zone::{self, Moment, Zone};
use super::super::{Audience, HoursRule, day_schedule};
use super::{date, shown, span, weekly};
use crate::time::{DAY_MINUTES, Span, WallTime, Weekday};

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
