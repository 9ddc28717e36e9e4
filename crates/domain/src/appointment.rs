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
