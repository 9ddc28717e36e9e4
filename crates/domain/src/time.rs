//! Wall time: what the clock on the clinic's wall says. Visits are kept as a date and minutes since midnight, together with
//! the site's zone; the instant is derived (see `calendar::zone`), so a change of the zone's rules never moves a booked visit.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, Weekday as ChronoWeekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Minutes in a day of wall time.
pub const DAY_MINUTES: u16 = 24 * 60;

/// A calendar day of the clinic's wall, `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ts_rs::TS)]
#[ts(type = "string", rename = "WallDate")]
pub struct Date(NaiveDate);

/// The text was no calendar day in the form `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a calendar day in the form YYYY-MM-DD")]
pub struct InvalidDate;

impl Date {
    /// The day with this year, month (1–12) and day of the month, if the calendar has it.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }
    pub const fn from_naive(date: NaiveDate) -> Self {
        Self(date)
    }
    pub const fn naive(self) -> NaiveDate {
        self.0
    }
    pub fn weekday(self) -> Weekday {
        Weekday::from_chrono(self.0.weekday())
    }
    /// The day `days` later (earlier when negative); `None` past the end of the calendar.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        self.0.checked_add_signed(chrono::Duration::days(days)).map(Self)
    }
    /// The first day of this day's month.
    pub fn first_of_month(self) -> Self {
        Self(self.0.with_day(1).expect("every month has a first day"))
    }
    /// The first day of this day's week, where weeks begin with `start`.
    pub fn first_of_week(self, start: Weekday) -> Self {
        let past = self.0.weekday().days_since(start.chrono());
        self.plus_days(-i64::from(past)).unwrap_or(self)
    }
    /// Days from `earlier` to this day; negative when this day comes first.
    pub fn days_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_days()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.0.year(), self.0.month(), self.0.day());
        let Ok(year @ 0..=9_999) = u32::try_from(year) else {
            return write!(f, "{year:04}-{month:02}-{day:02}");
        };
        // By hand, as it is read.
        let [[y1, y2], [y3, y4]] = [two_digits(year / 100), two_digits(year % 100)];
        let [[m1, m2], [d1, d2]] = [two_digits(month), two_digits(day)];
        write_ascii(f, &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2])
    }
}

/// The two digits of a number below 100.
fn two_digits(number: u32) -> [u8; 2] {
    [number / 10, number % 10].map(|digit| b"0123456789"[digit as usize])
}

fn write_ascii(f: &mut fmt::Formatter<'_>, text: &[u8]) -> fmt::Result {
    f.write_str(std::str::from_utf8(text).map_err(|_| fmt::Error)?)
}

impl FromStr for Date {
    type Err = InvalidDate;
    fn from_str(text: &str) -> Result<Self, InvalidDate> {
        // By hand: a board reads hundreds of these, and a format string is read anew each time.
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return Err(InvalidDate) };
        let number = |digits: &[&u8]| {
            digits.iter().try_fold(0_u16, |number, digit| {
                digit.is_ascii_digit().then(|| number * 10 + u16::from(**digit - b'0')).ok_or(InvalidDate)
            })
        };
        let (year, month, day) = (number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?);
        Self::new(year.into(), month.into(), day.into()).ok_or(InvalidDate)
    }
}

/// A time on the clinic's wall, in minutes since midnight, 00:00 to 24:00 (24:00 only as the end of something).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ts_rs::TS)]
#[ts(type = "string")]
pub struct WallTime(u16);

/// The text was no wall time in the form `HH:MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a time in the form HH:MM, 00:00 to 24:00")]
pub struct InvalidWallTime;

impl WallTime {
    /// Where the day begins.
    pub const MIDNIGHT: Self = Self(0);
    /// The time `minutes` after midnight; `None` past 24:00.
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes <= DAY_MINUTES { Some(Self(minutes)) } else { None }
    }
    /// The time at this hour and minute; `None` where no clock shows it.
    pub const fn at(hour: u16, minute: u16) -> Option<Self> {
        if minute < 60 { Self::from_minutes(hour * 60 + minute) } else { None }
    }
    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }
    /// The time `minutes` later, on the same day; `None` past 24:00.
    pub const fn plus(self, minutes: u16) -> Option<Self> {
        match self.0.checked_add(minutes) {
            Some(sum) => Self::from_minutes(sum),
            None => None,
        }
    }
}

impl fmt::Display for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [[h1, h2], [m1, m2]] = [self.0 / 60, self.0 % 60].map(|part| two_digits(part.into()));
        write_ascii(f, &[h1, h2, b':', m1, m2])
    }
}

impl FromStr for WallTime {
    type Err = InvalidWallTime;
    fn from_str(text: &str) -> Result<Self, InvalidWallTime> {
        let (hour, minute) = text.split_once(':').ok_or(InvalidWallTime)?;
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(hour) || !digits(minute) {
            return Err(InvalidWallTime);
        }
        let number = |part: &str| part.parse::<u16>().map_err(|_| InvalidWallTime);
        Self::at(number(hour)?, number(minute)?).ok_or(InvalidWallTime)
    }
}

