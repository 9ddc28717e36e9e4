//! Reports over days, weekdays, hours and months: visits of patients as they stood in the book.

use std::collections::BTreeMap;

use domain::appointment::CancelledBy;
use domain::reports::{PatientVisit, tenths, tenths_of_percent};
use domain::time::Date;

use super::ask::Ask;
use super::facts::Wanted;
use super::openings::Pick;
use super::requests::{Cell, Chart, ColumnKind as K};
use super::table::{Answer, iso, maybe, month, number, text};
use crate::error::Result;

/// What a column of counts or minutes counts, by its key.
pub(super) fn counts(column: &str) -> Option<fn(&PatientVisit) -> bool> {
    Some(match column {
        "booked" => PatientVisit::is_booked,
        "came" | "visits" | "patients" | "minutes" | "most" | "share" | "average" => PatientVisit::came,
        "no_show" | "no_show_rate" => PatientVisit::is_no_show,
        "cancelled" => PatientVisit::is_cancelled,
        "by_patient" => |visit| visit.called_off_by() == Some(CancelledBy::Patient),
        "by_doctor" => |visit| visit.called_off_by() == Some(CancelledBy::Doctor),
        "by_clinic" => |visit| visit.called_off_by() == Some(CancelledBy::Clinic),
        "by_system" => |visit| visit.called_off_by() == Some(CancelledBy::System),
        "booked_minutes" | "occupancy" => |visit| visit.booked_minutes() > 0,
        _ => return None,
    })
}

/// 4: visits of each day.
pub(super) fn per_day(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("date", K::Date),
            ("booked", K::Count),
            ("came", K::Count),
            ("no_show", K::Count),
            ("cancelled", K::Count),
        ],
        Chart::Line { label: "date", values: vec!["booked", "came"] },
    )
    .counting(&["booked", "came", "no_show", "cancelled"]);
    let mut days: BTreeMap<Date, [u64; 4]> = BTreeMap::new();
    answer.counted = ask.each_day(Wanted::default(), &mut |day| {
        for visit in day.patients.iter().filter(|visit| visit.is_booked()) {
            let figures = days.entry(day.date).or_default();
            figures[0] += 1;
            figures[1] += u64::from(visit.came());
            figures[2] += u64::from(visit.is_no_show());
            figures[3] += u64::from(visit.is_cancelled());
        }
    })?;
    let mut sum = [0; 4];
    for (date, figures) in days {
        sum = std::array::from_fn(|at| sum[at] + figures[at]);
        answer.row(date, [vec![text(date)], figures.map(number).to_vec()].concat());
    }
    answer.total(sum.map(number).to_vec());
    Ok(answer)
}

pub(super) fn picks_of_day<'a>(
    _ask: &'a Ask<'_>,
    row: Option<&'a str>,
    column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let Some(counts) = counts(column.unwrap_or("booked")) else { return Ok(None) };
    let period = match row.map(str::parse::<Date>) {
        None => None,
        Some(Ok(date)) => Some((date, date)),
        Some(Err(_)) => return Ok(None),
    };
    Ok(Some(Pick::patients(move |_, visit| counts(visit)).on(period)))
}

/// A stretch of the week or the day, and what came to it.
#[derive(Debug, Clone, Copy, Default)]
struct Peak {
    visits: u64,
    /// Of the day with the most.
    most: u64,
    on: Option<Date>,
}

impl Peak {
    fn add(&mut self, date: Date, visits: u64) {
        self.visits += visits;
        if visits > self.most {
            (self.most, self.on) = (visits, Some(date));
        }
    }
}

/// 5: which day of the week is the fullest.
pub(super) fn peak_day(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("weekday", K::Weekday),
            ("visits", K::Count),
            ("days", K::Count),
            ("average", K::Tenths),
            ("most", K::Count),
            ("on", K::Date),
        ],
        Chart::Columns { label: "weekday", values: vec!["average"] },
    )
    .counting(&["visits"]);
    let mut days: BTreeMap<Date, u64> = BTreeMap::new();
    answer.counted = ask.each_day(Wanted::default(), &mut |day| {
        let came = day.patients.iter().filter(|visit| visit.came()).count() as u64;
        if came > 0 {
            *days.entry(day.date).or_default() += came;
        }
    })?;
    let mut weekdays: BTreeMap<i64, (Peak, u64)> =
        (1..=7).map(|weekday| (weekday, Default::default())).collect();
    for (date, came) in &days {
        let (peak, of) = weekdays.entry(iso(date.weekday())).or_default();
        peak.add(*date, *came);
        *of += 1;
    }
    for (weekday, (peak, of)) in weekdays {
        let cells = vec![
            number(weekday),
            number(peak.visits),
            number(of),
            maybe(tenths(peak.visits, of)),
            number(peak.most),
            peak.on.map_or(Cell::Nothing, text),
        ];
        answer.row(weekday, cells);
    }
    let visits: u64 = days.values().sum();
    let most = days.values().max().copied().unwrap_or(0);
    let all = vec![
        number(visits),
        number(days.len()),
        maybe(tenths(visits, days.len() as u64)),
        number(most),
        Cell::Nothing,
    ];
    answer.total(all);
    Ok(answer)
}

pub(super) fn picks_of_weekday<'a>(
    _ask: &'a Ask<'_>,
    row: Option<&'a str>,
    column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let Some(counts) = counts(column.unwrap_or("visits")) else { return Ok(None) };
    let weekday = match row.map(str::parse::<i64>) {
        None => None,
        Some(Ok(weekday)) => Some(weekday),
        Some(Err(_)) => return Ok(None),
    };
    let is_of = move |date: Date| weekday.is_none_or(|weekday| iso(date.weekday()) == weekday);
    Ok(Some(Pick::patients(move |day, visit| is_of(day.date) && counts(visit))))
}

