//! A zone as a calendar file tells it: each change of the clocks around the days of the file as it is in the zone database, and no rule
//! that would have to guess the next government's mind.

use domain::calendar::zone::{self, Zone};
use domain::time::Instant;

use super::lines::Lines;

const YEAR: i64 = 366 * 86_400_000;

/// `VTIMEZONE` for the time from a year before `first` until a year after `last`: calendars ask about days around those they show.
pub(super) fn write(lines: &mut Lines, zone: Zone, first: Instant, last: Instant) {
    let from = Instant(first.0 - YEAR);
    let shifts = zone::shifts(from, Instant(last.0 + YEAR), zone);
    lines.within("VTIMEZONE", |lines| {
        lines.plain("TZID", &zone.to_string());
        let before = shifts.first().map_or_else(|| zone::offset(from, zone), |shift| shift.from);
        // How it was before the first change told here.
        let summer_first = shifts.first().is_some_and(|shift| shift.to < shift.from);
        observance(lines, summer_first, "19700101T000000", before, before);
        for shift in &shifts {
            // By the wall as it was until then.
            observance(lines, shift.to > shift.from, &local(shift.at, shift.from), shift.from, shift.to);
        }
    });
}

fn observance(lines: &mut Lines, is_summer: bool, starts: &str, from: i32, to: i32) {
    lines.within(if is_summer { "DAYLIGHT" } else { "STANDARD" }, |lines| {
        lines.plain("DTSTART", starts);
        lines.plain("TZOFFSETFROM", &offset(from));
        lines.plain("TZOFFSETTO", &offset(to));
    });
}

/// `+0200`, with seconds where history has them.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let rest = seconds.unsigned_abs();
    let (hours, minutes, seconds) = (rest / 3_600, rest / 60 % 60, rest % 60);
    if seconds == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{seconds:02}")
    }
}

/// `20261029T235959`: a moment as a wall shows it that is so many seconds east of Greenwich.
fn local(at: Instant, offset: i32) -> String {
    super::utc_text(Instant(at.0 + i64::from(offset) * 1_000))
}
