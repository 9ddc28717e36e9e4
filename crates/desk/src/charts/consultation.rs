//! Calls by which an online visit was held: begun and ended with a key, and what is to be said of each. Several at a visit when a line broke.

use domain::appointment::{AppointmentKind, AppointmentStatus};
use domain::calendar::zone;
use domain::chart::ConsultationFlag;
use domain::code::Code as _;
use domain::id::{AppointmentId, ConsultationId, Id as _};
use domain::permission::Permission;
use domain::time::Instant;
use rusqlite::ToSql;

use super::access::admit_to_write;
use super::facts::remove;
use super::requests::{
    Consultation, ConsultationRef, ConsultationReply, SaveConsultation, StartConsultation,
};
use super::store::{self, Fact};
use super::views;
use crate::appointments::requests::Appointment;
use crate::appointments::{begin_online, existing};
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::{LINE_CHARACTERS, NOTES_CHARACTERS};
use crate::ledger::Tx;
use crate::session::Done;
use crate::store::Sql;
use crate::store::row::Json;
use crate::{Desk, Session, patients};

/// Nobody talks longer at a stretch.
const MOST_MINUTES: u32 = 24 * 60;

/// A call begins. A visit that has not begun begins with it: nobody comes to the desk first.
///
/// # Errors
/// `not_found {what: appointment}`; `chart.not_yours`; `consultation.not_online` of a visit in person; `consultation.not_held {status}` of one
/// that was called off or missed, and of one that has not begun where the account may not begin it; `consultation.running` while another
/// call of the visit goes on.
pub fn start(desk: &Desk, session: &Session, request: StartConsultation) -> Result<ConsultationReply> {
    desk.commit(session, "charts.start_consultation", |tx| {
        let visit = existing(tx, request.appointment_id)?;
        let patient = admit_to_write(tx, session, visit.patient_id)?;
        if visit.kind != AppointmentKind::Online {
            return Err(Refusal::new("consultation.not_online").into());
        }
        begin(tx, session, &visit)?;
        if of_visit(tx, visit.id)?.iter().any(|call| call.ended_at.is_none()) {
            return Err(Refusal::new("consultation.running").into());
        }
        let id = tx.new_id::<ConsultationId>();
        let columns: [(&str, &dyn ToSql); 6] = [
            ("patient_id", &Sql(patient)),
            ("appointment_id", &Sql(visit.id)),
            ("kind", &Sql(request.kind)),
            ("started_at", &Sql(tx.now())),
            ("account_id", &Sql(session.account_id)),
            ("created_at", &Sql(tx.now())),
        ];
        store::insert(tx, Fact::Consultation, id.uuid(), &columns)?;
        reply(tx, id)
    })
}

fn begin(tx: &Tx<'_>, session: &Session, visit: &Appointment) -> Result<()> {
    use AppointmentStatus as S;
    match visit.status {
        S::InConsultation | S::Completed => Ok(()),
        S::Scheduled | S::Confirmed | S::Arrived if session.may(Permission::RunQueue) => {
            begin_online(tx, visit)
        }
        S::Scheduled | S::Confirmed | S::Arrived | S::Cancelled | S::NoShow | S::Rescheduled => {
            Err(Refusal::new("consultation.not_held").with("status", visit.status).into())
        }
    }
}

/// The call is over.
///
/// # Errors
/// `not_found {what: consultation_log}`; `chart.not_yours`; `consultation.ended`.
pub fn end(desk: &Desk, session: &Session, request: ConsultationRef) -> Result<ConsultationReply> {
    desk.commit(session, "charts.end_consultation", |tx| {
        let call = mine(tx, session, request.id)?;
        if call.ended_at.is_some() {
            return Err(Refusal::new("consultation.ended").into());
        }
        let at = tx.now().max(call.started_at);
        store::change(tx, Fact::Consultation, call.id.uuid(), &[("ended_at", &Sql(at))])?;
        reply(tx, call.id)
    })
}

