//! What the commands about series take and answer.

use domain::appointment::{AppointmentKind, CancelledBy};
use domain::calendar::RepeatUnit;
use domain::id::{AppointmentId, DoctorId, PatientId, SeriesId};
use domain::time::{Date, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::appointments::requests::{Appointment, Verdict};

/// The place of a visit in its series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct SeriesPlace {
    pub id: SeriesId,
    /// Where the series has it. A visit that stands elsewhere was moved.
    pub date: Date,
    pub start: WallTime,
}

/// How the visits follow one another, and either how many they are or until when. `month` keeps the weekday: the third Tuesday of
/// each, or the last.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SeriesRepeats {
    pub unit: RepeatUnit,
    pub every: u16,
    #[serde(default)]
    pub count: Option<u16>,
    #[serde(default)]
    pub until: Option<Date>,
}

domain::code_enum! {
    /// What is done about one day of a series.
    SeriesWay {
        /// There is no visit for it; of a series that moves, the visit stays where it is.
        Skip = "skip",
        /// Another time or day, which `date` and `start` say.
        Shift = "shift",
        /// The series ends before it; of one that moves, this visit and all later ones stay where they are.
        Stop = "stop",
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SeriesChoice {
    /// The day of the series it is about.
    pub planned: Date,
    pub way: SeriesWay,
    /// For `shift`; the day itself when absent.
    #[serde(default)]
    pub date: Option<Date>,
    /// For `shift`; the time of the series when absent.
    #[serde(default)]
    pub start: Option<WallTime>,
    /// For `shift` to a wall time that comes twice.
    #[serde(default)]
    pub later_hour: Option<bool>,
}

/// A series as it is to be booked. The same is sent to see it first.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct BookSeries {
    pub doctor_id: DoctorId,
    pub patient_id: PatientId,
    /// The first day.
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    pub repeats: SeriesRepeats,
    #[serde(default)]
    pub choices: Vec<SeriesChoice>,
    /// `in_person` when absent.
    #[serde(default)]
    pub kind: Option<AppointmentKind>,
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    pub notes: Option<String>,
}

/// Another weekday, time or doctor for a visit of a series and for all that follow it. The same is sent to see it first.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MoveSeries {
    /// The visit from which on they move.
    pub id: AppointmentId,
    /// Where that one goes; its place in the series when absent. The others keep their distance from it.
    #[serde(default)]
    pub date: Option<Date>,
    #[serde(default)]
    pub start: Option<WallTime>,
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub choices: Vec<SeriesChoice>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CancelSeries {
    /// The visit from which on they are called off.
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
pub struct SeriesRef {
    pub id: SeriesId,
}

domain::code_enum! {
    /// What becomes of one day of a series.
    SeriesRowState {
        Fits = "fits",
        /// Elsewhere, as was chosen, and there it fits.
        Shifted = "shifted",
        /// Refused: nothing is saved before something is done about it.
        Clashes = "clashes",
        Skipped = "skipped",
        /// After the end that was chosen.
        Stopped = "stopped",
    }
}

/// One day of a series that is looked at before it is saved.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct SeriesRow {
    /// The day of the series, by which a choice names it.
    pub planned: Date,
    pub state: SeriesRowState,
    /// Where the visit goes, or would go.
    pub date: Date,
    pub start: WallTime,
    /// Of a visit that moves: which it is and where it stands.
    pub moves: Option<SeriesStand>,
    /// The five steps; absent when there is no visit to ask for. The free times of a clash have the rest of the series in place.
    pub verdict: Option<Verdict>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct SeriesStand {
    pub appointment_id: AppointmentId,
    pub date: Date,
    pub start: WallTime,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SeriesPreview {
    /// In the order of the series.
    pub rows: Vec<SeriesRow>,
    /// Visits that would be booked, or moved.
    pub visits: u16,
    /// Days that something must still be done about.
    pub clashes: u16,
    /// Whether it can be saved as it is.
    pub ready: bool,
    pub doctor_id: DoctorId,
    pub minutes: u16,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Series {
    pub id: SeriesId,
    pub patient_id: PatientId,
    /// With whom it goes on.
    pub doctor_id: DoctorId,
    pub unit: RepeatUnit,
    pub every: u16,
    /// In the order of the series, in every state.
    pub visits: Vec<SeriesVisit>,
    /// Those that were not called off.
    pub total: u16,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SeriesVisit {
    /// 1 for the first; absent when it was called off, so that the numbers have no gaps.
    pub number: Option<u16>,
    /// It stands elsewhere than the series has it.
    pub moved: bool,
    /// It can still be moved or called off with what follows.
    pub to_come: bool,
    pub appointment: Appointment,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct SeriesReply {
    pub series: Series,
}
