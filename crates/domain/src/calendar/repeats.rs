//! How the visits of a series follow one another, as a person says it: every second week, ten times. It is written down as a
//! recurrence rule of RFC 5545 and counted by the same library as a doctor's hours.

use chrono::Datelike as _;
use rrule::Frequency;

use super::Rule;
use crate::time::{Date, Weekday};

crate::code_enum! {
    /// What is counted from one visit to the next.
    RepeatUnit {
        Day = "day",
        Week = "week",
        /// The same weekday of the month: every third Tuesday, or every last.
        Month = "month",
    }
}

/// When a series is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatEnd {
    /// After so many visits.
    Count(u16),
    /// With the last visit on or before this day.
    Until(Date),
}

/// How the visits of a series follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeats {
    unit: RepeatUnit,
    every: u16,
    end: RepeatEnd,
}

/// A series of more visits than these is a standing arrangement and wants hours of its own: two a week for a year are 104.
pub const MOST_VISITS: u16 = 110;
/// The longest step: a year of weeks.
pub const MOST_EVERY: u16 = 52;
/// Nobody knows a clinic's hours further ahead than two years.
pub const MOST_DAYS: i64 = 2 * 366;

impl Repeats {
    /// `None` when nothing would follow: a step of none, or no visit.
    pub const fn new(unit: RepeatUnit, every: u16, end: RepeatEnd) -> Option<Self> {
        let counts = match end {
            RepeatEnd::Count(count) => count > 0,
            RepeatEnd::Until(_) => true,
        };
        if every == 0 || every > MOST_EVERY || !counts { None } else { Some(Self { unit, every, end }) }
    }

    /// What a stored rule says, when it is one that was written here.
    pub fn read(rule: &Rule) -> Option<Self> {
        let unit = match rule.frequency {
            Frequency::Daily => RepeatUnit::Day,
            Frequency::Weekly => RepeatUnit::Week,
            Frequency::Monthly => RepeatUnit::Month,
            Frequency::Yearly | Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => return None,
        };
        let end = match (rule.until, rule.count) {
            (Some(until), _) => RepeatEnd::Until(until),
            (None, Some(count)) => RepeatEnd::Count(u16::try_from(count).ok()?),
            (None, None) => return None,
        };
        Self::new(unit, rule.interval, end)
    }

    pub const fn unit(&self) -> RepeatUnit {
        self.unit
    }

    /// Every how many of them.
    pub const fn every(&self) -> u16 {
        self.every
    }

    /// The same with another end.
    #[must_use]
    pub const fn ending(self, end: RepeatEnd) -> Self {
        Self { end, ..self }
    }

    /// The rule, for a series whose first visit is on this day.
    pub fn rule(&self, first: Date) -> Rule {
        let weekday = weekday_code(first.weekday());
        let days = match self.unit {
            RepeatUnit::Day => "FREQ=DAILY".to_owned(),
            RepeatUnit::Week => format!("FREQ=WEEKLY;BYDAY={weekday}"),
            RepeatUnit::Month => match first.naive().day0() / 7 + 1 {
                // Not every month has a fifth one.
                5.. => format!("FREQ=MONTHLY;BYDAY=-1{weekday}"),
                nth => format!("FREQ=MONTHLY;BYDAY={nth}{weekday}"),
            },
        };
        let end = match self.end {
            RepeatEnd::Count(count) => format!("COUNT={count}"),
            RepeatEnd::Until(until) => format!("UNTIL={}", until.naive().format("%Y%m%d")),
        };
        let text = format!("{days};INTERVAL={};{end}", self.every);
        Rule::parse(&text).expect("a rule that was made here can be read")
    }

    /// The days of the series in order, the first in front; one more than `MOST_VISITS` at most, so that too many show as such. None
    /// lies more than `MOST_DAYS` and a step after the first.
    pub fn dates(&self, first: Date) -> Vec<Date> {
        let step = match self.unit {
            RepeatUnit::Day => i64::from(self.every),
            RepeatUnit::Week => 7 * i64::from(self.every),
            RepeatUnit::Month => 31 * i64::from(self.every),
        };
        let last = first.plus_days(MOST_DAYS + step).unwrap_or(first);
        let mut dates = self.rule(first).dates(first, first, last);
        dates.truncate(usize::from(MOST_VISITS) + 1);
        dates
    }

    /// Where a day of the series goes when the one on `from` goes to `to` and what follows goes along: the visit that comes so many
    /// steps after the one comes as many after the other. A day that is none of the series keeps its distance.
    pub fn moved(&self, from: Date, to: Date, day: Date) -> Option<Date> {
        let endless = self.ending(RepeatEnd::Count(MOST_VISITS));
        match endless.dates(from).iter().position(|date| *date == day) {
            Some(steps) => endless.dates(to).get(steps).copied(),
            None => day.plus_days(to.days_since(from)),
        }
    }
}

