//! The queue: who is here, since when and for whom; calling the next one; whoever walks in; and the numbers that hang in the waiting
//! room.

mod numbers;
mod requests;
mod store;
mod walk_in;

#[cfg(test)]
mod tests;

pub use numbers::numbers;
pub use requests::{
    CallNext, DoctorQueue, Door, Numbers, Queue, QueueRequest, Queued, WaitingRoom, WalkIn, WalkInto,
};
pub use walk_in::walk_in;

use std::collections::HashMap;

use domain::appointment::AppointmentStatus as Status;
use domain::calendar::zone::{self, Zone};
use domain::id::DoctorId;
use domain::queue::{Waiting, is_missing};
use domain::time::{Date, Instant};

use crate::agenda::{self, Day, DayRequest};
use crate::appointments::{self, Appointment, AppointmentRef, AppointmentReply};
use crate::error::{Refusal, Result};
use crate::{Desk, Session, clinic};

/// The queue of today.
///
/// # Errors
/// `not_found {what: site}`.
pub fn now(desk: &Desk, _session: &Session, request: QueueRequest) -> Result<Queue> {
    of_today(desk, request)
}

fn of_today(desk: &Desk, request: QueueRequest) -> Result<Queue> {
    let at = desk.now();
    let (date, grace_minutes) = desk.read(|connection| {
        let today = store::today_at(connection, request.site_id, at)?;
        Ok((today, clinic::store::settings(connection)?.no_show_grace_minutes))
    })?;
    let date = date.ok_or_else(|| Refusal::not_found("site"))?;
    let day = agenda::board(desk, DayRequest { date, site_id: request.site_id })?;
    Ok(compose(&day, grace_minutes, at))
}

fn compose(day: &Day, grace_minutes: u16, at: Instant) -> Queue {
    let zone = day.time_zone.parse().ok();
    let mut of_doctor: HashMap<DoctorId, Vec<&Appointment>> = HashMap::new();
    for visit in day.appointments.iter() {
        of_doctor.entry(visit.doctor_id).or_default().push(visit);
    }
    let doctors = day.columns.iter().filter_map(|column| {
        let visits = of_doctor.remove(&column.doctor_id).unwrap_or_default();
        let shown = Shown { visits: &visits, zone, at };
        let is_missing = |visit: &Appointment| shown.is_missing(visit, grace_minutes);
        let queue = DoctorQueue {
            doctor_id: column.doctor_id,
            full_name: column.full_name.clone(),
            second_name: column.second_name.clone(),
            title: column.title.clone(),
            board_colour: column.board_colour.clone(),
            late_minutes: column.late_minutes,
            inside: shown.list(|visit| visit.status == Status::InConsultation),
            waiting: shown.waiting(),
            missing: shown.list(|visit| is_to_come(visit) && is_missing(visit)),
            expected: shown.list(|visit| is_to_come(visit) && !is_missing(visit)),
            done: u32::try_from(visits.iter().filter(|visit| visit.status == Status::Completed).count())
                .unwrap_or(u32::MAX),
        };
        (!visits.is_empty()).then_some(queue)
    });
    Queue {
        site_id: day.site_id,
        today: day.today,
        now: day.now,
        at,
        grace_minutes,
        doctors: doctors.collect(),
    }
}

fn is_to_come(visit: &Appointment) -> bool {
    matches!(visit.status, Status::Scheduled | Status::Confirmed)
}

/// One doctor's visits of today.
struct Shown<'a> {
    visits: &'a [&'a Appointment],
    zone: Option<Zone>,
    at: Instant,
}

