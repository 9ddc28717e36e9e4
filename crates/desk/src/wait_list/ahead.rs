//! The days ahead as the wait list needs them: each doctor's hours and visits read once, whoever asks about them.

use std::cell::RefCell;
use std::collections::HashMap;

use domain::booking::DayFacts;
use domain::calendar::Audience;
use domain::id::{DoctorId, SpecialtyId};
use domain::time::{Date, Instant, Span, WallTime};
use domain::wait_list::Wish;
use rusqlite::Connection;

use super::requests::OfferedTime;
use crate::appointments::FreeTime;
use crate::appointments::store::bookable_hosts;
use crate::appointments::timetable::{HORIZON_DAYS, Timetable};
use crate::appointments::{free_times, store};
use crate::doctors;
use crate::error::Result;

/// How many days of a wish are looked at for times to show beside it.
const DAYS_SHOWN: i64 = 7;
/// As many as have room beside a row.
const TIMES_SHOWN: usize = 4;

/// The doctors who can be booked, in the board's order.
pub(super) struct Ahead<'c> {
    connection: &'c Connection,
    doctors: Vec<Doctor>,
}

struct Doctor {
    id: DoctorId,
    specialties: Vec<SpecialtyId>,
    timetable: Timetable,
    today: Date,
    now: WallTime,
    /// Each day with its visits, once somebody asked about it.
    days: RefCell<HashMap<Date, Option<DayFacts>>>,
}

impl<'c> Ahead<'c> {
    pub fn read(connection: &'c Connection, at: Instant) -> Result<Self> {
        let mut specialties: HashMap<DoctorId, Vec<SpecialtyId>> = doctors::store::doctors(connection)?
            .into_iter()
            .map(|doctor| (doctor.id, doctor.specialties.iter().map(|specialty| specialty.id).collect()))
            .collect();
        let mut doctors = Vec::new();
        for host in bookable_hosts(connection)? {
            let (today, now) = domain::calendar::zone::wall(at, store::zone_of(&host.time_zone)?);
            let id = host.doctor;
            doctors.push(Doctor {
                id,
                specialties: specialties.remove(&id).unwrap_or_default(),
                timetable: Timetable::load(connection, host, today)?,
                today,
                now,
                days: RefCell::default(),
            });
        }
        Ok(Self { connection, doctors })
    }

    /// Whether this doctor could be the one.
    pub fn suits(&self, wish: &Wish, doctor: DoctorId) -> bool {
        self.doctor(doctor).is_some_and(|doctor| wish.wants_doctor(doctor.id, &doctor.specialties))
    }

    /// The first time of each of the next days that the wish can have, of whoever is free first.
    pub fn times(&self, wish: &Wish) -> Result<Vec<FreeTime>> {
        let mut times = Vec::new();
        let Some(today) = self.doctors.iter().map(|doctor| doctor.today).min() else { return Ok(times) };
        let first = wish.first.map_or(today, |first| first.max(today));
        let days = (0..DAYS_SHOWN).filter_map(|days| first.plus_days(days));
        for date in days.filter(|date| wish.wants_day(*date)) {
            let mut of_day: Option<FreeTime> = None;
            let suited =
                self.doctors.iter().filter(|doctor| wish.wants_doctor(doctor.id, &doctor.specialties));
            for doctor in suited {
                let Some((facts, from)) = self.day(doctor, date)? else { continue };
                let Some(start) = wish.first_start(&facts, from) else { continue };
                if of_day.as_ref().is_none_or(|found| start < found.start) {
                    of_day = Some(FreeTime { doctor_id: doctor.id, date, start, minutes: wish.minutes });
                }
            }
            times.extend(of_day);
            if times.len() == TIMES_SHOWN {
                break;
            }
        }
        Ok(times)
    }

    /// The visit that the wish could have of a time that is free.
    pub fn offer(&self, wish: &Wish, doctor: DoctorId, date: Date, freed: Span) -> Result<Option<FreeTime>> {
        let Some(doctor) = self.doctor(doctor) else { return Ok(None) };
        if !wish.wants_doctor(doctor.id, &doctor.specialties) || !wish.wants_day(date) {
            return Ok(None);
        }
        let Some((facts, from)) = self.day(doctor, date)? else { return Ok(None) };
        let start = wish.start_in(freed, &facts, from);
        Ok(start.map(|start| FreeTime { doctor_id: doctor.id, date, start, minutes: wish.minutes }))
    }

    /// The doctors of a site, or one of them.
    pub fn doctors_of(&self, site: Option<domain::id::SiteId>) -> impl Iterator<Item = DoctorId> {
        let here = move |doctor: &&Doctor| site.is_none_or(|site| doctor.timetable.host.site == site);
        self.doctors.iter().filter(here).map(|doctor| doctor.id)
    }

    /// Whether a time of this doctor is past, or began already and is as good as over.
    pub fn is_past(&self, time: OfferedTime, minutes: u16) -> bool {
        self.doctor(time.doctor_id).is_none_or(|doctor| {
            let ends = time.start.plus(minutes).unwrap_or(time.start);
            (time.date, ends) <= (doctor.today, doctor.now)
        })
    }

    pub fn today_of(&self, doctor: DoctorId) -> Option<Date> {
        self.doctor(doctor).map(|doctor| doctor.today)
    }

    fn doctor(&self, id: DoctorId) -> Option<&Doctor> {
        self.doctors.iter().find(|doctor| doctor.id == id)
    }

    /// A day with its visits, and the earliest start that is not past; `None` for one that is closed or past.
    fn day(&self, doctor: &Doctor, date: Date) -> Result<Option<(DayFacts, WallTime)>> {
        let ahead = date.days_since(doctor.today);
        if ahead < 0 {
            return Ok(None);
        }
        let known = doctor.days.borrow().get(&date).cloned();
        let facts = if let Some(facts) = known {
            facts
        } else {
            // A time that somebody leaves may lie beyond what is read for all.
            let far = ahead >= i64::from(HORIZON_DAYS);
            let beyond = far.then(|| Timetable::load(self.connection, doctor.timetable.host.clone(), date));
            let beyond = beyond.transpose()?;
            let timetable = beyond.as_ref().unwrap_or(&doctor.timetable);
            let bare = timetable.facts(date, Audience::Patient, Vec::new());
            let facts = free_times::with_visits(self.connection, timetable, bare)?;
            doctor.days.borrow_mut().insert(date, facts.clone());
            facts
        };
        let from = if date == doctor.today { doctor.now } else { WallTime::MIDNIGHT };
        Ok(facts.map(|facts| (facts, from)))
    }
}
