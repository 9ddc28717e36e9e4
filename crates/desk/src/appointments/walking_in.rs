//! The booking half of a walk-in: where it goes today, and the booked visit of somebody who is here already.

use domain::appointment::{AppointmentKind, AppointmentStatus};
use domain::id::{AppointmentId, DoctorId, PatientId};
use domain::time::{Date, WallTime};

use super::asking::{Asked, read_span};
use super::moving::{Told, book_in};
use super::requests::{AppointmentReply, NextFreeRequest};
use super::store::{self, Advance};
use super::{existing, free_times, reply, timetable};
use crate::Session;
use crate::error::{FieldErrors, Refusal, Result};
use crate::ledger::Tx;

/// What a walk-in is for.
pub(crate) struct Wanted<'a> {
    pub patient: PatientId,
    pub doctor: Option<DoctorId>,
    pub minutes: Option<u16>,
    pub reason: Option<String>,
    pub overbook_reason: Option<&'a str>,
}

/// Where it goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    doctor: DoctorId,
    date: Date,
    start: WallTime,
    minutes: u16,
}

/// The first time that is left of today: of the doctor, or of whoever is free first.
///
/// # Errors
/// `queue.no_time_today`.
pub(crate) fn first_time(tx: &Tx<'_>, wanted: &Wanted<'_>) -> Result<Spot> {
    let request = NextFreeRequest {
        doctor_id: wanted.doctor,
        rep_id: None,
        minutes: wanted.minutes,
        from: None,
        not_before: None,
        kind: None,
        count: Some(1),
    };
    let free = free_times::next(tx, &request, tx.now())?.into_iter().next();
    let none_today = || Refusal::new("queue.no_time_today");
    let free = free.ok_or_else(none_today)?;
    let host = timetable::bookable(tx, free.doctor_id)?;
    let (today, _) = domain::calendar::zone::wall(tx.now(), store::zone_of(&host.time_zone)?);
    if free.date != today {
        let refusal = none_today().with("next_date", free.date).with("next_start", free.start);
        return Err(refusal.with("doctor_id", free.doctor_id).into());
    }
    Ok(Spot { doctor: free.doctor_id, date: free.date, start: free.start, minutes: free.minutes })
}

/// This very minute at the doctor's site.
pub(crate) fn at_once(tx: &Tx<'_>, wanted: &Wanted<'_>) -> Result<Spot> {
    let doctor = wanted.doctor.expect("a walk-in that goes in now says to whom");
    let host = timetable::bookable(tx, doctor)?;
    let (date, start) = domain::calendar::zone::wall(tx.now(), store::zone_of(&host.time_zone)?);
    Ok(Spot { doctor, date, start, minutes: wanted.minutes.unwrap_or(host.default_visit_minutes) })
}

/// Books the walk-in through the five steps, and has it arrive with the doctor's next number.
///
/// # Errors
/// As `appointments.book`.
pub(crate) fn take(
    tx: &Tx<'_>,
    session: &Session,
    wanted: Wanted<'_>,
    spot: Spot,
) -> Result<AppointmentReply> {
    let mut errors = FieldErrors::default();
    let span = read_span(spot.start, spot.minutes, &mut errors);
    errors.finish()?;
    let asked = Asked {
        doctor: spot.doctor,
        patient: Some(wanted.patient),
        rep: None,
        date: spot.date,
        span: span.expect("without a span there was a field error"),
        kind: AppointmentKind::InPerson,
        later_hour: Some(false),
        moving: None,
    };
    let told = Told { reason: wanted.reason, symptoms: Vec::new(), notes: None };
    let booked = book_in(tx, session, asked, told, wanted.overbook_reason)?;
    let id: AppointmentId = booked.appointment.id;
    let number = store::next_queue_number(tx, spot.doctor, spot.date)?;
    let arrived = Advance { arrived_at: Some(tx.now()), queue_number: Some(number), ..Advance::default() };
    store::advance(tx, id, AppointmentStatus::Arrived, &arrived)?;
    debug_assert!(existing(tx, id)?.queue_number.is_some());
    reply(tx, id, booked.warnings)
}
