//! Putting a request to the five steps: what is asked, the facts it is asked against, and the domain's answer.

use std::sync::Arc;

use domain::appointment::AppointmentKind;
use domain::booking::{self, DayFacts, Obstacle, Place, Request, VisitId};
use domain::calendar::{Audience, zone};
use domain::id::{AppointmentId, DoctorId, PatientId, RepId};
use domain::time::{Date, Instant, Span, WallTime};
use rusqlite::Connection;

use super::held;
use super::requests::{Appointment, BookRequest, CheckRequest, Warning};
use super::store::{self, Files, PatientStanding};
use super::timetable::Timetable;
use crate::error::{Fault, FieldError, FieldErrors, Refusal, Result};
use crate::reps::standing::{self as reps, RepStanding};

/// The longest visit: twelve hours, as the database has it.
const MOST_MINUTES: u16 = 720;
/// A booking further off than this, either way, is a slip of the keys.
const MOST_YEARS_OFF: i64 = 10;

/// A request whose fields have been read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub doctor: DoctorId,
    /// Without one, nobody can be elsewhere.
    pub patient: Option<PatientId>,
    /// Of a rep's visit; one that is moved is known by itself.
    pub rep: Option<RepId>,
    pub date: Date,
    pub span: Span,
    pub kind: AppointmentKind,
    pub later_hour: Option<bool>,
    /// What is being moved does not stand in its own way. A rep visit keeps to the hours and the cap of reps.
    pub moving: Option<VisitId>,
}

impl Asked {
    pub fn to_check(request: &CheckRequest) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let span = read_span(request.start, request.minutes, &mut errors);
        errors.finish()?;
        Ok(Self {
            doctor: request.doctor_id,
            patient: request.patient_id,
            rep: None,
            date: request.date,
            span: span.expect("without a span there was a field error"),
            kind: request.kind.unwrap_or(AppointmentKind::InPerson),
            later_hour: request.later_hour,
            moving: request.moving.map(VisitId::Appointment),
        })
    }

    /// A visit's own time, asked for once more.
    pub fn again(visit: &Appointment) -> Result<Self> {
        Ok(Self {
            doctor: visit.doctor_id,
            patient: Some(visit.patient_id),
            rep: None,
            date: visit.date,
            span: Span::lasting(visit.start, visit.minutes).ok_or(Fault::Corrupt("appointment.minutes"))?,
            kind: visit.kind,
            later_hour: Some(visit.later_hour),
            moving: Some(VisitId::Appointment(visit.id)),
        })
    }

    /// `span` was read with the other fields, so that all errors are told at once.
    pub fn to_book(request: &BookRequest, span: Span) -> Self {
        Self {
            doctor: request.doctor_id,
            patient: Some(request.patient_id),
            rep: None,
            date: request.date,
            span,
            kind: request.kind.unwrap_or(AppointmentKind::InPerson),
            later_hour: request.later_hour,
            moving: None,
        }
    }
}

/// The time asked for. Field codes: `out_of_range` (with `least` and `most`) and `past_midnight`, which no visit may run.
pub(crate) fn read_span(start: WallTime, minutes: u16, errors: &mut FieldErrors) -> Option<Span> {
    errors.within("minutes", minutes, 1, MOST_MINUTES);
    if !errors.is_empty() {
        return None;
    }
    let span = Span::lasting(start, minutes);
    if span.is_none() {
        errors.push(FieldError::new("minutes", "past_midnight"));
    }
    span
}

/// A request, the facts of its day, and the answer.
pub(crate) struct Answer {
    pub asked: Asked,
    pub audience: Audience,
    /// Read for a new booking only.
    pub patient: Option<PatientStanding>,
    /// Of a rep's visit: who comes, and what the rules for reps know.
    pub rep: Option<RepStanding>,
    pub timetable: Arc<Timetable>,
    pub facts: DayFacts,
    pub verdict: booking::Verdict,
    /// Where the visit would lie; `None` when the time itself cannot be.
    pub place: Option<Place>,
    /// The moment of asking, and the wall at the doctor's site.
    pub today: Date,
    pub now: WallTime,
    pub at: Instant,
}

