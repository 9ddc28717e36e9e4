//! What the commands about appointments take and answer. The refusals they share are listed at each command.

use domain::appointment::{AppointmentKind, AppointmentStatus, CancelledBy};
use domain::id::{AppointmentId, DoctorId, PatientId, RepId, SiteId};
use domain::time::{Date, Instant, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::series::requests::SeriesPlace;

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Appointment {
    pub id: AppointmentId,
    pub r#ref: String,
    pub patient_id: PatientId,
    pub patient_name: String,
    pub patient_ref: String,
    pub patient_phone: Option<String>,
    pub doctor_id: DoctorId,
    pub site_id: SiteId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    /// True for the second of two equal wall times on the day the clock goes back.
    pub later_hour: bool,
    pub status: AppointmentStatus,
    pub kind: AppointmentKind,
    pub reason: Option<String>,
    pub symptoms: Vec<String>,
    pub notes: Option<String>,
    pub queue_number: Option<u32>,
    pub cancelled_by: Option<CancelledBy>,
    pub cancel_reason: Option<String>,
    /// Present exactly when the visit was booked over a refusal.
    pub overbook_reason: Option<String>,
    /// The visit that holds this time, when two desks booked it at once.
    pub clash_with: Option<AppointmentId>,
    pub arrived_at: Option<Instant>,
    pub started_at: Option<Instant>,
    pub completed_at: Option<Instant>,
    pub created_at: Instant,
    /// When the number was last called in the waiting room.
    pub called_at: Option<Instant>,
    /// Its place in the series it was booked with; absent for a visit that stands alone.
    pub series: Option<SeriesPlace>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CheckRequest {
    pub doctor_id: DoctorId,
    /// With it, the check also warns when the patient is elsewhere at that time.
    #[serde(default)]
    pub patient_id: Option<PatientId>,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    #[serde(default)]
    pub kind: Option<AppointmentKind>,
    /// For a wall time that comes twice: `false` the first, `true` the second; absent: ask.
    #[serde(default)]
    pub later_hour: Option<bool>,
    /// The visit that is being moved, which does not stand in its own way.
    #[serde(default)]
    pub moving: Option<AppointmentId>,
}

/// The answer of the five steps.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Verdict {
    pub ok: bool,
    /// The step that refused, 1 to 5, 6 for the rules for reps; 0 when the time itself cannot be (it does not exist, or comes twice and nobody said which); absent when all passed.
    pub step: Option<u8>,
    /// `ok`, or the stable code of the refusal: `booking.closed`, `booking.not_scheduled`, `booking.outside_hours`,
    /// `booking.slot_taken`, `booking.day_full`, `booking.time_missing`, `booking.time_twice`.
    pub code: String,
    /// What stands in the way. `booking.closed {closure_id, of, name, reason, start, end, first_date, last_date}`,
    /// `booking.not_scheduled {doctor, audience, weekday}`, `booking.outside_hours {doctor, hours, ends?, over_minutes?}`,
    /// `booking.slot_taken {visit: {kind, id, ref, name, start, end}}`, `booking.day_full {doctor, cap, booked}`,
    /// `booking.time_missing {missing}`, `booking.time_twice {twice}`. A span is `{start, end}`. A refused booking carries the same,
    /// with `step`, `suggestions` and `may_overbook` added.
    pub params: Map<String, Value>,
    /// The nearest free times, best first.
    pub suggestions: Vec<FreeTime>,
    /// Worth a word and no refusal: `patient_elsewhere {appointment_id, ref, doctor, start, end}`, `in_the_past` (it would be over by now).
    pub warnings: Vec<Warning>,
    /// One entry for each of the five steps, in order, for the screen's list; of a rep's visit a sixth, the rules for reps.
    pub steps: Vec<StepReport>,
    /// Whether this account may book it all the same, with a reason.
    pub may_overbook: bool,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Warning {
    pub code: String,
    pub params: Map<String, Value>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct StepReport {
    pub step: u8,
    pub outcome: StepOutcome,
    /// What the step looked at: the day's hours, the cap and how much of it is used.
    pub params: Map<String, Value>,
}

domain::code_enum! {
    StepOutcome {
        Passed = "passed",
        Refused = "refused",
        NotReached = "not_reached",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct FreeTime {
    pub doctor_id: DoctorId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct BookRequest {
    pub doctor_id: DoctorId,
    pub patient_id: PatientId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    /// `in_person` when absent.
    #[serde(default)]
    pub kind: Option<AppointmentKind>,
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    pub symptoms: Vec<String>,
    #[serde(default)]
    pub notes: Option<String>,
    /// Book over a refusal, with this reason. Needs the right to overbook.
    #[serde(default)]
    pub overbook_reason: Option<String>,
    #[serde(default)]
    pub later_hour: Option<bool>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct AppointmentReply {
    pub appointment: Appointment,
    /// When booking and moving `patient_elsewhere`, `in_the_past`; when a patient arrives `not_today`; at a no-show `before_its_time`.
    pub warnings: Vec<Warning>,
}

/// What is absent stays as it is.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MoveRequest {
    pub id: AppointmentId,
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub date: Option<Date>,
    #[serde(default)]
    pub start: Option<WallTime>,
    #[serde(default)]
    pub minutes: Option<u16>,
    #[serde(default)]
    pub overbook_reason: Option<String>,
    #[serde(default)]
    pub later_hour: Option<bool>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CancelRequest {
    pub id: AppointmentId,
    /// `patient` when absent.
    #[serde(default)]
    pub cancelled_by: Option<CancelledBy>,
    #[serde(default)]
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct AppointmentRef {
    pub id: AppointmentId,
}

/// What the visit is about, without its time. What is absent stays as it is.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DescribeRequest {
    pub id: AppointmentId,
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    pub notes: Option<String>,
    #[serde(default)]
    pub symptoms: Option<Vec<String>>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct NextFreeRequest {
    /// Any doctor of the site when absent.
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    /// For a visit of this rep: rep hours, rep caps and the rules for reps.
    #[serde(default)]
    pub rep_id: Option<RepId>,
    /// The doctor's usual length when absent.
    #[serde(default)]
    pub minutes: Option<u16>,
    /// Today when absent.
    #[serde(default)]
    pub from: Option<Date>,
    /// On the first day none that begins earlier.
    #[serde(default)]
    pub not_before: Option<WallTime>,
    #[serde(default)]
    pub kind: Option<AppointmentKind>,
    /// 5 when absent, at most 50.
    #[serde(default)]
    pub count: Option<u16>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct FreeTimes {
    pub free_times: Vec<FreeTime>,
}
