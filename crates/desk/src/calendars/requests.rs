//! What the command takes: the contract with the screens.

use domain::id::DoctorId;
use domain::time::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use crate::session::Language;

domain::code_enum! {
    /// How much a calendar tells that leaves the desk.
    CalendarPrivacy {
        /// That the doctor is busy, and nothing about with whom.
        Busy = "busy",
        /// The first letters of the name.
        Initials = "initials",
        /// Name and reference.
        Full = "full",
    }
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CalendarRequest {
    pub doctor_id: DoctorId,
    pub first_date: Date,
    /// Inclusive, at most a year after the first.
    pub last_date: Date,
    /// `busy` when absent.
    #[serde(default)]
    pub privacy: Option<CalendarPrivacy>,
    /// Of the word for being busy; the clinic's own where none is given.
    #[serde(default)]
    pub language: Option<Language>,
}
