//! A medical representative's visit to a doctor. It holds the doctor's time like an appointment does.

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
        Rescheduled = "rescheduled",
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
