use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};

use super::{Bound, Quota, RepFacts, RepLimits, RepObstacle, RepRuleScope, RepRules, Within, week_of};
use crate::time::{Date, WallTime, Weekday};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn time(text: &str) -> WallTime {
    text.parse().unwrap()
}

/// A Saturday, ten in the morning.
const TODAY: &str = "2026-11-21";

fn facts(site: RepLimits) -> RepFacts {
    RepFacts {
        today: date(TODAY),
        now: time("10:00"),
        blocked_until: None,
        credential_expires: None,
        rules: RepRules::new(site, RepLimits::default(), RepLimits::default()),
        met: Vec::new(),
        quotas: Vec::new(),
    }
}

#[test]
fn twelve_days_after_a_visit_a_rule_of_thirty_says_no_and_names_the_thirtieth() {
    let rule = RepLimits { least_days_between: Some(30), ..RepLimits::default() };
    let facts = RepFacts { met: vec![date("2026-11-14")], ..facts(rule) };
    let asked = date("2026-11-26");
    let days = Bound { number: 30, of: RepRuleScope::Site };
    let refused = RepObstacle::TooSoonAgain { days, met: date("2026-11-14") };
    assert_eq!(facts.check(asked, time("12:00")), Some(refused));
    assert_eq!(facts.next_day(asked), Some(date("2026-12-14")));
    assert_eq!(facts.check(date("2026-12-14"), time("12:00")), None);
}

#[test]
fn the_days_between_count_backwards_from_a_booked_visit_too() {
    let rule = RepLimits { least_days_between: Some(7), ..RepLimits::default() };
    let facts = RepFacts { met: vec![date("2026-11-30")], ..facts(rule) };
    assert!(facts.check(date("2026-11-24"), time("12:00")).is_some());
    assert_eq!(facts.check(date("2026-11-23"), time("12:00")), None);
}

#[test]
fn notice_is_counted_in_hours_to_the_minute() {
    let facts = facts(RepLimits { notice_hours: Some(24), ..RepLimits::default() });
    assert!(facts.check(date("2026-11-22"), time("09:59")).is_some());
    assert_eq!(facts.check(date("2026-11-22"), time("10:00")), None);
    assert_eq!(facts.next_day(date(TODAY)), Some(date("2026-11-22")), "there is a time after ten");
}

#[test]
fn without_notice_a_rep_who_stands_at_the_desk_may_be_seen() {
    let facts = facts(RepLimits::default());
    assert_eq!(facts.check(date(TODAY), time("09:55")), None);
}

#[test]
fn of_a_day_too_far_ahead_the_first_one_within_reach_is_named() {
    let facts = facts(RepLimits { horizon_days: Some(10), ..RepLimits::default() });
    assert_eq!(facts.check(date("2026-12-01"), time("12:00")), None);
    let refused = facts.check(date("2026-12-02"), time("12:00")).unwrap();
    assert_eq!(refused.code(), "rep_rule.too_far_ahead");
    assert_eq!(facts.next_day(date("2026-12-02")), Some(date(TODAY)));
}

#[test]
fn a_company_gets_its_visits_by_the_week_of_the_site() {
    let most = Bound { number: 2, of: RepRuleScope::Site };
    let taken = vec![date("2026-11-21"), date("2026-11-27")];
    let quota = Quota { within: Within::Week(Weekday::Saturday), most, taken };
    let facts = RepFacts { quotas: vec![quota], ..facts(RepLimits::default()) };
    let refused = facts.check(date("2026-11-24"), time("12:00")).unwrap();
    let (first, last) = (date("2026-11-21"), date("2026-11-27"));
    assert_eq!(refused, RepObstacle::CompanyWeekFull { most, booked: 2, first, last });
    assert_eq!(facts.next_day(date("2026-11-24")), Some(date("2026-11-28")));
}

#[test]
fn a_block_holds_to_its_last_day_and_a_credential_is_good_on_its_last() {
    let blocked = RepFacts { blocked_until: Some(date("2026-11-25")), ..facts(RepLimits::default()) };
    assert_eq!(blocked.next_day(date(TODAY)), Some(date("2026-11-26")));
    let expiring = RepFacts { credential_expires: Some(date("2026-11-25")), ..facts(RepLimits::default()) };
    assert_eq!(expiring.check(date("2026-11-25"), time("12:00")), None);
    let refused = expiring.check(date("2026-11-26"), time("12:00")).unwrap();
    assert_eq!(refused, RepObstacle::CredentialExpired { expired: date("2026-11-25") });
    assert!(!refused.can_be_overbooked());
    assert_eq!(expiring.next_day(date("2026-11-26")), None);
}

