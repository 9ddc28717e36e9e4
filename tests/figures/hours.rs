//! When a doctor is open, minute by minute.

use chrono::{Datelike as _, NaiveDate};

use crate::export::{Fields as _, Row, Rows};

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

pub fn weekday(date: &str) -> &'static str {
    DAYS[day(date).weekday().num_days_from_monday() as usize]
}

/// How often a minute of the wall passes on a day in Cairo.
pub fn passes(date: &str, minute: i64) -> i64 {
    match date {
        "2025-04-25" | "2026-04-24" | "2027-04-30" if minute < 60 => 0,
        "2025-10-30" | "2026-10-29" | "2027-10-28" if minute >= 1380 => 2,
        _ => 1,
    }
}

/// Whether a block of hours is in force on a day.
pub fn in_force(block: &Row, date: &str) -> bool {
    if block.has("valid_from") && date < block.text("valid_from")
        || block.has("valid_until") && block.text("valid_until") < date
    {
        return false;
    }
    if block.has("weekday") {
        return block.text("weekday") == weekday(date);
    }
    // Every second week, counted from the week of the first day; weeks begin on Monday.
    let rule = block.text("rrule");
    let by = rule.rsplit('=').next().expect("a weekday").to_lowercase();
    let monday =
        |date: NaiveDate| date - chrono::Duration::days(i64::from(date.weekday().num_days_from_monday()));
    let weeks = (monday(day(date)) - monday(day(block.text("valid_from")))).num_days() / 7;
    weekday(date).starts_with(&by) && weeks % 2 == 0
}

pub fn touches(closure: &Row, doctor: &Row, date: &str) -> bool {
    let of_doctor = closure.has("doctor_id") && closure.text("doctor_id") == doctor.text("id");
    let of_site = closure.has("site_id") && closure.text("site_id") == doctor.text("site_id");
    (of_doctor || of_site) && closure.text("first_date") <= date && date <= closure.text("last_date")
}

fn covers(closure: &Row, minute: i64) -> bool {
    !closure.has("from_at") || closure.number("from_at") <= minute && minute < closure.number("until_at")
}

/// Minutes open for patients, before and after closures.
pub fn open(rows: &Rows, doctor: &Row, date: &str) -> (i64, i64) {
    let blocks: Vec<&Row> = rows
        .hours
        .iter()
        .filter(|block| {
            block.text("doctor_id") == doctor.text("id")
                && block.text("audience") != "rep"
                && in_force(block, date)
        })
        .collect();
    let closures: Vec<&Row> = rows.closures.iter().filter(|closure| touches(closure, doctor, date)).collect();
    let (mut before, mut after) = (0, 0);
    for minute in 0..1440 {
        let of_effect = |effect: &str| {
            closures.iter().any(|closure| closure.text("effect") == effect && covers(closure, minute))
        };
        let in_hours = blocks
            .iter()
            .any(|block| block.number("starts_at") <= minute && minute < block.number("ends_at"));
        if in_hours || of_effect("opened") {
            before += passes(date, minute);
            if !of_effect("closed") {
                after += passes(date, minute);
            }
        }
    }
    (before, after)
}

/// A doctor's cap of patients or reps on a day.
pub fn cap(rows: &Rows, doctor: &str, date: &str, which: &str) -> Option<i64> {
    let of_doctor = || rows.limits.iter().filter(|limit| limit.text("doctor_id") == doctor);
    let own = of_doctor().find(|limit| limit.has("weekday") && limit.text("weekday") == weekday(date));
    let limit = own.or_else(|| of_doctor().find(|limit| !limit.has("weekday")))?;
    limit.has(which).then(|| limit.number(which))
}

/// The first and the last day of summer time in Cairo.
const SUMMERS: [(&str, &str); 3] =
    [("2025-04-25", "2025-10-30"), ("2026-04-24", "2026-10-29"), ("2027-04-30", "2027-10-28")];

/// Milliseconds since 1970 of a wall time in Cairo; none where the clock skips it.
pub fn moment(date: &str, minutes: i64, later: bool) -> Option<i64> {
    if passes(date, minutes) == 0 {
        return None;
    }
    let is_summer = SUMMERS.iter().any(|(first, last)| *first <= date && date <= *last) && !later;
    let offset = if is_summer { 180 } else { 120 };
    let days = (day(date) - day("1970-01-01")).num_days();
    Some((days * 1440 + minutes - offset) * 60_000)
}

/// The day in Cairo at this many milliseconds since 1970.
pub fn date_at(milliseconds: i64) -> String {
    let hours_since = |date: &str| (day(date) - day("1970-01-01")).num_days() * 24;
    let hour = milliseconds.div_euclid(3_600_000);
    // Summer begins at midnight of winter's clock, and ends at the midnight after its last day.
    let is_summer = SUMMERS
        .iter()
        .any(|(first, last)| hours_since(first) - 2 <= hour && hour < hours_since(last) + 24 - 3);
    let days = (hour + if is_summer { 3 } else { 2 }).div_euclid(24);
    (day("1970-01-01") + chrono::Duration::days(days)).to_string()
}
