//! Calls to patients.

crate::code_enum! {
    /// How a call ended.
    CallOutcome {
        Reached = "reached",
        NoAnswer = "no_answer",
        /// The patient wants to be called again, or to think about it.
        Later = "later",
    }
}
