//! Reports with a row for each doctor.

use std::collections::{HashMap, HashSet};

use domain::id::{DoctorId, Id as _, SpecialtyId};
use domain::reports::tenths_of_percent;
use domain::time::Date;

use super::ask::{Ask, doctor_cell, named_doctor};
use super::facts::Wanted;
use super::openings::Pick;
use super::persons::Crowd;
use super::requests::{Cell, Chart, ColumnKind as K, Named};
use super::store;
use super::table::{Answer, doctor_key, doctor_of, maybe, number, text};
use super::visits::counts;
use crate::error::Result;

/// 1: doctors in use, by specialty.
pub(super) fn by_specialty(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[("specialty", K::Specialty), ("doctors", K::Count), ("names", K::Doctor)],
        Chart::Bars { label: "specialty", values: vec!["doctors"] },
    );
    let mut doctors = HashSet::new();
    let mut rows: Vec<(Option<Named>, Vec<DoctorId>)> = Vec::new();
    for row in store::specialties(ask.connection, ask.scope)? {
        doctors.insert(row.doctor);
        let specialty =
            row.specialty.map(|(id, name, second_name)| Named { id: id.uuid(), name, second_name });
        match rows.last_mut() {
            Some((last, of)) if *last == specialty => of.push(row.doctor),
            _ => rows.push((specialty, vec![row.doctor])),
        }
    }
    for (specialty, of) in rows {
        let key = specialty.as_ref().map_or_else(|| "none".to_owned(), |named| named.id.to_string());
        let names = of.iter().filter_map(|id| ask.doctor(*id)).map(named_doctor).collect();
        let cell = specialty.map_or(Cell::Nothing, Cell::Named);
        answer.row(key, vec![cell, number(of.len()), Cell::Several(names)]);
    }
    answer.sort_by_figure(1);
    answer.total(vec![number(doctors.len()), Cell::Nothing]);
    answer.counted = doctors.len() as u64;
    Ok(answer)
}

/// What was booked with the doctors of a specialty.
pub(super) fn picks_of_specialty<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    _column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let held = store::specialties(ask.connection, ask.scope)?.into_iter();
    let is_asked = |specialty: &Option<(_, String, Option<String>)>| {
        let key = specialty.as_ref().map(|(id, ..): &(SpecialtyId, _, _)| id.uuid().to_string());
        row.is_none_or(|row| key.as_deref().unwrap_or("none") == row)
    };
    let doctors: HashSet<DoctorId> =
        held.filter(|row| is_asked(&row.specialty)).map(|row| row.doctor).collect();
    if doctors.is_empty() {
        return Ok(None);
    }
    Ok(Some(Pick::patients(move |day, visit| doctors.contains(&day.doctor) && visit.is_booked())))
}

/// 2: doctors with the number of their patients.
pub(super) fn by_patients(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[("doctor", K::Doctor), ("patients", K::Count), ("visits", K::Count)],
        Chart::Bars { label: "doctor", values: vec!["patients"] },
    )
    .counting(&["visits"]);
    let mut persons: HashMap<DoctorId, (Crowd, u64)> = HashMap::new();
    let wanted = Wanted { persons: true, ..Wanted::default() };
    answer.counted = ask.each_day(wanted, &mut |day| {
        let (of_doctor, visits) = persons.entry(day.doctor).or_default();
        for (_, person) in day.patients.iter().zip(&day.persons).filter(|(visit, _)| visit.came()) {
            of_doctor.insert(*person);
            *visits += 1;
        }
    })?;
    let none = (Crowd::default(), 0);
    for doctor in ask.doctors_with(|id| persons.contains_key(&id)) {
        let (of_doctor, visits) = persons.get(&doctor.id).unwrap_or(&none);
        answer
            .row(doctor_key(doctor.id), vec![doctor_cell(doctor), number(of_doctor.len()), number(*visits)]);
    }
    answer.sort_by_figure(1);
    let everybody = Crowd::union(persons.values().map(|(of_doctor, _)| of_doctor));
    answer.total(vec![
        number(everybody.len()),
        number(persons.values().map(|(_, visits)| visits).sum::<u64>()),
    ]);
    Ok(answer)
}

