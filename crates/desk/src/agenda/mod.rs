//! The day board: one day, a column per doctor, everything drawn in it; and the days of one doctor side by side.

pub(crate) mod days;
mod doctor;
pub(crate) mod frame;
mod late;
pub mod requests;
pub(crate) mod store;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use domain::calendar::zone;
use domain::id::Id as _;
use domain::time::{Date, Instant, Span};

use uuid::Uuid;

pub use doctor::{month, week};
pub use requests::{
    DatedDay, Day, DayRequest, DoctorDate, DoctorDay, Month, OpenSpan, RepVisit, Stretch, TimeSpan, Week,
};

use self::days::Visits;
use self::frame::Frame;
use crate::appointments::Appointment;
use crate::error::{Refusal, Result};
use crate::sync::unsent;
use crate::{Desk, Session};

/// The whole board, however many doctors there are: from memory, but for what changed since the last look.
///
/// # Errors
/// `not_found {what: site}`.
pub fn day(desk: &Desk, _session: &Session, request: DayRequest) -> Result<Day> {
    board(desk, request)
}

/// The same for whoever has asked already who looks.
pub(crate) fn board(desk: &Desk, request: DayRequest) -> Result<Day> {
    let DayRequest { date, site_id } = request;
    let at = desk.now();
    let opened = desk.opened()?;
    let read = || opened.store.read(|connection| Frame::read(connection, site_id, date));
    let frame = opened.memory.frames.recall((site_id, date), read)?;
    let frame = frame.ok_or_else(|| Refusal::not_found("site"))?;
    let visits = opened.memory.days.visits(&opened.store, frame.site, date)?;
    let unsent = unsent::rows(&opened)?;
    Ok(compose(&frame, visits, &unsent, date, at))
}

fn compose(frame: &Frame, visits: Visits, unsent: &HashSet<Uuid>, date: Date, at: Instant) -> Day {
    let (today, now) = zone::wall(at, frame.zone);
    let of_doctor = by(&visits.appointments, |visit| visit.doctor_id);
    let reps_of_doctor = by(&visits.rep_visits, |visit| visit.doctor_id);
    let mut columns = Vec::with_capacity(frame.columns.len());
    for column in &frame.columns {
        let doctor = column.doctor.doctor_id;
        let patients = of_doctor.get(&doctor).map_or(&[][..], Vec::as_slice);
        let reps = reps_of_doctor.get(&doctor).map_or(&[][..], Vec::as_slice);
        let patients_booked = count(patients.iter().filter(|visit| visit.status.holds_time()));
        let reps_booked = count(reps.iter().filter(|visit| visit.status.holds_time()));
        // Nobody is booked into a column that is not shown.
        if column.works_here || patients_booked + reps_booked > 0 {
            let late_minutes = if today == date { late::minutes(patients, frame.zone, at) } else { 0 };
            columns.push(DoctorDay { patients_booked, reps_booked, late_minutes, ..column.doctor.clone() });
        }
    }
    let provisional = provisional(&visits.appointments, &visits.rep_visits, unsent);
    Day {
        date,
        site_id: frame.site,
        time_zone: frame.time_zone.clone(),
        today,
        now,
        missing: frame.clock.missing.map(TimeSpan::from),
        twice: frame.clock.twice.map(TimeSpan::from),
        columns,
        appointments: visits.appointments,
        rep_visits: visits.rep_visits,
        provisional,
    }
}

/// Those of the visits that the hub does not have as they stand here.
fn provisional(appointments: &[Appointment], rep_visits: &[RepVisit], unsent: &HashSet<Uuid>) -> Vec<Uuid> {
    if unsent.is_empty() {
        return Vec::new();
    }
    let appointments = appointments.iter().map(|visit| visit.id.uuid());
    let rep_visits = rep_visits.iter().map(|visit| visit.id.uuid());
    appointments.chain(rep_visits).filter(|id| unsent.contains(id)).collect()
}

fn by<T, K: Hash + Eq>(visits: &[T], key: impl Fn(&T) -> K) -> HashMap<K, Vec<&T>> {
    let mut sorted: HashMap<K, Vec<&T>> = HashMap::new();
    for visit in visits {
        sorted.entry(key(visit)).or_default().push(visit);
    }
    sorted
}

fn count<T>(visits: impl Iterator<Item = T>) -> u32 {
    u32::try_from(visits.count()).unwrap_or(u32::MAX)
}

impl From<Span> for TimeSpan {
    fn from(span: Span) -> Self {
        Self { start: span.start(), end: span.end() }
    }
}
