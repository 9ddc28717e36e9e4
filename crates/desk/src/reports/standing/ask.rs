//! What a report asks: the visits of its period a doctor's day at a time, who the doctors are, and when they were open.

use std::cell::RefCell;
use std::collections::HashMap;

use domain::booking::ClockChange;
use domain::calendar::zone::{self, Zone};
use domain::calendar::{Audience, ClosureRule, HoursRule};
use domain::id::{DoctorId, Id as _, PatientId, SiteId};
use domain::reports::{OpenDay, OpenTime};
use domain::time::{Date, Instant};
use rusqlite::Connection;

use super::Scope;
use super::facts::{Day, Wait, Wanted};
use super::persons::{Merged, Numbers};
use super::requests::{Cell, Named};
use super::store::{self, DoctorRow};
use super::summaries;
use crate::appointments::Appointment;
use crate::closures::{self, Closure};
use crate::error::{Refusal, Result};
use crate::schedules::{self, DayLimit};

pub(super) struct Ask<'a> {
    pub connection: &'a Connection,
    pub scope: &'a Scope,
    pub at: Instant,
    /// By the clock of the site that is asked about, or of the first.
    pub today: Date,
    pub currency: String,
    pub zone: Zone,
    /// By name; those who left too.
    pub doctors: Vec<DoctorRow>,
    zones: HashMap<SiteId, Zone>,
    numbers: RefCell<Numbers<'a>>,
}

/// A doctor's time over the period.
pub(super) struct Schedule {
    pub hours: Vec<HoursRule>,
    pub closures: Vec<Closure>,
    pub closure_rules: Vec<ClosureRule>,
    pub limits: Vec<DayLimit>,
}

impl Schedule {
    /// Whether visits online have hours of their own.
    pub fn keeps_online_hours(&self) -> bool {
        self.hours.iter().any(|block| block.audience == Audience::Online)
    }
}

/// One open day and what can be filled of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Available {
    pub day: OpenDay,
    pub minutes: u32,
}

impl<'a> Ask<'a> {
    /// # Errors
    /// `not_found {what: site | doctor}`.
    pub fn new(connection: &'a Connection, scope: &'a Scope, at: Instant) -> Result<Self> {
        let (_, currency, zone) =
            store::home(connection, scope.site)?.ok_or_else(|| Refusal::not_found("site"))?;
        let doctors = store::doctors(connection)?;
        if let Some(wanted) = scope.doctor
            && !doctors.iter().any(|doctor| doctor.id == wanted)
        {
            return Err(Refusal::not_found("doctor").into());
        }
        let today = zone::wall(at, zone).0;
        let zones = store::zones(connection)?;
        let numbers = RefCell::new(Numbers::reading(connection)?);
        Ok(Self { connection, scope, at, today, currency, zone, doctors, zones, numbers })
    }

    /// Every doctor's day of the period with a visit, by date. How many visits there were.
    pub fn each_day(&self, wanted: Wanted, see: &mut dyn FnMut(&mut Day)) -> Result<u64> {
        self.each_day_between((self.scope.from, self.scope.to), wanted, see)
    }

    /// The same of other days.
    pub fn each_day_between(
        &self,
        period: (Date, Date),
        wanted: Wanted,
        see: &mut dyn FnMut(&mut Day),
    ) -> Result<u64> {
        self.each_of(period, (self.scope.doctor, self.scope.site), wanted, see)
    }

    /// Every day since there was one up to the end of the period, of all doctors at all sites.
    pub fn each_day_ever(&self, wanted: Wanted, see: &mut dyn FnMut(&mut Day)) -> Result<u64> {
        let first = Date::new(0, 1, 1).unwrap_or(self.scope.from);
        self.each_of((first, self.scope.to), (None, None), wanted, see)
    }

    fn each_of(
        &self,
        period: (Date, Date),
        (doctor, site): (Option<DoctorId>, Option<SiteId>),
        wanted: Wanted,
        see: &mut dyn FnMut(&mut Day),
    ) -> Result<u64> {
        let mut numbers = self.numbers.borrow_mut();
        let merged = if wanted.persons { Merged::of(&mut numbers)? } else { Merged::default() };
        summaries::each(self.connection, period, (doctor, site), wanted, &mut numbers, &mut |day| {
            merged.apply(&mut day.persons);
            see(day);
        })
    }

