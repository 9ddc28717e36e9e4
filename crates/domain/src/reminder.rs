//! Reminding a patient of a visit: whether somebody still has to ring.

use crate::appointment::AppointmentStatus;
use crate::calls::CallOutcome;
use crate::time::{Date, WallTime};

crate::code_enum! {
    /// How far reminding the patient of a visit is.
    ReminderState {
        /// Nobody has rung about this time.
        ToCall = "to_call",
        NoAnswer = "no_answer",
        /// The patient wants to be called again.
        Later = "later",
        Reminded = "reminded",
        /// The patient has said to come.
        Confirmed = "confirmed",
    }
}

impl ReminderState {
    /// Whether somebody still has to ring.
    pub const fn is_open(self) -> bool {
        match self {
            Self::ToCall | Self::NoAnswer | Self::Later => true,
            Self::Reminded | Self::Confirmed => false,
        }
    }
}

/// What is known of a visit that reminding asks about.
#[derive(Debug, Clone, Copy)]
pub struct Reminding<'a> {
    pub status: AppointmentStatus,
    /// Where it stands.
    pub stands: (Date, WallTime),
    /// Whether the visit says that the patient was reminded.
    pub reminded: bool,
    /// The calls about it, newest first, each with the time it was about.
    pub calls: &'a [((Date, WallTime), CallOutcome)],
}

impl Reminding<'_> {
    /// How far it is. Where the last call that reached the patient was about another time, so is what the visit says of being reminded
    /// or confirmed: it moved since, or two desks rang and moved it at once.
    pub fn state(&self) -> ReminderState {
        let here = |about: &(Date, WallTime)| *about == self.stands;
        let reached = self.calls.iter().find(|(_, rang)| *rang == CallOutcome::Reached);
        let is_about_here = reached.is_none_or(|(about, _)| here(about));
        if is_about_here && self.status == AppointmentStatus::Confirmed {
            return ReminderState::Confirmed;
        }
        if is_about_here && self.reminded {
            return ReminderState::Reminded;
        }
        match self.calls.iter().find(|(about, rang)| here(about) && *rang != CallOutcome::Reached) {
            Some((_, CallOutcome::NoAnswer)) => ReminderState::NoAnswer,
            Some((_, CallOutcome::Later)) => ReminderState::Later,
            Some((_, CallOutcome::Reached)) | None => ReminderState::ToCall,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ReminderState, Reminding};
    use crate::appointment::AppointmentStatus;
    use crate::calls::CallOutcome;
    use crate::time::{Date, WallTime};

    fn time(day: u32) -> (Date, WallTime) {
        (Date::new(2026, 11, day).unwrap(), WallTime::at(10, 0).unwrap())
    }

    fn state(reminded: bool, confirmed: bool, calls: &[((Date, WallTime), CallOutcome)]) -> ReminderState {
        let status = if confirmed { AppointmentStatus::Confirmed } else { AppointmentStatus::Scheduled };
        Reminding { status, stands: time(24), reminded, calls }.state()
    }

    #[test]
    fn somebody_has_to_ring_until_the_patient_was_reached() {
        assert_eq!(state(false, false, &[]), ReminderState::ToCall);
        assert_eq!(state(false, false, &[(time(24), CallOutcome::NoAnswer)]), ReminderState::NoAnswer);
        let calls = [(time(24), CallOutcome::Later), (time(24), CallOutcome::NoAnswer)];
        assert_eq!(state(false, false, &calls), ReminderState::Later);
        assert_eq!(state(true, false, &[(time(24), CallOutcome::Reached)]), ReminderState::Reminded);
        assert_eq!(state(true, true, &[(time(24), CallOutcome::Reached)]), ReminderState::Confirmed);
        assert_eq!(state(false, true, &[]), ReminderState::Confirmed, "at the desk, without a call");
    }

    #[test]
    fn a_call_about_another_time_reminded_of_another_time() {
        assert_eq!(state(true, true, &[(time(23), CallOutcome::Reached)]), ReminderState::ToCall);
        assert_eq!(state(false, false, &[(time(23), CallOutcome::NoAnswer)]), ReminderState::ToCall);
        let calls = [(time(24), CallOutcome::NoAnswer), (time(23), CallOutcome::Reached)];
        assert_eq!(state(true, false, &calls), ReminderState::NoAnswer);
    }

    #[test]
    fn a_call_that_was_taken_back_leaves_the_one_before_it() {
        let calls = [(time(24), CallOutcome::Reached), (time(24), CallOutcome::NoAnswer)];
        assert_eq!(
            state(false, false, &calls),
            ReminderState::NoAnswer,
            "the visit says nobody was reminded"
        );
    }
}