const fn weekday_code(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert, prop_assert_eq, proptest, strategy::Strategy};

    use super::{MOST_DAYS, MOST_EVERY, MOST_VISITS, RepeatEnd, RepeatUnit, Repeats};
    use crate::code::Code as _;
    use crate::time::Date;

    fn date(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn days(unit: RepeatUnit, every: u16, end: RepeatEnd, first: &str) -> Vec<String> {
        let repeats = Repeats::new(unit, every, end).expect("a series");
        repeats.dates(date(first)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn weeks_months_and_days_are_counted_as_people_say_them() {
        use RepeatUnit::{Day, Month, Week};
        let cases = [
            (Week, 1, RepeatEnd::Count(3), "2026-11-24", "2026-11-24 2026-12-01 2026-12-08"),
            (Week, 2, RepeatEnd::Count(3), "2026-11-24", "2026-11-24 2026-12-08 2026-12-22"),
            // Counted to the day itself.
            (Week, 1, RepeatEnd::Until(date("2026-12-08")), "2026-11-24", "2026-11-24 2026-12-01 2026-12-08"),
            (Week, 1, RepeatEnd::Until(date("2026-12-07")), "2026-11-24", "2026-11-24 2026-12-01"),
            (Day, 2, RepeatEnd::Count(3), "2026-12-30", "2026-12-30 2027-01-01 2027-01-03"),
            // The fourth Tuesday, and the last.
            (Month, 1, RepeatEnd::Count(3), "2026-11-24", "2026-11-24 2026-12-22 2027-01-26"),
            (Month, 1, RepeatEnd::Count(3), "2026-12-29", "2026-12-29 2027-01-26 2027-02-23"),
            (Month, 6, RepeatEnd::Count(2), "2026-11-03", "2026-11-03 2027-05-04"),
        ];
        for (unit, every, end, first, expected) in cases {
            assert_eq!(days(unit, every, end, first).join(" "), expected, "every {every} {unit:?} {end:?}");
        }
    }

    #[test]
    fn the_days_do_not_change_with_the_clock() {
        // Cairo goes forward on 24 April 2026, a Friday, and back on 29 October, a Thursday.
        let over = days(RepeatUnit::Week, 1, RepeatEnd::Count(3), "2026-04-17");
        assert_eq!(over, ["2026-04-17", "2026-04-24", "2026-05-01"]);
        let over = days(RepeatUnit::Week, 1, RepeatEnd::Count(3), "2026-10-22");
        assert_eq!(over, ["2026-10-22", "2026-10-29", "2026-11-05"]);
    }

    #[test]
    fn of_a_monthly_series_what_follows_keeps_the_weekday_it_was_moved_to() {
        // From the third Tuesday to the Wednesday after it, which is the third or the fourth of its month.
        let monthly = Repeats::new(RepeatUnit::Month, 1, RepeatEnd::Count(3)).expect("a series");
        let (from, to) = (date("2026-11-17"), date("2026-11-18"));
        let moved = monthly.moved(from, to, date("2027-01-19"));
        assert_eq!(moved, Some(date("2027-01-20")));
        assert_eq!(monthly.moved(from, to, from), Some(to));
        // What was no day of it keeps its distance.
        assert_eq!(monthly.moved(from, to, date("2026-11-20")), Some(date("2026-11-21")));
    }

    fn repeats() -> impl Strategy<Value = (Repeats, Date, u16)> {
        let unit = proptest::sample::select(RepeatUnit::ALL);
        (unit, 1..=MOST_EVERY, 1..=MOST_VISITS, 0_i64..3_000).prop_map(|(unit, every, count, day)| {
            let first = date("2024-01-01").plus_days(day).expect("a day");
            (Repeats::new(unit, every, RepeatEnd::Count(count)).expect("a series"), first, count)
        })
    }

    proptest! {
        #[test]
        fn a_series_begins_on_its_first_day_and_goes_on_in_equal_steps((repeats, first, count) in repeats()) {
            let dates = repeats.dates(first);
            prop_assert_eq!(dates[0], first);
            prop_assert!(dates.len() <= usize::from(count));
            // It has all of them, or reaches as far ahead as anything is planned. A month may have four days more than was reckoned.
            let reach = dates[dates.len() - 1].days_since(first);
            let uncertain = 4 * i64::from(repeats.every());
            prop_assert!(dates.len() == usize::from(count) || reach >= MOST_DAYS - uncertain);
            for pair in dates.windows(2) {
                let step = pair[1].days_since(pair[0]);
                let every = i64::from(repeats.every());
                match repeats.unit() {
                    RepeatUnit::Day => prop_assert_eq!(step, every),
                    RepeatUnit::Week => prop_assert_eq!(step, 7 * every),
                    RepeatUnit::Month => prop_assert!(step % 7 == 0 && (28 * every..=35 * every).contains(&step)),
                }
            }
        }

        #[test]
        fn a_rule_read_back_is_the_series_that_wrote_it((repeats, first, _) in repeats()) {
            let rule = repeats.rule(first);
            prop_assert_eq!(Repeats::read(&rule), Some(repeats));
            let until = repeats.ending(RepeatEnd::Until(first));
            prop_assert_eq!(Repeats::read(&until.rule(first)), Some(until));
        }
    }
}