    /// How long somebody waited, where the visit began.
    pub fn wait(&self, visit: &Appointment) -> Option<Wait> {
        let (arrived, started) = visit.arrived_at.zip(visit.started_at)?;
        let zone = self.zones.get(&visit.site_id)?;
        Some(Wait::of(visit.date, visit.start, visit.later_hour, *zone, arrived, started))
    }

    /// The number of a person whose file is part of no other.
    pub fn person(&self, person: PatientId) -> Result<u32> {
        self.numbers.borrow_mut().number(person)
    }

    /// Whether a day is one that the report is narrowed to.
    pub fn is_asked(&self, day: &Day) -> bool {
        self.scope.doctor.is_none_or(|doctor| doctor == day.doctor)
            && self.scope.site.is_none_or(|site| site == day.site)
    }

    /// Whether a doctor's hours stand at the site that is asked about.
    pub fn is_at_site(&self, doctor: &DoctorRow) -> bool {
        self.scope.site.is_none_or(|site| site == doctor.site)
    }

    /// The doctors that a report about doctors names: those in use, and whoever was there.
    pub fn doctors_with<'b>(
        &'b self,
        was_there: impl Fn(DoctorId) -> bool + 'b,
    ) -> impl Iterator<Item = &'b DoctorRow> {
        self.doctors.iter().filter(move |doctor| match self.scope.doctor {
            Some(only) => only == doctor.id,
            None => (doctor.is_active && self.is_at_site(doctor)) || was_there(doctor.id),
        })
    }

    pub fn doctor(&self, id: DoctorId) -> Option<&DoctorRow> {
        self.doctors.iter().find(|doctor| doctor.id == id)
    }

    /// A doctor's hours, closures and caps over the period.
    pub fn schedule(&self, doctor: &DoctorRow) -> Result<Schedule> {
        let hours = schedules::store::hours_of(self.connection, doctor.id)?;
        let (from, to) = (self.scope.from, self.scope.to);
        let closures = closures::store::touching(self.connection, doctor.id, doctor.site, from, to)?;
        Ok(Schedule {
            hours: schedules::store::rules(&hours)?,
            closure_rules: closures::store::rules(&closures),
            closures,
            limits: schedules::store::day_limits_of(self.connection, doctor.id)?,
        })
    }

    /// Every day of the period with what of the doctor's time can be filled. A doctor's hours stand at one site; at another there are none.
    pub fn open_days(&self, doctor: &DoctorRow, clock: &Clock) -> Result<Vec<Available>> {
        if !self.is_at_site(doctor) {
            return Ok(Vec::new());
        }
        let schedule = self.schedule(doctor)?;
        let open = OpenTime { hours: &schedule.hours, closures: &schedule.closure_rules };
        let change = |date: Date| clock.on(doctor.site, date);
        let days = open.days(self.scope.from, self.scope.to, &change).into_iter();
        Ok(days
            .map(|day| {
                let limit = schedules::store::limit_on(&schedule.limits, day.date.weekday());
                let cap = limit.and_then(|limit| limit.max_patients);
                Available { day, minutes: day.available_minutes(cap, doctor.visit_minutes) }
            })
            .collect())
    }

    /// Where the clocks of all sites jump within the period.
    pub fn clock(&self) -> Clock {
        let days = self.scope.to.days_since(self.scope.from);
        let changes = self.zones.iter().flat_map(|(site, zone)| {
            (0..=days).filter_map(move |day| {
                let date = self.scope.from.plus_days(day)?;
                let change = ClockChange::on(date, *zone);
                (change != ClockChange::default()).then_some(((*site, date), change))
            })
        });
        Clock(changes.collect())
    }
}

/// The days on which the clock of a site jumps.
pub(super) struct Clock(HashMap<(SiteId, Date), ClockChange>);

impl Clock {
    pub fn on(&self, site: SiteId, date: Date) -> ClockChange {
        self.0.get(&(site, date)).copied().unwrap_or_default()
    }
}

pub(super) fn doctor_cell(doctor: &DoctorRow) -> Cell {
    Cell::Named(named_doctor(doctor))
}

pub(super) fn named_doctor(doctor: &DoctorRow) -> Named {
    Named { id: doctor.id.uuid(), name: doctor.full_name.clone(), second_name: doctor.second_name.clone() }
}
