//! Recurrence rules of RFC 5545, as far as they say *which days*: the times of day stand in the block of hours. The text is read here,
//! strictly; the `rrule` library does the counting.

use std::fmt;

use chrono::{Month, NaiveDate, NaiveTime, TimeZone as _, Weekday as ChronoWeekday};
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Tz, Unvalidated};

use crate::time::Date;

/// A recurrence rule that has been read and is known to be bounded in cost.
#[derive(Debug, Clone)]
pub struct Rule {
    text: String,
    pub(super) frequency: Frequency,
    pub(super) interval: u16,
    pub(super) count: Option<u32>,
    pub(super) until: Option<Date>,
    rule: RRule<Unvalidated>,
}

/// Why a text is no rule that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRule {
    #[error("longer than {MOST_CHARACTERS} characters")]
    TooLong,
    #[error("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")]
    Frequency,
    /// `BYHOUR` and the like: the block of hours says the time of day.
    #[error("{0} says a time of day, which the block of hours does")]
    TimeOfDay(String),
    #[error("unknown, repeated or unreadable part {0}")]
    Part(String),
    #[error("parts that do not go together")]
    Combination,
    #[error("no day within {YEARS_TO_FIRST_DAY} years of the first day")]
    Never,
}

impl InvalidRule {
    /// The code for a field error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::Frequency => "rule_frequency",
            Self::TimeOfDay(_) => "rule_time_of_day",
            Self::Part(_) | Self::Combination => "rule_unreadable",
            Self::Never => "rule_never",
        }
    }
}

/// The longest sensible rule, twelve months and thirty-one days listed, stays under 200.
const MOST_CHARACTERS: usize = 300;
/// A rule that first comes true later than this is a mistake: 29 February is at most eight years away.
const YEARS_TO_FIRST_DAY: i64 = 8;
/// Beyond this a count of repetitions is no longer a plan: daily for ten years.
const MOST_REPETITIONS: u32 = 3_660;

impl Rule {
    /// Reads `FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU`, with or without `RRULE:` in front.
    ///
    /// # Errors
    /// `InvalidRule` says which part is wrong.
    pub fn parse(text: &str) -> Result<Self, InvalidRule> {
        if text.len() > MOST_CHARACTERS {
            return Err(InvalidRule::TooLong);
        }
        let text = text.trim().to_ascii_uppercase();
        let text = text.strip_prefix("RRULE:").unwrap_or(&text);
        let mut parts: Vec<(&str, &str)> = Vec::new();
        for part in text.split(';') {
            let (name, value) = part.split_once('=').ok_or_else(|| unreadable(part))?;
            if parts.iter().any(|(known, _)| *known == name) {
                return Err(unreadable(name));
            }
            parts.push((name, value));
        }
        let frequency = parts.iter().find(|(name, _)| *name == "FREQ").map(|(_, value)| *value);
        let frequency = match frequency {
            Some("DAILY") => Frequency::Daily,
            Some("WEEKLY") => Frequency::Weekly,
            Some("MONTHLY") => Frequency::Monthly,
            Some("YEARLY") => Frequency::Yearly,
            _ => return Err(InvalidRule::Frequency),
        };
        let mut read = Self {
            text: text.to_owned(),
            frequency,
            interval: 1,
            count: None,
            until: None,
            rule: RRule::new(frequency),
        };
        for (name, value) in parts {
            read = read.with(name, value)?;
        }
        Ok(read)
    }

    /// Whether the rule, counted from `start`, can be worked out and ever comes true.
    ///
    /// # Errors
    /// `Combination` when its parts exclude each other, `Never` when no day comes of it.
    pub fn check(&self, start: Date) -> Result<(), InvalidRule> {
        let set = self.set(start, start).ok_or(InvalidRule::Combination)?;
        let horizon = start.plus_days(YEARS_TO_FIRST_DAY * 366).unwrap_or(start);
        let first = set.limit().into_iter().next().map(|at| Date::from_naive(at.date_naive()));
        let last = self.until.map_or(horizon, |until| until.min(horizon));
        first.filter(|first| *first <= last).map(|_| ()).ok_or(InvalidRule::Never)
    }

    /// The days from `first` to `last` on which the rule, counted from `start`, comes true. A rule that fails `check` has none.
    pub fn dates(&self, start: Date, first: Date, last: Date) -> Vec<Date> {
        let last = self.until.map_or(last, |until| until.min(last));
        if last < first {
            return Vec::new();
        }
        let Some(set) = self.set(start, first) else { return Vec::new() };
        set.limit()
            .into_iter()
            .map(|at| Date::from_naive(at.date_naive()))
            .take_while(|date| *date <= last)
            .filter(|date| *date >= first)
            .collect()
    }