/// Says what is to be said of a call, and mends when it began and how long it took.
///
/// # Errors
/// `not_found {what: consultation_log}`; `chart.not_yours`; `input.invalid`: `device`, `summary`, `started` (`not_yet`, `no_such_time`),
/// `minutes` (`out_of_range {least, most}`, `not_yet`).
pub fn save(desk: &Desk, session: &Session, request: SaveConsultation) -> Result<ConsultationReply> {
    desk.commit(session, "charts.save_consultation", |tx| {
        let call = mine(tx, session, request.id)?;
        let mut wrong = FieldErrors::default();
        let device = wrong.optional_line("device", request.device.as_deref(), LINE_CHARACTERS);
        let summary = wrong.optional_text("summary", request.summary.as_deref(), NOTES_CHARACTERS);
        let (started_at, ended_at) = when(tx, &call, &request, &mut wrong)?;
        wrong.finish()?;
        // In their own order, each once.
        let raised = ConsultationFlag::ALL.iter().copied().filter(|flag| request.flags.contains(flag));
        let flags = Json(raised.collect::<Vec<_>>());
        let columns: [(&str, &dyn ToSql); 6] = [
            ("kind", &Sql(request.kind)),
            ("started_at", &Sql(started_at)),
            ("ended_at", &Sql(ended_at)),
            ("device", &device),
            ("summary", &summary),
            ("flags", &Sql(flags)),
        ];
        store::change(tx, Fact::Consultation, call.id.uuid(), &columns)?;
        reply(tx, call.id)
    })
}

/// From when until when the call was, by what is known and what is said anew.
fn when(
    tx: &Tx<'_>,
    call: &Consultation,
    request: &SaveConsultation,
    wrong: &mut FieldErrors,
) -> Result<(Instant, Option<Instant>)> {
    let clock = patients::clinic_zone(tx)?;
    let started_at = match request.started {
        None => call.started_at,
        Some(start) => {
            let (date, known) = zone::wall(call.started_at, clock);
            let said = if start == known {
                Some(call.started_at)
            } else {
                zone::instant(date, start, clock).pick(false)
            };
            said.unwrap_or_else(|| {
                wrong.push(FieldError::new("started", "no_such_time"));
                call.started_at
            })
        }
    };
    if started_at > tx.now() {
        wrong.push(FieldError::new("started", "not_yet"));
    }
    let ended_at = match request.minutes {
        Some(minutes) if minutes > MOST_MINUTES => {
            wrong
                .push(FieldError::new("minutes", "out_of_range").with("least", 0).with("most", MOST_MINUTES));
            None
        }
        Some(minutes) => {
            // To the second where it stays as it was measured.
            let measured = call.ended_at.filter(|_| Some(minutes) == call.minutes());
            let lasted = measured.map_or(i64::from(minutes) * 60_000, |end| end.0 - call.started_at.0);
            let ended_at = Instant(started_at.0 + lasted);
            if ended_at > tx.now() && wrong.is_empty() {
                wrong.push(FieldError::new("minutes", "not_yet"));
            }
            Some(ended_at)
        }
        None => call.ended_at.map(|end| end.max(started_at)),
    };
    Ok((started_at, ended_at))
}

/// Takes a call out of the chart.
///
/// # Errors
/// `not_found {what: consultation_log}`; `chart.not_yours`.
pub fn remove_call(desk: &Desk, session: &Session, request: ConsultationRef) -> Result<Done> {
    desk.commit(session, "charts.remove_consultation", |tx| {
        remove(tx, session, Fact::Consultation, request.id.uuid())
    })
}

fn mine(tx: &Tx<'_>, session: &Session, id: ConsultationId) -> Result<Consultation> {
    admit_to_write(tx, session, store::owner(tx, Fact::Consultation, id.uuid())?)?;
    one(tx, id)
}

fn one(tx: &Tx<'_>, id: ConsultationId) -> Result<Consultation> {
    views::consultation(tx, id)?.ok_or_else(|| Refusal::not_found(Fact::Consultation.table()).into())
}

fn of_visit(tx: &Tx<'_>, visit: AppointmentId) -> Result<Vec<Consultation>> {
    views::consultations_of_visit(tx, visit)
}

fn reply(tx: &Tx<'_>, id: ConsultationId) -> Result<ConsultationReply> {
    Ok(ConsultationReply { consultation: one(tx, id)? })
}
