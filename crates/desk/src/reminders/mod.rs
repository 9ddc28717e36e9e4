//! Reminding patients of their visits: the call list of a day. A visit is on it as long as it is to come on that day, so one that is
//! called off or moved leaves it by itself, with its reminder; what is kept is who was called, about which time.

mod requests;
mod store;

#[cfg(test)]
mod tests;

pub use requests::{
    ListReminders, Reminder, ReminderCall, ReminderReply, ReminderWay, Reminders, SettleReminder,
};

use domain::appointment::AppointmentAction;
use domain::calendar::Audience;
use domain::calls::CallOutcome;
use domain::id::{AppointmentId, SiteId};
use domain::time::{Date, Instant};
use rusqlite::Connection;

use crate::appointments::resettle::confirm;
use crate::appointments::store::{bookable_hosts, zone};
use crate::appointments::{Appointment, existing, next_state, timetable};
use crate::desk::Opened;
use crate::error::{FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::{Desk, Session, clinic};

/// A clinic that is closed for longer tells its day.
const LOOK_AHEAD_DAYS: u16 = 60;

/// Whom to remind of a day's visits, in the order of the clock.
///
/// # Errors
/// `not_found {what: site}`.
pub fn list(desk: &Desk, _session: &Session, request: ListReminders) -> Result<Reminders> {
    let at = desk.now();
    let opened = desk.opened()?;
    desk.read(|connection| {
        let site = match request.site_id {
            Some(site) => clinic::store::site(connection, site)?,
            None => clinic::store::sites(connection)?.into_iter().next(),
        };
        let site = site.ok_or_else(|| Refusal::not_found("site"))?.id;
        let today = today(connection, site, at)?;
        let next_date = next_day(connection, &opened, site, today)?;
        let date = request.date.unwrap_or(next_date);
        let rows = store::of_day(connection, site, date, today)?;
        let open = rows.iter().filter(|row| row.state.is_open()).count();
        Ok(Reminders {
            site_id: site,
            date,
            today,
            next_date,
            open: u32::try_from(open).unwrap_or(u32::MAX),
            rows,
        })
    })
}

/// What was done to remind a patient, as one operation: the call, and with it what the visit says by now.
///
/// # Errors
/// `input.invalid` (`note`); `not_found {what: appointment}`; `appointment.wrong_state {status, action}` for a visit that is not to come.
pub fn settle(desk: &Desk, session: &Session, request: SettleReminder) -> Result<ReminderReply> {
    let mut errors = FieldErrors::default();
    let note = errors.optional_line("note", request.note.as_deref(), LINE_CHARACTERS);
    errors.finish()?;
    desk.commit(session, "reminders.settle", |tx| {
        let visit = existing(tx, request.id)?;
        require_to_come(&visit)?;
        if let Some(note) = &note {
            tx.because(note.as_str());
        }
        let outcome = match request.way {
            ReminderWay::Reminded | ReminderWay::Confirmed => CallOutcome::Reached,
            ReminderWay::NoAnswer => CallOutcome::NoAnswer,
            ReminderWay::Later => CallOutcome::Later,
        };
        store::insert_call(tx, session, &visit, outcome, note.as_deref())?;
        if outcome == CallOutcome::Reached {
            store::mark_reminded(tx, visit.id, tx.now())?;
        }
        if request.way == ReminderWay::Confirmed {
            confirm(tx, &visit, tx.now())?;
        }
        let today = today(tx, visit.site_id, tx.now())?;
        Ok(ReminderReply { reminder: one(tx, visit.id, today)? })
    })
}

/// Whoever is here, was here or does not come any more needs no reminder.
fn require_to_come(visit: &Appointment) -> Result<()> {
    next_state(visit, AppointmentAction::Move).map(drop)
}

fn one(connection: &Connection, id: AppointmentId, today: Date) -> Result<Reminder> {
    store::one(connection, id, today)?.ok_or_else(|| Refusal::not_found("appointment").into())
}

fn today(connection: &Connection, site: SiteId, at: Instant) -> Result<Date> {
    Ok(domain::calendar::zone::wall(at, zone(connection, site)?).0)
}

/// The next day on which somebody is expected at the site, or some doctor there has hours; tomorrow where there is none.
fn next_day(connection: &Connection, opened: &Opened, site: SiteId, today: Date) -> Result<Date> {
    let tomorrow = today.plus_days(1).unwrap_or(today);
    let mut next = store::next_expected(connection, site, tomorrow)?;
    for host in bookable_hosts(connection)?.into_iter().filter(|host| host.site == site) {
        if next == Some(tomorrow) {
            break;
        }
        let timetable = timetable::look_up(opened, host.doctor, tomorrow)?;
        let for_patients = [Audience::Patient, Audience::Online];
        let open = timetable
            .schedules(tomorrow, LOOK_AHEAD_DAYS)
            .find(|day| for_patients.into_iter().any(|audience| day.open_for(audience).next().is_some()));
        next = [next, open.map(|day| day.date)].into_iter().flatten().min();
    }
    Ok(next.unwrap_or(tomorrow))
}