/// 6: which hour of the day is the fullest.
pub(super) fn peak_hour(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("hour", K::Hour),
            ("visits", K::Count),
            ("share", K::Percent),
            ("most", K::Count),
            ("on", K::Date),
        ],
        Chart::Columns { label: "hour", values: vec!["visits"] },
    )
    .counting(&["visits"]);
    let mut hours: BTreeMap<u16, Peak> = BTreeMap::new();
    let mut of_date = [0_u64; 24];
    let mut date = None;
    let mut close = |date: Option<Date>, of_date: &mut [u64; 24]| {
        for (hour, visits) in (0_u16..).zip(of_date.iter_mut()).filter(|(_, visits)| **visits > 0) {
            if let Some(date) = date {
                hours.entry(hour).or_default().add(date, *visits);
            }
            *visits = 0;
        }
    };
    answer.counted = ask.each_day(Wanted::default(), &mut |day| {
        if date != Some(day.date) {
            close(date, &mut of_date);
            date = Some(day.date);
        }
        for visit in day.patients.iter().filter(|visit| visit.came()) {
            of_date[usize::from(visit.hour())] += 1;
        }
    })?;
    close(date, &mut of_date);
    let visits: u64 = hours.values().map(|peak| peak.visits).sum();
    if let (Some((first, _)), Some((last, _))) = (hours.first_key_value(), hours.last_key_value()) {
        for hour in *first..=*last {
            let peak = hours.get(&hour).copied().unwrap_or_default();
            let cells = vec![
                number(hour),
                number(peak.visits),
                maybe(tenths_of_percent(peak.visits, visits)),
                number(peak.most),
                peak.on.map_or(Cell::Nothing, text),
            ];
            answer.row(hour, cells);
        }
    }
    answer.total(vec![number(visits), Cell::Nothing, Cell::Nothing, Cell::Nothing]);
    Ok(answer)
}

pub(super) fn picks_of_hour<'a>(
    _ask: &'a Ask<'_>,
    row: Option<&'a str>,
    column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let Some(counts) = counts(column.unwrap_or("visits")) else { return Ok(None) };
    let hour = match row.map(str::parse::<u16>) {
        None => None,
        Some(Ok(hour)) => Some(hour),
        Some(Err(_)) => return Ok(None),
    };
    let is_of = move |visit: &PatientVisit| hour.is_none_or(|hour| visit.hour() == hour);
    Ok(Some(Pick::patients(move |_, visit| is_of(visit) && counts(visit))))
}

/// Above this many days a report over time has a row for each month.
const MOST_DAYS_SHOWN: i64 = 62;

/// Days or months, as the period is short or long.
pub(super) fn stretch(ask: &Ask<'_>) -> (&'static str, K, fn(Date) -> String) {
    if ask.scope.to.days_since(ask.scope.from) < MOST_DAYS_SHOWN {
        ("date", K::Date, |date| date.to_string())
    } else {
        ("month", K::Month, month)
    }
}

/// 15: who did not come, and who called off, when.
pub(super) fn no_shows(ask: &Ask<'_>) -> Result<Answer> {
    let (label, kind, stretch_of) = stretch(ask);
    let mut answer = Answer::new(
        &[
            (label, kind),
            ("booked", K::Count),
            ("no_show", K::Count),
            ("no_show_rate", K::Percent),
            ("cancelled", K::Count),
            ("by_patient", K::Count),
            ("by_doctor", K::Count),
            ("by_clinic", K::Count),
            ("by_system", K::Count),
        ],
        Chart::Columns {
            label,
            values: vec!["no_show", "by_patient", "by_doctor", "by_clinic", "by_system"],
        },
    )
    .counting(&["booked", "no_show", "cancelled", "by_patient", "by_doctor", "by_clinic", "by_system"]);
    // Booked, no-shows, cancelled, and by whom.
    let mut stretches: BTreeMap<String, [u64; 7]> = BTreeMap::new();
    answer.counted = ask.each_day(Wanted::default(), &mut |day| {
        if day.patients.is_empty() {
            return;
        }
        let figures = stretches.entry(stretch_of(day.date)).or_default();
        for visit in day.patients.iter().filter(|visit| visit.is_booked()) {
            figures[0] += 1;
            figures[1] += u64::from(visit.is_no_show());
            if let Some(by) = visit.called_off_by() {
                figures[2] += 1;
                figures[3 + by as usize] += 1;
            }
        }
    })?;
    let cells = |of: [u64; 7]| {
        let rate = maybe(tenths_of_percent(of[1], of[0]));
        let [booked, no_show, rest @ ..] = of.map(number);
        [vec![booked, no_show, rate], rest.to_vec()].concat()
    };
    let mut sum = [0; 7];
    for (stretch, figures) in stretches {
        sum = std::array::from_fn(|at| sum[at] + figures[at]);
        let cells = [vec![text(&stretch)], cells(figures)].concat();
        answer.row(stretch, cells);
    }
    answer.total(cells(sum));
    Ok(answer)
}

pub(super) fn picks_of_stretch<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let Some(counts) = counts(column.unwrap_or("no_show")) else { return Ok(None) };
    let (_, _, stretch_of) = stretch(ask);
    let is_of = move |date: Date| row.is_none_or(|row| stretch_of(date) == row);
    Ok(Some(Pick::patients(move |day, visit| is_of(day.date) && counts(visit))))
}
