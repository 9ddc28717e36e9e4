//! A doctor's recurring hours and the daily caps.
//!
//! Field codes beyond those of `input`: `end_before_start`, `either_or` (a weekday or a rule, not both), `overlaps` (with `other`, the
//! index of the block it overlaps, and `date`, the first day on which it does), `repeated`, `too_many` (with `most`), and those of
//! `domain::calendar::InvalidRule`: `rule_unreadable` (with `part`), `rule_frequency`, `rule_time_of_day` (with `part`), `rule_never`.
//! Refusals: `not_found` (`doctor`, `site`).

mod check;
mod requests;
pub mod store;
#[cfg(test)]
mod tests;

pub use requests::{
    DayLimit, DayLimitEntry, DayLimitList, Hours, HoursBlock, HoursList, HoursOf, HoursPreview, SetDayLimits,
    SetHours, SetHoursReply,
};

use std::collections::BTreeMap;

use domain::appointment::AppointmentKind;
use domain::calendar::{Audience, DaySchedule, HoursRule, schedule_window};
use domain::id::{DoctorId, HoursId, Id as _};
use domain::time::{Date, Span};
use rusqlite::Connection;

use crate::agenda::{self, RepVisit};
use crate::appointments::{self, Appointment};
use crate::error::{Refusal, Result};
use crate::{Desk, Session, clinic, closures, doctors, rebooking};

pub fn list_hours(desk: &Desk, _session: &Session, request: HoursOf) -> Result<HoursList> {
    let hours = desk.read(|connection| {
        doctors::existing(connection, request.doctor_id)?;
        store::hours_of(connection, request.doctor_id)
    })?;
    Ok(HoursList { hours })
}

pub fn set_hours(desk: &Desk, session: &Session, request: SetHours) -> Result<SetHoursReply> {
    desk.commit(session, "hours.set", |tx| {
        let doctor = doctors::existing(tx, request.doctor_id)?;
        let site_id = request.site_id.unwrap_or(doctor.site_id);
        if clinic::store::site(tx, site_id)?.is_none() {
            return Err(Refusal::not_found("site").into());
        }
        let today = doctors::today_at(tx, &doctor, tx.now())?;
        let blocks = check::hours(&request.blocks, today)?;

        let before = store::hours_of(tx, doctor.id)?;
        let mut gone = before.clone();
        for block in blocks {
            let hours = |id| block.hours(id, doctor.id, site_id);
            match gone.iter().position(|known| hours(known.id) == *known) {
                Some(same) => drop(gone.swap_remove(same)),
                None => store::insert_hours(tx, &hours(tx.new_id()))?,
            }
        }
        for hours in gone {
            store::remove_hours(tx, &hours, tx.now())?;
        }
        let hours = store::hours_of(tx, doctor.id)?;
        let outside = LeftOutside::read(tx, doctor.id, today, (&before, &hours))?;
        let worklist = rebooking::begin(tx, tx.new_id(), &outside.patients)?;
        let LeftOutside { patients: affected, reps: affected_reps } = outside;
        Ok(SetHoursReply { hours, affected, affected_reps, worklist })
    })
}

/// Whom `hours.set` would leave outside the hours, with nothing written.
pub fn preview_hours(desk: &Desk, _session: &Session, request: SetHours) -> Result<HoursPreview> {
    let now = desk.now();
    desk.read(|connection| {
        let doctor = doctors::existing(connection, request.doctor_id)?;
        let site_id = request.site_id.unwrap_or(doctor.site_id);
        let today = doctors::today_at(connection, &doctor, now)?;
        let blocks = check::hours(&request.blocks, today)?;
        let nobody = HoursId::from_uuid(uuid::Uuid::nil());
        let after: Vec<Hours> = blocks.iter().map(|block| block.hours(nobody, doctor.id, site_id)).collect();
        let before = store::hours_of(connection, doctor.id)?;
        let outside = LeftOutside::read(connection, doctor.id, today, (&before, &after))?;
        Ok(HoursPreview { affected: outside.patients, affected_reps: outside.reps })
    })
}

