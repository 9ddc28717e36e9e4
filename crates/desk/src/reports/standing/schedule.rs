//! Reports about when doctors work: their week, and what was closed of it.

use std::collections::{BTreeMap, HashSet};

use domain::booking::{self, ClosureOf};
use domain::calendar::{Audience, ClosureEffect};
use domain::code::Code as _;
use domain::id::Id as _;
use domain::reports::OpenTime;
use domain::time::{Date, Span, Weekday};
use uuid::Uuid;

use super::ask::{Ask, doctor_cell};
use super::openings::Pick;
use super::requests::{Cell, Chart, ColumnKind as K};
use super::table::{Answer, doctor_key, doctor_of, iso, number, text};
use crate::closures::store::part;
use crate::error::Result;

/// 10: a doctor's blocks of hours by weekday, and on how many days of the period each is in force.
pub(super) fn week(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("doctor", K::Doctor),
            ("weekday", K::Weekday),
            ("start", K::Time),
            ("end", K::Time),
            ("audience", K::Code),
            ("days", K::Count),
        ],
        Chart::Week { row: "doctor", weekday: "weekday", start: "start", end: "end", group: "audience" },
    );
    for doctor in ask.doctors_with(|_| false).filter(|doctor| ask.is_at_site(doctor)) {
        let mut blocks = Vec::new();
        for block in ask.schedule(doctor)?.hours {
            let mut days: BTreeMap<Weekday, u64> = BTreeMap::new();
            for date in block.dates(ask.scope.from, ask.scope.to) {
                *days.entry(date.weekday()).or_default() += 1;
            }
            blocks.extend(
                days.into_iter().map(|(weekday, days)| (weekday, block.span, block.audience, block.id, days)),
            );
        }
        blocks.sort_by_key(|(weekday, span, audience, id, _)| (*weekday, *span, *audience, *id));
        for (weekday, span, audience, id, days) in blocks {
            let cells = vec![
                doctor_cell(doctor),
                number(iso(weekday)),
                text(span.start()),
                text(span.end()),
                text(audience.code()),
                number(days),
            ];
            answer.row(format!("{} {}", id.uuid(), weekday.code()), cells);
        }
    }
    answer.counted = answer.rows.len() as u64;
    Ok(answer)
}

/// What was booked to begin within a block of hours.
pub(super) fn picks_of_block<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    _column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let key = row.and_then(|row| row.split_once(' '));
    let place = key.and_then(|(id, weekday)| Some((Uuid::parse_str(id).ok()?, Weekday::from_code(weekday)?)));
    let Some((id, weekday)) = place else { return Ok(None) };
    for doctor in &ask.doctors {
        let schedule = ask.schedule(doctor)?;
        let keeps_online = schedule.keeps_online_hours();
        let Some(block) = schedule.hours.into_iter().find(|block| block.id.uuid() == id) else { continue };
        let dates = block.dates(ask.scope.from, ask.scope.to).into_iter();
        let dates: HashSet<Date> = dates.filter(|date| date.weekday() == weekday).collect();
        let (span, audience) = (block.span, block.audience);
        let begins = move |start| span.start() <= start && start < span.end();
        let of_reps = dates.clone();
        let mut pick = Pick::reps(move |day, visit, _| {
            audience == Audience::Rep
                && of_reps.contains(&day.date)
                && visit.is_booked()
                && begins(visit.start)
        });
        pick.patients = Some(Box::new(move |day, visit, _| {
            booking::audience_of(visit.kind, keeps_online) == audience
                && dates.contains(&day.date)
                && visit.is_booked()
                && begins(visit.start)
        }));
        return Ok(Some(pick.of_doctor(Some(doctor.id))));
    }
    Ok(None)
}

/// 11: days with hours of which a closure takes something.
pub(super) fn closed_days(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("date", K::Date),
            ("doctor", K::Doctor),
            ("closed", K::Code),
            ("minutes", K::Minutes),
            ("of", K::Code),
            ("reason", K::Text),
        ],
        Chart::None,
    );
    let clock = ask.clock();
    let mut rows = Vec::new();
    for doctor in ask.doctors_with(|_| false).filter(|doctor| ask.is_at_site(doctor)) {
        let schedule = ask.schedule(doctor)?;
        if schedule.closures.iter().all(|closure| closure.effect == ClosureEffect::Opened) {
            continue;
        }
        let open = OpenTime { hours: &schedule.hours, closures: &schedule.closure_rules };
        for day in open.days(ask.scope.from, ask.scope.to, &|date| clock.on(doctor.site, date)) {
            let lost = day.scheduled_minutes - day.open_minutes;
            if lost == 0 {
                continue;
            }
            let rules = schedule.closures.iter().zip(&schedule.closure_rules);
            let closures: Vec<_> = rules
                .filter(|(_, rule)| rule.effect == ClosureEffect::Closed && rule.touches(day.date))
                .map(|(closure, _)| closure)
                .collect();
            let of_site = closures.iter().any(|closure| closure.site_id.is_some());
            let reasons: Vec<&str> = closures
                .iter()
                .map(|closure| closure.reason.as_str())
                .filter(|reason| !reason.is_empty())
                .collect();
            let cells = vec![
                text(day.date),
                doctor_cell(doctor),
                text(if day.open_minutes == 0 { "whole_day" } else { "part_of_day" }),
                number(lost),
                text(if of_site { ClosureOf::Site.code() } else { ClosureOf::Doctor.code() }),
                if reasons.is_empty() { Cell::Nothing } else { text(reasons.join("; ")) },
            ];
            rows.push((day.date, doctor.id, lost, cells));
        }
    }
    rows.sort_by_key(|(date, ..)| std::cmp::Reverse(*date));
    let minutes: u64 = rows.iter().map(|(.., lost, _)| u64::from(*lost)).sum();
    answer.counted = rows.len() as u64;
    for (date, doctor, _, cells) in rows {
        answer.row(format!("{date} {}", doctor_key(doctor)), cells);
    }
    answer.total(vec![Cell::Nothing, Cell::Nothing, number(minutes), Cell::Nothing, Cell::Nothing]);
    Ok(answer)
}

/// What was booked in time that is closed.
pub(super) fn picks_of_closed_day<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    _column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let key = row.and_then(|row| row.split_once(' '));
    let place = key.and_then(|(date, doctor)| Some((date.parse::<Date>().ok()?, doctor_of(doctor)?)));
    let Some((date, doctor)) = place.and_then(|(date, id)| Some((date, ask.doctor(id)?))) else {
        return Ok(None);
    };
    let schedule = ask.schedule(doctor)?;
    let mut closed: Vec<Span> = Vec::new();
    let open = OpenTime { hours: &schedule.hours, closures: &schedule.closure_rules };
    open.each(date, date, &mut |_, of_day| {
        let causes = of_day.closed.iter().filter_map(|closed| {
            schedule.closures.iter().find(|closure| closure.id == closed.cause).map(part)
        });
        closed.extend(causes);
    });
    let of_reps = closed.clone();
    let meets = |closed: &[Span], span: Option<Span>| {
        span.is_some_and(|span| closed.iter().any(|closed| closed.overlaps(span)))
    };
    let mut pick = Pick::reps(move |_, visit, _| visit.is_booked() && meets(&of_reps, visit.span()));
    pick.patients = Some(Box::new(move |_, visit, _| visit.is_booked() && meets(&closed, visit.span())));
    Ok(Some(pick.of_doctor(Some(doctor.id)).on(Some((date, date)))))
}
