//! Over which days a clinic's visits lie, and how densely.

use domain::time::Date;

use super::clinic::Practice;
use super::slots::DoctorDay;

/// How much of the doctors' time a large clinic fills.
const FILL: f64 = 0.7;
/// The history and the future of a large clinic.
const LONG_BACK: i64 = 3 * 365;
const LONG_AHEAD: i64 = 90;

/// How many days the visits lie over.
pub(super) struct Stretch {
    pub(super) back: i64,
    pub(super) ahead: i64,
    /// The part of it that has appointments; a few are not scattered over the weeks that a hundred rep visits need.
    appointments_back: i64,
    appointments_ahead: i64,
    large: bool,
}

/// A hundred rep visits of ten doctors lie over eight weeks.
const REPS_BACK: i64 = 56;
const SHORT_BACK: i64 = 14;
const SHORT_AHEAD: i64 = 12;

impl Stretch {
    pub(super) fn of(practices: &[Practice], appointments: usize, rep_visits: usize) -> Self {
        let per_week = |day: &dyn Fn(&Practice) -> f64| -> f64 {
            practices.iter().map(|practice| practice.doctor_days() as f64 * day(practice)).sum()
        };
        let visits = per_week(&|practice| 480.0 / f64::from(practice.doctor.default_visit_minutes));
        let reps = per_week(&|practice| f64::from(practice.max_reps));
        #[expect(clippy::cast_possible_truncation, reason = "some thousands of days at most")]
        let days =
            |count: usize, a_week: f64, fill: f64| (count as f64 / (a_week * fill) * 7.0).ceil() as i64;
        let large = appointments > 10 * practices.len().max(20);
        let needed = days(appointments, visits, FILL);
        let appointments_ahead =
            if large { LONG_AHEAD.min(needed / 4).max(SHORT_AHEAD) } else { SHORT_AHEAD };
        let mut appointments_back = (needed - appointments_ahead / 2).max(SHORT_BACK);
        if appointments > 20_000 {
            appointments_back = appointments_back.max(LONG_BACK);
        }
        let reps_back = days(rep_visits, reps, 0.5).max(REPS_BACK);
        Self {
            back: appointments_back.max(reps_back),
            ahead: appointments_ahead,
            appointments_back,
            appointments_ahead,
            large,
        }
    }

    /// How many patients fit on a day, and its weight: the past is full, the future fills up, and a small clinic's today is told already.
    pub(super) fn room_for_patients(&self, day: &DoctorDay, today: Date) -> (usize, f64) {
        let room = day.patients.len();
        let offset = day.date.days_since(today);
        let share = match offset {
            0 => f64::from(self.large),
            ..0 if -offset <= self.appointments_back => 1.0,
            1.. if offset <= self.appointments_ahead => {
                0.9 - 0.8 * offset as f64 / self.appointments_ahead as f64
            }
            _ => 0.0,
        };
        (if share > 0.0 { room } else { 0 }, room as f64 * share)
    }

    /// The same for reps, never more than the day's cap; today is busier, for somebody to look at.
    pub(super) fn room_for_reps(&self, day: &DoctorDay, practices: &[Practice], today: Date) -> (usize, f64) {
        let room = day.reps.len().min(usize::from(practices[day.practice].max_reps));
        let share = match day.date.days_since(today) {
            0 => 4.0,
            ..0 => 1.0,
            1.. => 0.6,
        };
        (room, room as f64 * share)
    }
}