impl Shown<'_> {
    fn list(&self, is_wanted: impl Fn(&Appointment) -> bool) -> Vec<Queued> {
        self.visits.iter().filter(|visit| is_wanted(visit)).map(|visit| self.queued(visit)).collect()
    }

    fn waiting(&self) -> Vec<Queued> {
        let mut here: Vec<&Appointment> =
            self.visits.iter().copied().filter(|visit| visit.status == Status::Arrived).collect();
        here.sort_by_key(|visit| turn(visit, self.zone).turn());
        here.into_iter().map(|visit| self.queued(visit)).collect()
    }

    fn is_missing(&self, visit: &Appointment, grace_minutes: u16) -> bool {
        begins(visit, self.zone).is_some_and(|booked| is_missing(booked, self.at, grace_minutes))
    }

    fn queued(&self, visit: &Appointment) -> Queued {
        let same_number = |other: &&&Appointment| {
            other.id != visit.id && other.queue_number.is_some() && other.queue_number == visit.queue_number
        };
        Queued {
            id: visit.id,
            patient_id: visit.patient_id,
            patient_name: visit.patient_name.clone(),
            patient_ref: visit.patient_ref.clone(),
            patient_phone: visit.patient_phone.clone(),
            status: visit.status,
            number: visit.queue_number,
            number_twice: self.visits.iter().any(|other| same_number(&other)),
            start: visit.start,
            minutes: visit.minutes,
            reason: visit.reason.clone(),
            overbook_reason: visit.overbook_reason.clone(),
            arrived_at: visit.arrived_at,
            called_at: visit.called_at,
            started_at: visit.started_at,
        }
    }
}

fn begins(visit: &Appointment, zone: Option<Zone>) -> Option<Instant> {
    zone::instant(visit.date, visit.start, zone?).pick(visit.later_hour)
}

/// Whoever is here, as the order of calling sees it.
fn turn(visit: &Appointment, zone: Option<Zone>) -> Waiting {
    let arrived = visit.arrived_at.unwrap_or(visit.created_at);
    Waiting {
        booked: begins(visit, zone).unwrap_or(arrived),
        arrived,
        called: visit.called_at,
        number: visit.queue_number,
    }
}

/// Calls whoever is next for a doctor: the patient's number shows in the waiting room.
///
/// # Errors
/// `not_found {what: doctor}`; `queue.nobody_waits {doctor}`.
pub fn call_next(desk: &Desk, session: &Session, request: CallNext) -> Result<AppointmentReply> {
    desk.commit(session, "queue.call_next", |tx| {
        let host = appointments::store::host(tx, request.doctor_id)?;
        let host = host.ok_or_else(|| Refusal::not_found("doctor"))?;
        let zone = appointments::store::zone_of(&host.time_zone)?;
        let (today, _) = zone::wall(tx.now(), zone);
        let next = waiting_of(tx, request.doctor_id, today, zone)?.into_iter().next();
        let next = next.ok_or_else(|| Refusal::new("queue.nobody_waits").with("doctor", &host.full_name))?;
        store::call(tx, next.id, tx.now())?;
        appointments::reply(tx, next.id, Vec::new())
    })
}

/// Those who wait for a doctor, in the order of calling.
fn waiting_of(
    connection: &rusqlite::Connection,
    doctor: DoctorId,
    today: Date,
    zone: Zone,
) -> Result<Vec<Appointment>> {
    let mut here = appointments::views::of_doctor(connection, doctor, today, today)?;
    here.retain(|visit| visit.status == Status::Arrived);
    here.sort_by_key(|visit| turn(visit, Some(zone)).turn());
    Ok(here)
}

/// Calls somebody who waits, out of turn or once more.
///
/// # Errors
/// `not_found {what: appointment}`; `queue.not_waiting {status}`.
pub fn call(desk: &Desk, session: &Session, request: AppointmentRef) -> Result<AppointmentReply> {
    desk.commit(session, "queue.call", |tx| {
        let visit = appointments::existing(tx, request.id)?;
        if visit.status != Status::Arrived {
            return Err(Refusal::new("queue.not_waiting").with("status", visit.status).into());
        }
        store::call(tx, visit.id, tx.now())?;
        appointments::reply(tx, visit.id, Vec::new())
    })
}
