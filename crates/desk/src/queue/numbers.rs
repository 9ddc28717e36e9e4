//! What hangs in the waiting room. A window asks for it that nobody sits at, whether somebody is logged in, locked, or gone: so the
//! answer has numbers and doors in it, and nothing that tells who a patient is.

use domain::time::Instant;

use super::requests::{DoctorQueue, Door, Numbers, QueueRequest, Queued, WaitingRoom};
use crate::error::Result;
use crate::{Desk, Seat, clinic};

/// The numbers of now; no doors while the desk is closed.
pub fn numbers(desk: &Desk, _seat: &Seat, _request: WaitingRoom) -> Result<Numbers> {
    if !desk.is_open() {
        return Ok(Numbers { language: None, clinic_name: String::new(), now: None, doors: Vec::new() });
    }
    let settings = desk.read(clinic::store::settings)?;
    let queue = super::of_today(desk, QueueRequest::default())?;
    let doors = queue.doctors.iter().filter_map(door).collect();
    let (language, clinic_name) = (Some(settings.language), settings.clinic_name);
    Ok(Numbers { language, clinic_name, now: Some(queue.now), doors })
}

/// The door of a doctor whom somebody waits for, or is with.
fn door(doctor: &DoctorQueue) -> Option<Door> {
    let called = doctor.waiting.iter().chain(&doctor.inside).filter_map(last_call);
    let called = called.max_by_key(|(at, _)| *at);
    let waiting: Vec<u32> = doctor
        .waiting
        .iter()
        .filter_map(|visit| visit.number)
        .filter(|number| Some(*number) != called.map(|(_, number)| number))
        .collect();
    (called.is_some() || !waiting.is_empty()).then(|| Door {
        doctor: doctor.full_name.clone(),
        doctor_second: doctor.second_name.clone(),
        title: doctor.title.clone(),
        called: called.map(|(_, number)| number),
        called_at: called.map(|(at, _)| at),
        waiting,
        late_minutes: doctor.late_minutes,
    })
}

/// Who was asked in, by a call or by simply being taken in.
fn last_call(visit: &Queued) -> Option<(Instant, u32)> {
    Some((visit.called_at.or(visit.started_at)?, visit.number?))
}
