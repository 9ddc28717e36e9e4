//! Visits that lost their time, because it was closed or taken off the hours: a worklist that a receptionist goes through with the
//! phone in hand. A visit leaves it by itself once it has moved, was called off or took place; nothing here repeats what the visit
//! says. What is kept is which time was lost, and who was called.

mod requests;
mod store;
mod views;

#[cfg(test)]
mod tests;

pub use domain::calls::CallOutcome;
pub use requests::{
    Call, ListWorklists, MoveAll, PlanDay, PlannedMove, RebookEnd, RebookWay, SettleVisit, VisitPlace,
    Worklist, WorklistDoctor, WorklistList, WorklistRef, WorklistRow, WorklistShort,
};

use domain::appointment::{AppointmentAction, AppointmentStatus, CancelledBy};
use domain::id::WorklistId;
use domain::time::{Date, WallTime};
use rusqlite::Connection;

use self::store::Entry;
use crate::appointments::resettle::{Stand, call_off, put};
use crate::appointments::{Appointment, next_state};
use crate::error::{Error, FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::ledger::Tx;
use crate::{Desk, Session};

/// What still needs an end.
pub fn worklists(desk: &Desk, _session: &Session, _request: ListWorklists) -> Result<WorklistList> {
    let at = desk.now();
    desk.read(|connection| Ok(WorklistList { worklists: unsettled(connection, at)? }))
}

/// One worklist with a plan for all of its open visits.
///
/// # Errors
/// `not_found {what: worklist}`.
pub fn worklist(desk: &Desk, _session: &Session, request: WorklistRef) -> Result<Worklist> {
    let at = desk.now();
    desk.read(|connection| {
        let (read, replan) = views::read(connection, request.id, at)?;
        read.worklist(connection, request.id, replan)
    })
}

/// What became of each visit that lost a time between two days: its end, or none while it needs one.
pub(crate) fn outcomes(
    connection: &Connection,
    at: domain::time::Instant,
    (from, to): (Date, Date),
) -> Result<Vec<(Appointment, Option<RebookEnd>)>> {
    views::outcomes(store::between(connection, from, to)?, connection, at)
}

/// The worklists with a visit that needs an end, for the inbox.
pub(crate) fn unsettled(connection: &Connection, at: domain::time::Instant) -> Result<Vec<WorklistShort>> {
    let mut worklists = Vec::new();
    for id in store::unsettled(connection)? {
        let (read, _) = views::read(connection, id, at)?;
        let short = read.short(connection, id)?;
        if short.open > 0 {
            worklists.push(short);
        }
    }
    worklists.sort_by_key(|short| (short.first_date, short.id));
    Ok(worklists)
}

/// Puts the visits that can be moved on a worklist; whoever is here already is not sent away by it. None when there are none.
pub(crate) fn begin(tx: &Tx<'_>, id: WorklistId, affected: &[Appointment]) -> Result<Option<WorklistId>> {
    let mut any = None;
    for visit in affected.iter().filter(|visit| AppointmentAction::Move.leads_to(visit.status).is_some()) {
        store::insert(tx, id, visit)?;
        any = Some(id);
    }
    Ok(any)
}

/// What was done about one visit, as one operation: the call, and with it the move or the cancellation.
///
/// # Errors
/// `input.invalid` (`date`, `start`: `required` when the patient agreed); `not_found {what: rebook}`; `rebooking.ended {end}` when it has its end
/// already, `rebooking.not_moved` for telling about a move that never was; the refusals of the five steps as `appointments.move` tells
/// them.
pub fn settle(desk: &Desk, session: &Session, request: SettleVisit) -> Result<Worklist> {
    let mut errors = FieldErrors::default();
    let note = errors.optional_line("note", request.note.as_deref(), LINE_CHARACTERS);
    let to = match request.way {
        RebookWay::Agreed => {
            let date = errors.present("date", request.date);
            date.zip(errors.present("start", request.start))
        }
        RebookWay::Told
        | RebookWay::NoAnswer
        | RebookWay::Later
        | RebookWay::Cancelled
        | RebookWay::SeenElsewhere => None,
    };
    errors.finish()?;
    let worklist = desk.commit(session, "rebooking.settle", |tx| {
        let id = store::worklist_of(tx, request.id)?.ok_or_else(|| Refusal::not_found("rebook"))?;
        let (read, _) = views::read(tx, id, tx.now())?;
        let entry = read.entries.iter().find(|entry| entry.id == request.id);
        let entry = entry.ok_or_else(|| Refusal::not_found("rebook"))?;
        let end = read.ends.get(&entry.id).copied();
        match (request.way, end) {
            (RebookWay::Told, Some(RebookEnd::Moved)) => {}
            (RebookWay::Told, _) => return Err(Refusal::new("rebooking.not_moved").into()),
            (_, Some(end)) => return Err(Refusal::new("rebooking.ended").with("end", end).into()),
            (_, None) => {}
        }
        if let Some(note) = &note {
            tx.because(note.as_str());
        }
        let deed = Deed { tx, session, entry, note: note.as_deref() };
        deed.carry_out(&request, to)?;
        Ok(id)
    })?;
    self::worklist(desk, session, WorklistRef { id: worklist })
}

/// Moves the visits as the plan that was shown says: one operation, and undo takes all of it back.
///
/// # Errors
/// `input.invalid` (`moves`: `required`); `not_found {what: worklist | rebook}`; `rebooking.plan_outdated {name, refused}` when a visit has its
/// end already or its time is no longer free: then nothing has moved.
pub fn move_all(desk: &Desk, session: &Session, request: MoveAll) -> Result<Worklist> {
    let mut errors = FieldErrors::default();
    errors.present("moves", request.moves.first());
    errors.finish()?;
    desk.commit(session, "rebooking.move_all", |tx| {
        let (read, _) = views::read(tx, request.id, tx.now())?;
        for planned in &request.moves {
            let entry = read.entries.iter().find(|entry| entry.id == planned.id);
            let entry = entry.ok_or_else(|| Refusal::not_found("rebook"))?;
            let outdated = |code: &str| {
                let refusal = Refusal::new("rebooking.plan_outdated");
                refusal.with("name", &entry.visit.patient_name).with("refused", code)
            };
            if read.ends.contains_key(&entry.id) {
                return Err(outdated("rebooking.ended").into());
            }
            let to = Stand {
                doctor: planned.doctor_id,
                date: planned.date,
                start: planned.start,
                later_hour: None,
                ..Stand::of(&entry.visit)
            };
            put(tx, session, &to, None).map_err(|error| match error {
                Error::Refused(refusal) => outdated(refusal.code).into(),
                fault @ Error::Fault(_) => fault,
            })?;
        }
        Ok(())
    })?;
    worklist(desk, session, WorklistRef { id: request.id })
}

/// What is about to be done, with everything it needs.
struct Deed<'a> {
    tx: &'a Tx<'a>,
    session: &'a Session,
    entry: &'a Entry,
    note: Option<&'a str>,
}

