//! What the commands about worklists take and give: the contract with the screens.

use domain::appointment::{AppointmentStatus, CancelledBy};
use domain::calls::CallOutcome;
use domain::id::{AppointmentId, DoctorId, PatientId, RebookCallId, RebookId, WorklistId};
use domain::time::{Date, Instant, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::agenda::TimeSpan;
use crate::appointments::FreeTime;
use crate::closures::Closure;
use crate::patients::Phone;

domain::code_enum! {
    /// What became of a visit that lost its time.
    RebookEnd {
        Moved = "moved",
        Cancelled = "cancelled",
        /// Called off, because somebody else saw the patient.
        SeenElsewhere = "seen_elsewhere",
        /// The patient came all the same, or the visit took place.
        Came = "came",
        NoShow = "no_show",
        /// The time is open again: the closure or the shorter hours were taken back.
        OpenAgain = "open_again",
    }
}

domain::code_enum! {
    /// What is done about one visit of a worklist.
    RebookWay {
        /// The patient was reached and agreed: the visit moves to the time given.
        Agreed = "agreed",
        /// The patient was reached about a visit that has moved already.
        Told = "told",
        NoAnswer = "no_answer",
        Later = "later",
        /// The patient was reached and needs the visit no more.
        Cancelled = "cancelled",
        SeenElsewhere = "seen_elsewhere",
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListWorklists {}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct WorklistList {
    /// Those with a visit that still needs an end, the one with the first day in front.
    pub worklists: Vec<WorklistShort>,
}

/// A worklist as the inbox names it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct WorklistShort {
    pub id: WorklistId,
    /// Absent when hours were shortened, and when the closure was taken back.
    pub closure: Option<Closure>,
    /// Whose visits they are, in the order of their first visit.
    pub doctors: Vec<WorklistDoctor>,
    pub first_date: Date,
    pub last_date: Date,
    pub total: u32,
    /// Still without an end.
    pub open: u32,
    /// Of the open ones: called last without an answer.
    pub no_answer: u32,
    /// Of the open ones: to be called again.
    pub later: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct WorklistDoctor {
    pub id: DoctorId,
    pub full_name: String,
    pub second_name: Option<String>,
    pub title: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct WorklistRef {
    pub id: WorklistId,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Worklist {
    pub short: WorklistShort,
    /// When it was made.
    pub made_at: Instant,
    /// Who made it, where it was done at this desk.
    pub made_by: Option<String>,
    /// In the order of the clock.
    pub rows: Vec<WorklistRow>,
    /// The days that the proposals lie on.
    pub plan: Vec<PlanDay>,
}

/// One visit that lost its time.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct WorklistRow {
    pub id: RebookId,
    pub appointment_id: AppointmentId,
    pub r#ref: String,
    pub patient_id: PatientId,
    pub patient_name: String,
    pub patient_second_name: Option<String>,
    /// The file number.
    pub patient_ref: String,
    pub age_years: Option<u16>,
    /// The one to ring first in front.
    pub phones: Vec<Phone>,
    pub reason: Option<String>,
    /// The time that it lost.
    pub was: VisitPlace,
    /// Where it stands now: the same, or where it went.
    pub now: VisitPlace,
    pub status: AppointmentStatus,
    pub cancelled_by: Option<CancelledBy>,
    /// Absent while it needs one.
    pub end: Option<RebookEnd>,
    /// Newest first.
    pub calls: Vec<Call>,
    /// Where the plan for all open visits would put it.
    pub proposed: Option<FreeTime>,
    /// Further times, the first of each day, with the plan in place.
    pub free_times: Vec<FreeTime>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct VisitPlace {
    pub doctor_id: DoctorId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Call {
    pub id: RebookCallId,
    pub outcome: CallOutcome,
    pub note: Option<String>,
    pub at: Instant,
    pub by: Option<String>,
}

/// A day that the plan uses, as it is without the plan.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PlanDay {
    pub doctor_id: DoctorId,
    pub date: Date,
    pub open: Vec<TimeSpan>,
    pub held: Vec<TimeSpan>,
    /// How many count towards the cap now.
    pub booked: u16,
    pub cap: Option<u16>,
    /// How many the plan would bring.
    pub added: u16,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SettleVisit {
    pub id: RebookId,
    pub way: RebookWay,
    /// Where it goes, for `agreed`; the doctor it was with when absent.
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub date: Option<Date>,
    #[serde(default)]
    pub start: Option<WallTime>,
    /// What was said on the phone, or why it is called off.
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MoveAll {
    pub id: WorklistId,
    /// The plan as it was shown: all of it is done, or nothing.
    pub moves: Vec<PlannedMove>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PlannedMove {
    pub id: RebookId,
    pub doctor_id: DoctorId,
    pub date: Date,
    pub start: WallTime,
}
