//! Booking a rep: the same five steps as for a patient, with the rules for reps after them, and the write in one transaction.

use std::sync::Arc;

use domain::appointment::AppointmentKind;
use domain::booking::VisitId;
use domain::id::RepVisitId;
use domain::permission::Permission;
use domain::reference::ReferenceKind;
use domain::rep_visit::{RepVisitAction, RepVisitStatus};

use super::requests::{
    ApproveRepVisit, BookRepVisit, CheckRepVisit, RepVisitDetail, RepVisitReply, RescheduleRepVisit,
};
use super::{existing, next_state, reply, store, views};
use crate::appointments::asking::{Answer, Asked, ask, read_span, warnings};
use crate::appointments::moving::{Settled, settle};
use crate::appointments::timetable::{self, Timetable};
use crate::appointments::{Verdict, verdict};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::{LINE_CHARACTERS, NAME_CHARACTERS};
use crate::ledger::Tx;
use crate::{Desk, Session};

/// More than anybody brings along, of products or of people.
const MOST_NAMED: usize = 20;

/// The five steps and the rules, without booking.
///
/// # Errors
/// `input.invalid`; `not_found {what: doctor | rep}`, `doctor.inactive {doctor}`, `doctor.not_approved {doctor}`.
pub fn check(desk: &Desk, session: &Session, request: CheckRepVisit) -> Result<Verdict> {
    let mut errors = FieldErrors::default();
    let span = read_span(request.start, request.minutes, &mut errors);
    errors.finish()?;
    let asked = Asked {
        doctor: request.doctor_id,
        patient: None,
        rep: Some(request.rep_id),
        date: request.date,
        span: span.expect("without a span there was a field error"),
        kind: AppointmentKind::InPerson,
        later_hour: request.later_hour,
        moving: request.moving.map(VisitId::Rep),
    };
    let at = desk.now();
    desk.read(|connection| {
        let host = timetable::bookable(connection, asked.doctor)?;
        let timetable = Arc::new(Timetable::load(connection, host, asked.date)?);
        let answer = ask(connection, timetable, asked, at)?;
        verdict::report(connection, &answer, session.may(Permission::Overbook))
    })
}

/// Books a rep, or takes down a request. A request holds no time yet; it is asked the same all the same, so that nobody has to
/// decline what could never be.
///
/// # Errors
/// `input.invalid`; `not_found {what: doctor | rep}`, `doctor.inactive`, `doctor.not_approved`; the refusals of the five steps and of
/// the rules as `appointments::verdict` tells them; `permission.denied` for an overbooking without the right to it.
pub fn book(desk: &Desk, session: &Session, request: BookRepVisit) -> Result<RepVisitReply> {
    let mut errors = FieldErrors::default();
    let span = read_span(request.start, request.minutes, &mut errors);
    let products = read_names("products", &request.products, &mut errors);
    let attendees = read_names("attendees", &request.attendees, &mut errors);
    let overbook =
        errors.optional_line("overbook_reason", request.overbook_reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    let asked = Asked {
        doctor: request.doctor_id,
        patient: None,
        rep: Some(request.rep_id),
        date: request.date,
        span: span.expect("without a span there was a field error"),
        kind: AppointmentKind::InPerson,
        later_hour: request.later_hour,
        moving: None,
    };
    let status = if request.as_request { RepVisitStatus::Requested } else { RepVisitStatus::Approved };
    desk.commit(session, "rep_visits.book", |tx| {
        let new = New { asked, status, products, attendees, rescheduled_from: None };
        write(tx, session, new, overbook.as_deref())
    })
}

/// A request is granted: from now on the visit holds the doctor's time, so everything is asked once more.
///
/// # Errors
/// As `book`, and `not_found {what: rep_visit}`, `rep_visit.wrong_state {status, action}`.
pub fn approve(desk: &Desk, session: &Session, request: ApproveRepVisit) -> Result<RepVisitReply> {
    let mut errors = FieldErrors::default();
    let overbook =
        errors.optional_line("overbook_reason", request.overbook_reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "rep_visits.approve", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, RepVisitAction::Approve)?;
        let answer = asked_again(tx, views::again(&visit)?)?;
        let settled = settle(tx, session, &answer, overbook.as_deref())?;
        let warnings = warnings(tx, &answer)?;
        because(tx, &settled);
        // Before the state: the belt must know by then that it was meant.
        if visit.overbook_reason.as_deref() != settled.overbook_reason {
            store::overbook(tx, visit.id, settled.overbook_reason)?;
        }
        store::advance(tx, visit.id, status, &store::Advance::default())?;
        reply(tx, visit.id, warnings)
    })
}

