//! Who of the list could have a time that is free, and which times an operation made free.

use std::collections::BTreeSet;

use domain::appointment::AppointmentStatus;
use domain::code::Code as _;
use domain::id::{DoctorId, Id as _, PatientId, SiteId};
use domain::rep_visit::RepVisitStatus;
use domain::time::{Date, Span, WallTime};
use rusqlite::Connection;
use uuid::Uuid;
use wire::changes::{Change, Value};
use wire::registry::Table;

use super::ahead::Ahead;
use super::requests::{
    FittingPerson, FittingRequest, FreedByRequest, FreedTime, FreedTimes, OfferedTime, Wait,
};
use super::store::{self, Entry};
use crate::appointments::FreeTime;
use crate::appointments::asking::read_span;
use crate::error::{FieldErrors, Result};
use crate::rebooking::CallOutcome;
use crate::{Desk, Session, ledger, patients};

/// A closure that is taken back frees no more days at once than somebody rings about.
const MOST_DAYS: i64 = 14;

/// Who of the list could have some of a time, in the order in which they are to be asked. Nobody, where the time is not free.
///
/// # Errors
/// `input.invalid` (`minutes`: `out_of_range`, `past_midnight`).
pub fn fitting(desk: &Desk, _session: &Session, request: FittingRequest) -> Result<FreedTime> {
    let mut errors = FieldErrors::default();
    let span = read_span(request.start, request.minutes, &mut errors);
    errors.finish()?;
    let at = desk.now();
    desk.read(|connection| {
        let today = patients::today(connection, at)?;
        let entries = store::not_ended(connection, today)?;
        let ahead = Ahead::read(connection, at)?;
        let time = Time {
            doctor: request.doctor_id,
            date: request.date,
            span: span.expect("without a span there was a field error"),
        };
        who_fits(&ahead, &entries, time, None)
    })
}

/// The times that an operation made free and that somebody on the list could have: a visit called off, moved away, missed before it
/// would have begun; a closure taken back. Whoever left a time is not offered it again.
///
/// # Errors
/// `not_found {what: operation}`.
pub fn freed(desk: &Desk, _session: &Session, request: FreedByRequest) -> Result<FreedTimes> {
    let at = desk.now();
    desk.read(|connection| {
        let mut times = Vec::new();
        if !store::is_anybody_there(connection)? {
            return Ok(FreedTimes { times });
        }
        let today = patients::today(connection, at)?;
        let entries = store::not_ended(connection, today)?;
        let ahead = Ahead::read(connection, at)?;
        let mut left: BTreeSet<(Time, Option<PatientId>)> = BTreeSet::new();
        for change in ledger::changes_of(connection, request.operation_id)? {
            left.extend(left_by(connection, &ahead, &change)?);
        }
        for (time, leaver) in left {
            let freed = who_fits(&ahead, &entries, time, leaver)?;
            if !freed.people.is_empty() {
                times.push(freed);
            }
        }
        Ok(FreedTimes { times })
    })
}

/// A stretch of a doctor's day, in the order of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Time {
    date: Date,
    span: Span,
    doctor: DoctorId,
}

fn who_fits(
    ahead: &Ahead<'_>,
    entries: &[Entry],
    time: Time,
    leaver: Option<PatientId>,
) -> Result<FreedTime> {
    let offered = OfferedTime { doctor_id: time.doctor, date: time.date, start: time.span.start() };
    let mut people = Vec::new();
    if !ahead.is_past(offered, time.span.minutes()) {
        let open = entries.iter().filter(|entry| entry.wait.state.is_open());
        for entry in open.filter(|entry| Some(entry.wait.patient_id) != leaver) {
            if let Some(offer) = ahead.offer(&entry.wish, time.doctor, time.date, time.span)? {
                let asked = asked_about(&entry.wait, &time);
                people.push(FittingPerson { wait: entry.wait.clone(), offer, asked });
            }
        }
    }
    let OfferedTime { doctor_id, date, start } = offered;
    let time = FreeTime { doctor_id, date, start, minutes: time.span.minutes() };
    Ok(FreedTime { time, people })
}

/// How the last call about a visit within this time ended.
fn asked_about(wait: &Wait, time: &Time) -> Option<CallOutcome> {
    let about = |offered: OfferedTime| {
        let span = Span::lasting(offered.start, wait.minutes);
        offered.doctor_id == time.doctor
            && offered.date == time.date
            && span.is_some_and(|span| span.overlaps(time.span))
    };
    wait.calls.iter().find(|call| call.offered.is_some_and(about)).map(|call| call.outcome)
}

