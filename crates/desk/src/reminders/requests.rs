//! What the commands about reminders take and give: the contract with the screens.

use domain::appointment::AppointmentStatus;
use domain::calls::CallOutcome;
use domain::id::{AppointmentId, DoctorId, PatientId, SiteId};
use domain::reminder::ReminderState;
use domain::time::{Date, Instant, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::patients::Phone;

#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListReminders {
    /// The next day on which the site is open when absent.
    #[serde(default)]
    pub date: Option<Date>,
    /// The first site when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Reminders {
    pub site_id: SiteId,
    pub date: Date,
    pub today: Date,
    /// The next day on which the site is open or somebody is expected.
    pub next_date: Date,
    /// How many still have to be called.
    pub open: u32,
    /// The visits that are to come on this day, in the order of the clock.
    pub rows: Vec<Reminder>,
}

/// A visit with all that ringing the patient takes.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Reminder {
    /// The visit.
    pub id: AppointmentId,
    pub r#ref: String,
    pub patient_id: PatientId,
    /// The visit's reference where the patient has not been heard of here yet.
    pub patient_name: String,
    pub patient_second_name: Option<String>,
    /// The file number.
    pub patient_ref: String,
    pub age_years: Option<u16>,
    /// The one to ring first in front.
    pub phones: Vec<Phone>,
    /// Of the last twelve months.
    pub no_shows: u32,
    /// The last so many visits, one after the other.
    pub no_shows_running: u32,
    pub doctor_id: DoctorId,
    /// The doctor's name as it is registered.
    pub doctor_name: String,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    pub reason: Option<String>,
    pub status: AppointmentStatus,
    pub state: ReminderState,
    /// When the patient was reminded of this time.
    pub reminded_at: Option<Instant>,
    /// About this time, newest first.
    pub calls: Vec<ReminderCall>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ReminderCall {
    pub outcome: CallOutcome,
    pub note: Option<String>,
    pub at: Instant,
    pub by: Option<String>,
}

domain::code_enum! {
    /// What came of reminding a patient.
    ReminderWay {
        Reminded = "reminded",
        /// Reminded, and the patient has said to come.
        Confirmed = "confirmed",
        NoAnswer = "no_answer",
        /// The patient wants to be called again.
        Later = "later",
    }
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SettleReminder {
    pub id: AppointmentId,
    pub way: ReminderWay,
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ReminderReply {
    pub reminder: Reminder,
}
