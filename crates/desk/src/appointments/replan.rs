//! Other times for visits that lost theirs: each doctor's days as the five steps see them, read once for all the visits together.

use std::collections::HashMap;

use domain::booking::plan::{Displaced, Planner};
use domain::booking::{self, DayFacts, Request, Step, Verdict};
use domain::calendar::Audience;
use domain::id::DoctorId;
use domain::time::{Date, Instant, Span, WallTime};
use rusqlite::Connection;

use super::requests::FreeTime;
use super::resettle::Stand;
use super::timetable::{self, HORIZON_DAYS, Timetable};
use super::{free_times, store};
use crate::error::{Error, Fault, Result};

/// The days ahead of the doctors whose visits need another time, and the plan so far.
pub(crate) struct Replan<'c> {
    connection: &'c Connection,
    at: Instant,
    /// None for a doctor who cannot be booked any more.
    doctors: HashMap<DoctorId, Option<Ahead>>,
}

/// One doctor's days from the first one that is worth offering.
struct Ahead {
    timetable: Timetable,
    first: Date,
    today: Date,
    now: WallTime,
    days: HashMap<Audience, Vec<DayOf>>,
    planner: Planner,
}

struct DayOf {
    facts: DayFacts,
    has_visits: bool,
}

/// A day of a doctor with what is booked on it, for showing a plan in its place.
pub(crate) struct DayAhead {
    pub open: Vec<Span>,
    pub held: Vec<Span>,
    pub booked: u16,
    pub cap: Option<u16>,
}

impl<'c> Replan<'c> {
    pub fn prepare(connection: &'c Connection, at: Instant, stands: &[Stand]) -> Result<Self> {
        let mut first: HashMap<DoctorId, Date> = HashMap::new();
        for stand in stands {
            first.entry(stand.doctor).and_modify(|date| *date = stand.date.min(*date)).or_insert(stand.date);
        }
        let mut doctors = HashMap::new();
        for (doctor, first) in first {
            doctors.insert(doctor, Ahead::of(connection, doctor, first, at)?);
        }
        Ok(Self { connection, at, doctors })
    }

    /// The next entry of the plan: the first time after all that was proposed before, from the visit's own day on.
    pub fn propose(&mut self, stand: &Stand) -> Result<Option<FreeTime>> {
        let Some(Some(ahead)) = self.doctors.get_mut(&stand.doctor) else { return Ok(None) };
        let displaced = ahead.displaced(stand);
        for index in 0..usize::from(HORIZON_DAYS) {
            let Some((facts, from)) = ahead.day(self.connection, displaced.audience, index)? else { break };
            if facts.date < stand.date || facts.hours.is_empty() {
                continue;
            }
            let facts = facts.clone();
            if let Some((date, start)) = ahead.planner.place(&displaced, [(facts, from)]) {
                let doctor_id = stand.doctor;
                return Ok(Some(FreeTime { doctor_id, date, start, minutes: stand.minutes }));
            }
        }
        Ok(None)
    }

    /// Further times beside the one proposed, the first of each day, with the whole plan in place.
    pub fn others(
        &mut self,
        stand: &Stand,
        proposed: Option<&FreeTime>,
        count: usize,
    ) -> Result<Vec<FreeTime>> {
        let Some(Some(ahead)) = self.doctors.get_mut(&stand.doctor) else { return Ok(Vec::new()) };
        let displaced = ahead.displaced(stand);
        let mut found = Vec::new();
        for index in 0..usize::from(HORIZON_DAYS) {
            let Some((facts, mut from)) = ahead.day(self.connection, displaced.audience, index)? else {
                break;
            };
            if found.len() == count {
                break;
            }
            if facts.date < stand.date || facts.hours.is_empty() {
                continue;
            }
            let facts = facts.clone();
            if let Some(proposed) = proposed.filter(|proposed| proposed.date == facts.date) {
                from = from.max(proposed.start.plus(proposed.minutes).unwrap_or(proposed.start));
            }
            let (doctor_id, minutes) = (stand.doctor, stand.minutes);
            let times = ahead.planner.times(&displaced, [(facts, from)]);
            found.extend(times.map(|(date, start)| FreeTime { doctor_id, date, start, minutes }));
        }
        Ok(found)
    }

