//! Booking and everything that happens to a booked visit. The rules are the domain's; here they meet the database, and the
//! check and the write are one transaction.

pub(crate) mod asking;
pub(crate) mod free_times;
mod held;
pub(crate) mod moving;
mod progress;
pub(crate) mod replan;
pub mod requests;
pub(crate) mod resettle;
pub mod series;
pub(crate) mod store;
pub(crate) mod timetable;
pub(crate) mod verdict;
pub(crate) mod views;
pub(crate) mod walking_in;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use domain::appointment::{AppointmentAction, AppointmentStatus};
use domain::id::AppointmentId;
use domain::permission::Permission;
use rusqlite::Connection;

pub use moving::{book, move_visit};
pub(crate) use progress::begin_online;
pub use progress::{arrive, cancel, complete, confirm, no_show, start};
pub use requests::{
    Appointment, AppointmentRef, AppointmentReply, BookRequest, CancelRequest, CheckRequest, DescribeRequest,
    FreeTime, FreeTimes, MoveRequest, NextFreeRequest, StepOutcome, StepReport, Verdict, Warning,
};

use self::timetable::Timetable;
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::{LINE_CHARACTERS, NAME_CHARACTERS, NOTES_CHARACTERS};
use crate::{Desk, Session};

/// The five steps, without booking. What refuses is part of the answer; `verdict::report` lists the codes with their parameters.
///
/// # Errors
/// `input.invalid`; `not_found {what: doctor | patient}`, `doctor.inactive {doctor}`, `doctor.not_approved {doctor}`,
/// `patient.merged {into}`.
pub fn check(desk: &Desk, session: &Session, request: CheckRequest) -> Result<Verdict> {
    let asked = asking::Asked::to_check(&request)?;
    let at = desk.now();
    desk.read(|connection| {
        let host = timetable::bookable(connection, asked.doctor)?;
        let timetable = Arc::new(Timetable::load(connection, host, asked.date)?);
        let answer = asking::ask(connection, timetable, asked, at)?;
        verdict::report(connection, &answer, session.may(Permission::Overbook))
    })
}

/// The next free times of a doctor, or of whoever is free first, within 90 days.
///
/// # Errors
/// As `free_times::next`.
pub fn next_free(desk: &Desk, _session: &Session, request: NextFreeRequest) -> Result<FreeTimes> {
    let at = desk.now();
    desk.read(|connection| Ok(FreeTimes { free_times: free_times::next(connection, &request, at)? }))
}

/// One visit.
///
/// # Errors
/// `not_found {what: appointment}`.
pub fn get(desk: &Desk, _session: &Session, request: AppointmentRef) -> Result<AppointmentReply> {
    desk.read(|connection| reply(connection, request.id, Vec::new()))
}

/// What the visit is about, in any state: a note may be added when it is long over. Empty text clears a field.
///
/// # Errors
/// `input.invalid`; `not_found {what: appointment}`.
pub fn describe(desk: &Desk, session: &Session, request: DescribeRequest) -> Result<AppointmentReply> {
    let mut errors = FieldErrors::default();
    let reason = errors.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS);
    let notes = errors.optional_text("notes", request.notes.as_deref(), NOTES_CHARACTERS);
    let symptoms = request.symptoms.as_ref().map(|list| read_symptoms(list, &mut errors));
    errors.finish()?;
    desk.commit(session, "appointments.describe", |tx| {
        let visit = existing(tx, request.id)?;
        let reason = if request.reason.is_some() { reason } else { visit.reason };
        let notes = if request.notes.is_some() { notes } else { visit.notes };
        let symptoms = symptoms.unwrap_or(visit.symptoms);
        store::describe(tx, visit.id, reason.as_deref(), notes.as_deref(), &symptoms)?;
        reply(tx, visit.id, Vec::new())
    })
}

pub(crate) fn existing(connection: &Connection, id: AppointmentId) -> Result<Appointment> {
    views::one(connection, id)?.ok_or_else(|| Refusal::not_found("appointment").into())
}

pub(crate) fn reply(
    connection: &Connection,
    id: AppointmentId,
    warnings: Vec<Warning>,
) -> Result<AppointmentReply> {
    Ok(AppointmentReply { appointment: existing(connection, id)?, warnings })
}

/// The state an action leads to, or `appointment.wrong_state {status, action}`.
pub(crate) fn next_state(visit: &Appointment, action: AppointmentAction) -> Result<AppointmentStatus> {
    let refused =
        || Refusal::new("appointment.wrong_state").with("status", visit.status).with("action", action);
    Ok(action.leads_to(visit.status).ok_or_else(refused)?)
}

/// More than anybody types at a front desk.
const MOST_SYMPTOMS: usize = 50;

/// Each a line, empty ones dropped. Field codes as of `input`, and `too_many {most}`.
fn read_symptoms(list: &[String], errors: &mut FieldErrors) -> Vec<String> {
    if list.len() > MOST_SYMPTOMS {
        errors.push(FieldError::new("symptoms", "too_many").with("most", MOST_SYMPTOMS));
        return Vec::new();
    }
    let read = |(position, text): (usize, &String)| {
        errors.optional_line(&format!("symptoms[{position}]"), Some(text), NAME_CHARACTERS)
    };
    list.iter().enumerate().filter_map(read).collect()
}
