//! What the commands about charts take and give.
//!
//! Long because each command of the chart declares its contract here.

use domain::appointment::AppointmentStatus;
use domain::chart::{ConsultationFlag, ConsultationKind, LabFlag, Measure, Severity};
use domain::id::{
    AllergyId, AppointmentId, BreakGlassId, ConditionId, ConsultationId, DoctorId, EncounterId, LabTestId,
    MedicationId, PatientId, VitalsId,
};
use domain::patient::{BloodType, Gender};
use domain::prescription::PrescriptionState;
use domain::time::{Date, Instant, WallTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::patients::Phone;

/// Whose chart.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ChartRef {
    pub patient_id: PatientId,
}

/// A chart as it is read.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Chart {
    pub banner: ChartBanner,
    pub access: ChartAccess,
    /// Newest first: visits and what happened at them, tests, measurings, what was found out.
    pub timeline: Vec<TimelineEntry>,
    /// Worst first.
    pub allergies: Vec<Allergy>,
    /// What lasts before what is over, each newest first.
    pub conditions: Vec<Condition>,
    /// What is taken before what was taken, each newest first.
    pub medications: Vec<Medication>,
    /// Newest first, at most 200.
    pub vitals: Vec<Vitals>,
    /// Newest first.
    pub lab_tests: Vec<LabTest>,
    /// The visit with this account's doctor that is under way, or else their latest of today.
    pub current_visit: Option<AppointmentId>,
    /// The clinic's day.
    pub today: Date,
}

/// Whose chart it is: stays on top of every screen about it.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ChartBanner {
    pub patient_id: PatientId,
    /// The file number.
    pub r#ref: String,
    pub full_name: String,
    pub second_name: Option<String>,
    pub date_of_birth: Option<Date>,
    pub born_about: Option<u16>,
    pub age_years: Option<u16>,
    pub gender: Option<Gender>,
    pub phones: Vec<Phone>,
    pub blood_type: Option<BloodType>,
    /// What the registry notes.
    pub notes: Option<String>,
    /// The latest day the patient came before today.
    pub last_visit: Option<Date>,
    pub deleted: bool,
}

/// By what right the chart is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChartRight {
    /// Who runs the clinic reads every chart.
    Role,
    OwnPatient,
    /// For a while; an administrator looks into it.
    BrokenGlass,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ChartAccess {
    pub right: ChartRight,
    /// When a broken glass closes again.
    pub until: Option<Instant>,
}

/// What a line of the timeline is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    Visit,
    /// Written down without a visit.
    Encounter,
    LabTest,
    Vitals,
    Allergy,
    Condition,
    /// A draft only for who writes it.
    Prescription,
    /// A call by which an online visit was held.
    Consultation,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct TimelineEntry {
    pub kind: TimelineKind,
    /// Of the row it is about: the visit, the test.
    pub id: uuid::Uuid,
    pub date: Date,
    pub time: Option<WallTime>,
    pub doctor_id: Option<DoctorId>,
    pub doctor_name: Option<String>,
    /// Of a visit.
    pub status: Option<AppointmentStatus>,
    /// What happened at a visit, once somebody wrote it down.
    pub encounter_id: Option<EncounterId>,
    /// A visit's reason, a test's or an allergen's name, a condition's, a prescription's number.
    pub title: Option<String>,
    /// A visit's diagnoses, a test's result with its unit, an allergy's reaction.
    pub detail: Option<String>,
    pub flag: Option<LabFlag>,
    pub severity: Option<Severity>,
    /// The two values of a blood pressure that was measured.
    pub pressure: Option<(u32, u32)>,
    pub prescription: Option<TimelinePrescription>,
    pub consultation: Option<TimelineConsultation>,
}

/// What a timeline tells of a call.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct TimelineConsultation {
    pub appointment_id: AppointmentId,
    pub kind: ConsultationKind,
    /// How long it took; absent while it goes on.
    pub minutes: Option<u32>,
    pub flags: Vec<ConsultationFlag>,
}

