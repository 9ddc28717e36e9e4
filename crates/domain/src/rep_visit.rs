//! A medical representative's visit to a doctor: its states and which action leads from which state to which. It holds the doctor's
//! time like an appointment does; what else a rep's visit must keep to stands in `rep_rules`.

crate::code_enum! {
    RepVisitStatus {
        Requested = "requested",
        Approved = "approved",
        Declined = "declined",
        Confirmed = "confirmed",
        Arrived = "arrived",
        InVisit = "in_visit",
        Completed = "completed",
        Cancelled = "cancelled",
        NoShow = "no_show",
        /// Replaced by a later visit that names it.
        Rescheduled = "rescheduled",
        /// The rep came and was not let in.
        RefusedEntry = "refused_entry",
    }
}

impl RepVisitStatus {
    /// Whether a visit in this state holds the doctor's time and counts towards the day's rep cap. A mere request does not.
    pub const fn holds_time(self) -> bool {
        match self {
            Self::Approved | Self::Confirmed | Self::Arrived | Self::InVisit | Self::Completed => true,
            Self::Requested
            | Self::Declined
            | Self::Cancelled
            | Self::NoShow
            | Self::Rescheduled
            | Self::RefusedEntry => false,
        }
    }
}

crate::code_enum! {
    /// Who called a rep's visit off.
    RepCancelledBy {
        Rep = "rep",
        Company = "company",
        Doctor = "doctor",
        Clinic = "clinic",
        System = "system",
    }
}

crate::code_enum! {
    /// What the front desk can do to a rep's visit.
    RepVisitAction {
        Approve = "approve",
        Decline = "decline",
        Confirm = "confirm",
        Arrive = "arrive",
        Start = "start",
        Complete = "complete",
        NoShow = "no_show",
        Cancel = "cancel",
        Reschedule = "reschedule",
        RefuseEntry = "refuse_entry",
    }
}

impl RepVisitAction {
    /// The state this action leads to from `status`, or `None` where it makes no sense.
    ///
    /// A rep marked as a no-show may still arrive, and one who was not let in may come back with what was missing. A request that was
    /// declined can still be approved: doctors change their minds. What is over is not moved; the rep gets a new visit.
    pub const fn leads_to(self, status: RepVisitStatus) -> Option<RepVisitStatus> {
        use RepVisitStatus as S;
        match (self, status) {
            (Self::Approve, S::Requested | S::Declined) => Some(S::Approved),
            (Self::Decline, S::Requested) => Some(S::Declined),
            (Self::Confirm, S::Approved) => Some(S::Confirmed),
            (Self::Arrive, S::Approved | S::Confirmed | S::NoShow | S::RefusedEntry) => Some(S::Arrived),
            (Self::Start, S::Arrived) => Some(S::InVisit),
            (Self::Complete, S::InVisit) => Some(S::Completed),
            (Self::NoShow, S::Approved | S::Confirmed) => Some(S::NoShow),
            (Self::Cancel, S::Requested | S::Approved | S::Confirmed | S::Arrived) => Some(S::Cancelled),
            (Self::Reschedule, S::Requested | S::Approved | S::Confirmed) => Some(S::Rescheduled),
            (Self::RefuseEntry, S::Approved | S::Confirmed | S::Arrived) => Some(S::RefusedEntry),
            (Self::Approve, S::Approved | S::Confirmed | S::Arrived | S::InVisit | S::Completed)
            | (Self::Approve, S::Cancelled | S::NoShow | S::Rescheduled | S::RefusedEntry)
            | (Self::Decline, S::Approved | S::Declined | S::Confirmed | S::Arrived | S::InVisit)
            | (Self::Decline, S::Completed | S::Cancelled | S::NoShow | S::Rescheduled | S::RefusedEntry)
            | (Self::Confirm, S::Requested | S::Declined | S::Confirmed | S::Arrived | S::InVisit)
            | (Self::Confirm, S::Completed | S::Cancelled | S::NoShow | S::Rescheduled | S::RefusedEntry)
            | (Self::Arrive, S::Requested | S::Declined | S::Arrived | S::InVisit)
            | (Self::Arrive, S::Completed | S::Cancelled | S::Rescheduled)
            | (Self::Start, S::Requested | S::Approved | S::Declined | S::Confirmed | S::InVisit)
            | (Self::Start, S::Completed | S::Cancelled | S::NoShow | S::Rescheduled | S::RefusedEntry)
            | (Self::Complete, S::Requested | S::Approved | S::Declined | S::Confirmed | S::Arrived)
            | (Self::Complete, S::Completed | S::Cancelled | S::NoShow | S::Rescheduled | S::RefusedEntry)
            | (Self::NoShow | Self::RefuseEntry, S::Requested | S::Declined | S::InVisit | S::Completed)
            | (
                Self::NoShow | Self::RefuseEntry,
                S::Cancelled | S::NoShow | S::Rescheduled | S::RefusedEntry,
            )
            | (Self::NoShow, S::Arrived)
            | (Self::Cancel | Self::Reschedule, S::Declined | S::InVisit | S::Completed | S::Cancelled)
            | (Self::Cancel | Self::Reschedule, S::NoShow | S::Rescheduled | S::RefusedEntry)
            | (Self::Reschedule, S::Arrived) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RepVisitAction, RepVisitStatus};
    use crate::code::Code as _;

    /// Rows: the state; columns: approve, decline, confirm, arrive, start, complete, no-show, cancel, reschedule, refuse entry.
    const MATRIX: &str = "
        requested     approved declined -         -       -        -         -       cancelled rescheduled -
        approved      -        -        confirmed arrived -        -         no_show cancelled rescheduled refused_entry
        declined      approved -        -         -       -        -         -       -         -           -
        confirmed     -        -        -         arrived -        -         no_show cancelled rescheduled refused_entry
        arrived       -        -        -         -       in_visit -         -       cancelled -           refused_entry
        in_visit      -        -        -         -       -        completed -       -         -           -
        completed     -        -        -         -       -        -         -       -         -           -
        cancelled     -        -        -         -       -        -         -       -         -           -
        no_show       -        -        -         arrived -        -         -       -         -           -
        rescheduled   -        -        -         -       -        -         -       -         -           -
        refused_entry -        -        -         arrived -        -         -       -         -           -
    ";

    #[test]
    fn every_action_is_decided_for_every_state() {
        let rows: Vec<Vec<&str>> =
            MATRIX.trim().lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows.len(), RepVisitStatus::ALL.len());
        for (row, status) in rows.iter().zip(RepVisitStatus::ALL) {
            assert_eq!(row[0], status.code());
            for (expected, action) in row[1..].iter().zip(RepVisitAction::ALL) {
                let reached = action.leads_to(*status).map_or("-", |state| state.code());
                assert_eq!(&reached, expected, "{} from {}", action.code(), status.code());
            }
            assert_eq!(row.len(), 1 + RepVisitAction::ALL.len());
        }
    }
}
