//! Days and parts of days on which a site or a doctor is closed, or opened beyond the weekly hours; and holidays to pick from.
//!
//! Field codes beyond those of `input`: `either_or` (a site or a doctor, not both), `end_before_start`, `range_too_long` (with `most`,
//! in days). Refusals: `not_found` (`site`, `doctor`, `closure`).

mod check;
mod holidays;
mod requests;
pub mod store;
#[cfg(test)]
mod tests;

pub use requests::{
    AddClosure, ChangeClosure, Closure, ClosureList, ClosurePreview, ClosureRef, ClosureReply, Holiday,
    HolidayList, ListClosures, OfferHolidays,
};

use domain::appointment::AppointmentStatus;
use domain::calendar::ClosureEffect;
use domain::id::{ClosureId, Id as _, WorklistId};
use domain::rep_visit::RepVisitStatus;
use domain::time::{Date, Span};
use rusqlite::Connection;

use crate::agenda::RepVisit;
use crate::appointments::{Appointment, views};
use crate::error::{Refusal, Result};
use crate::ledger::Tx;
use crate::session::Done;
use crate::{Desk, Session, clinic, doctors, rebooking};

pub fn list(desk: &Desk, _session: &Session, request: ListClosures) -> Result<ClosureList> {
    let closures = desk.read(|connection| store::between(connection, request.from, request.until))?;
    Ok(ClosureList { closures })
}

/// What `add` would answer, with nothing written.
pub fn preview(desk: &Desk, _session: &Session, request: AddClosure) -> Result<ClosurePreview> {
    let closure = check::closure(request, ClosureId::from_uuid(uuid::Uuid::nil()))?;
    desk.read(|connection| {
        refuse_unknown(connection, &closure)?;
        Ok(ClosurePreview {
            affected: affected(connection, &closure)?,
            affected_reps: affected_reps(connection, &closure)?,
        })
    })
}

/// Visits in the closed time stay booked, on a worklist until each has an end.
pub fn add(desk: &Desk, session: &Session, request: AddClosure) -> Result<ClosureReply> {
    desk.commit(session, "closures.add", |tx| {
        let closure = check::closure(request, tx.new_id())?;
        refuse_unknown(tx, &closure)?;
        store::insert(tx, &closure, tx.now())?;
        reply(tx, closure)
    })
}

/// Other days, another part of them, another reason: the same closure, so that the audit trail shows what it was before.
pub fn change(desk: &Desk, session: &Session, request: ChangeClosure) -> Result<ClosureReply> {
    desk.commit(session, "closures.change", |tx| {
        let closure = check::closure(request.closure, request.id)?;
        refuse_unknown(tx, &closure)?;
        if !store::change(tx, &closure)? {
            return Err(Refusal::not_found("closure").into());
        }
        reply(tx, closure)
    })
}

/// What the closure touches; the visits among it that need another time go on its worklist.
fn reply(tx: &Tx<'_>, closure: Closure) -> Result<ClosureReply> {
    let affected = affected(tx, &closure)?;
    let affected_reps = affected_reps(tx, &closure)?;
    let worklist = rebooking::begin(tx, WorklistId::from_uuid(closure.id.uuid()), &affected)?;
    Ok(ClosureReply { closure, affected, affected_reps, worklist })
}

pub fn remove(desk: &Desk, session: &Session, request: ClosureRef) -> Result<Done> {
    desk.commit(session, "closures.remove", |tx| {
        if store::get(tx, request.id)?.is_none() {
            return Err(Refusal::not_found("closure").into());
        }
        store::remove(tx, request.id, tx.now())?;
        Ok(Done { done: true })
    })
}

pub fn offer_holidays(_desk: &Desk, _session: &Session, request: OfferHolidays) -> Result<HolidayList> {
    let country = request.country.trim().to_ascii_uppercase();
    Ok(HolidayList { holidays: holidays::of(&country, request.year), countries: holidays::countries() })
}

/// The shipped holidays of a country and year.
pub(crate) fn holidays_of(country: &str, year: i32) -> Vec<Holiday> {
    u16::try_from(year).map_or_else(|_| Vec::new(), |year| holidays::of(country, year))
}

fn refuse_unknown(connection: &Connection, closure: &Closure) -> Result<()> {
    if let Some(doctor) = closure.doctor_id {
        doctors::existing(connection, doctor)?;
    }
    if let Some(site) = closure.site_id
        && clinic::store::site(connection, site)?.is_none()
    {
        return Err(Refusal::not_found("site").into());
    }
    Ok(())
}

/// Visits that stand in the time a closure takes away and that somebody still expects.
fn affected(connection: &Connection, closure: &Closure) -> Result<Vec<Appointment>> {
    let (first, last) = (closure.first_date, closure.last_date);
    let mut visits = match (closure.effect, closure.doctor_id, closure.site_id) {
        (ClosureEffect::Closed, Some(doctor), _) => views::of_doctor(connection, doctor, first, last)?,
        (ClosureEffect::Closed, None, Some(site)) => views::of_site(connection, site, first, last)?,
        (ClosureEffect::Opened, _, _) | (ClosureEffect::Closed, None, None) => Vec::new(),
    };
    let closed = store::part(closure);
    visits.retain(|visit| {
        let span = Span::lasting(visit.start, visit.minutes);
        is_still_to_come(visit) && span.is_some_and(|span| span.overlaps(closed))
    });
    Ok(visits)
}

/// The same for visits of reps.
fn affected_reps(connection: &Connection, closure: &Closure) -> Result<Vec<RepVisit>> {
    if closure.effect == ClosureEffect::Opened {
        return Ok(Vec::new());
    }
    let mut visits = store::rep_visits(connection, closure)?;
    let closed = store::part(closure);
    visits.retain(|visit| {
        let span = Span::lasting(visit.start, visit.minutes);
        is_rep_expected(visit.status) && span.is_some_and(|span| span.overlaps(closed))
    });
    Ok(visits)
}

/// Whether somebody still expects this rep, or is asked to.
pub(crate) fn is_rep_expected(status: RepVisitStatus) -> bool {
    match status {
        RepVisitStatus::Requested
        | RepVisitStatus::Approved
        | RepVisitStatus::Confirmed
        | RepVisitStatus::Arrived
        | RepVisitStatus::InVisit => true,
        RepVisitStatus::Declined
        | RepVisitStatus::Completed
        | RepVisitStatus::Cancelled
        | RepVisitStatus::NoShow
        | RepVisitStatus::Rescheduled
        | RepVisitStatus::RefusedEntry => false,
    }
}

/// Whether somebody still expects this visit to take place or to go on.
pub(crate) fn is_still_to_come(visit: &Appointment) -> bool {
    match visit.status {
        AppointmentStatus::Scheduled
        | AppointmentStatus::Confirmed
        | AppointmentStatus::Arrived
        | AppointmentStatus::InConsultation => true,
        AppointmentStatus::Completed
        | AppointmentStatus::Cancelled
        | AppointmentStatus::NoShow
        | AppointmentStatus::Rescheduled => false,
    }
}

/// The last day that the database's form of a date can hold.
pub(crate) fn last_date() -> Date {
    Date::new(9999, 12, 31).expect("the calendar has this day")
}
