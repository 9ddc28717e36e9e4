//! Reports about visits of medical reps.

use std::collections::{BTreeMap, HashMap};

use domain::id::Id as _;
use domain::time::Date;
use uuid::Uuid;

use super::ask::Ask;
use super::facts::{Brought, Wanted};
use super::openings::Pick;
use super::requests::{Cell, Chart, ColumnKind as K, Named};
use super::store;
use super::table::{Answer, number, text};
use crate::error::Result;
use domain::reports::RepVisit;

const REPS: Wanted = Wanted { patients: false, persons: false, waits: false, reps: true };

/// What a column counts, by its key.
fn counts(column: &str) -> Option<fn(&RepVisit) -> bool> {
    Some(match column {
        "booked" => RepVisit::is_booked,
        "came" | "visits" => RepVisit::came,
        "completed" | "minutes" | "sample_lines" | "sample_units" => RepVisit::is_completed,
        "no_show" => RepVisit::is_no_show,
        "cancelled" => RepVisit::is_cancelled,
        "refused" => RepVisit::is_refused,
        _ => return None,
    })
}

/// As long as the summary says, or as was booked.
fn minutes_with(visit: &RepVisit, brought: &Brought) -> u64 {
    if visit.is_completed() { brought.minutes.unwrap_or(visit.minutes).into() } else { 0 }
}

/// 7: rep visits of each day.
pub(super) fn per_day(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("date", K::Date),
            ("booked", K::Count),
            ("came", K::Count),
            ("no_show", K::Count),
            ("cancelled", K::Count),
            ("refused", K::Count),
        ],
        Chart::Columns { label: "date", values: vec!["came"] },
    )
    .counting(&["booked", "came", "no_show", "cancelled", "refused"]);
    let mut days: BTreeMap<Date, [u64; 5]> = BTreeMap::new();
    answer.counted = ask.each_day(REPS, &mut |day| {
        for visit in day.reps.iter().filter(|visit| visit.is_booked()) {
            let figures = days.entry(day.date).or_default();
            figures[0] += 1;
            figures[1] += u64::from(visit.came());
            figures[2] += u64::from(visit.is_no_show());
            figures[3] += u64::from(visit.is_cancelled());
            figures[4] += u64::from(visit.is_refused());
        }
    })?;
    let mut sum = [0; 5];
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
    Ok(Some(Pick::reps(move |_, visit, _| counts(visit)).on(period)))
}

/// 8: the reps, who came most in front.
pub(super) fn most_active(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("rep", K::Rep),
            ("company", K::Company),
            ("came", K::Count),
            ("booked", K::Count),
            ("no_show", K::Count),
            ("minutes", K::Minutes),
        ],
        Chart::Bars { label: "rep", values: vec!["came"] },
    )
    .counting(&["came", "booked", "no_show"]);
    let mut reps: BTreeMap<u128, [u64; 4]> = BTreeMap::new();
    answer.counted = ask.each_day(REPS, &mut |day| {
        for (visit, brought) in day.reps.iter().zip(&day.brought).filter(|(visit, _)| visit.is_booked()) {
            let figures = reps.entry(brought.rep).or_default();
            figures[0] += u64::from(visit.came());
            figures[1] += 1;
            figures[2] += u64::from(visit.is_no_show());
            figures[3] += minutes_with(visit, brought);
        }
    })?;
    let known = store::reps(ask.connection)?;
    let mut rows: Vec<_> = reps.into_iter().map(|(id, figures)| (known.get(&id), id, figures)).collect();
    rows.sort_by_key(|(rep, ..)| rep.map(|rep| rep.full_name.clone()));
    let mut sum = [0; 4];
    for (rep, id, figures) in rows {
        sum = std::array::from_fn(|at| sum[at] + figures[at]);
        let named = rep.map_or(Cell::Nothing, |rep| {
            Cell::Named(Named {
                id: rep.id.uuid(),
                name: rep.full_name.clone(),
                second_name: rep.second_name.clone(),
            })
        });
        let company = rep.map_or(Cell::Nothing, |rep| text(&rep.company_name));
        answer.row(Uuid::from_u128(id), [vec![named, company], figures.map(number).to_vec()].concat());
    }
    answer.sort_by_figure(2);
    answer.total([vec![Cell::Nothing], sum.map(number).to_vec()].concat());
    Ok(answer)
}

pub(super) fn picks_of_rep<'a>(
    _ask: &'a Ask<'_>,
    row: Option<&'a str>,
    column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let Some(counts) = counts(column.unwrap_or("came")) else { return Ok(None) };
    let rep = match row.map(Uuid::parse_str) {
        None => None,
        Some(Ok(rep)) => Some(rep.as_u128()),
        Some(Err(_)) => return Ok(None),
    };
    Ok(Some(Pick::reps(move |_, visit, of| rep.is_none_or(|rep| rep == of) && counts(visit))))
}

/// 19: what companies left, and how much of the doctors' time they took.
pub(super) fn samples(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("company", K::Company),
            ("completed", K::Count),
            ("minutes", K::Minutes),
            ("sample_lines", K::Count),
            ("sample_units", K::Count),
        ],
        Chart::Bars { label: "company", values: vec!["sample_units", "minutes"] },
    )
    .counting(&["completed"]);
    let known = store::reps(ask.connection)?;
    let mut companies: HashMap<Option<Uuid>, (String, [u64; 4])> = HashMap::new();
    answer.counted = ask.each_day(REPS, &mut |day| {
        for (visit, brought) in day.reps.iter().zip(&day.brought).filter(|(visit, _)| visit.is_completed()) {
            let rep = known.get(&brought.rep);
            let company = rep.map(|rep| rep.company.uuid());
            let name = || rep.map(|rep| rep.company_name.clone()).unwrap_or_default();
            let (_, figures) = companies.entry(company).or_insert_with(|| (name(), [0; 4]));
            figures[0] += 1;
            figures[1] += minutes_with(visit, brought);
            figures[2] += u64::from(brought.sample_lines);
            figures[3] += u64::from(brought.sample_units);
        }
    })?;
    let mut rows: Vec<_> = companies.into_iter().collect();
    rows.sort_by(|one, other| (&one.1.0, one.0).cmp(&(&other.1.0, other.0)));
    let mut sum = [0; 4];
    for (company, (name, figures)) in rows {
        sum = std::array::from_fn(|at| sum[at] + figures[at]);
        let key = company.map_or_else(|| "none".to_owned(), |id| id.to_string());
        let cell = if company.is_some() { text(name) } else { Cell::Nothing };
        answer.row(key, [vec![cell], figures.map(number).to_vec()].concat());
    }
    answer.sort_by_figure(2);
    answer.total(sum.map(number).to_vec());
    Ok(answer)
}

pub(super) fn picks_of_company<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let Some(counts) = counts(column.unwrap_or("completed")) else { return Ok(None) };
    let known = store::reps(ask.connection)?;
    let is_of = move |rep: u128| {
        let company = known.get(&rep).map_or_else(|| "none".to_owned(), |rep| rep.company.uuid().to_string());
        row.is_none_or(|row| row == company)
    };
    Ok(Some(Pick::reps(move |_, visit, rep| is_of(rep) && counts(visit))))
}
