//! What the commands about the queue take and give: the contract with the screens.

use domain::appointment::AppointmentStatus;
use domain::id::{AppointmentId, DoctorId, PatientId, SiteId};
use domain::time::{Date, Instant, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::patients::RegisterPatient;

#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct QueueRequest {
    /// The first site when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
}

/// Who is here, since when, for whom; and who should be.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Queue {
    pub site_id: SiteId,
    pub today: Date,
    pub now: WallTime,
    /// When this was so.
    pub at: Instant,
    /// After so many minutes somebody who is not here counts as missing.
    pub grace_minutes: u16,
    /// In the board's order. Doctors with nobody to see today are left out.
    pub doctors: Vec<DoctorQueue>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct DoctorQueue {
    pub doctor_id: DoctorId,
    pub full_name: String,
    pub second_name: Option<String>,
    pub title: Option<String>,
    pub board_colour: Option<String>,
    /// How far the doctor runs behind, in minutes.
    pub late_minutes: u16,
    pub inside: Vec<Queued>,
    /// In the order in which they are to be called.
    pub waiting: Vec<Queued>,
    /// Not here although the grace is over, the earliest first.
    pub missing: Vec<Queued>,
    /// Still to come, the next first.
    pub expected: Vec<Queued>,
    /// How many visits are over.
    pub done: u32,
}

/// A visit of today as the queue shows it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Queued {
    pub id: AppointmentId,
    pub patient_id: PatientId,
    pub patient_name: String,
    pub patient_ref: String,
    pub patient_phone: Option<String>,
    pub status: AppointmentStatus,
    pub number: Option<u32>,
    /// Another patient of this doctor was given the same number today, by a desk that could not be seen.
    pub number_twice: bool,
    pub start: WallTime,
    pub minutes: u16,
    pub reason: Option<String>,
    /// Present exactly when the visit was booked over a refusal: an emergency is marked here as on the board.
    pub overbook_reason: Option<String>,
    pub arrived_at: Option<Instant>,
    pub called_at: Option<Instant>,
    pub started_at: Option<Instant>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CallNext {
    pub doctor_id: DoctorId,
}

domain::code_enum! {
    /// Where a walk-in goes.
    WalkInto {
        /// The first time of today that is still free.
        FirstTime = "first_time",
        /// Now, as it stands: over whatever is in the way it needs the right to overbook, and a reason.
        Queue = "queue",
    }
}

/// Somebody who stands at the desk without a booking: found or registered, booked and here, at once.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct WalkIn {
    /// Exactly one of `patient_id` and `new_patient` is given.
    #[serde(default)]
    pub patient_id: Option<PatientId>,
    #[serde(default)]
    pub new_patient: Option<RegisterPatient>,
    /// Whoever is free first when absent; needed for `queue`.
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    /// The doctor's usual length when absent.
    #[serde(default)]
    pub minutes: Option<u16>,
    pub into: WalkInto,
    /// What it is about.
    #[serde(default)]
    pub reason: Option<String>,
    /// Why it goes before what is booked.
    #[serde(default)]
    pub overbook_reason: Option<String>,
}

#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct WaitingRoom {}

/// What hangs in the waiting room: numbers, and at whose door. Nothing here tells who a patient is.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Numbers {
    /// `en` or `ar`; absent while the desk is closed.
    pub language: Option<String>,
    pub clinic_name: String,
    /// The wall of the clinic.
    pub now: Option<WallTime>,
    pub doors: Vec<Door>,
}

#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Door {
    /// What stands on the door: the doctor's name, in the scripts it is known in.
    pub doctor: String,
    pub doctor_second: Option<String>,
    pub title: Option<String>,
    /// The number called last, while nobody else was.
    pub called: Option<u32>,
    /// When, so that a new call can be told from an old one.
    pub called_at: Option<Instant>,
    /// Those who wait, in the order in which they will be called.
    pub waiting: Vec<u32>,
    pub late_minutes: u16,
}