#[test]
fn the_doctor_goes_before_the_site_and_the_stricter_of_doctor_and_company_holds() {
    let least = |days| RepLimits { least_days_between: Some(days), ..RepLimits::default() };
    let none = RepLimits::default();
    let rules = |site, doctor, company| RepRules::new(site, doctor, company).least_days_between();
    let bound = |number, of| Bound { number, of };
    assert_eq!(rules(none, none, none), bound(14, RepRuleScope::Site));
    assert_eq!(rules(least(30), least(7), none), bound(7, RepRuleScope::Doctor));
    assert_eq!(rules(least(30), least(7), least(60)), bound(60, RepRuleScope::Company));
    assert_eq!(rules(least(30), none, least(3)), bound(3, RepRuleScope::Company));
    let horizon = |days| RepLimits { horizon_days: Some(days), ..RepLimits::default() };
    let rules = RepRules::new(none, horizon(30), horizon(60));
    assert_eq!(rules.horizon_days(), bound(30, RepRuleScope::Doctor));
}

#[test]
fn a_week_begins_where_the_site_says() {
    let week = |begins| week_of(date("2026-11-25"), begins);
    assert_eq!(week(Weekday::Saturday), (date("2026-11-21"), date("2026-11-27")));
    assert_eq!(week(Weekday::Wednesday), (date("2026-11-25"), date("2026-12-01")));
    assert_eq!(week(Weekday::Thursday), (date("2026-11-19"), date("2026-11-25")));
}

fn some_days() -> impl Strategy<Value = Vec<Date>> {
    vec(0..50_i64, 0..14)
        .prop_map(|days| days.into_iter().map(|day| date(TODAY).plus_days(day - 5).unwrap()).collect())
}

fn some_limits() -> impl Strategy<Value = RepLimits> {
    (of(0..3_u16), of(0..20_u16), of(1..4_u16), of(0..60_u16), of(1..60_u16)).prop_map(
        |(max_per_day, least_days_between, company_per_week, notice_hours, horizon_days)| RepLimits {
            max_per_day,
            least_days_between,
            company_per_week,
            notice_hours,
            horizon_days,
        },
    )
}

proptest! {
    #[test]
    fn the_day_that_a_refusal_names_is_the_first_one_the_rules_allow(
        limits in (some_limits(), some_limits(), some_limits()),
        met in some_days(), by_doctor in some_days(), by_company in some_days(),
        blocked in of(0..20_i64), expires in of(0..60_i64), asked in 0..40_i64,
    ) {
        let in_days = |days: i64| date(TODAY).plus_days(days);
        let rules = RepRules::new(limits.0, limits.1, limits.2);
        let day = rules.max_per_day().map(|most| Quota { within: Within::Day, most, taken: by_doctor.clone() });
        let week = rules.company_per_week().map(|most| Quota {
            within: Within::Week(Weekday::Saturday), most, taken: by_company.clone(),
        });
        let facts = RepFacts {
            today: date(TODAY), now: time("10:00"), rules, met, quotas: day.chain(week).collect(),
            blocked_until: blocked.and_then(in_days), credential_expires: expires.and_then(in_days),
        };
        let asked = in_days(asked).unwrap();
        let starts = || [0, 600, 1440].map(|minute| WallTime::from_minutes(minute).unwrap()).into_iter();
        let last = in_days(rules.horizon_days().number.into()).unwrap();
        let from = if asked > last { date(TODAY) } else { asked };
        let days = (0..=rules.horizon_days().number).map(|days| from.plus_days(days.into()).unwrap());
        // By trying every day.
        let found = days
            .take_while(|day| *day <= last)
            .find(|day| starts().any(|start| facts.check(*day, start).is_none()));
        prop_assert_eq!(facts.next_day(asked), found);
        if facts.check(asked, time("23:59")).is_none() {
            prop_assert_eq!(facts.next_day(asked), Some(asked));
        }
        if let Some(day) = found {
            prop_assert!(facts.check(day, WallTime::from_minutes(1440).unwrap()).is_none());
        }
    }
}