/// The times that a change left free, with who left them.
fn left_by(
    connection: &Connection,
    ahead: &Ahead<'_>,
    change: &Change,
) -> Result<Vec<(Time, Option<PatientId>)>> {
    let Some(table) = Table::by_number(change.table) else { return Ok(Vec::new()) };
    let Some(now) = ledger::row_of(connection, table, change.row)? else { return Ok(Vec::new()) };
    let row = Row { table, change, now };
    Ok(match table.name {
        "appointment" | "rep_visit" => row.visit_left().into_iter().collect(),
        "closure" => row.days_opened(ahead).into_iter().map(|time| (time, None)).collect(),
        _ => Vec::new(),
    })
}

/// A row as an operation found it, and as it is by now.
struct Row<'a> {
    table: &'static Table,
    change: &'a Change,
    now: Vec<Value>,
}

#[derive(Clone, Copy)]
enum When {
    Before,
    Now,
}

impl Row<'_> {
    fn value(&self, when: When, name: &str) -> &Value {
        let Some(position) = self.table.columns.iter().position(|column| column.name == name) else {
            return &Value::Null;
        };
        let number = self.table.columns[position].number;
        let written = self.change.fields.iter().find(|field| field.column == number);
        match (when, written) {
            (When::Before, Some(field)) => &field.before,
            (When::Before | When::Now, _) => &self.now[position],
        }
    }

    fn integer(&self, when: When, name: &str) -> Option<u16> {
        if let Value::Integer(number) = self.value(when, name) { u16::try_from(*number).ok() } else { None }
    }

    fn id(&self, when: When, name: &str) -> Option<Uuid> {
        if let Value::Blob(bytes) = self.value(when, name) { Uuid::from_slice(bytes).ok() } else { None }
    }

    fn text(&self, when: When, name: &str) -> Option<&str> {
        if let Value::Text(text) = self.value(when, name) { Some(text) } else { None }
    }

    fn date(&self, when: When, name: &str) -> Option<Date> {
        self.text(when, name)?.parse().ok()
    }

    fn is_there(&self, when: When) -> bool {
        *self.value(when, "deleted_at") == Value::Null
    }

    /// The time that a visit holds.
    fn held(&self, when: When) -> Option<Time> {
        let status = self.text(when, "status")?;
        let holds = if self.table.name == "appointment" {
            AppointmentStatus::from_code(status)?.holds_time()
        } else {
            RepVisitStatus::from_code(status)?.holds_time()
        };
        if !holds || !self.is_there(when) {
            return None;
        }
        let start = WallTime::from_minutes(self.integer(when, "starts_at")?)?;
        let span = Span::lasting(start, self.integer(when, "minutes")?)?;
        let doctor = DoctorId::from_uuid(self.id(when, "doctor_id")?);
        Some(Time { doctor, date: self.date(when, "date")?, span })
    }

    /// The time that a visit held and does not hold any more.
    fn visit_left(&self) -> Option<(Time, Option<PatientId>)> {
        // What an operation made held nothing before it.
        let before = self.held(When::Before).filter(|_| self.change.action == wire::changes::Action::Set)?;
        if self.held(When::Now) == Some(before) {
            return None;
        }
        let patient = self.id(When::Now, "patient_id").map(PatientId::from_uuid);
        Some((before, patient))
    }

    /// The days of a closure that was taken back or changed: what of them is open by now, the facts of the day say.
    fn days_opened(&self, ahead: &Ahead<'_>) -> Vec<Time> {
        let changed = self.change.action == wire::changes::Action::Set;
        let closed = self.text(When::Before, "effect") == Some("closed");
        if !changed || !closed || !self.is_there(When::Before) {
            return Vec::new();
        }
        let part = |name: &str, all: WallTime| {
            self.integer(When::Before, name).and_then(WallTime::from_minutes).unwrap_or(all)
        };
        let all = Span::whole_day();
        let span = Span::new(part("from_at", all.start()), part("until_at", all.end()));
        let days = self.date(When::Before, "first_date").zip(self.date(When::Before, "last_date"));
        let (Some(span), Some((first, last))) = (span, days) else { return Vec::new() };
        let own = self.id(When::Before, "doctor_id").map(DoctorId::from_uuid);
        let site = self.id(When::Before, "site_id").map(SiteId::from_uuid);
        let doctors = ahead.doctors_of(site).filter(|doctor| own.is_none_or(|own| own == *doctor));
        let mut times = Vec::new();
        for doctor in doctors {
            let Some(from) = ahead.today_of(doctor).map(|today| today.max(first)) else { continue };
            let days =
                (0..MOST_DAYS).filter_map(|days| from.plus_days(days)).take_while(|date| *date <= last);
            times.extend(days.map(|date| Time { date, span, doctor }));
        }
        times
    }
}
