//! A patient's booked visit: its states and which action leads from which state to which.

crate::code_enum! {
    AppointmentStatus {
        Scheduled = "scheduled",
        Confirmed = "confirmed",
        Arrived = "arrived",
        InConsultation = "in_consultation",
        Completed = "completed",
        Cancelled = "cancelled",
        NoShow = "no_show",
        /// Replaced by a later visit that names it.
        Rescheduled = "rescheduled",
    }
}

impl AppointmentStatus {
    /// Whether a visit in this state holds the doctor's time and counts towards the day's cap.
    pub const fn holds_time(self) -> bool {
        match self {
            Self::Scheduled | Self::Confirmed | Self::Arrived | Self::InConsultation | Self::Completed => {
                true
            }
            Self::Cancelled | Self::NoShow | Self::Rescheduled => false,
        }
    }
}

crate::code_enum! {
    AppointmentKind {
        InPerson = "in_person",
        Online = "online",
    }
}

crate::code_enum! {
    /// Who called a visit off.
    CancelledBy {
        Patient = "patient",
        Doctor = "doctor",
        Clinic = "clinic",
        System = "system",
    }
}

crate::code_enum! {
    /// What the front desk can do to a booked visit.
    AppointmentAction {
        Confirm = "confirm",
        Arrive = "arrive",
        Start = "start",
        Complete = "complete",
        NoShow = "no_show",
        Cancel = "cancel",
        Move = "move",
    }
}

impl AppointmentAction {
    /// The state this action leads to from `status`, or `None` where it makes no sense. Moving changes the time and not the state.
    ///
    /// A patient marked as a no-show who turns up late after all may still arrive. A no-show is not moved, though: that it
    /// happened stays on record, and the patient gets a new visit.
    pub const fn leads_to(self, status: AppointmentStatus) -> Option<AppointmentStatus> {
        use AppointmentStatus as S;
        match (self, status) {
            (Self::Confirm, S::Scheduled) => Some(S::Confirmed),
            (Self::Arrive, S::Scheduled | S::Confirmed | S::NoShow) => Some(S::Arrived),
            (Self::Start, S::Arrived) => Some(S::InConsultation),
            (Self::Complete, S::InConsultation) => Some(S::Completed),
            (Self::NoShow, S::Scheduled | S::Confirmed) => Some(S::NoShow),
            (Self::Cancel, S::Scheduled | S::Confirmed | S::Arrived) => Some(S::Cancelled),
            (Self::Move, S::Scheduled | S::Confirmed) => Some(status),
            (Self::Confirm, S::Confirmed | S::Arrived | S::InConsultation)
            | (Self::Confirm, S::Completed | S::Cancelled | S::NoShow | S::Rescheduled)
            | (Self::Arrive, S::Arrived | S::InConsultation | S::Completed | S::Cancelled | S::Rescheduled)
            | (Self::Start, S::Scheduled | S::Confirmed | S::InConsultation)
            | (Self::Start, S::Completed | S::Cancelled | S::NoShow | S::Rescheduled)
            | (Self::Complete, S::Scheduled | S::Confirmed | S::Arrived)
            | (Self::Complete, S::Completed | S::Cancelled | S::NoShow | S::Rescheduled)
            | (Self::NoShow | Self::Move, S::Arrived | S::InConsultation | S::Completed)
            | (Self::NoShow | Self::Move, S::Cancelled | S::NoShow | S::Rescheduled)
            | (Self::Cancel, S::InConsultation | S::Completed | S::Cancelled | S::NoShow | S::Rescheduled) => {
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AppointmentAction, AppointmentStatus};
    use crate::code::Code as _;

    /// Rows: the state; columns: confirm, arrive, start, complete, no-show, cancel, move. `-` is a refusal.
    const MATRIX: &str = "
        scheduled       confirmed arrived -               -         no_show cancelled scheduled
        confirmed       -         arrived -               -         no_show cancelled confirmed
        arrived         -         -       in_consultation -         -       cancelled -
        in_consultation -         -       -               completed -       -         -
        completed       -         -       -               -         -       -         -
        cancelled       -         -       -               -         -       -         -
        no_show         -         arrived -               -         -       -         -
        rescheduled     -         -       -               -         -       -         -
    ";

    #[test]
    fn every_action_is_decided_for_every_state() {
        let rows: Vec<Vec<&str>> =
            MATRIX.trim().lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows.len(), AppointmentStatus::ALL.len());
        for (row, status) in rows.iter().zip(AppointmentStatus::ALL) {
            assert_eq!(row[0], status.code());
            for (expected, action) in row[1..].iter().zip(AppointmentAction::ALL) {
                let reached = action.leads_to(*status).map_or("-", |state| state.code());
                assert_eq!(&reached, expected, "{} from {}", action.code(), status.code());
            }
            assert_eq!(row.len(), 1 + AppointmentAction::ALL.len());
        }
    }
}
