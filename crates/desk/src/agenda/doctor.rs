//! The days of one doctor side by side: a week with everything drawn in it, a month by its counts. What a day is like before anybody
//! is booked comes from the timetable that booking asks as well; the visits of the whole stretch are read at once.

use std::collections::HashMap;
use std::sync::Arc;

use domain::booking::ClockChange;
use domain::calendar::zone;
use domain::time::{Date, Instant};

use super::frame::empty_day;
use super::requests::{DatedDay, DoctorDate, Month, Stretch, TimeSpan, Week};
use super::store::{self, DoctorRow, HomeRow};
use super::{by, count, late, provisional};
use crate::appointments::timetable::{self, Timetable};
use crate::appointments::views;
use crate::desk::Opened;
use crate::error::{Refusal, Result};
use crate::sync::unsent;
use crate::{Desk, Session};

const WEEK_DAYS: u16 = 7;

/// The week a day lies in, with every visit.
///
/// # Errors
/// `not_found {what: doctor}`.
pub fn week(desk: &Desk, _session: &Session, request: DoctorDate) -> Result<Week> {
    let opened = desk.opened()?;
    let frame = DoctorFrame::read(&opened, &request)?;
    let first = request.date.first_of_week(frame.home.week_start);
    let mut stretch = frame.stretch(first, WEEK_DAYS, desk.now());
    let last = stretch.days.last().map_or(first, |day| day.date);
    let doctor = request.doctor_id;
    let (appointments, rep_visits) = opened.store.read(|connection| {
        let appointments = views::of_doctor(connection, doctor, first, last)?;
        Ok((appointments, store::rep_visits_of_doctor(connection, doctor, first, last)?))
    })?;
    let (patients_on, reps_on) = (by(&appointments, |visit| visit.date), by(&rep_visits, |visit| visit.date));
    for DatedDay { date, doctor, .. } in &mut stretch.days {
        let patients = patients_on.get(date).map_or(&[][..], Vec::as_slice);
        let reps = reps_on.get(date).map_or(&[][..], Vec::as_slice);
        doctor.patients_booked = count(patients.iter().filter(|visit| visit.status.holds_time()));
        doctor.reps_booked = count(reps.iter().filter(|visit| visit.status.holds_time()));
        if *date == stretch.today {
            doctor.late_minutes = late::minutes(patients, frame.timetable.zone, desk.now());
        }
    }
    let provisional = provisional(&appointments, &rep_visits, &*unsent::rows(&opened)?);
    Ok(Week { stretch, appointments, rep_visits, provisional })
}

/// The month a day lies in, day by day: hours, closures, and how many visits there are.
///
/// # Errors
/// `not_found {what: doctor}`.
pub fn month(desk: &Desk, _session: &Session, request: DoctorDate) -> Result<Month> {
    let opened = desk.opened()?;
    let frame = DoctorFrame::read(&opened, &request)?;
    let month = request.date.first_of_month();
    let first = month.first_of_week(frame.home.week_start);
    let weeks_until = |end: Date| u16::try_from(end.days_since(first)).unwrap_or(0).div_ceil(WEEK_DAYS);
    let days = weeks_until(next_month(month)) * WEEK_DAYS;
    let mut stretch = frame.stretch(first, days, desk.now());
    let dates: Vec<Date> = stretch.days.iter().map(|day| day.date).collect();
    let counts = opened.store.read(|connection| store::counts(connection, request.doctor_id, &dates))?;
    let mut booked: HashMap<(Date, bool), u32> = HashMap::new();
    for count in counts.iter().filter(|count| count.holds_time) {
        *booked.entry((count.date, count.is_rep)).or_default() += count.visits;
    }
    for DatedDay { date, doctor, .. } in &mut stretch.days {
        doctor.patients_booked = booked.get(&(*date, false)).copied().unwrap_or(0);
        doctor.reps_booked = booked.get(&(*date, true)).copied().unwrap_or(0);
    }
    Ok(Month { month, stretch })
}

/// No month is longer than 31 days, none shorter than 28.
fn next_month(month: Date) -> Date {
    month.plus_days(31).map_or(month, Date::first_of_month)
}

/// Whose days they are, and what they are like before anybody is booked.
struct DoctorFrame {
    home: HomeRow,
    doctor: DoctorRow,
    timetable: Arc<Timetable>,
}

impl DoctorFrame {
    fn read(opened: &Opened, request: &DoctorDate) -> Result<Self> {
        let doctor = request.doctor_id;
        let found = opened.store.read(|connection| {
            let Some(home) = store::home(connection, doctor)? else { return Ok(None) };
            Ok(store::doctor(connection, home.site, doctor)?.map(|doctor| (home, doctor)))
        })?;
        let (home, row) = found.ok_or_else(|| Refusal::not_found("doctor"))?;
        // The stretch may begin in the month before.
        let first = request.date.first_of_month().first_of_week(home.week_start);
        Ok(Self { timetable: timetable::look_up(opened, doctor, first)?, home, doctor: row })
    }

    /// `count` days from `first` on, without visits.
    fn stretch(&self, first: Date, count: u16, at: Instant) -> Stretch {
        let zone = self.timetable.zone;
        let (today, now) = zone::wall(at, zone);
        let days = self.timetable.schedules(first, count).map(|schedule| {
            let (date, clock) = (schedule.date, ClockChange::on(schedule.date, zone));
            let schedule = match clock.missing {
                Some(missing) => schedule.without(missing),
                None => schedule,
            };
            let closures = self.timetable.closures_on(date).cloned().collect();
            let limit = self.timetable.limit_on(date);
            DatedDay {
                date,
                missing: clock.missing.map(TimeSpan::from),
                twice: clock.twice.map(TimeSpan::from),
                doctor: empty_day(self.doctor.clone(), &schedule, closures, limit),
            }
        });
        Stretch {
            doctor_id: self.doctor.id,
            site_id: self.home.site,
            time_zone: self.home.time_zone.clone(),
            today,
            now,
            week_start: self.home.week_start,
            weekend_days: self.home.weekend_days.clone(),
            days: days.collect(),
        }
    }
}