/// What a doctor's time came to.
#[derive(Debug, Clone, Copy, Default)]
struct Filled {
    open_days: u64,
    open: u64,
    available: u64,
    booked: u64,
}

impl Filled {
    fn share(self) -> Option<i64> {
        tenths_of_percent(self.booked, self.available)
    }

    fn cells(self) -> Vec<Cell> {
        vec![
            number(self.open_days),
            number(self.open),
            number(self.available),
            number(self.booked),
            maybe(self.share()),
        ]
    }
}

fn filled(ask: &Ask<'_>) -> Result<(Vec<(usize, Filled)>, u64)> {
    let mut booked: HashMap<DoctorId, u64> = HashMap::new();
    let counted = ask.each_day(Wanted::default(), &mut |day| {
        let minutes = day.patients.iter().map(|visit| u64::from(visit.booked_minutes())).sum::<u64>();
        *booked.entry(day.doctor).or_default() += minutes;
    })?;
    let clock = ask.clock();
    let mut all = Vec::new();
    for (at, doctor) in ask.doctors.iter().enumerate() {
        if !ask.doctors_with(|id| booked.contains_key(&id)).any(|one| one.id == doctor.id) {
            continue;
        }
        let mut filled = Filled { booked: booked.get(&doctor.id).copied().unwrap_or(0), ..Filled::default() };
        for open in ask.open_days(doctor, &clock)? {
            filled.open_days += u64::from(open.minutes > 0);
            filled.open += u64::from(open.day.open_minutes);
            filled.available += u64::from(open.minutes);
        }
        all.push((at, filled));
    }
    Ok((all, counted))
}

const FILLED: &[(&str, K)] = &[
    ("doctor", K::Doctor),
    ("open_days", K::Count),
    ("open_minutes", K::Minutes),
    ("available_minutes", K::Minutes),
    ("booked_minutes", K::Minutes),
    ("occupancy", K::Percent),
];

/// 12: booked minutes against available ones.
pub(super) fn occupancy(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(FILLED, Chart::Bars { label: "doctor", values: vec!["occupancy"] });
    let (all, counted) = filled(ask)?;
    answer.counted = counted;
    let mut sum = Filled::default();
    for (at, filled) in all {
        let doctor = &ask.doctors[at];
        answer.row(doctor_key(doctor.id), [vec![doctor_cell(doctor)], filled.cells()].concat());
        sum.open_days += filled.open_days;
        sum.open += filled.open;
        sum.available += filled.available;
        sum.booked += filled.booked;
    }
    answer.total(sum.cells());
    Ok(answer)
}

/// 3: those who were open and of whose time less than a threshold was booked; the least in front.
pub(super) fn low_utilisation(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(FILLED, Chart::Bars { label: "doctor", values: vec!["occupancy"] });
    let (all, counted) = filled(ask)?;
    answer.counted = counted;
    let least = i64::from(ask.scope.threshold.unwrap_or(0)) * 10;
    let mut low: Vec<(i64, usize, Filled)> = all
        .into_iter()
        .filter_map(|(at, filled)| Some((filled.share()?, at, filled)))
        .filter(|(share, ..)| *share < least)
        .collect();
    low.sort_by_key(|(share, at, _)| (*share, *at));
    for (_, at, filled) in low {
        let doctor = &ask.doctors[at];
        answer.row(doctor_key(doctor.id), [vec![doctor_cell(doctor)], filled.cells()].concat());
    }
    Ok(answer)
}

