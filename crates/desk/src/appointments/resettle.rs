//! Settling what two desks did at once: a visit of either kind goes to another time, or stays where it is, by the same five steps as
//! any booking.

use domain::appointment::{AppointmentAction, AppointmentKind, AppointmentStatus, CancelledBy};
use domain::booking::{Obstacle, VisitId};
use domain::id::{AppointmentId, DoctorId, PatientId};
use domain::time::{Date, Instant, WallTime};
use rusqlite::Connection;

use super::asking::{Asked, ask, read_span};
use super::requests::{Appointment, FreeTime};
use super::store::Advance;
use super::timetable::{self, Timetable};
use super::{free_times, moving, store, verdict};
use crate::Session;
use crate::error::{FieldErrors, Result};
use crate::ledger::Tx;

/// Whose time a visit holds, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stand {
    pub visit: VisitId,
    /// None for a rep visit.
    pub patient: Option<PatientId>,
    pub kind: AppointmentKind,
    pub doctor: DoctorId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    /// None asks, on a day that has the time twice.
    pub later_hour: Option<bool>,
}

impl Stand {
    /// Where an appointment stands.
    pub fn of(visit: &Appointment) -> Self {
        Self {
            visit: VisitId::Appointment(visit.id),
            patient: Some(visit.patient_id),
            kind: visit.kind,
            doctor: visit.doctor_id,
            date: visit.date,
            start: visit.start,
            minutes: visit.minutes,
            later_hour: Some(visit.later_hour),
        }
    }

    fn asked(&self) -> Result<Asked> {
        let mut errors = FieldErrors::default();
        let span = read_span(self.start, self.minutes, &mut errors);
        errors.finish()?;
        Ok(Asked {
            doctor: self.doctor,
            patient: self.patient,
            rep: None,
            date: self.date,
            span: span.expect("without a span there was a field error"),
            kind: self.kind,
            later_hour: self.later_hour,
            moving: Some(self.visit),
        })
    }
}

/// Puts the visit where `to` says, through the five steps; over a refusal with a reason, by whoever may.
///
/// # Errors
/// As `appointments.move`.
pub(crate) fn put(tx: &Tx<'_>, session: &Session, to: &Stand, overbook_reason: Option<&str>) -> Result<()> {
    let asked = to.asked()?;
    let answer = ask(tx, timetable::recall(tx, asked.doctor, asked.date)?, asked, tx.now())?;
    let settled = moving::settle(tx, session, &answer, overbook_reason)?;
    if let Some(reason) = settled.overbook_reason {
        tx.because(reason);
    }
    let host = &answer.timetable.host;
    store::place(tx, to.visit, host, asked.date, settled.place, settled.overbook_reason)
}

/// Calls an appointment off: its time, its queue number and whatever was to remind of it are free at once.
pub(crate) fn call_off(
    connection: &Connection,
    id: AppointmentId,
    by: CancelledBy,
    reason: Option<&str>,
) -> Result<()> {
    let called_off = Advance { cancelled_by: Some(by), cancel_reason: reason, ..Advance::default() };
    store::advance(connection, id, AppointmentStatus::Cancelled, &called_off)
}

/// The patient has said to come; also of a visit that was confirmed before it went to another time.
pub(crate) fn confirm(connection: &Connection, visit: &Appointment, at: Instant) -> Result<()> {
    let status = AppointmentAction::Confirm.leads_to(visit.status).unwrap_or(visit.status);
    store::advance(connection, visit.id, status, &Advance { confirmed_at: Some(at), ..Advance::default() })
}

/// That nobody else holds the time: the fourth step alone.
///
/// # Errors
/// `booking.slot_taken`, as `verdict::refusal` tells it.
pub(crate) fn require_free(tx: &Tx<'_>, stand: &Stand) -> Result<()> {
    let asked = stand.asked()?;
    let answer = ask(tx, timetable::recall(tx, asked.doctor, asked.date)?, asked, tx.now())?;
    let Some(held) = answer.place.and_then(|place| answer.facts.in_the_way(place)) else { return Ok(()) };
    Err(verdict::refusal(tx, &answer, &Obstacle::Taken(*held), false)?.into())
}

/// The nearest times the visit could go to; none for a doctor who cannot be booked any more.
pub(crate) fn free_times_near(connection: &Connection, stand: &Stand, at: Instant) -> Result<Vec<FreeTime>> {
    let Ok(host) = timetable::bookable(connection, stand.doctor) else { return Ok(Vec::new()) };
    let timetable = std::sync::Arc::new(Timetable::load(connection, host, stand.date)?);
    match ask(connection, timetable, stand.asked()?, at) {
        Ok(answer) => free_times::near(connection, &answer),
        Err(crate::Error::Refused(_)) => Ok(Vec::new()),
        Err(fault) => Err(fault),
    }
}
