//! Reports about persons: who is new, and what became of those whose visit lost its time.

use std::collections::{BTreeMap, HashMap};

use domain::booking::ClockChange;
use domain::code::Code as _;
use domain::reports::{PatientVisit, tenths_of_percent};
use domain::time::Date;

use super::ask::Ask;
use super::facts::{Day, Wanted};
use super::openings::{Pick, Told};
use super::persons::Crowd;
use super::requests::{Chart, ColumnKind as K};
use super::table::{Answer, maybe, number, text};
use super::visits::stretch;
use crate::error::Result;
use crate::rebooking;

/// Of a stretch: how many came, how many of them for the first time, and visits.
#[derive(Default)]
struct Persons {
    came: u64,
    new: u64,
    visits: u64,
}

const PERSONS: Wanted = Wanted { patients: true, persons: true, waits: false, reps: false };

/// Who came for the first time ever, told day by day: of several visits on that day the earliest counts, whichever doctor it was with.
#[derive(Default)]
struct Firsts {
    known: Crowd,
    date: Option<Date>,
    /// Who was not known before this day, after how many minutes of it they were due; whether the visit is one that is asked about.
    of_date: Vec<(u32, u16, bool)>,
}

impl Firsts {
    fn add(&mut self, due: u16, person: u32, is_asked: bool) {
        if !self.known.contains(person) {
            self.of_date.push((person, due, is_asked));
        }
    }

    /// Goes on to another day, and says how many were new on the one before among those asked about.
    fn turn(&mut self, date: Option<Date>) -> Option<(Date, u64)> {
        if self.date == date {
            return None;
        }
        let before = std::mem::replace(&mut self.date, date)?;
        self.of_date.sort_unstable();
        let mut new = 0;
        for (person, _, is_asked) in self.of_date.drain(..) {
            new += u64::from(self.known.insert(person) && is_asked);
        }
        (new > 0).then_some((before, new))
    }
}

/// The clock of each day that is asked about: set back, its wall does not say which of two visits came first. Of the days before it does not matter.
fn clocks(ask: &Ask<'_>) -> impl Fn(&Day) -> ClockChange + use<> {
    let (clock, from) = (ask.clock(), ask.scope.from);
    move |day| if day.date < from { ClockChange::default() } else { clock.on(day.site, day.date) }
}

/// 17: persons who came, new and not.
pub(super) fn new_and_returning(ask: &Ask<'_>) -> Result<Answer> {
    let (label, kind, stretch_of) = stretch(ask);
    let mut answer = Answer::new(
        &[
            (label, kind),
            ("patients", K::Count),
            ("new", K::Count),
            ("returning", K::Count),
            ("new_share", K::Percent),
            ("visits", K::Count),
        ],
        Chart::Columns { label, values: vec!["new", "returning"] },
    )
    .counting(&["new", "returning", "visits"]);
    let mut stretches: BTreeMap<String, Persons> = BTreeMap::new();
    let mut all = Persons::default();
    let (mut everybody, mut of_stretch) = (Crowd::default(), Crowd::default());
    let mut stretch = (None, String::new());
    let mut firsts = Firsts::default();
    let clock_of = clocks(ask);
    answer.counted = ask.each_day_ever(PERSONS, &mut |day| {
        let is_asked = day.date >= ask.scope.from && ask.is_asked(day);
        if let Some((date, new)) = firsts.turn(Some(day.date)) {
            stretches.entry(stretch_of(date)).or_default().new += new;
            all.new += new;
        }
        let of_day = clock_of(day);
        for (visit, person) in day.patients.iter().zip(&day.persons).filter(|(visit, _)| visit.came()) {
            firsts.add(of_day.passed(visit.start, visit.later_hour), *person, is_asked);
        }
        if !is_asked {
            return;
        }
        if stretch.0 != Some(day.date) {
            let next = stretch_of(day.date);
            if next != stretch.1 {
                of_stretch = Crowd::default();
            }
            stretch = (Some(day.date), next);
        }
        let (mut came, mut visits, mut ever) = (0, 0, 0);
        for (_, person) in day.patients.iter().zip(&day.persons).filter(|(visit, _)| visit.came()) {
            came += u64::from(of_stretch.insert(*person));
            ever += u64::from(everybody.insert(*person));
            visits += 1;
        }
        if visits > 0 {
            let persons = stretches.entry(stretch.1.clone()).or_default();
            persons.came += came;
            persons.visits += visits;
            all.came += ever;
            all.visits += visits;
        }
    })?;
    if let Some((date, new)) = firsts.turn(None) {
        stretches.entry(stretch_of(date)).or_default().new += new;
        all.new += new;
    }
    let cells = |persons: &Persons| {
        vec![
            number(persons.came),
            number(persons.new),
            number(persons.came - persons.new),
            maybe(tenths_of_percent(persons.new, persons.came)),
            number(persons.visits),
        ]
    };
    for (stretch, persons) in stretches.iter().filter(|(_, persons)| persons.visits > 0) {
        answer.row(stretch, [vec![text(stretch)], cells(persons)].concat());
    }
    answer.total(cells(&all));
    Ok(answer)
}

