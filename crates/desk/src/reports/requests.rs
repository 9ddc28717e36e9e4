//! What the commands about reports take and give: the contract with the screens. What each figure counts is said here and worked out
//! in `figures`, once, for the screen and the paper alike.

use domain::appointment::AppointmentStatus;
use domain::id::{AccountId, AppointmentId, DoctorId, RepVisitId, SiteId};
use domain::rep_visit::RepVisitStatus;
use domain::time::{Date, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::rebooking::WorklistShort;

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ClosingRequest {
    pub date: Date,
    /// The first site when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
}

/// How a day went, and what it leaves behind.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ClosingReport {
    pub date: Date,
    pub site_id: SiteId,
    /// The site's wall clock at the moment of the answer.
    pub today: Date,
    pub now: WallTime,
    pub clinic: DayFigures,
    /// In the board's order; doctors with neither hours nor visits are left out.
    pub doctors: Vec<DoctorFigures>,
    /// In the order of the clock.
    pub overbooked: Vec<OverbookedVisit>,
    pub open: OpenMatters,
    /// Who did what that day at this desk, the busiest first.
    pub staff: Vec<StaffDeeds>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct DoctorFigures {
    pub doctor_id: DoctorId,
    pub full_name: String,
    pub second_name: Option<String>,
    pub title: Option<String>,
    pub board_colour: Option<String>,
    pub figures: DayFigures,
}

/// Visits are counted on the day for which they stand in the book, not on the day on which something was done about them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct DayFigures {
    /// Every visit of the day, whatever became of it. One that was replaced by a later visit is not: that is another day's.
    pub booked: u32,
    /// Came: waits, is with the doctor, or is over.
    pub arrived: u32,
    /// Of these: over.
    pub completed: u32,
    pub no_show: u32,
    pub cancelled: CancelledFigures,
    /// Neither came nor was called off nor marked as missing.
    pub expected: u32,
    /// Of those booked: stood at the desk without a booking.
    pub walk_ins: u32,
    /// Of those booked: booked over a refusal of the five steps.
    pub overbooked: u32,
    /// Of the overbooked: walk-ins, who went before what was booked.
    pub emergencies: u32,
    pub reps: RepFigures,
    /// From arriving until the visit began, of the visits that began.
    pub waiting: Option<Minutes>,
    /// From when the patient was due (the booked time, or the arrival if that was later) until the visit began; early counts as 0.
    pub lateness: Option<Minutes>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct CancelledFigures {
    pub total: u32,
    pub by_patient: u32,
    pub by_doctor: u32,
    pub by_clinic: u32,
    /// By nobody in person, or nobody knows.
    pub by_system: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct RepFigures {
    /// Every visit of a rep that day but those declined, merely asked for, or replaced by another.
    pub booked: u32,
    pub completed: u32,
    pub no_show: u32,
    pub cancelled: u32,
    /// Came and were not let in.
    pub refused: u32,
    /// Lots of samples that the completed visits left, and the units in them.
    pub sample_lines: u32,
    pub sample_units: u32,
}

/// Whole minutes, rounded down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Minutes {
    /// The one in the middle; of an even number the lower of the two.
    pub median: u32,
    pub longest: u32,
    /// Of how many visits.
    pub of: u32,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct OverbookedVisit {
    pub id: AppointmentId,
    pub patient_name: String,
    pub patient_ref: String,
    pub doctor_id: DoctorId,
    pub start: WallTime,
    pub status: AppointmentStatus,
    pub reason: String,
    pub is_emergency: bool,
}

/// What still stands open, each kind with its own way to an end.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct OpenMatters {
    /// Visits of the day that are neither over nor called off nor missed, in the order of the clock.
    pub visits: Vec<OpenVisit>,
    pub rep_visits: Vec<OpenRepVisit>,
    /// Worklists of any day with somebody who needs another time.
    pub worklists: Vec<WorklistShort>,
    /// What else waits in the inbox for this account.
    pub attention: u32,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct OpenVisit {
    pub id: AppointmentId,
    pub patient_name: String,
    pub patient_ref: String,
    pub patient_phone: Option<String>,
    pub doctor_id: DoctorId,
    pub start: WallTime,
    pub minutes: u16,
    pub status: AppointmentStatus,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct OpenRepVisit {
    pub id: RepVisitId,
    pub rep_name: String,
    pub company: String,
    pub doctor_id: DoctorId,
    pub start: WallTime,
    pub status: RepVisitStatus,
}

/// What one account did that day. What was undone later is counted all the same: it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct StaffDeeds {
    pub account_id: Option<AccountId>,
    /// Absent for what the desk did by itself.
    pub full_name: Option<String>,
    /// Visits of patients and reps booked, walk-ins too.
    pub booked: u32,
    /// Moved, rescheduled, rebooked.
    pub moved: u32,
    pub cancelled: u32,
    /// Arrived, called, begun, over or missed.
    pub queue: u32,
    /// Patients registered.
    pub registered: u32,
    /// Whatever else changed something or made a paper; coming and going is not counted.
    pub other: u32,
}
