//! Series: visits of one patient that were booked together and follow one another. A series is looked at before anything is saved,
//! and saved as one operation or not at all. Each visit is a visit like any other; what makes it one of a series is its place there,
//! which it keeps when it goes elsewhere.

mod laying;
pub mod requests;
mod store;
#[cfg(test)]
mod tests;

use domain::appointment::{AppointmentAction, AppointmentKind, AppointmentStatus, CancelledBy};
use domain::booking::VisitId;
use domain::calendar::{MOST_DAYS, MOST_EVERY, MOST_VISITS, RepeatEnd, Repeats};
use domain::id::{AppointmentId, SeriesId};
use domain::time::Date;
use rusqlite::Connection;

use self::laying::{Laid, Plan, PlannedDay, require_ready};
use self::requests::{
    BookSeries, CancelSeries, MoveSeries, Series, SeriesPlace, SeriesPreview, SeriesRef, SeriesRepeats,
    SeriesReply, SeriesVisit,
};
use super::asking::read_span;
use super::moving::{Told, insert_in};
use super::requests::Appointment;
use super::{existing, resettle, timetable, views};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::{LINE_CHARACTERS, NOTES_CHARACTERS};
use crate::ledger::Tx;
use crate::{Desk, Session};

/// What booking the series would come to, day by day. Nothing is written.
///
/// # Errors
/// As `book`, but for the clashes, which are part of the answer.
pub fn preview(desk: &Desk, _session: &Session, request: BookSeries) -> Result<SeriesPreview> {
    let (plan, _) = Read::of(&request)?.plan(&request)?;
    desk.rehearse(|tx| {
        timetable::bookable(tx, plan.doctor)?;
        plan.lay(tx, |laid| write_new(tx, &laid, Told::default(), tx.new_id()))
    })
}

/// Books all visits of a series as one operation, or none of them.
///
/// # Errors
/// `input.invalid` (`minutes`: `out_of_range`, `past_midnight`; `repeats.every`, `repeats.count`: `out_of_range`; `repeats.count`:
/// `required` with neither an end nor a count, `either_or` with both; `repeats.until`: `end_before_start`, `range_too_long {most}`,
/// `too_many {most}`; `choices[i].planned`: `unknown`, `repeated`); `not_found {what: doctor | patient}`, `doctor.inactive`,
/// `doctor.not_approved`, `patient.merged {into}`; `series.clashes {clashes, date, start, refused}`, `series.nothing_left`.
pub fn book(desk: &Desk, session: &Session, request: BookSeries) -> Result<SeriesReply> {
    let read = Read::of(&request)?;
    let (plan, repeats) = read.plan(&request)?;
    desk.commit(session, "series.book", |tx| {
        timetable::bookable(tx, plan.doctor)?;
        let id = tx.new_id::<SeriesId>();
        let rule = repeats.rule(request.date).to_string();
        let laid = plan.lay(tx, |laid| write_new(tx, &laid, read.told.clone(), id))?;
        require_ready(&laid)?;
        store::insert(tx, id, &plan, request.date, &rule)?;
        reply(tx, id)
    })
}

/// What moving a visit and all that follow it would come to. Nothing is written.
///
/// # Errors
/// As `move_following`, but for the clashes, which are part of the answer.
pub fn preview_move(desk: &Desk, _session: &Session, request: MoveSeries) -> Result<SeriesPreview> {
    desk.rehearse(|tx| {
        let following = Following::of(tx, request.id)?;
        let plan = following.plan(&request)?;
        lay_moving(tx, &plan)
    })
}

/// Moves a visit of a series and all that follow it, as one operation: they keep their distances, and those that had been moved before
/// come back to their places in the series.
///
/// # Errors
/// `input.invalid` (`choices[i].planned`: `unknown`, `repeated`); `not_found {what: appointment | doctor}`, `series.none` for a visit
/// that is in none, `series.nothing_to_come` when neither it nor one after it can be moved; `doctor.inactive`, `doctor.not_approved`;
/// `series.clashes {clashes, date, start, refused}`, `series.nothing_left`.
pub fn move_following(desk: &Desk, session: &Session, request: MoveSeries) -> Result<SeriesReply> {
    desk.commit(session, "series.move", |tx| {
        let following = Following::of(tx, request.id)?;
        let plan = following.plan(&request)?;
        let laid = lay_moving(tx, &plan)?;
        require_ready(&laid)?;
        following.go_on(tx, &plan)?;
        reply(tx, following.series)
    })
}

