//! Patients who wait for a time. Who fits one that is free, and in which order they are asked, are the domain's rules; here they meet
//! the database. Somebody who is booked is taken off the list by the same operation, so that undo brings both back.

mod ahead;
mod freed;
mod requests;
mod store;

#[cfg(test)]
mod tests;

pub use freed::{fitting, freed};
pub use requests::{
    AddWait, BookWait, BookWaitReply, CallWait, ChangeWait, FittingPerson, FittingRequest, FreedByRequest,
    FreedTime, FreedTimes, ListWaits, OfferedTime, RemoveWait, Wait, WaitCall, WaitList, WaitReply, WaitWish,
};

use domain::appointment::{AppointmentAction, AppointmentKind};
use domain::code::Code as _;
use domain::id::{AppointmentId, PatientId, WaitId};
use domain::time::{DAY_MINUTES, Date, WallTime, Weekday};
use domain::wait_list::{Urgency, WaitEnd};
use rusqlite::Connection;

use self::ahead::Ahead;
use self::store::{Entry, Written};
use crate::appointments::asking::{Asked, read_span};
use crate::appointments::moving::{Told, book_in};
use crate::appointments::resettle::{Stand, put};
use crate::appointments::{self, AppointmentReply, timetable};
use crate::error::{Error, FieldError, FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::ledger::Tx;
use crate::patients;
use crate::rebooking::CallOutcome;
use crate::{Desk, Session};

/// Of a wish that is for no doctor.
const USUAL_MINUTES: u16 = 15;
/// Twelve hours, as for any visit.
const MOST_MINUTES: u16 = 720;

/// Who waits, in the order in which they are to be asked; or whose waiting is over.
pub fn list(desk: &Desk, _session: &Session, request: ListWaits) -> Result<WaitList> {
    let at = desk.now();
    desk.read(|connection| {
        let today = patients::today(connection, at)?;
        let patient = request.patient_id.map(|id| patients::survivor(connection, id)).transpose()?;
        let mut entries = store::not_ended(connection, today)?;
        entries.retain(|entry| entry.wait.state.is_open() != request.ended);
        if request.ended {
            // Whose last day is past ended then.
            let mut over = store::ended(connection, today)?;
            over.extend(entries);
            entries = over;
        }
        entries.retain(|entry| patient.is_none_or(|patient| entry.wait.patient_id == patient));
        if request.without_times && request.doctor_id.is_none() {
            return Ok(WaitList { waits: entries.into_iter().map(|entry| entry.wait).collect(), today });
        }
        let ahead = Ahead::read(connection, at)?;
        entries.retain(|entry| request.doctor_id.is_none_or(|doctor| ahead.suits(&entry.wish, doctor)));
        let shown = |mut entry: Entry| -> Result<Wait> {
            if entry.wait.state.is_open() && !request.without_times {
                entry.wait.free_times = ahead.times(&entry.wish)?;
            }
            Ok(entry.wait)
        };
        Ok(WaitList { waits: entries.into_iter().map(shown).collect::<Result<_>>()?, today })
    })
}

/// Puts a patient on the list.
///
/// # Errors
/// `input.invalid` (`specialty_id`: `either_or`, `not_found`; `doctor_id`: `not_found`; `last_date`: `end_before_start`, `in_the_past`;
/// `until`: `end_before_start`; `minutes`: `out_of_range`; `note`); `not_found {what: patient}`;
/// `waiting.already_waits {since}` when the patient waits for the same doctor, specialty or anybody already.
pub fn add(desk: &Desk, session: &Session, request: AddWait) -> Result<WaitReply> {
    desk.commit(session, "waiting.add", |tx| {
        let today = patients::today(tx, tx.now())?;
        let patient = patients::survivor(tx, request.patient_id)?;
        patients::require_present(tx, patient)?;
        let wish = read_wish(tx, request.wish, today)?;
        require_alone(tx, patient, &wish, None, today)?;
        let id = store::insert(tx, session, patient, &wish)?;
        reply(tx, id, today)
    })
}

/// Changes what a patient waits for; how long they have waited stays.
///
/// # Errors
/// As `add`; `not_found {what: wait}`; `waiting.ended {state}`.
pub fn change(desk: &Desk, session: &Session, request: ChangeWait) -> Result<WaitReply> {
    desk.commit(session, "waiting.change", |tx| {
        let today = patients::today(tx, tx.now())?;
        let entry = not_ended(tx, request.id, today)?;
        let wish = read_wish(tx, request.wish, today)?;
        require_alone(tx, entry.wait.patient_id, &wish, Some(request.id), today)?;
        store::change(tx, request.id, &wish)?;
        reply(tx, request.id, today)
    })
}

/// Takes a patient off the list without a visit.
///
/// # Errors
/// `input.invalid` (`reason`: `required`); `not_found {what: wait}`; `waiting.ended {state}`.
pub fn remove(desk: &Desk, session: &Session, request: RemoveWait) -> Result<WaitReply> {
    let mut errors = FieldErrors::default();
    let reason =
        errors.required_line("reason", request.reason.as_deref().unwrap_or_default(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "waiting.remove", |tx| {
        let today = patients::today(tx, tx.now())?;
        not_ended(tx, request.id, today)?;
        tx.because(reason.as_str());
        store::end(tx, request.id, WaitEnd::Removed, None, Some(&reason))?;
        reply(tx, request.id, today)
    })
}

/// Writes down a call about a free time. Who is offered a time and wants it is booked instead.
///
/// # Errors
/// `input.invalid` (`note`); `not_found {what: wait}`; `waiting.ended {state}`.
pub fn call(desk: &Desk, session: &Session, request: CallWait) -> Result<WaitReply> {
    let mut errors = FieldErrors::default();
    let note = errors.optional_line("note", request.note.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "waiting.call", |tx| {
        let today = patients::today(tx, tx.now())?;
        not_ended(tx, request.id, today)?;
        store::insert_call(tx, session, &CallWait { note, ..request })?;
        reply(tx, request.id, today)
    })
}

/// Books somebody of the list by the five steps, or moves the visit they have already, and takes them off it.
///
/// # Errors
/// `not_found {what: wait | appointment}`; `waiting.ended {state}`; as `appointments.book` or `appointments.move`.
pub fn book(desk: &Desk, session: &Session, request: BookWait) -> Result<BookWaitReply> {
    let mut errors = FieldErrors::default();
    let overbook =
        errors.optional_line("overbook_reason", request.overbook_reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "waiting.book", |tx| {
        let today = patients::today(tx, tx.now())?;
        let entry = not_ended(tx, request.id, today)?;
        let booked = match request.instead_of {
            Some(visit) => relocate(tx, session, &entry, &request, visit, overbook.as_deref())?,
            None => book_new(tx, session, &entry, &request, overbook.as_deref())?,
        };
        store::end(tx, request.id, WaitEnd::Booked, Some(booked.appointment.id), None)?;
        let offered =
            OfferedTime { doctor_id: request.doctor_id, date: request.date, start: booked.appointment.start };
        let call =
            CallWait { id: request.id, outcome: CallOutcome::Reached, note: None, offered: Some(offered) };
        store::insert_call(tx, session, &call)?;
        let wait = store::one(tx, request.id, today)?.wait;
        Ok(BookWaitReply { wait, appointment: booked.appointment, warnings: booked.warnings })
    })
}

fn book_new(
    tx: &Tx<'_>,
    session: &Session,
    entry: &Entry,
    request: &BookWait,
    overbook: Option<&str>,
) -> Result<AppointmentReply> {
    let mut errors = FieldErrors::default();
    let span = read_span(request.start, request.minutes.unwrap_or(entry.wait.minutes), &mut errors);
    errors.finish()?;
    let asked = Asked {
        doctor: request.doctor_id,
        patient: Some(entry.wait.patient_id),
        rep: None,
        date: request.date,
        span: span.expect("without a span there was a field error"),
        kind: AppointmentKind::InPerson,
        later_hour: None,
        moving: None,
    };
    let told = Told { reason: entry.wait.note.clone(), symptoms: Vec::new(), notes: None };
    book_in(tx, session, asked, told, overbook)
}

/// Moves a visit that the patient has already: who waits for an earlier time needs no second one.
fn relocate(
    tx: &Tx<'_>,
    session: &Session,
    entry: &Entry,
    request: &BookWait,
    visit: AppointmentId,
    overbook: Option<&str>,
) -> Result<AppointmentReply> {
    let visit = appointments::existing(tx, visit)?;
    if patients::survivor(tx, visit.patient_id)? != entry.wait.patient_id {
        return Err(Refusal::not_found("appointment").into());
    }
    appointments::next_state(&visit, AppointmentAction::Move)?;
    let to = Stand {
        doctor: request.doctor_id,
        date: request.date,
        start: request.start,
        minutes: request.minutes.unwrap_or(entry.wait.minutes),
        later_hour: None,
        ..Stand::of(&visit)
    };
    put(tx, session, &to, overbook)?;
    appointments::reply(tx, visit.id, Vec::new())
}

fn reply(connection: &Connection, id: WaitId, today: Date) -> Result<WaitReply> {
    Ok(WaitReply { wait: store::one(connection, id, today)?.wait })
}

/// Somebody whose waiting no person has ended; the last day may be past: a call may still bring a visit.
fn not_ended(connection: &Connection, id: WaitId, today: Date) -> Result<Entry> {
    let entry = store::one(connection, id, today)?;
    if entry.end.is_some() {
        return Err(Refusal::new("waiting.ended").with("state", entry.wait.state).into());
    }
    Ok(entry)
}

/// A wish that can be kept.
fn read_wish(connection: &Connection, wish: WaitWish, today: Date) -> Result<Written> {
    let mut errors = FieldErrors::default();
    let mut wrong = |field: &str, code| errors.push(FieldError::new(field, code));
    let mut minutes = wish.minutes.unwrap_or(USUAL_MINUTES);
    match (wish.doctor_id, wish.specialty_id) {
        (Some(_), Some(_)) => wrong("specialty_id", "either_or"),
        (Some(doctor), None) => match timetable::bookable(connection, doctor) {
            Ok(host) => minutes = wish.minutes.unwrap_or(host.default_visit_minutes),
            Err(Error::Refused(_)) => wrong("doctor_id", "not_found"),
            Err(fault) => return Err(fault),
        },
        (None, Some(specialty)) if !store::is_specialty(connection, specialty)? => {
            wrong("specialty_id", "not_found");
        }
        (None, _) => {}
    }
    let mut weekdays = wish.weekdays;
    weekdays.sort_unstable();
    weekdays.dedup();
    if weekdays.len() == Weekday::ALL.len() {
        weekdays.clear();
    }
    if wish.first_date.zip(wish.last_date).is_some_and(|(first, last)| last < first) {
        wrong("last_date", "end_before_start");
    } else if wish.last_date.is_some_and(|last| last < today) {
        wrong("last_date", "in_the_past");
    }
    let (from, until) = (wish.from, wish.until);
    let window = from.map_or(0, WallTime::minutes)..until.map_or(DAY_MINUTES, WallTime::minutes);
    if window.is_empty() {
        wrong("until", "end_before_start");
    }
    errors.within(
        "minutes",
        minutes,
        1,
        u16::try_from(window.len().max(1)).unwrap_or(MOST_MINUTES).min(MOST_MINUTES),
    );
    let note = errors.optional_line("note", wish.note.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    Ok(Written {
        wanted: store::wanted(wish.doctor_id, wish.specialty_id),
        weekdays,
        first: wish.first_date,
        last: wish.last_date,
        from,
        until,
        minutes,
        urgency: wish.urgency.unwrap_or(Urgency::Routine),
        note,
    })
}

/// That the patient does not wait for the same doctors already.
fn require_alone(
    connection: &Connection,
    patient: PatientId,
    wish: &Written,
    but: Option<WaitId>,
    today: Date,
) -> Result<()> {
    let same = store::not_ended(connection, today)?.into_iter().find(|entry| {
        entry.wait.state.is_open()
            && entry.wait.patient_id == patient
            && entry.wish.wanted == wish.wanted
            && Some(entry.wait.id) != but
    });
    match same {
        Some(entry) => Err(Refusal::new("waiting.already_waits").with("since", entry.wait.since).into()),
        None => Ok(()),
    }
}