/// Another time for a visit: a new one that names the old, which stays on record.
///
/// # Errors
/// As `book`, and `not_found {what: rep_visit}`, `rep_visit.wrong_state {status, action}`, `rep_visit.same_time` where nothing would
/// change.
pub fn reschedule(desk: &Desk, session: &Session, request: RescheduleRepVisit) -> Result<RepVisitReply> {
    let mut errors = FieldErrors::default();
    let overbook =
        errors.optional_line("overbook_reason", request.overbook_reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "rep_visits.reschedule", |tx| {
        let visit = existing(tx, request.id)?;
        let replaced = next_state(&visit, RepVisitAction::Reschedule)?;
        let asked = destination(&request, &visit)?;
        // The old one lets go of the time first: the new one may overlap it.
        store::advance(tx, visit.id, replaced, &store::Advance::default())?;
        let status = match visit.status {
            RepVisitStatus::Requested if !request.approve => RepVisitStatus::Requested,
            _ => RepVisitStatus::Approved,
        };
        let (products, attendees) = (visit.products, visit.attendees);
        let new = New { asked, status, products, attendees, rescheduled_from: Some(visit.id) };
        write(tx, session, new, overbook.as_deref())
    })
}

fn destination(request: &RescheduleRepVisit, visit: &RepVisitDetail) -> Result<Asked> {
    let mut errors = FieldErrors::default();
    let (date, start) = (request.date.unwrap_or(visit.date), request.start.unwrap_or(visit.start));
    let span = read_span(start, request.minutes.unwrap_or(visit.minutes), &mut errors);
    errors.finish()?;
    let doctor = request.doctor_id.unwrap_or(visit.doctor_id);
    let span = span.expect("without a span there was a field error");
    let is_same_time = (date, start) == (visit.date, visit.start);
    let later_hour = request.later_hour.or(is_same_time.then_some(visit.later_hour));
    let stays = is_same_time && doctor == visit.doctor_id && span.minutes() == visit.minutes;
    if stays && later_hour == Some(visit.later_hour) {
        return Err(Refusal::new("rep_visit.same_time").into());
    }
    Ok(Asked {
        doctor,
        patient: None,
        rep: Some(visit.rep_id),
        date,
        span,
        kind: AppointmentKind::InPerson,
        later_hour,
        moving: Some(VisitId::Rep(visit.id)),
    })
}

/// A visit to be written.
struct New {
    asked: Asked,
    status: RepVisitStatus,
    products: Vec<String>,
    attendees: Vec<String>,
    rescheduled_from: Option<RepVisitId>,
}

fn write(tx: &Tx<'_>, session: &Session, new: New, overbook: Option<&str>) -> Result<RepVisitReply> {
    let answer = asked_again(tx, new.asked)?;
    let settled = settle(tx, session, &answer, overbook)?;
    because(tx, &settled);
    let warnings = warnings(tx, &answer)?;
    let rep = answer.rep.as_ref().expect("a rep's visit is asked for with its rep");
    let id = tx.new_id::<RepVisitId>();
    let row = store::NewVisit {
        id,
        reference: tx.next_reference(ReferenceKind::RepVisit)?.to_string(),
        rep: rep.id,
        doctor: new.asked.doctor,
        site: answer.timetable.host.site,
        date: new.asked.date,
        place: settled.place,
        status: new.status,
        rescheduled_from: new.rescheduled_from,
        products: new.products,
        attendees: new.attendees,
        overbook_reason: settled.overbook_reason,
        created_at: tx.now(),
    };
    store::insert(tx, row)?;
    reply(tx, id, warnings)
}

fn asked_again(tx: &Tx<'_>, asked: Asked) -> Result<Answer> {
    ask(tx, timetable::recall(tx, asked.doctor, asked.date)?, asked, tx.now())
}

fn because(tx: &Tx<'_>, settled: &Settled<'_>) {
    if let Some(reason) = settled.overbook_reason {
        tx.because(reason);
    }
}

/// Each a line, empty ones dropped. Field codes as of `input`, and `too_many {most}`.
fn read_names(field: &str, list: &[String], errors: &mut FieldErrors) -> Vec<String> {
    if list.len() > MOST_NAMED {
        errors.push(FieldError::new(field, "too_many").with("most", MOST_NAMED));
        return Vec::new();
    }
    let read = |(position, text): (usize, &String)| {
        errors.optional_line(&format!("{field}[{position}]"), Some(text), NAME_CHARACTERS)
    };
    list.iter().enumerate().filter_map(read).collect()
}
