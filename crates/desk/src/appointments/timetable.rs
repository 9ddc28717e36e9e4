//! A doctor's time as the rows tell it, ready to answer for any day of a window: what the five steps and the free times are
//! asked with.

use std::collections::HashMap;
use std::iter;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::appointment::AppointmentKind;
use domain::booking::{self, ClockChange, ClosedTime, ClosureOf, DayFacts, Held};
use domain::calendar::zone::{self, Zone};
use domain::calendar::{Audience, ClosureRule, DaySchedule, HoursRule, day_schedule, schedule_window};
use domain::id::DoctorId;
use domain::time::{Date, Instant, WallTime};
use rusqlite::Connection;

use super::store::{self, HostRow};
use crate::closures::{self, Closure};
use crate::desk::Opened;
use crate::doctors::DoctorApproval;
use crate::error::{Refusal, Result};
use crate::ledger::Tx;
use crate::schedules::{self, DayLimit};

/// How far ahead a free time is looked for.
pub(crate) const HORIZON_DAYS: u16 = 90;

/// More days than any month has.
const MONTH_DAYS: u16 = 31;

/// One doctor's hours, closures and caps over the days from `first` on, for as long as a month and `HORIZON_DAYS`.
pub(crate) struct Timetable {
    pub host: HostRow,
    pub zone: Zone,
    hours: Vec<HoursRule>,
    closures: Vec<Closure>,
    closure_rules: Vec<ClosureRule>,
    limits: Vec<DayLimit>,
    /// Days that were worked out already, without visits: the same few are asked for again and again while it is kept in memory.
    known: Mutex<HashMap<(Date, Audience), DayFacts>>,
}

/// All days of a window for one audience; a day is some 200 bytes.
const MOST_KNOWN: usize = (MONTH_DAYS + HORIZON_DAYS) as usize;

/// A doctor who can be booked.
///
/// # Errors
/// `not_found {what: doctor}`; `doctor.inactive {doctor}` and `doctor.not_approved {doctor}` for one who cannot be booked.
pub(crate) fn bookable(connection: &Connection, doctor: DoctorId) -> Result<HostRow> {
    let host = store::host(connection, doctor)?.ok_or_else(|| Refusal::not_found("doctor"))?;
    admit(&host)?;
    Ok(host)
}

fn admit(host: &HostRow) -> Result<()> {
    let code = match host.approval {
        DoctorApproval::Approved if host.active => return Ok(()),
        DoctorApproval::Approved => "doctor.inactive",
        DoctorApproval::Pending | DoctorApproval::Rejected => "doctor.not_approved",
    };
    Err(Refusal::new(code).with("doctor", &host.full_name).into())
}

/// The time of a doctor who can be booked around `date`, within an operation: from memory when nothing has changed since.
///
/// # Errors
/// As `bookable`.
pub(crate) fn recall(tx: &Tx<'_>, doctor: DoctorId, date: Date) -> Result<Arc<Timetable>> {
    let month = date.first_of_month();
    let read = || store::host(tx, doctor)?.map(|host| Timetable::load(tx, host, month)).transpose();
    let timetable = tx.recall(|memory| &memory.timetables, (doctor, month), read)?;
    let timetable = timetable.ok_or_else(|| Refusal::not_found("doctor"))?;
    admit(&timetable.host)?;
    Ok(timetable)
}

/// The same for whoever only looks, also at a doctor who cannot be booked any more.
///
/// # Errors
/// `not_found {what: doctor}`.
pub(crate) fn look_up(opened: &Opened, doctor: DoctorId, date: Date) -> Result<Arc<Timetable>> {
    let month = date.first_of_month();
    let read = || {
        opened.store.read(|connection| {
            let host = store::host(connection, doctor)?;
            host.map(|host| Timetable::load(connection, host, month)).transpose()
        })
    };
    let timetable = opened.memory.timetables.recall((doctor, month), read)?;
    Ok(timetable.ok_or_else(|| Refusal::not_found("doctor"))?)
}

impl Timetable {
    /// The doctor's time from `first` on.
    pub fn load(connection: &Connection, host: HostRow, first: Date) -> Result<Self> {
        let last = first.plus_days((MONTH_DAYS + HORIZON_DAYS).into()).unwrap_or(first);
        let hours = schedules::store::hours_of(connection, host.doctor)?;
        let closures = closures::store::touching(connection, host.doctor, host.site, first, last)?;
        Ok(Self {
            zone: store::zone_of(&host.time_zone)?,
            hours: schedules::store::rules(&hours)?,
            closure_rules: closures::store::rules(&closures),
            closures,
            limits: schedules::store::day_limits_of(connection, host.doctor)?,
            known: Mutex::default(),
            host,
        })
    }

