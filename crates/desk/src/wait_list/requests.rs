//! What the commands about the wait list take and give: the contract with the screens.

use domain::id::{AppointmentId, DoctorId, OperationId, PatientId, SpecialtyId, WaitId};
use domain::time::{Date, Instant, WallTime, Weekday};
use domain::wait_list::{Urgency, WaitState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::appointments::{Appointment, FreeTime, Warning};
use crate::patients::Phone;
use crate::rebooking::{CallOutcome, VisitPlace};

#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListWaits {
    /// Only whom this doctor could see.
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub patient_id: Option<PatientId>,
    /// Those whose waiting is over, the latest first, instead of those who wait.
    #[serde(default)]
    pub ended: bool,
    /// Leaves the free times out, which cost a look at the days ahead.
    #[serde(default)]
    pub without_times: bool,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct WaitList {
    /// In the order in which they are to be asked: urgent first, then whoever has waited longest.
    pub waits: Vec<Wait>,
    pub today: Date,
}

/// Somebody who waits, with all that ringing them takes.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Wait {
    pub id: WaitId,
    pub patient_id: PatientId,
    pub patient_name: String,
    pub patient_second_name: Option<String>,
    /// The file number.
    pub patient_ref: String,
    pub age_years: Option<u16>,
    /// The one to ring first in front.
    pub phones: Vec<Phone>,
    /// For one doctor, or for any of a specialty; neither: for whoever is free.
    pub doctor_id: Option<DoctorId>,
    /// The doctor's name as it is registered.
    pub doctor_name: Option<String>,
    pub specialty_id: Option<SpecialtyId>,
    pub specialty: Option<String>,
    pub specialty_ar: Option<String>,
    /// None: any day of the week.
    pub weekdays: Vec<Weekday>,
    pub first_date: Option<Date>,
    pub last_date: Option<Date>,
    pub from: Option<WallTime>,
    pub until: Option<WallTime>,
    pub minutes: u16,
    pub urgency: Urgency,
    pub note: Option<String>,
    pub since: Instant,
    /// Who put them on the list.
    pub added_by: Option<String>,
    pub state: WaitState,
    pub ended_at: Option<Instant>,
    pub end_reason: Option<String>,
    /// The visit that they were given.
    pub appointment_id: Option<AppointmentId>,
    pub booked: Option<VisitPlace>,
    /// The next visit that they have anyway.
    pub next_visit: Option<VisitPlace>,
    pub next_visit_id: Option<AppointmentId>,
    /// Newest first.
    pub calls: Vec<WaitCall>,
    /// The first free time of each of the days ahead that the wish can have. Only of who waits.
    pub free_times: Vec<FreeTime>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct WaitCall {
    pub outcome: CallOutcome,
    pub note: Option<String>,
    /// The time that was offered, where it was about one.
    pub offered: Option<OfferedTime>,
    pub at: Instant,
    pub by: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OfferedTime {
    pub doctor_id: DoctorId,
    pub date: Date,
    pub start: WallTime,
}

/// What somebody waits for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct WaitWish {
    /// One doctor, or a specialty, or neither.
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub specialty_id: Option<SpecialtyId>,
    #[serde(default)]
    pub weekdays: Vec<Weekday>,
    #[serde(default)]
    pub first_date: Option<Date>,
    #[serde(default)]
    pub last_date: Option<Date>,
    /// The part of the day in which the whole visit must lie.
    #[serde(default)]
    pub from: Option<WallTime>,
    #[serde(default)]
    pub until: Option<WallTime>,
    /// The doctor's usual length when absent; 15 where it is for no doctor.
    #[serde(default)]
    pub minutes: Option<u16>,
    /// `routine` when absent.
    #[serde(default)]
    pub urgency: Option<Urgency>,
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct AddWait {
    pub patient_id: PatientId,
    pub wish: WaitWish,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeWait {
    pub id: WaitId,
    pub wish: WaitWish,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RemoveWait {
    pub id: WaitId,
    /// Why they wait no more.
    #[serde(default)]
    pub reason: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CallWait {
    pub id: WaitId,
    pub outcome: CallOutcome,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub offered: Option<OfferedTime>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct BookWait {
    pub id: WaitId,
    pub doctor_id: DoctorId,
    pub date: Date,
    pub start: WallTime,
    /// As they need when absent.
    #[serde(default)]
    pub minutes: Option<u16>,
    /// A visit they have already, which moves there in place of a new one.
    #[serde(default)]
    pub instead_of: Option<AppointmentId>,
    /// Book over a refusal, with this reason. Needs the right to overbook.
    #[serde(default)]
    pub overbook_reason: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct WaitReply {
    pub wait: Wait,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct BookWaitReply {
    pub wait: Wait,
    pub appointment: Appointment,
    /// As `appointments.book` gives them.
    pub warnings: Vec<Warning>,
}

/// A free time of a doctor.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct FittingRequest {
    pub doctor_id: DoctorId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
}

/// Who could have some of a free time.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct FreedTime {
    /// The time that is free.
    pub time: FreeTime,
    /// In the order in which they are to be asked.
    pub people: Vec<FittingPerson>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct FittingPerson {
    pub wait: Wait,
    /// The visit that they could have.
    pub offer: FreeTime,
    /// How the last call about this free time ended.
    pub asked: Option<CallOutcome>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct FreedByRequest {
    /// What was done.
    pub operation_id: OperationId,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct FreedTimes {
    /// Every time that became free by it and that somebody on the list could have, in the order of the clock.
    pub times: Vec<FreedTime>,
}