pub(super) fn picks_of_persons<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let (_, _, stretch_of) = stretch(ask);
    let is_of = move |date: Date| row.is_none_or(|row| stretch_of(date) == row);
    let column = column.unwrap_or("visits");
    let mut pick = match column {
        "patients" | "visits" => Pick::patients(move |day, visit| is_of(day.date) && visit.came()),
        "new" | "new_share" | "returning" => {
            // The day and the minute of it at which each first came.
            let mut first: HashMap<u32, (Date, u16)> = HashMap::new();
            let clock_of = clocks(ask);
            ask.each_day_ever(PERSONS, &mut |day| {
                let of_day = clock_of(day);
                for (visit, person) in day.patients.iter().zip(&day.persons).filter(|(visit, _)| visit.came())
                {
                    let at = (day.date, of_day.passed(visit.start, visit.later_hour));
                    first.entry(*person).and_modify(|known| *known = at.min(*known)).or_insert(at);
                }
            })?;
            let wants_new = column != "returning";
            let counts = move |day: &Day, visit: &PatientVisit, told: Told| {
                let came_first = first.get(&told.person);
                let due = clock_of(day).passed(visit.start, visit.later_hour);
                let is_first = came_first == Some(&(day.date, due));
                let is_new = came_first.is_some_and(|(date, _)| is_of(*date));
                is_of(day.date) && visit.came() && if wants_new { is_first } else { !is_new }
            };
            Pick { patients: Some(Box::new(counts)), ..Pick::default() }
        }
        _ => return Ok(None),
    };
    pick.doctor = ask.scope.doctor;
    Ok(Some(pick))
}

/// The code of a visit that still needs an end.
const OPEN: &str = "open";

/// 18: what became of visits that lost their time.
pub(super) fn rebook_outcomes(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[("end", K::Code), ("visits", K::Count), ("share", K::Percent)],
        Chart::Bars { label: "end", values: vec!["visits"] },
    )
    .counting(&["visits"]);
    let mut ends: BTreeMap<&str, u64> = BTreeMap::new();
    for (end, _) in outcomes(ask)? {
        *ends.entry(end).or_default() += 1;
    }
    let all: u64 = ends.values().sum();
    answer.counted = all;
    for (end, visits) in ends {
        answer.row(end, vec![text(end), number(visits), maybe(tenths_of_percent(visits, all))]);
    }
    answer.sort_by_figure(1);
    answer.total(vec![number(all), super::Cell::Nothing]);
    Ok(answer)
}

/// By the code of the end.
fn outcomes(ask: &Ask<'_>) -> Result<Vec<(&'static str, crate::appointments::Appointment)>> {
    let period = (ask.scope.from, ask.scope.to);
    let outcomes = rebooking::outcomes(ask.connection, ask.at, period)?.into_iter();
    let is_asked = |visit: &crate::appointments::Appointment| {
        ask.scope.doctor.is_none_or(|doctor| doctor == visit.doctor_id)
            && ask.scope.site.is_none_or(|site| site == visit.site_id)
    };
    Ok(outcomes
        .filter(|(visit, _)| is_asked(visit))
        .map(|(visit, end)| (end.map_or(OPEN, |end| end.code()), visit))
        .collect())
}

pub(super) fn picks_of_outcome<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    _column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let wanted = outcomes(ask)?.into_iter().filter(|(end, _)| row.is_none_or(|row| row == *end));
    Ok(Some(Pick { visits: Some(wanted.map(|(_, visit)| visit).collect()), ..Pick::default() }))
}
