//! What the commands about patients take and give: the contract with the screens.

use domain::id::{DoctorId, PatientId};
use domain::patient::{Agreement, BloodType, Gender};
use domain::time::{Date, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::family::FamilyMember;
use super::merging::MergedRecord;

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Patient {
    pub id: PatientId,
    /// The file number: `PAT-A-000007`.
    pub r#ref: String,
    pub full_name: String,
    pub second_name: Option<String>,
    pub date_of_birth: Option<Date>,
    /// Year of birth as told, where the day is not known.
    pub born_about: Option<u16>,
    pub gender: Option<Gender>,
    pub phones: Vec<Phone>,
    pub email: Option<String>,
    pub national_id: Option<String>,
    pub address: Option<String>,
    pub blood_type: Option<BloodType>,
    pub emergency_contact: Option<EmergencyContact>,
    pub notes: Option<String>,
    /// True when the notes are not for this account: then `notes` is absent whether or not there are any.
    pub notes_withheld: bool,
    pub favourite_doctors: Vec<DoctorId>,
    pub created_at: Instant,
    pub deleted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct Phone {
    /// As dialled; kept as entered, compared without spaces and with Arabic digits folded.
    pub number: String,
    /// Whose it is: `mother`, `work`.
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EmergencyContact {
    pub name: String,
    #[serde(default)]
    pub relationship: Option<String>,
    pub phone: String,
}

/// A phone in an input: a bare number, or a number with a note.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum PhoneInput {
    Bare(String),
    Noted(Phone),
}

/// A name and a phone are enough.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RegisterPatient {
    pub full_name: String,
    #[serde(default)]
    pub phones: Vec<PhoneInput>,
    #[serde(default)]
    pub second_name: Option<String>,
    #[serde(default)]
    pub date_of_birth: Option<Date>,
    #[serde(default)]
    pub born_about: Option<u16>,
    #[serde(default)]
    pub gender: Option<Gender>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub national_id: Option<String>,
    #[serde(default)]
    pub address: Option<String>,
    #[serde(default)]
    pub blood_type: Option<BloodType>,
    #[serde(default)]
    pub emergency_contact: Option<EmergencyContact>,
    #[serde(default)]
    pub notes: Option<String>,
    #[serde(default)]
    pub favourite_doctors: Vec<DoctorId>,
}

/// Every field is set as sent; only notes that this account may not see stay as they are.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct UpdatePatient {
    pub id: PatientId,
    pub patient: RegisterPatient,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PatientReply {
    pub patient: Patient,
}

/// One patient with what a receptionist needs beside the name to pick the right one.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PatientCard {
    pub patient: Patient,
    pub age_years: Option<u16>,
    /// The latest visit the patient came to.
    pub last_visit: Option<VisitLine>,
    /// The next one the patient is expected at, from today on.
    pub next_visit: Option<VisitLine>,
    /// No-shows within the last twelve months.
    pub no_shows: u32,
    /// How many visits in a row the patient did not come to, counted back from the latest.
    pub no_shows_running: u32,
    /// Newest first, at most 500.
    pub visits: Vec<VisitLine>,
    /// Who belongs to the patient.
    pub family: Vec<FamilyMember>,
    /// Records that became part of this one, the latest first.
    pub merged: Vec<MergedRecord>,
}

/// A visit in a list about one patient.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct VisitLine {
    pub id: domain::id::AppointmentId,
    pub r#ref: String,
    pub date: Date,
    pub start: domain::time::WallTime,
    pub minutes: u16,
    pub status: domain::appointment::AppointmentStatus,
    pub doctor_id: DoctorId,
    pub doctor_name: String,
    pub reason: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PatientRef {
    pub id: PatientId,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SearchPatients {
    /// Anything: part of a name in either script, digits of a phone, a file number, a national id, a date of birth. Never an error.
    pub text: String,
    /// 20 when absent, at most 100.
    #[serde(default)]
    pub limit: Option<u16>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PatientHits {
    /// Best first: exact, then prefix, then inside, then by sound across scripts; recent visitors first among equals.
    pub patients: Vec<PatientHit>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PatientHit {
    pub id: PatientId,
    pub r#ref: String,
    pub full_name: String,
    pub second_name: Option<String>,
    pub date_of_birth: Option<Date>,
    pub born_about: Option<u16>,
    pub age_years: Option<u16>,
    pub gender: Option<Gender>,
    pub phones: Vec<Phone>,
    /// The latest day the patient came.
    pub last_visit: Option<Date>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct FindDuplicates {
    pub full_name: String,
    #[serde(default)]
    pub phones: Vec<PhoneInput>,
    #[serde(default)]
    pub date_of_birth: Option<Date>,
    #[serde(default)]
    pub national_id: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DuplicateList {
    pub duplicates: Vec<Duplicate>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Duplicate {
    pub patient: PatientHit,
    /// What agrees, the weightiest first.
    pub agrees: Vec<Agreement>,
}
