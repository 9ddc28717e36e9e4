//! What each figure counts: plain functions over the visits of a day.

use domain::appointment::{AppointmentStatus as Status, CancelledBy};
use domain::calendar::zone::{self, Zone};
use domain::rep_visit::RepVisitStatus;

use super::requests::{CancelledFigures, DayFigures, Minutes, RepFigures};
use crate::agenda::RepVisit;
use crate::appointments::Appointment;

const MINUTE: i64 = 60_000;

/// The samples that one completed visit of a rep left.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Samples {
    pub lines: u32,
    pub units: u32,
}

/// Whoever stood at the desk was booked and here in one moment.
pub(super) fn is_walk_in(visit: &Appointment) -> bool {
    visit.arrived_at == Some(visit.created_at)
}

pub(super) fn is_emergency(visit: &Appointment) -> bool {
    visit.overbook_reason.is_some() && is_walk_in(visit)
}

/// Neither over nor called off nor missed.
pub(super) fn is_open(status: Status) -> bool {
    match status {
        Status::Scheduled | Status::Confirmed | Status::Arrived | Status::InConsultation => true,
        Status::Completed | Status::Cancelled | Status::NoShow | Status::Rescheduled => false,
    }
}

pub(super) fn is_open_rep(status: RepVisitStatus) -> bool {
    match status {
        RepVisitStatus::Approved
        | RepVisitStatus::Confirmed
        | RepVisitStatus::Arrived
        | RepVisitStatus::InVisit => true,
        RepVisitStatus::Requested
        | RepVisitStatus::Declined
        | RepVisitStatus::Completed
        | RepVisitStatus::Cancelled
        | RepVisitStatus::NoShow
        | RepVisitStatus::Rescheduled
        | RepVisitStatus::RefusedEntry => false,
    }
}

/// The figures of these visits. `zone` says when a booked time was.
pub(super) fn of(
    visits: &[&Appointment],
    reps: &[&RepVisit],
    samples: impl Fn(&RepVisit) -> Samples,
    zone: Zone,
) -> DayFigures {
    let mut figures = DayFigures::default();
    let (mut waits, mut delays) = (Vec::new(), Vec::new());
    for visit in visits.iter().filter(|visit| visit.status != Status::Rescheduled) {
        figures.booked += 1;
        match visit.status {
            Status::Scheduled | Status::Confirmed => figures.expected += 1,
            Status::Arrived | Status::InConsultation => figures.arrived += 1,
            Status::Completed => {
                figures.arrived += 1;
                figures.completed += 1;
            }
            Status::NoShow => figures.no_show += 1,
            Status::Cancelled => cancelled(&mut figures.cancelled, visit.cancelled_by),
            Status::Rescheduled => {}
        }
        figures.walk_ins += u32::from(is_walk_in(visit));
        figures.overbooked += u32::from(visit.overbook_reason.is_some());
        figures.emergencies += u32::from(is_emergency(visit));
        if let (Some(arrived), Some(started)) = (visit.arrived_at, visit.started_at) {
            waits.push(minutes(started.0 - arrived.0));
            let booked = zone::instant(visit.date, visit.start, zone).pick(visit.later_hour);
            let due = booked.map_or(arrived, |booked| booked.max(arrived));
            delays.push(minutes(started.0 - due.0));
        }
    }
    figures.waiting = middle_and_longest(waits);
    figures.lateness = middle_and_longest(delays);
    for visit in reps {
        rep(&mut figures.reps, visit, samples(visit));
    }
    figures
}

fn cancelled(figures: &mut CancelledFigures, by: Option<CancelledBy>) {
    figures.total += 1;
    match by {
        Some(CancelledBy::Patient) => figures.by_patient += 1,
        Some(CancelledBy::Doctor) => figures.by_doctor += 1,
        Some(CancelledBy::Clinic) => figures.by_clinic += 1,
        Some(CancelledBy::System) | None => figures.by_system += 1,
    }
}

fn rep(figures: &mut RepFigures, visit: &RepVisit, left: Samples) {
    match visit.status {
        RepVisitStatus::Requested | RepVisitStatus::Declined | RepVisitStatus::Rescheduled => return,
        RepVisitStatus::Completed => {
            figures.completed += 1;
            figures.sample_lines += left.lines;
            figures.sample_units += left.units;
        }
        RepVisitStatus::Cancelled => figures.cancelled += 1,
        RepVisitStatus::NoShow => figures.no_show += 1,
        RepVisitStatus::RefusedEntry => figures.refused += 1,
        RepVisitStatus::Approved
        | RepVisitStatus::Confirmed
        | RepVisitStatus::Arrived
        | RepVisitStatus::InVisit => {}
    }
    figures.booked += 1;
}

fn minutes(milliseconds: i64) -> u32 {
    u32::try_from(milliseconds.max(0) / MINUTE).unwrap_or(u32::MAX)
}

fn middle_and_longest(mut minutes: Vec<u32>) -> Option<Minutes> {
    minutes.sort_unstable();
    let longest = *minutes.last()?;
    let median = minutes[(minutes.len() - 1) / 2];
    Some(Minutes { median, longest, of: u32::try_from(minutes.len()).unwrap_or(u32::MAX) })
}
