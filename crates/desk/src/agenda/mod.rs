//! The day board: one day, a column per doctor, everything drawn in it.

mod late;
pub mod requests;
mod store;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use domain::booking::ClockChange;
use domain::calendar::zone::{self, Zone};
use domain::calendar::{ClosureRule, day_schedule};
use domain::id::DoctorId;
use domain::time::{Date, Instant, Span};
use rusqlite::Connection;

pub use requests::{Day, DayRequest, DoctorDay, OpenSpan, RepVisit, TimeSpan};

use crate::appointments;
use crate::closures::{self, Closure};
use crate::error::{Refusal, Result};
use crate::schedules::{self, DayLimit, Hours};
use crate::{Desk, Session};

/// The whole board in seven statements, however many doctors there are.
///
/// # Errors
/// `not_found {what: site}`.
pub fn day(desk: &Desk, _session: &Session, request: DayRequest) -> Result<Day> {
    let at = desk.now();
    desk.read(|connection| {
        let site = store::site(connection, request.site_id)?.ok_or_else(|| Refusal::not_found("site"))?;
        read(connection, &site, request.date, at)
    })
}

fn read(connection: &Connection, site: &store::SiteRow, date: Date, at: Instant) -> Result<Day> {
    let zone = appointments::store::zone_of(&site.time_zone)?;
    let (today, now) = zone::wall(at, zone);
    let frame = Frame::read(connection, site, date, zone)?;
    let appointments = appointments::views::of_site(connection, site.id, date, date)?;
    let rep_visits = store::rep_visits(connection, site.id, date)?;
    let of_doctor = by(&appointments, |visit| visit.doctor_id);
    let reps_of_doctor = by(&rep_visits, |visit| visit.doctor_id);

    let mut columns = Vec::new();
    for doctor in store::doctors(connection, site.id, date)? {
        let (scheduled, mut column) = frame.column(doctor)?;
        let patients = of_doctor.get(&column.doctor_id).map_or(&[][..], Vec::as_slice);
        let reps = reps_of_doctor.get(&column.doctor_id).map_or(&[][..], Vec::as_slice);
        column.patients_booked = count(patients.iter().filter(|visit| visit.status.holds_time()));
        column.reps_booked = count(reps.iter().filter(|visit| visit.status.holds_time()));
        if today == date {
            column.late_minutes = late::minutes(patients, zone, at);
        }
        columns.push((scheduled, column));
    }
    // Stable: within either half the board's order stays, and a doctor whose hours are closed keeps the usual place.
    columns.sort_by_key(|(scheduled, _)| !scheduled);
    Ok(Day {
        date,
        site_id: site.id,
        time_zone: site.time_zone.clone(),
        today,
        now,
        missing: frame.clock.missing.map(TimeSpan::from),
        twice: frame.clock.twice.map(TimeSpan::from),
        columns: columns.into_iter().map(|(_, column)| column).collect(),
        appointments,
        rep_visits,
    })
}

/// What the day is like before anybody is booked into it.
struct Frame<'a> {
    site: &'a store::SiteRow,
    date: Date,
    clock: ClockChange,
    hours: HashMap<DoctorId, Vec<Hours>>,
    limits: HashMap<DoctorId, Vec<DayLimit>>,
    closures: Vec<Closure>,
    closure_rules: Vec<ClosureRule>,
}

impl<'a> Frame<'a> {
    fn read(connection: &Connection, site: &'a store::SiteRow, date: Date, zone: Zone) -> Result<Self> {
        let mut hours: HashMap<DoctorId, Vec<Hours>> = HashMap::new();
        for block in schedules::store::hours_on(connection, site.id, date.weekday())? {
            hours.entry(block.doctor_id).or_default().push(block);
        }
        let mut limits: HashMap<DoctorId, Vec<DayLimit>> = HashMap::new();
        for limit in schedules::store::day_limits_on(connection, date.weekday())? {
            limits.entry(limit.doctor_id).or_default().push(limit);
        }
        let closures = closures::store::between(connection, Some(date), Some(date))?;
        let closure_rules = closures::store::rules(&closures);
        Ok(Self { site, date, clock: ClockChange::on(date, zone), hours, limits, closures, closure_rules })
    }

    /// Whether the doctor has hours that day, closed or not, and the column without visits.
    fn column(&self, doctor: store::DoctorRow) -> Result<(bool, DoctorDay)> {
        let concerns =
            |closure: &Closure| closure.doctor_id == Some(doctor.id) || closure.site_id == Some(self.site.id);
        let closures: Vec<Closure> =
            self.closures.iter().filter(|closure| concerns(closure)).cloned().collect();
        let rules: Vec<ClosureRule> = self
            .closures
            .iter()
            .zip(&self.closure_rules)
            .filter(|(closure, _)| concerns(closure))
            .map(|(_, rule)| *rule)
            .collect();
        let hours = self.hours.get(&doctor.id).map_or(&[][..], Vec::as_slice);
        let mut schedule = day_schedule(self.date, &schedules::store::rules(hours)?, &rules);
        if let Some(missing) = self.clock.missing {
            schedule = schedule.without(missing);
        }
        let limits = self.limits.get(&doctor.id).map_or(&[][..], Vec::as_slice);
        let limit = schedules::store::limit_on(limits, self.date.weekday());
        let column = DoctorDay {
            doctor_id: doctor.id,
            full_name: doctor.full_name,
            second_name: doctor.second_name,
            title: doctor.title,
            specialty: doctor.specialty,
            specialty_ar: doctor.specialty_ar,
            board_colour: doctor.board_colour,
            default_visit_minutes: doctor.default_visit_minutes,
            open: schedule.open.iter().map(OpenSpan::from).collect(),
            closures,
            patients_booked: 0,
            max_patients: limit.and_then(|limit| limit.max_patients),
            reps_booked: 0,
            max_reps: limit.and_then(|limit| limit.max_reps),
            late_minutes: 0,
        };
        Ok((!schedule.scheduled.is_empty(), column))
    }
}

fn by<T>(visits: &[T], doctor: impl Fn(&T) -> DoctorId) -> HashMap<DoctorId, Vec<&T>> {
    let mut sorted: HashMap<DoctorId, Vec<&T>> = HashMap::new();
    for visit in visits {
        sorted.entry(doctor(visit)).or_default().push(visit);
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

impl From<&domain::calendar::OpenSpan> for OpenSpan {
    fn from(open: &domain::calendar::OpenSpan) -> Self {
        Self { audience: open.audience, start: open.span.start(), end: open.span.end() }
    }
}