/// Asks the five steps against the doctor's timetable, which reaches `asked.date`; for a rep's visit the rules for reps after them.
///
/// # Errors
/// `input.invalid` (field `date`: `out_of_range`), `not_found {what: patient | rep}`, `patient.merged {into}`.
pub(crate) fn ask(
    connection: &Connection,
    timetable: Arc<Timetable>,
    asked: Asked,
    at: Instant,
) -> Result<Answer> {
    let new_to = asked.patient.filter(|_| asked.moving.is_none());
    let patient = new_to.map(|patient| standing(connection, patient)).transpose()?;
    let (today, now) = timetable.wall(at);
    let days_off = MOST_YEARS_OFF * 366;
    if asked.date.days_since(today).abs() > days_off {
        let error = FieldError::new("date", "out_of_range")
            .with("least", today.plus_days(-days_off))
            .with("most", today.plus_days(days_off));
        return Err(Refusal::invalid(vec![error]).into());
    }
    let rep = reps::of(connection, &asked, &timetable, (today, now))?;
    let audience = if rep.is_some() { Audience::Rep } else { timetable.audience(asked.kind) };
    let visits = held::on_day(connection, asked.doctor, asked.date)?;
    let mut facts = timetable.facts(asked.date, audience, visits);
    if let Some(moving) = asked.moving {
        facts = facts.without(moving);
    }
    let request = Request { audience, span: asked.span, later_hour: asked.later_hour };
    let verdict = match booking::check(&request, &facts) {
        booking::Verdict::Fits(place) => rep
            .as_ref()
            .and_then(|rep| rep.facts.check(asked.date, place.span.start()))
            .map_or(booking::Verdict::Fits(place), |rule| booking::Verdict::Refused(Obstacle::Rep(rule))),
        refused @ booking::Verdict::Refused(_) => refused,
    };
    let place = booking::place(&request, facts.clock).ok();
    Ok(Answer { asked, audience, patient, rep, timetable, facts, verdict, place, today, now, at })
}

/// Somebody in whose name a visit can be booked.
fn standing(connection: &Connection, patient: PatientId) -> Result<PatientStanding> {
    let standing = store::patient(connection, patient)?.ok_or_else(|| Refusal::not_found("patient"))?;
    match standing.merged_into {
        Some(into) => Err(Refusal::new("patient.merged").with("into", into).into()),
        None if standing.deleted => Err(Refusal::not_found("patient").into()),
        None => Ok(standing),
    }
}

fn appointment_id(visit: VisitId) -> Option<AppointmentId> {
    match visit {
        VisitId::Appointment(id) => Some(id),
        VisitId::Rep(_) => None,
    }
}

/// What is worth a word though nothing refuses it. Asked before the visit is written, which would find itself.
pub(crate) fn warnings(connection: &Connection, answer: &Answer) -> Result<Vec<Warning>> {
    let Some(place) = answer.place else { return Ok(Vec::new()) };
    let asked = &answer.asked;
    let mut warnings = Vec::new();
    if let Some(patient) = asked.patient {
        let moving = asked.moving.and_then(appointment_id);
        let files = answer.patient.as_ref().map_or(Files::Several, |standing| standing.files);
        for visit in store::elsewhere(connection, (patient, files), asked.date, place, moving)? {
            warnings.push(
                Warning::new("patient_elsewhere")
                    .with("appointment_id", visit.id)
                    .with("ref", visit.reference)
                    .with("doctor", visit.doctor_name)
                    .with("start", visit.start)
                    .with("end", visit.start.plus(visit.minutes)),
            );
        }
    }
    if let Some(rep) = &answer.rep {
        for visit in reps::elsewhere(connection, rep.id, asked, place)? {
            warnings.push(
                Warning::new("rep_elsewhere")
                    .with("rep_visit_id", visit.id)
                    .with("ref", visit.reference)
                    .with("doctor", visit.doctor_name)
                    .with("start", visit.start)
                    .with("end", visit.start.plus(visit.minutes)),
            );
        }
    }
    // Only what would be over by now: a walk-in is often written down minutes after it began.
    let start = zone::instant(asked.date, place.span.start(), answer.timetable.zone).pick(place.later_hour);
    if start.is_some_and(|start| start.0 + i64::from(place.span.minutes()) * 60_000 <= answer.at.0) {
        warnings.push(Warning::new("in_the_past"));
    }
    Ok(warnings)
}