/// Calls a visit of a series off and all that follow it, as one operation.
///
/// # Errors
/// `not_found {what: appointment}`, `series.none`, `series.nothing_to_come`.
pub fn cancel_following(desk: &Desk, session: &Session, request: CancelSeries) -> Result<SeriesReply> {
    let mut errors = FieldErrors::default();
    let reason = errors.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "series.cancel", |tx| {
        let following = Following::of(tx, request.id)?;
        if let Some(reason) = &reason {
            tx.because(reason.as_str());
        }
        let by = request.cancelled_by.unwrap_or(CancelledBy::Patient);
        for visit in &following.visits {
            resettle::call_off(tx, visit.id, by, reason.as_deref())?;
        }
        reply(tx, following.series)
    })
}

/// One series with all its visits.
///
/// # Errors
/// `not_found {what: series}`.
pub fn get(desk: &Desk, _session: &Session, request: SeriesRef) -> Result<SeriesReply> {
    desk.read(|connection| reply(connection, request.id))
}

fn reply(connection: &Connection, id: SeriesId) -> Result<SeriesReply> {
    let row = store::one(connection, id)?.ok_or_else(|| Refusal::not_found("series"))?;
    let visits = views::of_series(connection, id)?;
    let (mut number, mut listed) = (0, Vec::with_capacity(visits.len()));
    for visit in visits {
        let counts = !matches!(visit.status, AppointmentStatus::Cancelled | AppointmentStatus::Rescheduled);
        number += u16::from(counts);
        listed.push(SeriesVisit {
            number: counts.then_some(number),
            moved: visit.series.as_ref().is_some_and(|place| !stands_at(&visit, place)),
            to_come: is_to_come(&visit),
            appointment: visit,
        });
    }
    // Whose it is says the visit: the file may have become part of another one.
    let patient_id = listed.first().map_or(row.patient, |visit| visit.appointment.patient_id);
    let series = Series {
        id,
        patient_id,
        doctor_id: row.doctor,
        unit: row.repeats.unit(),
        every: row.repeats.every(),
        visits: listed,
        total: number,
    };
    Ok(SeriesReply { series })
}

fn stands_at(visit: &Appointment, place: &SeriesPlace) -> bool {
    (visit.date, visit.start) == (place.date, place.start)
}

fn is_to_come(visit: &Appointment) -> bool {
    AppointmentAction::Move.leads_to(visit.status).is_some()
}

/// What was sent, read.
struct Read {
    repeats: Repeats,
    dates: Vec<Date>,
    told: Told,
}

impl Read {
    fn of(request: &BookSeries) -> Result<Self> {
        let mut errors = FieldErrors::default();
        read_span(request.start, request.minutes, &mut errors);
        let reason = errors.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS);
        let notes = errors.optional_text("notes", request.notes.as_deref(), NOTES_CHARACTERS);
        let repeats = read_repeats(&request.repeats, request.date, &mut errors);
        let dates = repeats.map(|repeats| read_dates(&repeats, request, &mut errors)).unwrap_or_default();
        errors.finish()?;
        let repeats = repeats.expect("without it there was a field error");
        Ok(Self { repeats, dates, told: Told { reason, symptoms: Vec::new(), notes } })
    }

    fn plan(&self, request: &BookSeries) -> Result<(Plan, Repeats)> {
        let kind = request.kind.unwrap_or(AppointmentKind::InPerson);
        let (doctor, patient) = (request.doctor_id, request.patient_id);
        let mut plan = Plan::of(doctor, patient, request.start, request.minutes, kind);
        plan.days = self
            .dates
            .iter()
            .map(|date| PlannedDay { date: *date, start: request.start, visit: None })
            .collect();
        Ok((plan.choosing(&request.choices)?, self.repeats))
    }
}

fn read_repeats(sent: &SeriesRepeats, first: Date, errors: &mut FieldErrors) -> Option<Repeats> {
    errors.within("repeats.every", sent.every, 1, MOST_EVERY);
    let end = match (sent.count, sent.until) {
        (Some(count), None) => {
            errors.within("repeats.count", count, 2, MOST_VISITS);
            RepeatEnd::Count(count)
        }
        (None, Some(until)) => {
            if until <= first {
                errors.push(FieldError::new("repeats.until", "end_before_start"));
            }
            RepeatEnd::Until(until)
        }
        (Some(_), Some(_)) => {
            errors.push(FieldError::new("repeats.count", "either_or"));
            return None;
        }
        (None, None) => {
            errors.push(FieldError::new("repeats.count", "required"));
            return None;
        }
    };
    Repeats::new(sent.unit, sent.every, end)
}

