//! Who may log in, and as what.

crate::code_enum! {
    /// What an account is for. Patients and reps have accounts of the clinic's platform and do not sit at the desk.
    Role {
        Admin = "admin",
        Doctor = "doctor",
        Receptionist = "receptionist",
        Pharmacist = "pharmacist",
        Viewer = "viewer",
        Patient = "patient",
        Rep = "rep",
    }
}

impl Role {
    /// Whether this role works at the desk and so may log in there.
    pub const fn sits_at_the_desk(self) -> bool {
        !matches!(self, Self::Patient | Self::Rep)
    }
}

crate::code_enum! {
    AccountStatus {
        Active = "active",
        Inactive = "inactive",
        Blocked = "blocked",
    }
}
