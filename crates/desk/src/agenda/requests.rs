//! What the day board is made of, and the week and the month of a doctor.

use std::sync::Arc;

use domain::calendar::Audience;
use domain::id::{DoctorId, RepId, RepVisitId, SiteId};
use domain::rep_visit::RepVisitStatus;
use domain::time::{Date, Instant, WallTime, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::appointments::Appointment;
use crate::closures::Closure;

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DayRequest {
    pub date: Date,
    /// The first site when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Day {
    pub date: Date,
    pub site_id: SiteId,
    pub time_zone: String,
    /// The site's wall clock at the moment of the answer.
    pub today: Date,
    pub now: WallTime,
    /// Wall time that this day does not have (the clock goes forward), and that it has twice (the clock goes back).
    pub missing: Option<TimeSpan>,
    pub twice: Option<TimeSpan>,
    /// A column per active doctor of the site, and per other doctor who has a visit there that day, in the board's order; those
    /// without hours that day come last.
    pub columns: Vec<DoctorDay>,
    /// All appointments of the day in time order, cancelled ones too (the board draws them not, the list does).
    pub appointments: Arc<Vec<Appointment>>,
    pub rep_visits: Arc<Vec<RepVisit>>,
    /// Visits that the hub does not know of yet as they stand here: another desk may have given the time away meanwhile. Empty without a hub.
    pub provisional: Vec<Uuid>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct TimeSpan {
    pub start: WallTime,
    pub end: WallTime,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct DoctorDay {
    pub doctor_id: DoctorId,
    pub full_name: String,
    pub second_name: Option<String>,
    pub title: Option<String>,
    pub specialty: Option<String>,
    pub specialty_ar: Option<String>,
    pub board_colour: Option<String>,
    pub default_visit_minutes: u16,
    /// The blocks in force that day, after closures and extra openings.
    pub open: Vec<OpenSpan>,
    /// Closures of the doctor or the site that touch the day.
    pub closures: Vec<Closure>,
    pub patients_booked: u32,
    pub max_patients: Option<u16>,
    pub reps_booked: u32,
    pub max_reps: Option<u16>,
    /// How far the doctor runs behind, in minutes (see `late`); 0 on any other day than today.
    pub late_minutes: u16,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct OpenSpan {
    pub audience: Audience,
    pub start: WallTime,
    pub end: WallTime,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RepVisit {
    pub id: RepVisitId,
    pub r#ref: String,
    pub rep_id: RepId,
    pub rep_name: String,
    pub company: String,
    pub doctor_id: DoctorId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    pub status: RepVisitStatus,
    /// The visit that holds this time, when two desks gave it away at once: an appointment, or another rep visit.
    pub clash_with: Option<Uuid>,
    /// Why it stands here against a rule.
    pub overbook_reason: Option<String>,
    pub arrived_at: Option<Instant>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DoctorDate {
    pub doctor_id: DoctorId,
    /// Any day of the week or the month that is meant.
    pub date: Date,
}

/// Whole weeks of one doctor, as a booking sees them: hours and visits at whichever site.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Stretch {
    pub doctor_id: DoctorId,
    /// Where the doctor belongs: its clock, its closures and its week count.
    pub site_id: SiteId,
    pub time_zone: String,
    /// That site's wall clock at the moment of the answer.
    pub today: Date,
    pub now: WallTime,
    pub week_start: Weekday,
    pub weekend_days: Vec<Weekday>,
    pub days: Vec<DatedDay>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct DatedDay {
    pub date: Date,
    /// Wall time that this day does not have (the clock goes forward), and that it has twice (the clock goes back).
    pub missing: Option<TimeSpan>,
    pub twice: Option<TimeSpan>,
    pub doctor: DoctorDay,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Week {
    /// Seven days from the site's first day of the week on.
    pub stretch: Stretch,
    /// All appointments of the week in time order and in every state.
    pub appointments: Vec<Appointment>,
    pub rep_visits: Vec<RepVisit>,
    /// As on the day board.
    pub provisional: Vec<Uuid>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Month {
    /// Its first day.
    pub month: Date,
    /// The weeks that the month touches, so that the days of its neighbours stand at either end.
    pub stretch: Stretch,
}
