//! How far a doctor runs behind: what the next patient asks at the desk.

use domain::appointment::AppointmentStatus;
use domain::calendar::zone::{self, Zone};
use domain::time::Instant;

use crate::appointments::Appointment;

const MINUTE: i64 = 60_000;

/// Minutes behind, from whoever is with the doctor, or else from whoever has waited longest. A patient is due at the booked time, or on
/// arrival if later: a doctor is not behind because a patient is. A doctor with nobody inside and nobody waiting is not behind.
pub(super) fn minutes(visits: &[&Appointment], zone: Zone, now: Instant) -> u16 {
    let due = |visit: &Appointment| {
        let booked = zone::instant(visit.date, visit.start, zone).pick(visit.later_hour);
        booked.map(|booked| visit.arrived_at.map_or(booked, |arrived| arrived.max(booked)).0)
    };
    let inside = visits
        .iter()
        .filter(|visit| visit.status == AppointmentStatus::InConsultation)
        .max_by_key(|visit| visit.started_at);
    let behind = match inside {
        // Began late, and once the booked length is over, later by the minute.
        Some(visit) => due(visit).map(|due| {
            let began = visit.started_at.map_or(0, |started| started.0 - due);
            began.max(now.0 - due - i64::from(visit.minutes) * MINUTE)
        }),
        None => visits
            .iter()
            .filter(|visit| visit.status == AppointmentStatus::Arrived)
            .filter_map(|visit| due(visit))
            .min()
            .map(|due| now.0 - due),
    };
    u16::try_from(behind.unwrap_or(0).max(0) / MINUTE).unwrap_or(u16::MAX)
}