/// What a timeline tells of a prescription.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct TimelinePrescription {
    pub state: PrescriptionState,
    /// Medicines, or where there are none the tests that were ordered.
    pub lines: Vec<String>,
    /// The number of the one that it corrects.
    pub corrects: Option<String>,
    /// The number of the one that stands in its place.
    pub replaced_by: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Allergy {
    pub id: AllergyId,
    pub allergen: String,
    pub reaction: Option<String>,
    pub severity: Severity,
    pub noticed_on: Option<Date>,
    pub written_by: Option<String>,
    pub created_at: Instant,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Condition {
    pub id: ConditionId,
    pub name: String,
    pub code: Option<String>,
    pub diagnosed_on: Option<Date>,
    pub ended_on: Option<Date>,
    pub notes: Option<String>,
    pub written_by: Option<String>,
    pub created_at: Instant,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Medication {
    pub id: MedicationId,
    pub name: String,
    pub dosage: Option<String>,
    pub frequency: Option<String>,
    pub first_date: Option<Date>,
    pub last_date: Option<Date>,
    pub notes: Option<String>,
    /// Whether it is still taken today.
    pub is_current: bool,
    pub written_by: Option<String>,
    pub created_at: Instant,
}

/// One measuring. What was not measured is absent.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Vitals {
    pub id: VitalsId,
    pub measured_at: Instant,
    pub height_mm: Option<u32>,
    pub weight_grams: Option<u32>,
    pub systolic_mmhg: Option<u32>,
    pub diastolic_mmhg: Option<u32>,
    pub pulse_per_minute: Option<u32>,
    pub temperature_tenths: Option<u32>,
    pub oxygen_percent: Option<u32>,
    /// What is not as in a healthy adult; nothing in a child.
    pub standing_out: Vec<Measure>,
    pub written_by: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct LabTest {
    pub id: LabTestId,
    pub name: String,
    pub encounter_id: Option<EncounterId>,
    pub ordered_on: Date,
    /// Absent as long as it is awaited.
    pub result: Option<String>,
    pub unit: Option<String>,
    pub usual_range: Option<String>,
    pub flag: Option<LabFlag>,
    pub result_on: Option<Date>,
    pub notes: Option<String>,
    pub written_by: Option<String>,
    pub created_at: Instant,
}

/// Opens a chart that is not this account's.
#[derive(Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct BreakGlass {
    pub patient_id: PatientId,
    /// The account's own, once more.
    pub password: String,
    /// Why it cannot wait: an administrator reads it.
    pub reason: String,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct BreakGlassReply {
    pub until: Instant,
}

#[derive(Debug, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListReviews {
    /// Only what nobody has looked into yet, or only what somebody has; both when absent.
    #[serde(default)]
    pub open: Option<bool>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ReviewList {
    /// What waits first, then the newest; at most 200.
    pub reviews: Vec<GlassReview>,
    pub open_count: u32,
}

/// A chart that somebody opened though it was not theirs.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct GlassReview {
    pub id: BreakGlassId,
    pub patient_id: PatientId,
    pub patient_name: String,
    pub patient_ref: String,
    pub account_name: String,
    pub reason: String,
    pub begun_at: Instant,
    pub expires_at: Instant,
    pub reviewer_name: Option<String>,
    pub reviewed_at: Option<Instant>,
    pub review: Option<String>,
    /// Whether this account may say what it finds: not about itself.
    pub may_review: bool,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReviewGlass {
    pub id: BreakGlassId,
    /// What was found.
    pub review: String,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveAllergy {
    /// Absent for a new one.
    #[serde(default)]
    pub id: Option<AllergyId>,
    pub patient_id: PatientId,
    pub allergen: String,
    #[serde(default)]
    pub reaction: Option<String>,
    pub severity: Severity,
    #[serde(default)]
    pub noticed_on: Option<Date>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveCondition {
    #[serde(default)]
    pub id: Option<ConditionId>,
    pub patient_id: PatientId,
    pub name: String,
    #[serde(default)]
    pub code: Option<String>,
    #[serde(default)]
    pub diagnosed_on: Option<Date>,
    #[serde(default)]
    pub ended_on: Option<Date>,
    #[serde(default)]
    pub notes: Option<String>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveMedication {
    #[serde(default)]
    pub id: Option<MedicationId>,
    pub patient_id: PatientId,
    pub name: String,
    #[serde(default)]
    pub dosage: Option<String>,
    #[serde(default)]
    pub frequency: Option<String>,
    #[serde(default)]
    pub first_date: Option<Date>,
    #[serde(default)]
    pub last_date: Option<Date>,
    #[serde(default)]
    pub notes: Option<String>,
}

/// A measuring, as typed. At least one value.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct Measured {
    #[serde(default)]
    pub height_mm: Option<u32>,
    #[serde(default)]
    pub weight_grams: Option<u32>,
    #[serde(default)]
    pub systolic_mmhg: Option<u32>,
    #[serde(default)]
    pub diastolic_mmhg: Option<u32>,
    #[serde(default)]
    pub pulse_per_minute: Option<u32>,
    #[serde(default)]
    pub temperature_tenths: Option<u32>,
    #[serde(default)]
    pub oxygen_percent: Option<u32>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveVitals {
    #[serde(default)]
    pub id: Option<VitalsId>,
    pub patient_id: PatientId,
    /// Now, when absent.
    #[serde(default)]
    pub measured_at: Option<Instant>,
    pub values: Measured,
    /// Whoever typed it has looked again at what is rare.
    #[serde(default)]
    pub seen_twice: bool,
}

/// What was written, by its id.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct FactReply {
    pub id: uuid::Uuid,
}

macro_rules! refs {
    ($($name:ident: $id:ty),+ $(,)?) => {$(
        #[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
        #[serde(deny_unknown_fields)]
        #[ts(optional_fields = nullable)]
        pub struct $name {
            pub id: $id,
        }
    )+};
}
refs! { AllergyRef: AllergyId, ConditionRef: ConditionId, MedicationRef: MedicationId, VitalsRef: VitalsId }

/// Which visit.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct EncounterRef {
    pub appointment_id: AppointmentId,
}

/// What happened at a visit.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Encounter {
    pub id: EncounterId,
    /// What brought the patient.
    pub complaint: Option<String>,
    /// The main one first.
    pub diagnoses: Vec<Diagnosis>,
    pub treatment: Option<String>,
    pub notes: Option<String>,
    pub follow_up_date: Option<Date>,
    pub shared_with_patient: bool,
    /// Who wrote it first.
    pub written_by: Option<String>,
    pub created_at: Instant,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Diagnosis {
    pub name: String,
    /// As in the clinic's list of codes, where it was taken from there.
    pub code: Option<String>,
}

/// An encounter beside the visit it belongs to.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct EncounterPage {
    pub visit: crate::appointments::Appointment,
    /// Absent as long as nothing is written.
    pub encounter: Option<Encounter>,
    /// Whether this account can write at it now: not before the visit has begun.
    pub may_write: bool,
    /// The calls by which an online visit was held, in their order.
    pub consultations: Vec<Consultation>,
}

/// A call by which an online visit was held.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Consultation {
    pub id: ConsultationId,
    pub appointment_id: AppointmentId,
    pub kind: ConsultationKind,
    pub started_at: Instant,
    /// Absent while it goes on.
    pub ended_at: Option<Instant>,
    pub device: Option<String>,
    pub summary: Option<String>,
    pub flags: Vec<ConsultationFlag>,
    pub written_by: Option<String>,
}

impl Consultation {
    /// How long it took, rounded to whole minutes.
    pub fn minutes(&self) -> Option<u32> {
        let lasted = self.ended_at?.0.saturating_sub(self.started_at.0).max(0);
        u32::try_from((lasted + 30_000) / 60_000).ok()
    }
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct StartConsultation {
    pub appointment_id: AppointmentId,
    pub kind: ConsultationKind,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ConsultationRef {
    pub id: ConsultationId,
}

/// All that is said of a call.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveConsultation {
    pub id: ConsultationId,
    pub kind: ConsultationKind,
    /// When it began, on the day it began; as it was when absent.
    #[serde(default)]
    pub started: Option<WallTime>,
    /// How long it took; as it was when absent.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// What it was held with.
    #[serde(default)]
    pub device: Option<String>,
    #[serde(default)]
    pub summary: Option<String>,
    #[serde(default)]
    pub flags: Vec<ConsultationFlag>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct ConsultationReply {
    pub consultation: Consultation,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct EncounterReply {
    pub encounter: Encounter,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DiagnosisInput {
    pub name: String,
    #[serde(default)]
    pub code: Option<String>,
}

/// Everything that is written at a visit: what is left out is empty.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct WriteEncounter {
    pub appointment_id: AppointmentId,
    #[serde(default)]
    pub complaint: Option<String>,
    /// The main one first.
    #[serde(default)]
    pub diagnoses: Vec<DiagnosisInput>,
    #[serde(default)]
    pub treatment: Option<String>,
    #[serde(default)]
    pub notes: Option<String>,
    #[serde(default)]
    pub follow_up_date: Option<Date>,
    #[serde(default)]
    pub shared_with_patient: bool,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct BookFollowUp {
    /// The visit that is followed up: its doctor and patient.
    pub appointment_id: AppointmentId,
    /// On this day, or as soon after it as there is time.
    pub from: Date,
    #[serde(default)]
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveLabTest {
    #[serde(default)]
    pub id: Option<LabTestId>,
    pub patient_id: PatientId,
    /// The visit a new one is ordered at.
    #[serde(default)]
    pub appointment_id: Option<AppointmentId>,
    pub name: String,
    /// Today, when absent.
    #[serde(default)]
    pub ordered_on: Option<Date>,
    #[serde(default)]
    pub result: Option<String>,
    #[serde(default)]
    pub unit: Option<String>,
    /// As the laboratory writes it: `4.0-5.6`, `< 5.7`.
    #[serde(default)]
    pub usual_range: Option<String>,
    /// Worked out of the usual range, when absent and both are numbers.
    #[serde(default)]
    pub flag: Option<LabFlag>,
    /// Today, when absent and there is a result.
    #[serde(default)]
    pub result_on: Option<Date>,
    #[serde(default)]
    pub notes: Option<String>,
}
refs! { LabTestRef: LabTestId }

/// A line of the clinic's list of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct DiagnosisCode {
    pub code: String,
    pub name: String,
    pub name_ar: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct FindCodes {
    /// The beginning of a code, or words of a name.
    pub text: String,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct CodeList {
    /// At most 20.
    pub codes: Vec<DiagnosisCode>,
    /// How many the clinic's list has.
    pub count: u32,
}

/// A file with the columns `code`, `name` and perhaps `name_ar`.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ImportCodes {
    pub base64: String,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct CodesPreview {
    pub rows: u32,
    pub added: u32,
    /// Known under another name.
    pub changed: u32,
    pub unchanged: u32,
    /// The first of the file.
    pub sample: Vec<DiagnosisCode>,
    /// What is wrong, by row; at most 200. As long as there is any, nothing is taken in.
    pub refused: Vec<RefusedRow>,
    pub refused_count: u32,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct RefusedRow {
    /// Where the row begins, counted from 1.
    pub line: u64,
    /// `quote`, `code_missing`, `name_missing`, `too_long`, `too_many_cells`, `repeated`.
    pub code: String,
    /// What stands there.
    pub found: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct CodesReply {
    pub added: u32,
    pub changed: u32,
}
