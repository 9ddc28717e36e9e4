//! The figures of a day. What counts as booked, come or missed is asked of `domain::reports`, as the standing reports do.

use domain::appointment::{AppointmentStatus as Status, CancelledBy};
use domain::calendar::zone::Zone;
use domain::rep_visit::RepVisitStatus;

use super::requests::{CancelledFigures, DayFigures, Minutes, RepFigures};
use super::standing::{Wait, fact};
use crate::agenda::RepVisit;
use crate::appointments::Appointment;

/// The samples that one completed visit of a rep left.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Samples {
    pub lines: u32,
    pub units: u32,
}

/// Stood at the desk without a booking, and went before what was booked.
pub(super) fn is_emergency(visit: &Appointment) -> bool {
    let fact = fact(visit);
    fact.is_overbooked && fact.is_walk_in
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
    let facts = visits.iter().map(|visit| (visit, fact(visit)));
    for (visit, fact) in facts.filter(|(_, fact)| fact.is_booked()) {
        figures.booked += 1;
        figures.arrived += u32::from(fact.came());
        figures.completed += u32::from(visit.status == Status::Completed);
        figures.no_show += u32::from(fact.is_no_show());
        figures.expected += u32::from(!fact.came() && !fact.is_no_show() && !fact.is_cancelled());
        if let Some(by) = fact.called_off_by() {
            cancelled(&mut figures.cancelled, by);
        }
        figures.walk_ins += u32::from(fact.is_walk_in);
        figures.overbooked += u32::from(fact.is_overbooked);
        figures.emergencies += u32::from(is_emergency(visit));
        if let (Some(arrived), Some(started)) = (visit.arrived_at, visit.started_at) {
            let wait = Wait::of(visit.date, visit.start, visit.later_hour, zone, arrived, started);
            waits.push(u32::from(wait.waited));
            delays.push(u32::from(wait.late));
        }
    }
    figures.waiting = middle_and_longest(waits);
    figures.lateness = middle_and_longest(delays);
    for visit in reps {
        rep(&mut figures.reps, visit, samples(visit));
    }
    figures
}

fn cancelled(figures: &mut CancelledFigures, by: CancelledBy) {
    figures.total += 1;
    *match by {
        CancelledBy::Patient => &mut figures.by_patient,
        CancelledBy::Doctor => &mut figures.by_doctor,
        CancelledBy::Clinic => &mut figures.by_clinic,
        CancelledBy::System => &mut figures.by_system,
    } += 1;
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

fn middle_and_longest(mut minutes: Vec<u32>) -> Option<Minutes> {
    minutes.sort_unstable();
    let longest = *minutes.last()?;
    let median = minutes[(minutes.len() - 1) / 2];
    Some(Minutes { median, longest, of: u32::try_from(minutes.len()).unwrap_or(u32::MAX) })
}
