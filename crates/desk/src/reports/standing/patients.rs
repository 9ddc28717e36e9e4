//! Reports about persons: who is new, and what became of those whose visit lost its time.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::code::Code as _;
use domain::reports::{PatientVisit, tenths_of_percent};
use domain::time::{Date, WallTime};

use super::ask::Ask;
use super::facts::{Day, Wanted};
use super::openings::Pick;
use super::requests::{Chart, ColumnKind as K};
use super::table::{Answer, maybe, number, text};
use super::visits::stretch;
use crate::error::Result;
use crate::rebooking;

/// Of a stretch: who came, who of them for the first time, and visits.
#[derive(Default)]
struct Persons {
    came: HashSet<u128>,
    new: u64,
    visits: u64,
}

impl Persons {
    fn add(&mut self, person: u128, is_new: bool) {
        self.came.insert(person);
        self.new += u64::from(is_new);
        self.visits += 1;
    }
}

const PERSONS: Wanted = Wanted { patients: true, persons: true, waits: false, reps: false };

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
    );
    let mut known: HashSet<u128> = HashSet::new();
    let mut stretches: BTreeMap<String, Persons> = BTreeMap::new();
    let mut all = Persons::default();
    answer.counted = ask.each_day_ever(PERSONS, &mut |day| {
        let mut of_stretch = match day.date >= ask.scope.from && ask.is_asked(day) {
            true => Some(stretches.entry(stretch_of(day.date)).or_default()),
            false => None,
        };
        for (_, person) in day.patients.iter().zip(&day.persons).filter(|(visit, _)| visit.came()) {
            let is_new = known.insert(*person);
            if let Some(of_stretch) = &mut of_stretch {
                of_stretch.add(*person, is_new);
                all.add(*person, is_new);
            }
        }
    })?;
    let cells = |persons: &Persons| {
        let came = persons.came.len() as u64;
        vec![
            number(came),
            number(persons.new),
            number(came - persons.new),
            maybe(tenths_of_percent(persons.new, came)),
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
            // The day and time at which each first came.
            let mut first: HashMap<u128, (Date, WallTime)> = HashMap::new();
            ask.each_day_ever(PERSONS, &mut |day| {
                for (visit, person) in day.patients.iter().zip(&day.persons).filter(|(visit, _)| visit.came())
                {
                    let at = (day.date, visit.start);
                    first.entry(*person).and_modify(|known| *known = at.min(*known)).or_insert(at);
                }
            })?;
            let wants_new = column != "returning";
            let counts = move |day: &Day, visit: &PatientVisit, person: u128| {
                let came_first = first.get(&person);
                let is_first = came_first == Some(&(day.date, visit.start));
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
    );
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
