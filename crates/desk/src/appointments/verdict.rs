//! The domain's answer in the words of the two doors: steps, parameters, warnings, free times; and as a refusal.

use domain::booking::{self, ClosedTime, Obstacle, Step, VisitId};
use domain::code::Code as _;
use domain::time::Span;
use rusqlite::Connection;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::asking::{self, Answer};
use super::free_times;
use super::requests::{FreeTime, StepOutcome, StepReport, Verdict, Warning};
use super::store;
use crate::error::{Refusal, Result};
use crate::reps::standing::RepStanding;

type Params = Map<String, Value>;

/// Tells the whole answer. The parameters of each code:
/// - `booking.time_missing {missing: {start, end}}`, `booking.time_twice {twice: {start, end}}`
/// - `booking.closed {closure_id, of, name, reason, start, end, first_date, last_date}`: `of` is `site` or `doctor` and `name` is
///   whose it is; `start` and `end` are the closed part of the day
/// - `booking.not_scheduled {doctor, audience, weekday}`
/// - `booking.outside_hours {doctor, hours: [{start, end}], ends?, over_minutes?}`: the last two when the visit begins inside a block
///   and outruns it
/// - `booking.slot_taken {visit: {kind, id, ref, name, start, end}}`: `kind` is `appointment` or `rep_visit`
/// - `booking.day_full {doctor, cap, booked}`
///
/// Of a rep's visit, each with `next_date`, the first day on which it fits (absent when none does within reach):
/// - `rep.blocked {rep, until, reason}`, `rep.credential_expired {rep, expired}`
/// - `rep_rule.notice_too_short {hours, of, name}`, `rep_rule.too_far_ahead {days, last, of, name}`,
///   `rep_rule.too_soon_again {days, met, rep, doctor, of, name}`, `rep_rule.day_full {most, booked, of, name}`,
///   `rep_rule.company_week_full {most, booked, first, last, company, of, name}`: `of` is `site`, `doctor` or `company` and `name` is
///   whose rule it is
pub(crate) fn report(connection: &Connection, answer: &Answer, may_overbook: bool) -> Result<Verdict> {
    let obstacle = match &answer.verdict {
        booking::Verdict::Fits(_) => None,
        booking::Verdict::Refused(obstacle) => Some(obstacle),
    };
    let (params, suggestions) = match obstacle {
        Some(obstacle) => {
            let suggestions = free_times::near(connection, answer)?;
            (cause(connection, answer, obstacle, &suggestions)?, suggestions)
        }
        None => (Params::new(), Vec::new()),
    };
    Ok(Verdict {
        ok: obstacle.is_none(),
        step: obstacle.map(step_number),
        code: obstacle.map_or("ok", Obstacle::code).to_owned(),
        params,
        suggestions,
        warnings: asking::warnings(connection, answer)?,
        steps: steps(answer, obstacle),
        may_overbook: may_overbook && obstacle.is_some_and(Obstacle::can_be_overbooked),
    })
}

/// The same as a refusal: the verdict's code, its parameters, and with them `step`, `suggestions` and `may_overbook`.
pub(crate) fn refusal(
    connection: &Connection,
    answer: &Answer,
    obstacle: &Obstacle,
    may_overbook: bool,
) -> Result<Refusal> {
    let suggestions = free_times::near(connection, answer)?;
    let params = cause(connection, answer, obstacle, &suggestions)?;
    Ok(Refusal { params, ..Refusal::new(obstacle.code()) }
        .with("step", step_number(obstacle))
        .with("suggestions", suggestions)
        .with("may_overbook", may_overbook && obstacle.can_be_overbooked()))
}

/// 1 to 5, 6 for the rules for reps; 0 when the time itself cannot be.
fn step_number(obstacle: &Obstacle) -> u8 {
    obstacle.step().map_or(0, Step::number)
}

