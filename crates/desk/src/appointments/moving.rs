//! Booking and moving: the five steps and the write in one transaction, and booking over a refusal.

use domain::appointment::{AppointmentAction, AppointmentStatus};
use domain::booking::{self, Place, VisitId};
use domain::id::AppointmentId;
use domain::permission::Permission;
use domain::reference::ReferenceKind;
use rusqlite::Connection;

use super::asking::{Answer, Asked, ask, read_span, warnings};
use super::requests::{Appointment, AppointmentReply, BookRequest, MoveRequest};
use super::series::requests::SeriesPlace;
use super::store;
use super::{existing, next_state, read_symptoms, reply, timetable, verdict};
use crate::error::{FieldErrors, Refusal, Result};
use crate::input::{LINE_CHARACTERS, NOTES_CHARACTERS};
use crate::ledger::Tx;
use crate::{Desk, Session};

/// Books a visit.
///
/// # Errors
/// `input.invalid`; `not_found {what: doctor | patient}`, `doctor.inactive`, `doctor.not_approved`, `patient.merged {into}`; the
/// refusals of the five steps as `verdict::refusal` tells them; `permission.denied` for an overbooking without the right to it.
pub fn book(desk: &Desk, session: &Session, request: BookRequest) -> Result<AppointmentReply> {
    let mut errors = FieldErrors::default();
    let span = read_span(request.start, request.minutes, &mut errors);
    let reason = errors.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS);
    let symptoms = read_symptoms(&request.symptoms, &mut errors);
    let notes = errors.optional_text("notes", request.notes.as_deref(), NOTES_CHARACTERS);
    let overbook =
        errors.optional_line("overbook_reason", request.overbook_reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    let span = span.expect("without a span there was a field error");
    let asked = Asked::to_book(&request, span);

    let told = Told { reason, symptoms, notes };
    desk.commit(session, "appointments.book", |tx| book_in(tx, session, asked, told, overbook.as_deref()))
}

/// What a visit is about, in the words of whoever books it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub reason: Option<String>,
    pub symptoms: Vec<String>,
    pub notes: Option<String>,
}

/// Books within an operation: the check and the write.
///
/// # Errors
/// As `book`.
pub(crate) fn book_in(
    tx: &Tx<'_>,
    session: &Session,
    asked: Asked,
    told: Told,
    overbook_reason: Option<&str>,
) -> Result<AppointmentReply> {
    let answer = ask(tx, timetable::recall(tx, asked.doctor, asked.date)?, asked, tx.now())?;
    let settled = settle(tx, session, &answer, overbook_reason)?;
    if let Some(reason) = settled.overbook_reason {
        tx.because(reason);
    }
    let warnings = warnings(tx, &answer)?;
    let appointment = insert_in(tx, &answer, settled.place, told, settled.overbook_reason, None)?;
    Ok(AppointmentReply { appointment, warnings })
}

/// Writes a new visit where it was settled that it goes.
pub(super) fn insert_in(
    tx: &Tx<'_>,
    answer: &Answer,
    place: Place,
    told: Told,
    overbook_reason: Option<&str>,
    series: Option<SeriesPlace>,
) -> Result<Appointment> {
    let asked = &answer.asked;
    let (patient_id, patient) =
        asked.patient.zip(answer.patient.as_ref()).expect("a new booking is asked for with its patient");
    let appointment = Appointment {
        id: tx.new_id::<AppointmentId>(),
        r#ref: tx.next_reference(ReferenceKind::Appointment)?.to_string(),
        patient_id,
        patient_name: patient.full_name.clone(),
        patient_ref: patient.reference.clone(),
        patient_phone: patient.phone.clone(),
        doctor_id: asked.doctor,
        site_id: answer.timetable.host.site,
        date: asked.date,
        start: place.span.start(),
        minutes: place.span.minutes(),
        later_hour: place.later_hour,
        status: AppointmentStatus::Scheduled,
        kind: asked.kind,
        reason: told.reason,
        symptoms: told.symptoms,
        notes: told.notes,
        queue_number: None,
        cancelled_by: None,
        cancel_reason: None,
        overbook_reason: overbook_reason.map(str::to_owned),
        clash_with: None,
        arrived_at: None,
        started_at: None,
        completed_at: None,
        created_at: tx.now(),
        called_at: None,
        series,
    };
    store::insert(tx, &appointment)?;
    Ok(appointment)
}

