//! From wall time to instants and back. A zone's clock skips some wall time and shows some twice; both are answered per day, because
//! the front desk thinks in days: Cairo has no 00:00–01:00 on 2026-04-24 and 23:00–24:00 twice on 2026-10-29.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, MappedLocalTime, NaiveDateTime, NaiveTime, Offset as _, TimeDelta, TimeZone as _,
    Timelike as _, Utc,
};
use chrono_tz::Tz;

use crate::time::{DAY_MINUTES, Date, Instant, Span, WallTime};

/// A zone of the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

/// The text names no zone of the IANA database that is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a time zone")]
pub struct UnknownZone;

/// What moments are written in that no clock changes.
pub const GREENWICH: Zone = Zone(Tz::UTC);

impl FromStr for Zone {
    type Err = UnknownZone;
    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        name.parse().map(Self).map_err(|_| UnknownZone)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

/// Every zone by name, in the database's order.
pub fn all() -> impl Iterator<Item = &'static str> {
    chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
}

/// What a wall time of a date is in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Once(Instant),
    /// The clock skips it.
    Missing,
    /// The clock shows it, goes back, and shows it again.
    Twice {
        earlier: Instant,
        later: Instant,
    },
}

impl Moment {
    /// The instant meant by somebody who says which of two equal wall times it is; `None` when there is none.
    pub fn pick(self, later_hour: bool) -> Option<Instant> {
        match self {
            Self::Once(instant) => Some(instant),
            Self::Missing => None,
            Self::Twice { earlier, later } => Some(if later_hour { later } else { earlier }),
        }
    }
}

/// The instant of a wall time. 24:00 is midnight of the next day.
pub fn instant(date: Date, time: WallTime, zone: Zone) -> Moment {
    let wall = naive(date, time);
    let millis = |at: DateTime<Tz>| Instant(at.timestamp_millis());
    match zone.0.from_local_datetime(&wall) {
        MappedLocalTime::Single(at) => Moment::Once(millis(at)),
        MappedLocalTime::Ambiguous(earlier, later) => {
            Moment::Twice { earlier: millis(earlier), later: millis(later) }
        }
        MappedLocalTime::None => Moment::Missing,
    }
}

/// What the wall shows at an instant, to the minute.
pub fn wall(at: Instant, zone: Zone) -> (Date, WallTime) {
    let utc = DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default();
    let local = utc.with_timezone(&zone.0).naive_local();
    let minutes = u16::try_from(local.hour() * 60 + local.minute()).expect("a day has 1440 minutes");
    (Date::from_naive(local.date()), WallTime::from_minutes(minutes).expect("a clock shows less than 24:00"))
}

/// A moment at which the clocks of a zone change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    pub at: Instant,
    /// Seconds east of Greenwich, before and after.
    pub from: i32,
    pub to: i32,
}

/// Seconds east of Greenwich at a moment.
pub fn offset(at: Instant, zone: Zone) -> i32 {
    let utc = DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default();
    zone.0.offset_from_utc_datetime(&utc.naive_utc()).fix().local_minus_utc()
}

/// Every change of the clocks after `from` and up to `until`, to the second.
pub fn shifts(from: Instant, until: Instant, zone: Zone) -> Vec<Shift> {
    const DAY: i64 = 86_400_000;
    let mut shifts = Vec::new();
    let mut low = from.0;
    while low < until.0 {
        let high = (low + DAY).min(until.0);
        let (before, after) = (offset(Instant(low), zone), offset(Instant(high), zone));
        if before != after {
            // The first second with the new offset.
            let (mut old, mut new) = (low / 1_000, high / 1_000);
            while new - old > 1 {
                let middle = old + (new - old) / 2;
                if offset(Instant(middle * 1_000), zone) == before { old = middle } else { new = middle }
            }
            shifts.push(Shift { at: Instant(new * 1_000), from: before, to: after });
        }
        low = high;
    }
    shifts
}

/// The wall time that `date` does not have, if its clock goes forward.
pub fn missing(date: Date, zone: Zone) -> Option<Span> {
    jumps(date, zone)
        .find_map(|jump| (jump.after > jump.before).then(|| within(date, jump.before, jump.after))?)
}

/// The wall time that `date` has twice, if its clock goes back.
pub fn twice(date: Date, zone: Zone) -> Option<Span> {
    jumps(date, zone)
        .find_map(|jump| (jump.after < jump.before).then(|| within(date, jump.after, jump.before))?)
}

/// One change of a zone's offset: what the wall shows just before and just after it.
struct Jump {
    before: NaiveDateTime,
    after: NaiveDateTime,
}

/// The changes of offset around a day, found by comparing the offset at hours of UTC and closing in on the second. Offsets lie between
/// −12 and +14 hours, and no zone changes twice within an hour.
fn jumps(date: Date, zone: Zone) -> impl Iterator<Item = Jump> {
    let start = naive(date, WallTime::from_minutes(0).expect("midnight is a time"));
    let offset = move |utc: NaiveDateTime| {
        TimeDelta::seconds(zone.0.offset_from_utc_datetime(&utc).fix().local_minus_utc().into())
    };
    (-16..40).filter_map(move |hour| {
        let mut low = start.checked_add_signed(TimeDelta::hours(hour))?;
        let mut high = low.checked_add_signed(TimeDelta::hours(1))?;
        let (before, after) = (offset(low), offset(high));
        if before == after {
            return None;
        }
        while high - low > TimeDelta::seconds(1) {
            let middle = low + TimeDelta::seconds((high - low).num_seconds() / 2);
            if offset(middle) == before { low = middle } else { high = middle }
        }
        Some(Jump { before: high + before, after: high + after })
    })
}

/// The part of `date` between two wall times, to whole minutes outwards.
fn within(date: Date, from: NaiveDateTime, until: NaiveDateTime) -> Option<Span> {
    let midnight = date.naive().and_time(NaiveTime::MIN);
    let clamp = |minutes: i64| u16::try_from(minutes.clamp(0, i64::from(DAY_MINUTES))).ok();
    let start = clamp((from - midnight).num_seconds().div_euclid(60))?;
    let end = clamp(((until - midnight).num_seconds() + 59).div_euclid(60))?;
    Span::new(WallTime::from_minutes(start)?, WallTime::from_minutes(end)?)
}

fn naive(date: Date, time: WallTime) -> NaiveDateTime {
    date.naive().and_time(NaiveTime::MIN) + TimeDelta::minutes(time.minutes().into())
}
