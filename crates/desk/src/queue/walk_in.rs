//! Whoever stands at the desk without a booking: found or registered, booked and here, in one operation that one undo takes back.

use domain::permission::Permission;

use super::requests::{WalkIn, WalkInto};
use crate::appointments::AppointmentReply;
use crate::appointments::walking_in::{self, Wanted};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::{Desk, Session, patients};

/// Takes a walk-in.
///
/// # Errors
/// `input.invalid` (`patient_id`: `either_or`; `doctor_id`: `required` for `queue`; the fields of `patients.register`);
/// `permission.denied {permission}` for a new patient without the right to register, or for an emergency without the right to
/// overbook; `queue.no_time_today {doctor?}` when nothing of today is free; the refusals of the five steps as `appointments.book` tells
/// them, when somebody is to go in now and something is in the way.
pub fn walk_in(desk: &Desk, session: &Session, request: WalkIn) -> Result<AppointmentReply> {
    let mut errors = FieldErrors::default();
    let reason = errors.optional_line("reason", request.reason.as_deref(), LINE_CHARACTERS);
    let overbook =
        errors.optional_line("overbook_reason", request.overbook_reason.as_deref(), LINE_CHARACTERS);
    if let Some(minutes) = request.minutes {
        errors.within("minutes", minutes, 1, 720);
    }
    if request.patient_id.is_some() == request.new_patient.is_some() {
        errors.push(FieldError::new("patient_id", "either_or"));
    }
    if request.into == WalkInto::Queue && request.doctor_id.is_none() {
        errors.push(FieldError::new("doctor_id", "required"));
    }
    errors.finish()?;
    if request.new_patient.is_some() && !session.may(Permission::ManagePatients) {
        session.record_denial(desk, "queue.walk_in")?;
        return Err(Refusal::new("permission.denied").with("permission", Permission::ManagePatients).into());
    }
    desk.commit(session, "queue.walk_in", |tx| {
        let patient = match (request.patient_id, request.new_patient) {
            (Some(known), _) => known,
            (None, Some(new)) => patients::enter(tx, new)?,
            (None, None) => unreachable!("one of the two is given"),
        };
        let wanted = Wanted {
            patient,
            doctor: request.doctor_id,
            minutes: request.minutes,
            reason,
            overbook_reason: overbook.as_deref(),
        };
        let place = match request.into {
            WalkInto::FirstTime => walking_in::first_time(tx, &wanted)?,
            WalkInto::Queue => walking_in::at_once(tx, &wanted)?,
        };
        walking_in::take(tx, session, wanted, place)
    })
}
