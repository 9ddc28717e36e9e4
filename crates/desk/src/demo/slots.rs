//! The free time of every doctor over a stretch of days, cut into visits.

use domain::calendar::{Audience, schedule_window};
use domain::time::{Date, Span};

use super::clinic::Practice;

/// A doctor's day: visits that would fit, in order, none overlapping another.
pub(super) struct DoctorDay {
    pub(super) date: Date,
    /// Index of the practice.
    pub(super) practice: usize,
    pub(super) patients: Vec<Span>,
    pub(super) reps: Vec<Span>,
}

const REP_MINUTES: u16 = 15;

/// Days from `first` on, by date and then by doctor; days without any time are left out.
pub(super) fn doctor_days(practices: &[Practice], first: Date, days: u16) -> Vec<DoctorDay> {
    let mut schedules: Vec<_> = practices
        .iter()
        .map(|practice| schedule_window(first, days, &practice.rules, &practice.closures))
        .collect();
    let mut all = Vec::new();
    for _ in 0..days {
        for (practice, schedule) in schedules.iter_mut().enumerate() {
            let Some(day) = schedule.next() else { continue };
            let minutes = practices[practice].doctor.default_visit_minutes;
            let cut = |audience, minutes| -> Vec<Span> {
                day.open_for(audience).flat_map(|open| pieces(open, minutes)).collect()
            };
            let (patients, reps) = (cut(Audience::Patient, minutes), cut(Audience::Rep, REP_MINUTES));
            if !patients.is_empty() || !reps.is_empty() {
                all.push(DoctorDay { date: day.date, practice, patients, reps });
            }
        }
    }
    all
}

fn pieces(open: Span, minutes: u16) -> impl Iterator<Item = Span> {
    std::iter::successors(Span::lasting(open.start(), minutes), move |piece| {
        Span::lasting(piece.end(), minutes)
    })
    .take_while(move |piece| open.contains(*piece))
}

/// How many visits each day gets: `total` shared out by weight, never more than a day's room; what the first days cannot take goes to the
/// next. The sum falls short of `total` only where there is no room left at all.
pub(super) fn quotas(total: usize, rooms: &[(usize, f64)]) -> Vec<usize> {
    let weight: f64 = rooms.iter().map(|(_, weight)| weight).sum();
    let mut quotas = Vec::with_capacity(rooms.len());
    let (mut reached, mut given) = (0.0, 0);
    for &(room, share) in rooms {
        reached += share;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and `total`")]
        let due = (total as f64 * reached / weight.max(f64::MIN_POSITIVE)).round() as usize;
        let quota = due.min(total).saturating_sub(given).min(room);
        given += quota;
        quotas.push(quota);
    }
    // Rounding and full days: the rest goes wherever there is room, from the end back.
    for (quota, (room, share)) in quotas.iter_mut().zip(rooms).rev() {
        if *share > 0.0 {
            let more = (room - *quota).min(total - given);
            *quota += more;
            given += more;
        }
    }
    quotas
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

    use super::quotas;

    proptest! {
        #[test]
        fn everything_is_shared_out_and_no_day_is_overfull(
            rooms in prop::collection::vec((0usize..30, 0.01f64..1.0), 1..60), percent in 0usize..=100,
        ) {
            let room: usize = rooms.iter().map(|(room, _)| room).sum();
            let total = room * percent / 100;
            let quotas = quotas(total, &rooms);
            prop_assert_eq!(quotas.iter().sum::<usize>(), total);
            prop_assert!(quotas.iter().zip(&rooms).all(|(quota, (room, _))| quota <= room));
        }
    }
}