fn read_dates(repeats: &Repeats, request: &BookSeries, errors: &mut FieldErrors) -> Vec<Date> {
    let dates = repeats.dates(request.date);
    let end = if request.repeats.until.is_some() { "repeats.until" } else { "repeats.count" };
    let reach = request.repeats.until.or(dates.last().copied());
    // A count that was cut short by the reach of the calendar is too long as well.
    let cut = request.repeats.count.is_some_and(|count| usize::from(count) > dates.len());
    if cut || reach.is_some_and(|reach| reach.days_since(request.date) > MOST_DAYS) {
        errors.push(FieldError::new(end, "range_too_long").with("most", MOST_DAYS));
    } else if dates.len() > usize::from(MOST_VISITS) {
        errors.push(FieldError::new(end, "too_many").with("most", MOST_VISITS));
    }
    dates
}

fn write_new(tx: &Tx<'_>, laid: &Laid<'_>, told: Told, id: SeriesId) -> Result<()> {
    let place = SeriesPlace { id, date: laid.day.date, start: laid.day.start };
    insert_in(tx, laid.answer, laid.place, told, None, Some(place)).map(|_| ())
}

/// A visit of a series and those after it that can still be moved or called off.
struct Following {
    series: SeriesId,
    repeats: Repeats,
    /// Where the series has the one that was asked for.
    from: SeriesPlace,
    visits: Vec<Appointment>,
}

impl Following {
    fn of(connection: &Connection, id: AppointmentId) -> Result<Self> {
        let visit = existing(connection, id)?;
        let from = visit.series.ok_or_else(|| Refusal::new("series.none"))?;
        let row = store::one(connection, from.id)?.ok_or_else(|| Refusal::not_found("series"))?;
        let visits: Vec<Appointment> = views::of_series(connection, from.id)?
            .into_iter()
            .skip_while(|visit| visit.id != id)
            .filter(is_to_come)
            .collect();
        if visits.is_empty() {
            return Err(Refusal::new("series.nothing_to_come").into());
        }
        Ok(Self { series: from.id, repeats: row.repeats, from, visits })
    }

    fn plan(&self, request: &MoveSeries) -> Result<Plan> {
        let first = &self.visits[0];
        let to = request.date.unwrap_or(self.from.date);
        let start = request.start.unwrap_or(self.from.start);
        let doctor = request.doctor_id.unwrap_or(first.doctor_id);
        let mut plan = Plan::of(doctor, first.patient_id, start, first.minutes, first.kind);
        for visit in &self.visits {
            let planned = visit.series.as_ref().map_or(visit.date, |place| place.date);
            let beyond = || FieldError::new("date", "out_of_range");
            let date = self.repeats.moved(self.from.date, to, planned);
            let date = date.ok_or_else(|| Refusal::invalid(vec![beyond()]))?;
            plan.days.push(PlannedDay { date, start, visit: Some(visit.clone()) });
        }
        plan.choosing(&request.choices)
    }

    /// The series goes on as it does from here.
    fn go_on(&self, tx: &Tx<'_>, plan: &Plan) -> Result<()> {
        let Some((first, last)) = plan.days.first().zip(plan.days.last()) else { return Ok(()) };
        let rule = self.repeats.ending(RepeatEnd::Until(last.date)).rule(first.date).to_string();
        store::go_on(tx, self.series, plan, first.date, &rule)
    }
}

/// Takes the visits that go up from where they stand, and lays each where it goes: so they may take one another's places in any
/// order. A visit that clashes stays up, and the whole is refused.
fn lay_moving(tx: &Tx<'_>, plan: &Plan) -> Result<SeriesPreview> {
    timetable::bookable(tx, plan.doctor)?;
    for visit in plan.going().filter_map(|day| day.visit.as_ref()) {
        store::take_up(tx, visit.id, tx.now())?;
    }
    plan.lay(tx, |laid| {
        let visit = laid.day.visit.as_ref().expect("what moves is a visit");
        let host = &laid.answer.timetable.host;
        super::store::place(
            tx,
            VisitId::Appointment(visit.id),
            host,
            laid.answer.asked.date,
            laid.place,
            None,
        )?;
        store::put_down(tx, visit.id, laid.day)
    })
}
