//! What the commands about closures and holidays take and give: the contract with the screens.

use domain::calendar::ClosureEffect;
use domain::id::{ClosureId, DoctorId, SiteId, WorklistId};
use domain::time::{Date, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::agenda::RepVisit;
use crate::appointments::Appointment;

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Closure {
    pub id: ClosureId,
    /// Exactly one of `site_id` and `doctor_id` is given.
    pub site_id: Option<SiteId>,
    pub doctor_id: Option<DoctorId>,
    pub first_date: Date,
    /// Inclusive.
    pub last_date: Date,
    /// Both absent: the whole day.
    pub from: Option<WallTime>,
    pub until: Option<WallTime>,
    pub effect: ClosureEffect,
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct AddClosure {
    #[serde(default)]
    pub site_id: Option<SiteId>,
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    pub first_date: Date,
    pub last_date: Date,
    #[serde(default)]
    pub from: Option<WallTime>,
    #[serde(default)]
    pub until: Option<WallTime>,
    /// `closed` when absent.
    #[serde(default)]
    pub effect: Option<ClosureEffect>,
    #[serde(default)]
    pub reason: Option<String>,
}

/// Every field is set as sent.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangeClosure {
    pub id: ClosureId,
    pub closure: AddClosure,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ClosureReply {
    pub closure: Closure,
    /// Visits that now stand in closed time, first day first.
    pub affected: Vec<Appointment>,
    /// Visits of reps that do.
    pub affected_reps: Vec<RepVisit>,
    /// The worklist that the visits to rebook stand on; absent when there are none.
    pub worklist: Option<WorklistId>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ClosurePreview {
    pub affected: Vec<Appointment>,
    pub affected_reps: Vec<RepVisit>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListClosures {
    /// Closures that touch this day or a later one.
    #[serde(default)]
    pub from: Option<Date>,
    #[serde(default)]
    pub until: Option<Date>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ClosureList {
    pub closures: Vec<Closure>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ClosureRef {
    pub id: ClosureId,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OfferHolidays {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub year: u16,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Holiday {
    pub date: Date,
    pub name: String,
    pub name_ar: Option<String>,
    /// Follows the moon: the day may shift by one or two.
    pub estimated: bool,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct HolidayList {
    pub holidays: Vec<Holiday>,
    /// Countries the shipped data covers, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
}