impl Deed<'_> {
    fn carry_out(&self, request: &SettleVisit, to: Option<(Date, WallTime)>) -> Result<()> {
        let visit = &self.entry.visit;
        match request.way {
            RebookWay::Agreed => {
                let (date, start) = to.expect("without a time there was a field error");
                next_state(visit, AppointmentAction::Move)?;
                let doctor = request.doctor_id.unwrap_or(visit.doctor_id);
                let to = Stand { doctor, date, start, later_hour: None, ..Stand::of(visit) };
                put(self.tx, self.session, &to, None)?;
                self.call(CallOutcome::Reached)
            }
            RebookWay::Told => self.call(CallOutcome::Reached),
            RebookWay::NoAnswer => self.call(CallOutcome::NoAnswer),
            RebookWay::Later => self.call(CallOutcome::Later),
            RebookWay::Cancelled => {
                self.call_off(visit, CancelledBy::Patient)?;
                self.call(CallOutcome::Reached)
            }
            RebookWay::SeenElsewhere => {
                self.call_off(visit, CancelledBy::Clinic)?;
                store::mark_seen_elsewhere(self.tx, self.entry.id)
            }
        }
    }

    fn call(&self, outcome: CallOutcome) -> Result<()> {
        store::insert_call(self.tx, self.session, self.entry.id, outcome, self.note)
    }

    fn call_off(&self, visit: &Appointment, by: CancelledBy) -> Result<()> {
        let status = next_state(visit, AppointmentAction::Cancel)?;
        debug_assert_eq!(status, AppointmentStatus::Cancelled, "cancelling cancels");
        call_off(self.tx, visit.id, by, self.note)
    }
}