/// 9: visits of patients beside visits of reps.
pub(super) fn against_reps(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("doctor", K::Doctor),
            ("visits", K::Count),
            ("rep_visits", K::Count),
            ("minutes", K::Minutes),
            ("rep_minutes", K::Minutes),
            ("rep_share", K::Percent),
        ],
        Chart::Pairs { label: "doctor", left: "visits", right: "rep_visits" },
    )
    .counting(&["visits", "rep_visits"]);
    let mut figures: HashMap<DoctorId, [u64; 4]> = HashMap::new();
    answer.counted = ask.each_day(Wanted { reps: true, ..Wanted::default() }, &mut |day| {
        let of_doctor = figures.entry(day.doctor).or_default();
        for visit in day.patients.iter().filter(|visit| visit.came()) {
            of_doctor[0] += 1;
            of_doctor[2] += u64::from(visit.minutes);
        }
        for visit in day.reps.iter().filter(|visit| visit.came()) {
            of_doctor[1] += 1;
            of_doctor[3] += u64::from(visit.minutes);
        }
    })?;
    let mut sum = [0; 4];
    let cells = |of: [u64; 4]| {
        let share = maybe(tenths_of_percent(of[3], of[2] + of[3]));
        [of.map(number).to_vec(), vec![share]].concat()
    };
    for doctor in ask.doctors_with(|id| figures.contains_key(&id)) {
        let of_doctor = figures.get(&doctor.id).copied().unwrap_or_default();
        sum = std::array::from_fn(|at| sum[at] + of_doctor[at]);
        answer.row(doctor_key(doctor.id), [vec![doctor_cell(doctor)], cells(of_doctor)].concat());
    }
    answer.total(cells(sum));
    Ok(answer)
}

/// The visits behind a figure of a doctor.
pub(super) fn picks<'a>(
    _ask: &'a Ask<'_>,
    row: Option<&'a str>,
    column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let doctor = match row {
        Some(key) => match doctor_of(key) {
            Some(doctor) => Some(doctor),
            None => return Ok(None),
        },
        None => None,
    };
    let pick = match column {
        Some("rep_visits" | "rep_minutes" | "rep_share") => Pick::reps(|_, visit, _| visit.came()),
        column => match counts(column.unwrap_or("came")) {
            Some(counts) => Pick::patients(move |_, visit| counts(visit)),
            None => return Ok(None),
        },
    };
    Ok(Some(pick.of_doctor(doctor)))
}

/// 13: days on which a doctor was open and nobody came, the last in front.
pub(super) fn idle_days(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[("date", K::Date), ("doctor", K::Doctor), ("available_minutes", K::Minutes), ("booked", K::Count)],
        Chart::None,
    )
    .counting(&["booked"]);
    let mut booked: HashMap<(DoctorId, Date), (u64, bool)> = HashMap::new();
    answer.counted = ask.each_day(Wanted::default(), &mut |day| {
        let (visits, anybody) = booked.entry((day.doctor, day.date)).or_default();
        *visits += day.patients.iter().filter(|visit| visit.is_booked()).count() as u64;
        *anybody |= day.patients.iter().any(|visit| visit.came());
    })?;
    let clock = ask.clock();
    let mut idle = Vec::new();
    let mut minutes = 0;
    for doctor in ask.doctors_with(|_| false) {
        for open in ask.open_days(doctor, &clock)? {
            let (visits, anybody) = booked.get(&(doctor.id, open.day.date)).copied().unwrap_or_default();
            if open.minutes > 0 && open.day.date < ask.today && !anybody {
                minutes += u64::from(open.minutes);
                idle.push((open.day.date, doctor, open.minutes, visits));
            }
        }
    }
    idle.sort_by_key(|one| std::cmp::Reverse(one.0));
    answer.total(vec![
        number(idle.len()),
        number(minutes),
        number(idle.iter().map(|one| one.3).sum::<u64>()),
    ]);
    for (date, doctor, minutes, visits) in idle {
        let cells = vec![text(date), doctor_cell(doctor), number(minutes), number(visits)];
        let key = format!("{date} {}", doctor_key(doctor.id));
        if visits > 0 { answer.row(key, cells) } else { answer.plain_row(key, cells) }
    }
    Ok(answer)
}

/// What was booked on an idle day and did not come.
pub(super) fn picks_of_idle_day<'a>(
    _ask: &'a Ask<'_>,
    row: Option<&'a str>,
    _column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let key = row.and_then(|row| row.split_once(' '));
    let place = key.and_then(|(date, doctor)| Some((date.parse::<Date>().ok()?, doctor_of(doctor)?)));
    Ok(place.map(|(date, doctor)| {
        Pick::patients(|_, visit| visit.is_booked()).of_doctor(Some(doctor)).on(Some((date, date)))
    }))
}
