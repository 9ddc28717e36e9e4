//! A booked visit on its way: confirmed, arrived, begun, over; or called off, or missed.

use domain::appointment::{AppointmentAction, AppointmentStatus, CancelledBy};
use domain::booking::Obstacle;
use domain::calendar::zone;

use super::asking::{Asked, ask};
use super::requests::{Appointment, AppointmentRef, AppointmentReply, CancelRequest, Warning};
use super::store::{self, Advance};
use super::{existing, next_state, reply, timetable, verdict};
use crate::error::{FieldErrors, Result};
use crate::input::LINE_CHARACTERS;
use crate::ledger::Tx;
use crate::{Desk, Session};

/// The patient will come.
pub fn confirm(desk: &Desk, session: &Session, request: AppointmentRef) -> Result<AppointmentReply> {
    desk.commit(session, "appointments.confirm", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, AppointmentAction::Confirm)?;
        store::advance(
            tx,
            visit.id,
            status,
            &Advance { confirmed_at: Some(tx.now()), ..Advance::default() },
        )?;
        reply(tx, visit.id, Vec::new())
    })
}

/// The patient is here, and gets the next number of the doctor's queue. On another day than the visit's it is done all the same, with
/// the warning `not_today {date, today}`.
///
/// # Errors
/// Beyond those of every action: `booking.slot_taken`, as `book` tells it, when a patient marked as a no-show turns up after the time
/// was given to somebody else.
pub fn arrive(desk: &Desk, session: &Session, request: AppointmentRef) -> Result<AppointmentReply> {
    desk.commit(session, "appointments.arrive", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, AppointmentAction::Arrive)?;
        if !visit.status.holds_time() && visit.overbook_reason.is_none() {
            still_free(tx, &visit)?;
        }
        let queue_number = store::next_queue_number(tx, visit.doctor_id, visit.date)?;
        let stamps =
            Advance { arrived_at: Some(tx.now()), queue_number: Some(queue_number), ..Advance::default() };
        store::advance(tx, visit.id, status, &stamps)?;
        let (today, _) = zone::wall(tx.now(), store::zone(tx, visit.site_id)?);
        let elsewhen = (today != visit.date)
            .then(|| Warning::new("not_today").with("date", visit.date).with("today", today));
        reply(tx, visit.id, elsewhen.into_iter().collect())
    })
}

/// The visit begins.
pub fn start(desk: &Desk, session: &Session, request: AppointmentRef) -> Result<AppointmentReply> {
    desk.commit(session, "appointments.start", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, AppointmentAction::Start)?;
        store::advance(tx, visit.id, status, &Advance { started_at: Some(tx.now()), ..Advance::default() })?;
        reply(tx, visit.id, Vec::new())
    })
}

/// A visit that is held from afar begins: whoever it is with comes to no desk first.
pub(crate) fn begin_online(tx: &Tx<'_>, visit: &Appointment) -> Result<()> {
    if visit.status != AppointmentStatus::Arrived {
        let status = next_state(visit, AppointmentAction::Arrive)?;
        let queue_number = store::next_queue_number(tx, visit.doctor_id, visit.date)?;
        let stamps =
            Advance { arrived_at: Some(tx.now()), queue_number: Some(queue_number), ..Advance::default() };
        store::advance(tx, visit.id, status, &stamps)?;
    }
    let status = next_state(&existing(tx, visit.id)?, AppointmentAction::Start)?;
    store::advance(tx, visit.id, status, &Advance { started_at: Some(tx.now()), ..Advance::default() })
}

/// The visit is over.
pub fn complete(desk: &Desk, session: &Session, request: AppointmentRef) -> Result<AppointmentReply> {
    desk.commit(session, "appointments.complete", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, AppointmentAction::Complete)?;
        store::advance(
            tx,
            visit.id,
            status,
            &Advance { completed_at: Some(tx.now()), ..Advance::default() },
        )?;
        reply(tx, visit.id, Vec::new())
    })
}

/// The patient did not come. Before the visit would have begun this is done with the warning `before_its_time`.
pub fn no_show(desk: &Desk, session: &Session, request: AppointmentRef) -> Result<AppointmentReply> {
    desk.commit(session, "appointments.no_show", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, AppointmentAction::NoShow)?;
        store::advance(tx, visit.id, status, &Advance::default())?;
        let begins =
            zone::instant(visit.date, visit.start, store::zone(tx, visit.site_id)?).pick(visit.later_hour);
        let early = begins.is_some_and(|begins| tx.now() < begins).then(|| Warning::new("before_its_time"));
        reply(tx, visit.id, early.into_iter().collect())
    })
}

/// Calls a visit off. Its time is free at once.
pub fn cancel(desk: &Desk, session: &Session, request: CancelRequest) -> Result<AppointmentReply> {
    let mut errors = FieldErrors::default();
    let reason = errors.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "appointments.cancel", |tx| {
        let visit = existing(tx, request.id)?;
        let status = next_state(&visit, AppointmentAction::Cancel)?;
        if let Some(reason) = &reason {
            tx.because(reason.as_str());
        }
        let called_off = Advance {
            cancelled_by: Some(request.cancelled_by.unwrap_or(CancelledBy::Patient)),
            cancel_reason: reason.as_deref(),
            ..Advance::default()
        };
        store::advance(tx, visit.id, status, &called_off)?;
        reply(tx, visit.id, Vec::new())
    })
}

/// Whether the time of a visit that let go of it can be taken again: the fourth step alone, for the others were passed when it was
/// booked and a patient who stands at the desk is not sent away over them.
fn still_free(tx: &Tx<'_>, visit: &Appointment) -> Result<()> {
    let asked = Asked::again(visit)?;
    let answer = ask(tx, timetable::recall(tx, asked.doctor, asked.date)?, asked, tx.now())?;
    let Some(held) = answer.place.and_then(|place| answer.facts.in_the_way(place)) else { return Ok(()) };
    Err(verdict::refusal(tx, &answer, &Obstacle::Taken(*held), false)?.into())
}