    /// The rule counted from `start`, or from a later day that comes to the same from `first` on: years of past weeks need not be
    /// walked through to reach this one.
    fn set(&self, start: Date, first: Date) -> Option<RRuleSet> {
        let period = match self.frequency {
            Frequency::Daily => i64::from(self.interval),
            // Whole weeks keep the weekday, the start of the week, and which weeks are skipped.
            Frequency::Weekly => 7 * i64::from(self.interval),
            _ => 0,
        };
        let start = if period > 0 && self.count.is_none() && first > start {
            // One period earlier than needed, so that a week that began before `first` is whole.
            let periods = (first.days_since(start) / period - 1).max(0);
            start.plus_days(periods * period)?
        } else {
            start
        };
        let start = Tz::UTC.from_utc_datetime(&start.naive().and_time(NaiveTime::MIN));
        self.rule.clone().build(start).ok()
    }

    fn with(mut self, name: &str, value: &str) -> Result<Self, InvalidRule> {
        let wrong = || unreadable(name);
        let rule = self.rule;
        self.rule = match name {
            "FREQ" => rule,
            "INTERVAL" => {
                self.interval = within(value, 1, 1_000).ok_or_else(wrong)?;
                rule.interval(self.interval)
            }
            "COUNT" => {
                let count = within(value, 1, MOST_REPETITIONS).ok_or_else(wrong)?;
                self.count = Some(count);
                rule.count(count)
            }
            "UNTIL" => {
                self.until = Some(until(value).ok_or_else(wrong)?);
                rule
            }
            "WKST" => rule.week_start(weekday(value).ok_or_else(wrong)?),
            "BYDAY" => rule.by_weekday(list(value, nth_weekday).ok_or_else(wrong)?),
            "BYMONTH" => {
                let months = list(value, |text| Month::try_from(within::<u8>(text, 1, 12)?).ok());
                rule.by_month(&months.ok_or_else(wrong)?)
            }
            "BYMONTHDAY" => rule.by_month_day(list(value, |text| signed(text, 31)).ok_or_else(wrong)?),
            "BYYEARDAY" => rule.by_year_day(list(value, |text| signed(text, 366)).ok_or_else(wrong)?),
            "BYWEEKNO" => rule.by_week_no(list(value, |text| signed(text, 53)).ok_or_else(wrong)?),
            "BYSETPOS" => rule.by_set_pos(list(value, |text| signed(text, 366)).ok_or_else(wrong)?),
            "BYHOUR" | "BYMINUTE" | "BYSECOND" => return Err(InvalidRule::TimeOfDay(name.to_owned())),
            _ => return Err(wrong()),
        };
        // `COUNT` and `UNTIL` exclude each other (RFC 5545, 3.3.10).
        if self.count.is_some() && self.until.is_some() { Err(InvalidRule::Combination) } else { Ok(self) }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn unreadable(part: &str) -> InvalidRule {
    InvalidRule::Part(part.to_owned())
}

fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(read).collect()
}

fn within<T: std::str::FromStr + PartialOrd>(text: &str, least: T, most: T) -> Option<T> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?.filter(|number| (least..=most).contains(number))
}

/// A number from −`most` to `most` that is not zero.
fn signed<T: TryFrom<i32>>(text: &str, most: i32) -> Option<T> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    T::try_from(sign * within(digits, 1, most)?).ok()
}

fn weekday(text: &str) -> Option<ChronoWeekday> {
    Some(match text {
        "MO" => ChronoWeekday::Mon,
        "TU" => ChronoWeekday::Tue,
        "WE" => ChronoWeekday::Wed,
        "TH" => ChronoWeekday::Thu,
        "FR" => ChronoWeekday::Fri,
        "SA" => ChronoWeekday::Sat,
        "SU" => ChronoWeekday::Sun,
        _ => return None,
    })
}

/// `MO`, or `-1FR` for the last Friday.
fn nth_weekday(text: &str) -> Option<NWeekday> {
    let day = weekday(text.get(text.len().checked_sub(2)?..)?)?;
    match text.get(..text.len() - 2)? {
        "" => Some(NWeekday::Every(day)),
        nth => Some(NWeekday::Nth(signed(nth, 53)?, day)),
    }
}

/// `20261231`, or `20261231T235959Z`, of which the day counts.
fn until(text: &str) -> Option<Date> {
    let (day, time) = text.split_at_checked(8)?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let time_is_fine = time.is_empty()
        || time.strip_prefix('T').is_some_and(|time| {
            let time = time.strip_suffix('Z').unwrap_or(time);
            time.len() == 6 && digits(time)
        });
    (digits(day) && time_is_fine)
        .then(|| NaiveDate::parse_from_str(day, "%Y%m%d").ok())?
        .map(Date::from_naive)
}