fn cause(
    connection: &Connection,
    answer: &Answer,
    obstacle: &Obstacle,
    suggestions: &[FreeTime],
) -> Result<Params> {
    let doctor = &answer.timetable.host.full_name;
    let params = match obstacle {
        Obstacle::TimeMissing { missing } => json!({ "missing": times(*missing) }),
        Obstacle::TimeTwice { twice } => json!({ "twice": times(*twice) }),
        Obstacle::Closed(closed) => closure(answer, closed),
        Obstacle::NotScheduled => {
            json!({ "doctor": doctor, "audience": answer.audience, "weekday": answer.asked.date.weekday() })
        }
        Obstacle::OutsideHours { outrun } => {
            let mut params = json!({ "doctor": doctor, "hours": hours(answer) });
            if let Some(block) = outrun {
                params["ends"] = json!(block.end());
                params["over_minutes"] = json!(answer.asked.span.end().minutes() - block.end().minutes());
            }
            params
        }
        Obstacle::Taken(held) => {
            let (reference, name) = store::face(connection, held.visit)?;
            let (kind, id) = match held.visit {
                VisitId::Appointment(id) => ("appointment", json!(id)),
                VisitId::Rep(id) => ("rep_visit", json!(id)),
            };
            let span = held.place.span;
            json!({ "visit": {
                "kind": kind, "id": id, "ref": reference, "name": name, "start": span.start(), "end": span.end(),
            }})
        }
        Obstacle::DayFull { cap, booked } => json!({ "doctor": doctor, "cap": cap, "booked": booked }),
        Obstacle::Rep(rule) => {
            answer.rep.as_ref().map_or(Value::Null, |rep| rep.told(rule, &answer.timetable.host))
        }
    };
    let mut params = object(params);
    if answer.rep.is_some() {
        let next = suggestions.iter().map(|free| free.date).min();
        params.extend(next.map(|date| ("next_date".to_owned(), json!(date))));
    }
    Ok(params)
}

fn closure(answer: &Answer, closed: &ClosedTime) -> Value {
    let host = &answer.timetable.host;
    let name = match closed.of {
        booking::ClosureOf::Site => &host.site_name,
        booking::ClosureOf::Doctor => &host.full_name,
    };
    let row = answer.timetable.closure(closed);
    json!({
        "closure_id": closed.closure, "of": closed.of, "name": name, "reason": closed.reason,
        "start": closed.span.start(), "end": closed.span.end(),
        "first_date": row.map(|row| row.first_date), "last_date": row.map(|row| row.last_date),
    })
}

/// What each step looked at, also of the steps that were not reached: the screen shows the whole list.
fn steps(answer: &Answer, obstacle: Option<&Obstacle>) -> Vec<StepReport> {
    let refused = obstacle.map(Obstacle::step);
    let report = |step: Step| {
        let outcome = match refused {
            None => StepOutcome::Passed,
            Some(Some(refused)) if step < refused => StepOutcome::Passed,
            Some(Some(refused)) if step == refused => StepOutcome::Refused,
            Some(Some(_) | None) => StepOutcome::NotReached,
        };
        let looked_at = match step {
            Step::Open => {
                let closed = answer.facts.closed.iter().map(|closed| closure(answer, closed));
                json!({ "closures": closed.collect::<Vec<_>>() })
            }
            Step::Scheduled => json!({
                "audience": answer.audience, "weekday": answer.asked.date.weekday(), "hours": hours(answer),
            }),
            Step::WithinHours => times(answer.asked.span),
            Step::Free => json!({ "visits": answer.facts.visits.len() }),
            Step::Capacity => {
                json!({ "cap": answer.facts.cap, "booked": answer.facts.booked(answer.audience) })
            }
            Step::RepRules => answer.rep.as_ref().map_or(Value::Null, RepStanding::looked_at),
        };
        StepReport { step: step.number(), outcome, params: object(looked_at) }
    };
    let asked = |step: &Step| *step != Step::RepRules || answer.rep.is_some();
    Step::ALL.iter().copied().filter(asked).map(report).collect()
}

fn hours(answer: &Answer) -> Vec<Value> {
    answer.facts.hours.iter().copied().map(times).collect()
}

fn times(span: Span) -> Value {
    json!({ "start": span.start(), "end": span.end() })
}

fn object(value: Value) -> Params {
    match value {
        Value::Object(params) => params,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Params::new(),
    }
}

impl Warning {
    pub(crate) fn new(code: &str) -> Self {
        Self { code: code.to_owned(), params: Params::new() }
    }

    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.params.insert(name.to_owned(), json!(value));
        self
    }
}

impl FreeTime {
    pub(super) fn of(answer: &Answer, date: domain::time::Date, start: domain::time::WallTime) -> Self {
        Self { doctor_id: answer.asked.doctor, date, start, minutes: answer.asked.span.minutes() }
    }
}