    /// What a day of the plan looks like without it.
    pub fn day_of(&mut self, doctor: DoctorId, date: Date) -> Result<Option<DayAhead>> {
        let Some(Some(ahead)) = self.doctors.get_mut(&doctor) else { return Ok(None) };
        let Ok(index) = usize::try_from(date.days_since(ahead.first)) else { return Ok(None) };
        let Some((facts, _)) = ahead.day(self.connection, Audience::Patient, index)? else { return Ok(None) };
        Ok(Some(DayAhead {
            open: facts.open(),
            held: facts.visits.iter().map(|held| held.place.span).collect(),
            booked: facts.booked(Audience::Patient),
            cap: facts.cap,
        }))
    }

    /// Whether the first three steps speak against the time a visit stands in: closed, no hours, or outside of them.
    pub fn is_lost(&mut self, stand: &Stand) -> Result<bool> {
        let ahead = self.doctors.get_mut(&stand.doctor).and_then(Option::as_mut);
        let Some(ahead) = ahead else { return Ok(true) };
        let span = Span::lasting(stand.start, stand.minutes).ok_or(Fault::Corrupt("rebook.minutes"))?;
        let audience = ahead.timetable.audience(stand.kind);
        // A closure of more than a month reaches beyond the timetable of the days ahead.
        let reach = ahead.timetable_for(self.connection, stand.date)?;
        let timetable = reach.as_ref().unwrap_or(&ahead.timetable);
        let facts = timetable.facts(stand.date, audience, Vec::new());
        let request = Request { audience, span, later_hour: Some(stand.later_hour.unwrap_or(false)) };
        Ok(match booking::check(&request, &facts) {
            Verdict::Fits(_) => false,
            Verdict::Refused(obstacle) => !matches!(obstacle.step(), Some(Step::Free | Step::Capacity)),
        })
    }

    pub fn at(&self) -> Instant {
        self.at
    }
}

impl Ahead {
    fn of(connection: &Connection, doctor: DoctorId, first: Date, at: Instant) -> Result<Option<Self>> {
        let host = match timetable::bookable(connection, doctor) {
            Ok(host) => host,
            Err(Error::Refused(_)) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let zone = store::zone_of(&host.time_zone)?;
        let (today, now) = domain::calendar::zone::wall(at, zone);
        let first = first.max(today);
        let timetable = Timetable::load(connection, host, first)?;
        Ok(Some(Self { timetable, first, today, now, days: HashMap::new(), planner: Planner::default() }))
    }

    fn displaced(&self, stand: &Stand) -> Displaced {
        let audience = self.timetable.audience(stand.kind);
        Displaced { visit: stand.visit, audience, minutes: stand.minutes }
    }

    /// A timetable that reaches the date, where the one at hand does not.
    fn timetable_for(&self, connection: &Connection, date: Date) -> Result<Option<Timetable>> {
        let reach = i64::from(HORIZON_DAYS);
        if (0..reach).contains(&date.days_since(self.first)) {
            return Ok(None);
        }
        Ok(Some(Timetable::load(connection, self.timetable.host.clone(), date)?))
    }

    /// One of the days ahead with its visits, and the earliest start worth offering on it.
    fn day(
        &mut self,
        connection: &Connection,
        audience: Audience,
        index: usize,
    ) -> Result<Option<(&DayFacts, WallTime)>> {
        let (timetable, first) = (&self.timetable, self.first);
        let days = self.days.entry(audience).or_insert_with(|| {
            let bare = timetable.days(first, audience);
            bare.map(|facts| DayOf { facts, has_visits: false }).collect()
        });
        let Some(day) = days.get_mut(index) else { return Ok(None) };
        if !day.has_visits {
            if let Some(facts) = free_times::with_visits(connection, timetable, day.facts.clone())? {
                day.facts = facts;
            }
            day.has_visits = true;
        }
        let from = if day.facts.date == self.today { self.now } else { WallTime::MIDNIGHT };
        Ok(Some((&day.facts, from)))
    }
}
