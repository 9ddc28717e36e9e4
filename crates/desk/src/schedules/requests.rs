//! What the commands about hours and day limits take and give: the contract with the screens.

use domain::calendar::Audience;
use domain::id::{DayLimitId, DoctorId, HoursId, SiteId, WorklistId};
use domain::time::{Date, WallTime, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::agenda::RepVisit;
use crate::appointments::Appointment;

/// One recurring block of a doctor's time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Hours {
    pub id: HoursId,
    pub doctor_id: DoctorId,
    pub site_id: SiteId,
    pub audience: Audience,
    /// Every week on this day; absent when `rrule` says when.
    pub weekday: Option<Weekday>,
    /// An RFC 5545 recurrence rule counted from `valid_from`: `FREQ=WEEKLY;INTERVAL=2;BYDAY=SU`.
    pub rrule: Option<String>,
    pub starts: WallTime,
    pub ends: WallTime,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct HoursBlock {
    /// `patient` when absent.
    #[serde(default)]
    pub audience: Option<Audience>,
    #[serde(default)]
    pub weekday: Option<Weekday>,
    #[serde(default)]
    pub rrule: Option<String>,
    pub starts: WallTime,
    pub ends: WallTime,
    #[serde(default)]
    pub valid_from: Option<Date>,
    #[serde(default)]
    pub valid_until: Option<Date>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct HoursOf {
    pub doctor_id: DoctorId,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct HoursList {
    pub hours: Vec<Hours>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SetHoursReply {
    pub hours: Vec<Hours>,
    /// Visits from today on that stood in the hours before and stand outside them now, first day first. They stay booked.
    pub affected: Vec<Appointment>,
    /// Visits of reps that do. They wait where the requests of reps do.
    pub affected_reps: Vec<RepVisit>,
    /// The worklist that those to rebook stand on; absent when there are none.
    pub worklist: Option<WorklistId>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct HoursPreview {
    /// Visits that the hours would leave outside, first day first.
    pub affected: Vec<Appointment>,
    /// Visits of reps that they would.
    pub affected_reps: Vec<RepVisit>,
}

/// All hours of a doctor, replacing what was there. Blocks that stay the same keep their identity.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SetHours {
    pub doctor_id: DoctorId,
    /// The doctor's own site when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
    pub blocks: Vec<HoursBlock>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct DayLimit {
    pub id: DayLimitId,
    pub doctor_id: DoctorId,
    /// `None`: every day that has no limit of its own.
    pub weekday: Option<Weekday>,
    /// `None`: as many as fit.
    pub max_patients: Option<u16>,
    pub max_reps: Option<u16>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DayLimitEntry {
    #[serde(default)]
    pub weekday: Option<Weekday>,
    #[serde(default)]
    pub max_patients: Option<u16>,
    #[serde(default)]
    pub max_reps: Option<u16>,
}

/// All day limits of a doctor, replacing what was there.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SetDayLimits {
    pub doctor_id: DoctorId,
    pub limits: Vec<DayLimitEntry>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DayLimitList {
    pub day_limits: Vec<DayLimit>,
}