/// Puts a visit at another time, day or doctor. It keeps its identity, reference and state, does not stand in its own way, and loses
/// the mark of an overbooking where it now passes all five steps.
///
/// # Errors
/// As `book`, and `not_found {what: appointment}`, `appointment.wrong_state {status, action}`.
pub fn move_visit(desk: &Desk, session: &Session, request: MoveRequest) -> Result<AppointmentReply> {
    let mut errors = FieldErrors::default();
    let overbook =
        errors.optional_line("overbook_reason", request.overbook_reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "appointments.move", |tx| {
        let visit = existing(tx, request.id)?;
        next_state(&visit, AppointmentAction::Move)?;
        let asked = destination(&request, &visit)?;
        if stays(&asked, &visit) {
            return reply(tx, visit.id, Vec::new());
        }
        let answer = ask(tx, timetable::recall(tx, asked.doctor, asked.date)?, asked, tx.now())?;
        let settled = settle(tx, session, &answer, overbook.as_deref())?;
        if let Some(reason) = settled.overbook_reason {
            tx.because(reason);
        }
        let warnings = warnings(tx, &answer)?;
        let host = &answer.timetable.host;
        store::place(
            tx,
            VisitId::Appointment(visit.id),
            host,
            asked.date,
            settled.place,
            settled.overbook_reason,
        )?;
        reply(tx, visit.id, warnings)
    })
}

/// Where the visit is to go: what the request leaves out stays as it is.
fn destination(request: &MoveRequest, visit: &Appointment) -> Result<Asked> {
    let mut errors = FieldErrors::default();
    let (date, start) = (request.date.unwrap_or(visit.date), request.start.unwrap_or(visit.start));
    let span = read_span(start, request.minutes.unwrap_or(visit.minutes), &mut errors);
    errors.finish()?;
    let same_time = (date, start) == (visit.date, visit.start);
    Ok(Asked {
        doctor: request.doctor_id.unwrap_or(visit.doctor_id),
        patient: Some(visit.patient_id),
        rep: None,
        date,
        span: span.expect("without a span there was a field error"),
        kind: visit.kind,
        later_hour: request.later_hour.or(same_time.then_some(visit.later_hour)),
        moving: Some(VisitId::Appointment(visit.id)),
    })
}

fn stays(asked: &Asked, visit: &Appointment) -> bool {
    asked.doctor == visit.doctor_id
        && asked.date == visit.date
        && (asked.span.start(), asked.span.minutes()) == (visit.start, visit.minutes)
        && asked.later_hour == Some(visit.later_hour)
}

/// Where the visit goes in the end, and why over a refusal, if it does.
pub(crate) struct Settled<'a> {
    pub place: Place,
    pub overbook_reason: Option<&'a str>,
}

/// Takes the answer as it is, or overrides it. A visit that passes all five steps is no overbooking, whatever reason was sent: the
/// mark would say something untrue in the conflict report.
pub(crate) fn settle<'a>(
    connection: &Connection,
    session: &Session,
    answer: &Answer,
    overbook_reason: Option<&'a str>,
) -> Result<Settled<'a>> {
    let obstacle = match &answer.verdict {
        booking::Verdict::Fits(place) => return Ok(Settled { place: *place, overbook_reason: None }),
        booking::Verdict::Refused(obstacle) => obstacle,
    };
    let may_overbook = session.may(Permission::Overbook);
    // Without a place, the time itself cannot be, and no reason changes that; nor does one let in a rep who is kept out.
    match overbook_reason.zip(answer.place).filter(|_| obstacle.can_be_overbooked()) {
        Some((reason, place)) if may_overbook => Ok(Settled { place, overbook_reason: Some(reason) }),
        Some(_) => {
            let refusal = verdict::refusal(connection, answer, obstacle, may_overbook)?;
            let denied = Refusal { params: refusal.params, ..Refusal::new("permission.denied") };
            Err(denied.with("permission", Permission::Overbook).with("refused", refusal.code).into())
        }
        None => Err(verdict::refusal(connection, answer, obstacle, may_overbook)?.into()),
    }
}
