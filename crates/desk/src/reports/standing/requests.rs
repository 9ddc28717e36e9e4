//! What the commands about standing reports take and give: the contract with the screens. What each figure counts stands in `definitions`
//! and in `domain::reports`.

use domain::id::{DoctorId, SiteId};
use domain::time::{Date, Instant, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::definitions::DefinitionCode;
use crate::attention::VisitKind;
use crate::session::Language;

domain::code_enum! {
    /// A standing report, by the name it keeps.
    ReportName {
        DoctorsBySpecialty = "doctors_by_specialty",
        DoctorsByPatients = "doctors_by_patients",
        LowUtilisation = "low_utilisation",
        PatientsPerDay = "patients_per_day",
        PeakDay = "peak_day",
        PeakHour = "peak_hour",
        RepVisitsPerDay = "rep_visits_per_day",
        MostActiveRep = "most_active_rep",
        PatientsAgainstReps = "patients_against_reps",
        WeeklySchedule = "weekly_schedule",
        ClosedDays = "closed_days",
        Occupancy = "occupancy",
        IdleDays = "idle_days",
        Conflicts = "conflicts",
        NoShowsAndCancellations = "no_shows_and_cancellations",
        WaitingAndLateness = "waiting_and_lateness",
        NewAndReturning = "new_and_returning",
        RebookOutcomes = "rebook_outcomes",
        SamplesAndRepTime = "samples_and_rep_time",
        PrescriptionsAndMedicines = "prescriptions_and_medicines",
        Stock = "stock",
        WhoDidWhat = "who_did_what",
    }
}

domain::code_enum! {
    ReportGroup {
        Visits = "visits",
        Patients = "patients",
        Reps = "reps",
        Pharmacy = "pharmacy",
        Staff = "staff",
        Schedule = "schedule",
    }
}

domain::code_enum! {
    /// What a threshold is counted in.
    ThresholdUnit {
        Percent = "percent",
        Days = "days",
    }
}

domain::code_enum! {
    /// How the cells of a column are written.
    ColumnKind {
        Text = "text",
        /// A named thing with a page of its own.
        Doctor = "doctor",
        Specialty = "specialty",
        Company = "company",
        Rep = "rep",
        Medicine = "medicine",
        /// ISO 8601.
        Date = "date",
        /// `YYYY-MM`.
        Month = "month",
        /// 1 for Monday to 7 for Sunday.
        Weekday = "weekday",
        /// 0 to 23: from this hour of the clock until the next.
        Hour = "hour",
        /// `HH:MM`.
        Time = "time",
        Count = "count",
        /// Tenths of one.
        Tenths = "tenths",
        Minutes = "minutes",
        /// Tenths of a percent.
        Percent = "percent",
        /// Minor units of the reply's currency.
        Money = "money",
        /// A word of the product, by its code.
        Code = "code",
    }
}

/// What a report can be narrowed by.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Takes {
    pub period: bool,
    pub site: bool,
    pub doctor: bool,
    pub threshold: Option<Threshold>,
}

#[derive(Debug, Clone, Copy, Serialize, JsonSchema, TS)]
pub struct Threshold {
    pub unit: ThresholdUnit,
    pub default: u32,
    pub least: u32,
    pub most: u32,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ReportShort {
    pub name: ReportName,
    pub number: u8,
    pub group: ReportGroup,
    pub takes: Takes,
    pub definitions: Vec<DefinitionCode>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ReportList {
    /// Those that this account may run, by number.
    pub reports: Vec<ReportShort>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RunReport {
    pub report: ReportName,
    pub from: Date,
    /// Inclusive; at most ten years after `from`.
    pub to: Date,
    /// All sites when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    /// The report's own default when absent.
    #[serde(default)]
    pub threshold: Option<u32>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct OpenReport {
    pub report: ReportName,
    pub from: Date,
    pub to: Date,
    #[serde(default)]
    pub site_id: Option<SiteId>,
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub threshold: Option<u32>,
    /// The key of the row; absent for the totals.
    #[serde(default)]
    pub row: Option<String>,
    /// The key of the column; the row's first figure when absent.
    #[serde(default)]
    pub column: Option<String>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReportInLanguage {
    pub report: ReportName,
    pub from: Date,
    pub to: Date,
    #[serde(default)]
    pub site_id: Option<SiteId>,
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub threshold: Option<u32>,
    /// The clinic's when absent.
    #[serde(default)]
    pub language: Option<Language>,
}

/// Something with a name in two scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Named {
    pub id: Uuid,
    pub name: String,
    /// In the second script: Arabic, of a specialty.
    pub second_name: Option<String>,
}

/// What stands in one place of a table; the column's kind says how to read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum Cell {
    /// There is nothing to say: an average of nothing, a visit of nobody.
    Nothing,
    Number(i64),
    Text(String),
    Named(Named),
    Several(Vec<Named>),
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Column {
    pub key: &'static str,
    pub kind: ColumnKind,
    /// Whether it counts visits, so that a figure of it can be opened by itself; other figures are opened with their row.
    pub opens: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ReportRow {
    /// Names the row to `reports.open`.
    pub key: String,
    pub cells: Vec<Cell>,
    /// Whether there are visits to be opened behind it.
    pub opens: bool,
}

/// How the table is best drawn. Each text is the key of a column.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
// A patient's chart has the name already.
#[schemars(rename = "ReportChart")]
#[ts(rename = "ReportChart")]
pub enum Chart {
    Bars {
        label: &'static str,
        values: Vec<&'static str>,
    },
    /// Over time, or over the hours of the day.
    Columns {
        label: &'static str,
        values: Vec<&'static str>,
    },
    Line {
        label: &'static str,
        values: Vec<&'static str>,
    },
    Heat {
        row: &'static str,
        column: &'static str,
        value: &'static str,
    },
    Pairs {
        label: &'static str,
        left: &'static str,
        right: &'static str,
    },
    Week {
        row: &'static str,
        weekday: &'static str,
        start: &'static str,
        end: &'static str,
        group: &'static str,
    },
    None,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Sources {
    pub definitions: Vec<DefinitionCode>,
    pub at: Instant,
    /// So many visits (movements, prescriptions, operations) were looked at.
    pub counted: u64,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ReportReply {
    pub report: ReportName,
    pub from: Date,
    pub to: Date,
    pub site_id: Option<SiteId>,
    pub doctor_id: Option<DoctorId>,
    pub threshold: Option<u32>,
    pub columns: Vec<Column>,
    pub rows: Vec<ReportRow>,
    /// Beneath the columns; what cannot be added up is null.
    pub totals: Option<Vec<Cell>>,
    pub chart: Chart,
    /// ISO 4217, where there is money in it.
    pub currency: Option<String>,
    pub sources: Sources,
}

/// A visit behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct OpenedVisit {
    pub kind: VisitKind,
    pub id: Uuid,
    pub r#ref: String,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    /// The patient or the rep; the visit's reference for who may not read their names.
    pub who: String,
    pub doctor_id: DoctorId,
    pub doctor_name: String,
    pub doctor_second_name: Option<String>,
    /// Code of an appointment's or a rep visit's state.
    pub status: String,
    /// Why it was overbooked or called off.
    pub because: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct OpenedVisits {
    /// Newest first, at most 500.
    pub visits: Vec<OpenedVisit>,
    pub more: bool,
}