/// A half-open stretch of one day, `[start, end)`: 10:00–10:15 and 10:15–10:30 touch and do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    start: WallTime,
    end: WallTime,
}

impl Span {
    /// The stretch from `start` to `end`; `None` unless it lasts at least a minute.
    pub fn new(start: WallTime, end: WallTime) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }
    /// The stretch of `minutes` from `start`; `None` when it is empty or runs past midnight.
    pub fn lasting(start: WallTime, minutes: u16) -> Option<Self> {
        Self::new(start, start.plus(minutes)?)
    }
    /// The whole day.
    pub const fn whole_day() -> Self {
        Self { start: WallTime(0), end: WallTime(DAY_MINUTES) }
    }
    pub const fn start(self) -> WallTime {
        self.start
    }
    pub const fn end(self) -> WallTime {
        self.end
    }
    /// Its length in minutes, at least one.
    pub const fn minutes(self) -> u16 {
        self.end.0 - self.start.0
    }
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
    /// Whether `inner` lies wholly inside.
    pub fn contains(self, inner: Self) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }
}

crate::code_enum! {
    /// A day of the week, by its ISO 8601 order.
    Weekday {
        Monday = "mon",
        Tuesday = "tue",
        Wednesday = "wed",
        Thursday = "thu",
        Friday = "fri",
        Saturday = "sat",
        Sunday = "sun",
    }
}

impl Weekday {
    fn from_chrono(weekday: ChronoWeekday) -> Self {
        match weekday {
            ChronoWeekday::Mon => Self::Monday,
            ChronoWeekday::Tue => Self::Tuesday,
            ChronoWeekday::Wed => Self::Wednesday,
            ChronoWeekday::Thu => Self::Thursday,
            ChronoWeekday::Fri => Self::Friday,
            ChronoWeekday::Sat => Self::Saturday,
            ChronoWeekday::Sun => Self::Sunday,
        }
    }
    fn chrono(self) -> ChronoWeekday {
        match self {
            Self::Monday => ChronoWeekday::Mon,
            Self::Tuesday => ChronoWeekday::Tue,
            Self::Wednesday => ChronoWeekday::Wed,
            Self::Thursday => ChronoWeekday::Thu,
            Self::Friday => ChronoWeekday::Fri,
            Self::Saturday => ChronoWeekday::Sat,
            Self::Sunday => ChronoWeekday::Sun,
        }
    }
}

/// An instant, in milliseconds since 1970-01-01 UTC. When something was done; never when a visit takes place.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
    ts_rs::TS,
)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct Instant(pub i64);

macro_rules! text_form {
    ($name:ident, $format:literal, $pattern:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": $format, "pattern": $pattern })
            }
        }
    };
}
text_form!(Date, "date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
text_form!(WallTime, "wall-time", "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$");

#[cfg(test)]
mod tests {
    use super::{Date, Span, WallTime, Weekday};
    use crate::code::Code as _;

    fn span(start: &str, end: &str) -> Span {
        Span::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        assert!(!span("10:00", "10:15").overlaps(span("10:15", "10:30")));
        assert!(span("10:00", "10:16").overlaps(span("10:15", "10:30")));
    }

    #[test]
    fn wall_times_outside_the_day_are_refused() {
        for text in ["24:01", "9:30", "09:60", "+9:30", "0930", "٠٩:٣٠"] {
            assert!(text.parse::<WallTime>().is_err(), "{text}");
        }
        assert_eq!("24:00".parse::<WallTime>().unwrap().minutes(), 1440);
    }

    #[test]
    fn a_week_begins_at_most_six_days_before_each_of_its_days() {
        for start in Weekday::ALL {
            for day in 0..400 {
                let date = Date::new(2026, 1, 1).unwrap().plus_days(day).unwrap();
                let first = date.first_of_week(*start);
                assert_eq!(first.weekday(), *start);
                assert!((0..7).contains(&date.days_since(first)), "{date} {start:?}");
            }
        }
    }

    #[test]
    fn every_day_and_minute_is_written_as_it_is_read() {
        let first = Date::new(1899, 12, 31).unwrap();
        for date in (0..80_000).map(|days| first.plus_days(days).unwrap()) {
            assert_eq!(date.to_string(), date.naive().format("%Y-%m-%d").to_string());
            assert_eq!(date.to_string().parse(), Ok(date));
        }
        assert_eq!(Date::new(7, 1, 2).unwrap().to_string(), "0007-01-02");
        assert_eq!(Date::new(12_345, 1, 2).unwrap().to_string(), "12345-01-02", "past what can be read");
        for minutes in 0..=1440 {
            let time = WallTime::from_minutes(minutes).unwrap();
            assert_eq!(time.to_string(), format!("{:02}:{:02}", minutes / 60, minutes % 60));
        }
    }

    #[test]
    fn dates_off_the_calendar_are_refused() {
        for text in [
            "2026-02-29",
            "2026-2-9",
            "26-02-09",
            "2026-02-09 ",
            "2026-00-10",
            "+026-01-01",
            "2026/01/01",
            "٢٠٢٦-٠١",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        assert_eq!("2028-02-29".parse::<Date>().unwrap().to_string(), "2028-02-29");
    }
}