pub fn list_day_limits(desk: &Desk, _session: &Session, request: HoursOf) -> Result<DayLimitList> {
    let day_limits = desk.read(|connection| {
        doctors::existing(connection, request.doctor_id)?;
        store::day_limits_of(connection, request.doctor_id)
    })?;
    Ok(DayLimitList { day_limits })
}

pub fn set_day_limits(desk: &Desk, session: &Session, request: SetDayLimits) -> Result<DayLimitList> {
    desk.commit(session, "day_limits.set", |tx| {
        let doctor = doctors::existing(tx, request.doctor_id)?;
        check::day_limits(&request.limits)?;
        let mut gone = store::day_limits_of(tx, doctor.id)?;
        for entry in &request.limits {
            let known = gone.iter().position(|limit| limit.weekday == entry.weekday);
            let id = known.map_or_else(|| tx.new_id(), |at| gone.swap_remove(at).id);
            let limit = DayLimit {
                id,
                doctor_id: doctor.id,
                weekday: entry.weekday,
                max_patients: entry.max_patients,
                max_reps: entry.max_reps,
            };
            match known {
                Some(_) => store::change_day_limit(tx, &limit)?,
                None => store::insert_day_limit(tx, &limit)?,
            }
        }
        for limit in gone {
            store::remove_day_limit(tx, &limit, tx.now())?;
        }
        Ok(DayLimitList { day_limits: store::day_limits_of(tx, doctor.id)? })
    })
}

/// Who lay inside the hours as they were and does not inside the hours as they are.
struct LeftOutside {
    patients: Vec<Appointment>,
    reps: Vec<RepVisit>,
}

impl LeftOutside {
    fn read(
        connection: &Connection,
        doctor: DoctorId,
        today: Date,
        (before, after): (&[Hours], &[Hours]),
    ) -> Result<Self> {
        let hours = (store::rules(before)?, store::rules(after)?);
        let last = closures::last_date();
        let mut patients = appointments::views::of_doctor(connection, doctor, today, last)?;
        patients.retain(closures::is_still_to_come);
        let mut reps = agenda::store::rep_visits_of_doctor(connection, doctor, today, last)?;
        reps.retain(|visit| closures::is_rep_expected(visit.status));
        Ok(Self {
            patients: outside(patients, &hours, |visit| {
                let audience = match visit.kind {
                    AppointmentKind::InPerson => Audience::Patient,
                    AppointmentKind::Online => Audience::Online,
                };
                (visit.date, Span::lasting(visit.start, visit.minutes), audience)
            }),
            reps: outside(reps, &hours, |visit| {
                (visit.date, Span::lasting(visit.start, visit.minutes), Audience::Rep)
            }),
        })
    }
}

/// Those of the visits, in the order of their days, that the change of hours takes the time from.
fn outside<V>(
    visits: Vec<V>,
    (before, after): &(Vec<HoursRule>, Vec<HoursRule>),
    place: impl Fn(&V) -> (Date, Option<Span>, Audience),
) -> Vec<V> {
    let mut of_day: BTreeMap<Date, Vec<V>> = BTreeMap::new();
    for visit in visits {
        of_day.entry(place(&visit).0).or_default().push(visit);
    }
    let (Some(&first), Some(&last)) = (of_day.keys().next(), of_day.keys().next_back()) else {
        return Vec::new();
    };
    let days = u16::try_from(last.days_since(first) + 1).unwrap_or(u16::MAX);
    let is_inside = |day: &DaySchedule, visit: &V| {
        let (_, span, audience) = place(visit);
        span.is_some_and(|span| day.open_for(audience).any(|open| open.contains(span)))
    };
    let mut affected = Vec::new();
    for (before, after) in
        schedule_window(first, days, before, &[]).zip(schedule_window(first, days, after, &[]))
    {
        let visits = of_day.remove(&before.date).unwrap_or_default();
        affected.extend(
            visits.into_iter().filter(|visit| is_inside(&before, visit) && !is_inside(&after, visit)),
        );
    }
    affected
}
