//! Who is next: the order in which those who are here are called, from when somebody counts as missing, and how often somebody did
//! not come.

use crate::appointment::AppointmentStatus;
use crate::time::Instant;

const MINUTE_MILLIS: i64 = 60_000;

/// The grace that a clinic may give, in minutes.
pub const MOST_GRACE_MINUTES: u16 = 240;

/// From this many on, one after the other, booking says so.
pub const NO_SHOWS_WORTH_A_WORD: u32 = 3;

/// Somebody who is here and waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// When the visit was to begin.
    pub booked: Instant,
    pub arrived: Instant,
    pub called: Option<Instant>,
    pub number: Option<u32>,
}

impl Waiting {
    /// When it is this patient's turn: the booked time, or the arrival if that came later. Who comes early waits for the time, and
    /// who comes late does not go before those who were punctual.
    pub fn due(&self) -> Instant {
        self.booked.max(self.arrived)
    }

    /// For sorting: who was called and did not come in goes behind those who were not called yet, the one called longest ago first.
    pub fn turn(&self) -> impl Ord + use<> {
        (self.called, self.due(), self.number)
    }
}

/// Whether somebody who is not here counts as missing by now: the grace after the booked time is over.
pub fn is_missing(booked: Instant, now: Instant, grace_minutes: u16) -> bool {
    now.0 - booked.0 > i64::from(grace_minutes) * MINUTE_MILLIS
}

/// How many visits in a row the patient did not come to, of visits told newest first. What is still to come, was called off or
/// moved says nothing about it.
pub fn no_shows_running(newest_first: impl IntoIterator<Item = AppointmentStatus>) -> u32 {
    use AppointmentStatus as S;
    let mut running = 0;
    for status in newest_first {
        match status {
            S::NoShow => running += 1,
            S::Arrived | S::InConsultation | S::Completed => break,
            S::Scheduled | S::Confirmed | S::Cancelled | S::Rescheduled => {}
        }
    }
    running
}

#[cfg(test)]
mod tests {
    use super::{Waiting, is_missing, no_shows_running};
    use crate::appointment::AppointmentStatus as S;
    use crate::time::Instant;

    fn at(minute: i64) -> Instant {
        Instant(minute * 60_000)
    }

    #[test]
    fn those_who_were_punctual_go_before_those_who_came_late() {
        let here = |booked, arrived, number| Waiting {
            booked: at(booked),
            arrived: at(arrived),
            called: None,
            number: Some(number),
        };
        // Early for 9:30, late for 9:00, punctual for 9:15, and walked in at the same minute as the late one.
        let mut waiting = [here(570, 530, 1), here(540, 580, 3), here(555, 550, 2), here(580, 580, 4)];
        waiting.sort_by_key(|each| each.turn());
        assert_eq!(waiting.map(|each| each.number), [Some(2), Some(1), Some(3), Some(4)]);
    }

    #[test]
    fn who_was_called_in_vain_goes_behind_the_others() {
        let waiting = |called: Option<i64>, number| Waiting {
            booked: at(540),
            arrived: at(530),
            called: called.map(at),
            number: Some(number),
        };
        let mut here = [waiting(Some(560), 1), waiting(Some(550), 2), waiting(None, 3)];
        here.sort_by_key(|each| each.turn());
        assert_eq!(here.map(|each| each.number), [Some(3), Some(2), Some(1)]);
    }

    #[test]
    fn the_grace_is_over_one_moment_after_it_ends() {
        assert!(!is_missing(at(540), at(555), 15));
        assert!(is_missing(at(540), Instant(at(555).0 + 1), 15));
        assert!(!is_missing(at(540), at(500), 0));
    }

    #[test]
    fn visits_called_off_neither_count_nor_break_the_row() {
        assert_eq!(
            no_shows_running([
                S::Scheduled,
                S::NoShow,
                S::Cancelled,
                S::NoShow,
                S::NoShow,
                S::Completed,
                S::NoShow
            ]),
            3
        );
        assert_eq!(no_shows_running([S::Completed, S::NoShow]), 0);
        assert_eq!(no_shows_running([]), 0);
    }
}
