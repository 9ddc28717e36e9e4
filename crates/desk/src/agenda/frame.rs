//! What a day is like at a site before anybody is booked into it: the columns with their hours, closures and caps. It hardly ever
//! changes, so it is kept in memory; the visits come to it from `days`.

use std::collections::HashMap;

use domain::booking::ClockChange;
use domain::calendar::zone::Zone;
use domain::calendar::{ClosureRule, DaySchedule, day_schedule};
use domain::id::{DoctorId, SiteId};
use domain::time::Date;
use rusqlite::Connection;

use super::requests::{DoctorDay, OpenSpan};
use super::store::{self, DoctorRow};
use crate::appointments;
use crate::closures::{self, Closure};
use crate::error::Result;
use crate::schedules::{self, DayLimit, Hours};

pub(crate) struct Frame {
    pub site: SiteId,
    pub time_zone: String,
    pub zone: Zone,
    pub clock: ClockChange,
    /// One for every doctor of the clinic, those with hours that day first, and otherwise in the board's order.
    pub columns: Vec<Column>,
}

pub(crate) struct Column {
    /// Who does not work here has a column only on a day with visits.
    pub works_here: bool,
    /// Without visits.
    pub doctor: DoctorDay,
}

impl Frame {
    /// The tables that `read` looks into.
    pub(crate) const TABLES: &[&str] =
        &["site", "doctor", "doctor_specialty", "specialty", "hours", "day_limit", "closure"];

    /// `None` where there is no such site.
    pub(super) fn read(connection: &Connection, site: Option<SiteId>, date: Date) -> Result<Option<Self>> {
        let Some(site) = store::site(connection, site)? else { return Ok(None) };
        let zone = appointments::store::zone_of(&site.time_zone)?;
        let clock = ClockChange::on(date, zone);
        let rules = Rules::read(connection, site.id, date, clock)?;
        let mut columns = Vec::new();
        for doctor in store::doctors(connection, site.id)? {
            columns.push(rules.column(doctor)?);
        }
        // Stable: within either half the board's order stays, and a doctor whose hours are closed keeps the usual place.
        columns.sort_by_key(|(scheduled, _)| !scheduled);
        let columns = columns.into_iter().map(|(_, column)| column).collect();
        Ok(Some(Self { site: site.id, time_zone: site.time_zone, zone, clock, columns }))
    }
}

/// What the columns of a day are made from.
struct Rules {
    site: SiteId,
    date: Date,
    clock: ClockChange,
    hours: HashMap<DoctorId, Vec<Hours>>,
    limits: HashMap<DoctorId, Vec<DayLimit>>,
    closures: Vec<Closure>,
    closure_rules: Vec<ClosureRule>,
}

impl Rules {
    fn read(connection: &Connection, site: SiteId, date: Date, clock: ClockChange) -> Result<Self> {
        let mut hours: HashMap<DoctorId, Vec<Hours>> = HashMap::new();
        for block in schedules::store::hours_on(connection, site, date.weekday())? {
            hours.entry(block.doctor_id).or_default().push(block);
        }
        let mut limits: HashMap<DoctorId, Vec<DayLimit>> = HashMap::new();
        for limit in schedules::store::day_limits_on(connection, date.weekday())? {
            limits.entry(limit.doctor_id).or_default().push(limit);
        }
        let closures = closures::store::between(connection, Some(date), Some(date))?;
        let closure_rules = closures::store::rules(&closures);
        Ok(Self { site, date, clock, hours, limits, closures, closure_rules })
    }

    /// Whether the doctor has hours that day, closed or not, and the column.
    fn column(&self, doctor: DoctorRow) -> Result<(bool, Column)> {
        let concerns =
            |closure: &Closure| closure.doctor_id == Some(doctor.id) || closure.site_id == Some(self.site);
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
        let works_here = doctor.works_here;
        let column = Column { works_here, doctor: empty_day(doctor, &schedule, closures, limit) };
        Ok((!schedule.scheduled.is_empty(), column))
    }
}

/// A doctor's day before anybody is booked into it.
pub(super) fn empty_day(
    doctor: DoctorRow,
    schedule: &DaySchedule,
    closures: Vec<Closure>,
    limit: Option<&DayLimit>,
) -> DoctorDay {
    DoctorDay {
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
    }
}

impl From<&domain::calendar::OpenSpan> for OpenSpan {
    fn from(open: &domain::calendar::OpenSpan) -> Self {
        Self { audience: open.audience, start: open.span.start(), end: open.span.end() }
    }
}
