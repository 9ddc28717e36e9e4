//! What a chart holds and who may open one: (`access`) whose charts an account reads, (`vitals`) what can be measured and what asks to be
//! read a second time.

mod access;
pub mod lab;
mod vitals;

pub use access::{Admission, GLASS_MINUTES, Tie, admission};
pub use vitals::{Measure, Problem, Range, Reading};

crate::code_enum! {
    /// How badly somebody takes what they are allergic to, mildest first.
    Severity {
        Mild = "mild",
        Moderate = "moderate",
        Severe = "severe",
    }
}

crate::code_enum! {
    /// How a visit was held that was not in person.
    ConsultationKind {
        Video = "video",
        Audio = "audio",
        Chat = "chat",
    }
}

crate::code_enum! {
    /// What stands out at a call.
    ConsultationFlag {
        IdentityChecked = "identity_checked",
        ConsentGiven = "consent_given",
        ConnectionLost = "connection_lost",
        /// What was found wants to be looked at by hand.
        InPersonNeeded = "in_person_needed",
    }
}

crate::code_enum! {
    /// How the result of a test lies to what is usual.
    LabFlag {
        Usual = "usual",
        Low = "low",
        High = "high",
        Critical = "critical",
    }
}
