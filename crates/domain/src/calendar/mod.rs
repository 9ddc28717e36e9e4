//! When a doctor works: recurring hours, closures and extra openings, and wall time in zones.

crate::code_enum! {
    /// Whom a block of hours is for.
    Audience {
        Patient = "patient",
        Rep = "rep",
        Online = "online",
    }
}

crate::code_enum! {
    /// What a closure does to the time it covers.
    ClosureEffect {
        /// Nobody is seen.
        Closed = "closed",
        /// Extra opening: time that the weekly hours do not have, for patients.
        Opened = "opened",
    }
}