    /// The hours a visit of this kind must lie in.
    pub fn audience(&self, kind: AppointmentKind) -> Audience {
        booking::audience_of(kind, self.hours.iter().any(|block| block.audience == Audience::Online))
    }

    /// The wall at the doctor's site.
    pub fn wall(&self, at: Instant) -> (Date, WallTime) {
        zone::wall(at, self.zone)
    }

    /// Hours and closures of `count` days of the window, in order.
    pub fn schedules(&self, first: Date, count: u16) -> impl Iterator<Item = DaySchedule> {
        schedule_window(first, count, &self.hours, &self.closure_rules)
    }

    /// What closes or opens something of a day.
    pub fn closures_on(&self, date: Date) -> impl Iterator<Item = &Closure> {
        let rules = self.closures.iter().zip(&self.closure_rules);
        rules.filter(move |(_, rule)| rule.touches(date)).map(|(closure, _)| closure)
    }

    pub fn limit_on(&self, date: Date) -> Option<&DayLimit> {
        schedules::store::limit_on(&self.limits, date.weekday())
    }

    /// The facts of one day of the window.
    pub fn facts(&self, date: Date, audience: Audience, visits: Vec<Held>) -> DayFacts {
        let schedule = || day_schedule(date, &self.hours, &self.closure_rules);
        DayFacts { visits, ..self.bare(date, audience, schedule) }
    }

    /// `HORIZON_DAYS` from `from` on, in order, with the visits left out: whoever finds a day open reads them.
    pub fn days(&self, from: Date, audience: Audience) -> impl Iterator<Item = DayFacts> {
        // The first week by itself: mostly it is enough, and a quarter of a year's recurrences need not be worked out.
        const WEEK: u16 = 7;
        let far = iter::once_with(move || from.plus_days(WEEK.into()));
        let far = far.flatten().flat_map(move |then| self.stretch(then, HORIZON_DAYS - WEEK, audience));
        self.stretch(from, WEEK, audience).chain(far)
    }

    /// Days on end. Their recurrences are worked out together, from the first one on that is not known.
    fn stretch(&self, from: Date, days: u16, audience: Audience) -> impl Iterator<Item = DayFacts> {
        let mut window = None;
        (0..days).map_while(move |day| from.plus_days(day.into())).map(move |date| {
            let worked_out = || {
                let window = window.get_or_insert_with(|| {
                    let left = days - u16::try_from(date.days_since(from)).unwrap_or(0);
                    schedule_window(date, left, &self.hours, &self.closure_rules)
                });
                window.find(|day| day.date == date).expect("a window has each of its days")
            };
            self.bare(date, audience, worked_out)
        })
    }

    /// A day without its visits, worked out once.
    fn bare(&self, date: Date, audience: Audience, schedule: impl FnOnce() -> DaySchedule) -> DayFacts {
        if let Some(known) = self.known().get(&(date, audience)) {
            return known.clone();
        }
        let facts = self.compose(&schedule(), audience);
        let mut known = self.known();
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert((date, audience), facts.clone());
        facts
    }

    fn known(&self) -> MutexGuard<'_, HashMap<(Date, Audience), DayFacts>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn closure(&self, facts: &ClosedTime) -> Option<&Closure> {
        self.closures.iter().find(|closure| closure.id == facts.closure)
    }

    fn compose(&self, schedule: &DaySchedule, audience: Audience) -> DayFacts {
        let closed = schedule.closed.iter().filter_map(|closed| {
            let closure = self.closures.iter().find(|closure| closure.id == closed.cause)?;
            let of = if closure.site_id.is_some() { ClosureOf::Site } else { ClosureOf::Doctor };
            let reason = closure.reason.clone();
            Some(ClosedTime { closure: closed.cause, of, span: closed.span, reason })
        });
        DayFacts {
            date: schedule.date,
            clock: ClockChange::on(schedule.date, self.zone),
            closed: closed.collect(),
            hours: schedule.scheduled_for(audience).collect(),
            visits: Vec::new(),
            cap: self.cap(schedule.date, audience),
        }
    }

    fn cap(&self, date: Date, audience: Audience) -> Option<u16> {
        let limit = self.limit_on(date)?;
        match audience {
            Audience::Patient | Audience::Online => limit.max_patients,
            Audience::Rep => limit.max_reps,
        }
    }
}
