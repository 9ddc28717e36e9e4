//! Recurrence rules: what they say, what is refused, and that nothing about them panics or takes for ever.

use proptest::prelude::{Strategy, prop, prop_assert_eq, proptest};

use super::super::{InvalidRule, Rule};
use super::{SUNDAY, by_rule, date, rules};
use crate::time::Date;

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

proptest! {
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
