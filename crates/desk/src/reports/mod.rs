//! Reports: how a day went, here, and the standing reports over any period (`standing`). What is counted is said once, in
//! `domain::reports`.

mod deeds;
mod figures;
pub mod requests;
pub mod standing;
mod store;

#[cfg(test)]
mod tests;

pub use requests::{
    CancelledFigures, ClosingReport, ClosingRequest, DayFigures, DoctorFigures, Minutes, OpenMatters,
    OpenRepVisit, OpenVisit, OverbookedVisit, RepFigures, StaffDeeds,
};

use domain::calendar::zone::{self, Zone};
use domain::permission::Permission;
use domain::time::{Date, Instant, WallTime};

use self::figures::Samples;
use crate::agenda::{self, Day, DayRequest, DoctorDay, RepVisit};
use crate::appointments::Appointment;
use crate::attention::{self, ListAttention};
use crate::error::{Fault, Result};
use crate::{Desk, Session, rebooking};

/// How a day went, for each doctor and the clinic, and what it leaves open.
///
/// # Errors
/// `not_found {what: site}`.
pub fn closing(desk: &Desk, session: &Session, request: ClosingRequest) -> Result<ClosingReport> {
    let ClosingRequest { date, site_id } = request;
    let day = agenda::board(desk, DayRequest { date, site_id })?;
    let zone: Zone = day.time_zone.parse().map_err(|_| Fault::Corrupt("site.time_zone"))?;
    let (from, until) = (begin_of(date, zone), begin_of(date.plus_days(1).unwrap_or(date), zone));
    let at = desk.now();
    let (samples, done, worklists) = desk.read(|connection| {
        let worklists = rebooking::unsettled(connection, at)?;
        Ok((store::samples(connection, date)?, store::done(connection, from, until)?, worklists))
    })?;
    let left = |visit: &RepVisit| samples.get(&visit.id).copied().unwrap_or_default();
    let all: Vec<&Appointment> = day.appointments.iter().collect();
    let all_reps: Vec<&RepVisit> = day.rep_visits.iter().collect();
    let waiting = attention::list(desk, session, ListAttention { limit: Some(0), ..Default::default() })?;
    let lists = u32::try_from(worklists.len()).unwrap_or(u32::MAX);
    Ok(ClosingReport {
        date,
        site_id: day.site_id,
        today: day.today,
        now: day.now,
        clinic: figures::of(&all, &all_reps, left, zone),
        doctors: day.columns.iter().filter_map(|column| of_doctor(&day, column, left, zone)).collect(),
        overbooked: all.iter().filter_map(|visit| overbooked(visit)).collect(),
        open: OpenMatters {
            visits: all
                .iter()
                .filter(|visit| figures::is_open(visit.status))
                .map(|visit| open(visit))
                .collect(),
            rep_visits: all_reps
                .iter()
                .filter(|visit| figures::is_open_rep(visit.status))
                .map(|visit| open_rep(visit))
                .collect(),
            // The inbox counts the worklists with the rest; here they stand by themselves, for whoever can settle them.
            attention: waiting.open_count.saturating_sub(lists),
            worklists: if session.may(Permission::Book) { worklists } else { Vec::new() },
        },
        staff: deeds::by_account(done),
    })
}

/// The first moment of a day: a clock that goes forward at midnight has no such time, and the day begins with the next one it has.
fn begin_of(date: Date, zone: Zone) -> Instant {
    let begins = (0..=180).step_by(15).find_map(|minutes| {
        let time = WallTime::from_minutes(minutes)?;
        zone::instant(date, time, zone).pick(false)
    });
    begins.unwrap_or(Instant(0))
}

fn of_doctor(
    day: &Day,
    column: &DoctorDay,
    samples: impl Fn(&RepVisit) -> Samples,
    zone: Zone,
) -> Option<DoctorFigures> {
    let id = column.doctor_id;
    let visits: Vec<&Appointment> = day.appointments.iter().filter(|visit| visit.doctor_id == id).collect();
    let reps: Vec<&RepVisit> = day.rep_visits.iter().filter(|visit| visit.doctor_id == id).collect();
    if column.open.is_empty() && visits.is_empty() && reps.is_empty() {
        return None;
    }
    Some(DoctorFigures {
        doctor_id: id,
        full_name: column.full_name.clone(),
        second_name: column.second_name.clone(),
        title: column.title.clone(),
        board_colour: column.board_colour.clone(),
        figures: figures::of(&visits, &reps, samples, zone),
    })
}

fn overbooked(visit: &Appointment) -> Option<OverbookedVisit> {
    Some(OverbookedVisit {
        id: visit.id,
        patient_name: visit.patient_name.clone(),
        patient_ref: visit.patient_ref.clone(),
        doctor_id: visit.doctor_id,
        start: visit.start,
        status: visit.status,
        reason: visit.overbook_reason.clone()?,
        is_emergency: figures::is_emergency(visit),
    })
}

fn open(visit: &Appointment) -> OpenVisit {
    OpenVisit {
        id: visit.id,
        patient_name: visit.patient_name.clone(),
        patient_ref: visit.patient_ref.clone(),
        patient_phone: visit.patient_phone.clone(),
        doctor_id: visit.doctor_id,
        start: visit.start,
        minutes: visit.minutes,
        status: visit.status,
    }
}

fn open_rep(visit: &RepVisit) -> OpenRepVisit {
    OpenRepVisit {
        id: visit.id,
        rep_name: visit.rep_name.clone(),
        company: visit.company.clone(),
        doctor_id: visit.doctor_id,
        start: visit.start,
        status: visit.status,
    }
}
