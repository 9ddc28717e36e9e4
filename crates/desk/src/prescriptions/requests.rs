//! What the commands about prescriptions take and give: the contract with the screens.

use domain::id::{
    AppointmentId, DoctorId, MedicineId, PatientId, PrescriptionFavouriteId, PrescriptionId,
    PrescriptionItemId, PrescriptionTestId, SiteId,
};
use domain::prescription::{
    DoseUnit, Frequency, MedicineForm, PrescriptionAction, PrescriptionState, Route, TestPriority,
};
use domain::time::{Date, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::whiteboard::Whiteboard;

/// A medicine as the prescriber looks for it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct MedicineHit {
    pub id: MedicineId,
    pub name: String,
    pub generic_name: Option<String>,
    pub form: MedicineForm,
    pub strength: Option<String>,
    pub unit: String,
    pub pack_size: Option<u32>,
    /// What is on the shelf and not expired, in `unit`; absent where the pharmacy keeps no lots of it.
    #[ts(type = "number | null")]
    pub stock: Option<i64>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SearchMedicines {
    /// Some of the name or the generic name, in either script.
    pub text: String,
    /// 8 when absent, 50 at most.
    #[serde(default)]
    pub limit: Option<u16>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct MedicineHits {
    pub medicines: Vec<MedicineHit>,
}

/// A line of a prescription as it is written.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct WriteItem {
    /// Absent for a medicine that the clinic does not list.
    #[serde(default)]
    pub medicine_id: Option<MedicineId>,
    /// For a listed medicine its name is taken from the list.
    #[serde(default)]
    pub medicine_name: Option<String>,
    /// Thousandths: half a tablet is 500.
    pub dose_milli: u32,
    pub dose_unit: DoseUnit,
    pub route: Route,
    pub frequency: Frequency,
    #[serde(default)]
    pub days: Option<u16>,
    /// Worked out from the rest where it is absent and can be.
    #[serde(default)]
    pub quantity: Option<u32>,
    /// A code of `Instruction`, or any words.
    #[serde(default)]
    pub instructions: Option<String>,
    /// Why the line stays although something speaks against it.
    #[serde(default)]
    pub kept_because: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct WriteTest {
    pub name: String,
    #[serde(default)]
    pub instructions: Option<String>,
    /// `routine` when absent.
    #[serde(default)]
    pub priority: Option<TestPriority>,
}

/// A draft as a whole: what is not in it is not in the prescription.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DraftPrescription {
    /// The draft to write anew; a new one when absent.
    #[serde(default)]
    pub id: Option<PrescriptionId>,
    pub patient_id: PatientId,
    /// The visit's doctor, or the account's own, when absent.
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub appointment_id: Option<AppointmentId>,
    #[serde(default)]
    pub diagnosis: Option<String>,
    #[serde(default)]
    pub notes: Option<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    /// Thirty days from when it is submitted, when absent.
    #[serde(default)]
    pub valid_until: Option<Date>,
    #[serde(default)]
    pub whiteboard: Option<Whiteboard>,
    pub items: Vec<WriteItem>,
    #[serde(default)]
    pub tests: Vec<WriteTest>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PrescriptionRef {
    pub id: PrescriptionId,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CancelPrescription {
    pub id: PrescriptionId,
    /// Required once it was submitted.
    #[serde(default)]
    pub reason: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PrescriptionsOf {
    pub patient_id: PatientId,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RepeatLast {
    pub patient_id: PatientId,
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
    #[serde(default)]
    pub appointment_id: Option<AppointmentId>,
}

/// Lines that are being written, to be looked at before they are kept.
#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CheckItems {
    pub patient_id: PatientId,
    /// The draft they belong to, whose own lines and those of what it corrects are not held against them.
    #[serde(default)]
    pub id: Option<PrescriptionId>,
    pub items: Vec<WriteItem>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct CheckedItems {
    pub items: Vec<PrescriptionItem>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReadLine {
    pub text: String,
    pub patient_id: PatientId,
    /// Whose usual courses are offered; the account's own doctor when absent.
    #[serde(default)]
    pub doctor_id: Option<DoctorId>,
}

/// What a typed line says, and what it can become.
#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct LineReading {
    pub dose_milli: Option<u32>,
    pub dose_unit: Option<DoseUnit>,
    pub frequency: Option<Frequency>,
    pub days: Option<u16>,
    pub instructions: Option<String>,
    pub route: Option<Route>,
    /// What is left to find a medicine by.
    pub medicine: String,
    pub offers: Vec<LineOffer>,
    /// One's own favourites that go by this name.
    pub favourites: Vec<Favourite>,
}

/// A line that the words could mean, ready to be taken.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct LineOffer {
    pub medicine: MedicineHit,
    pub item: PrescriptionItem,
    /// The course is the one this doctor wrote the last time.
    pub is_usual: bool,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PrescriptionReply {
    pub prescription: Prescription,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Prescription {
    pub id: PrescriptionId,
    pub r#ref: String,
    pub appointment_id: Option<AppointmentId>,
    pub patient_id: PatientId,
    pub patient_name: String,
    pub patient_second_name: Option<String>,
    pub patient_ref: String,
    pub age_years: Option<u16>,
    pub doctor_id: DoctorId,
    /// The doctor's name as it is registered.
    pub doctor_name: String,
    pub site_id: SiteId,
    pub state: PrescriptionState,
    pub diagnosis: Option<String>,
    pub notes: Option<String>,
    pub tags: Vec<String>,
    pub issued_at: Option<Instant>,
    pub valid_until: Option<Date>,
    pub whiteboard: Option<Whiteboard>,
    /// The submitted one that this one is to stand in the place of.
    pub corrects: Option<PrescriptionName>,
    /// The one that stands in its place.
    pub replaced_by: Option<PrescriptionName>,
    pub cancel_reason: Option<String>,
    pub cancelled_at: Option<Instant>,
    pub created_at: Instant,
    pub items: Vec<PrescriptionItem>,
    pub tests: Vec<PrescriptionTest>,
    /// What this account may do with it as it stands.
    pub may: Vec<PrescriptionAction>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PrescriptionName {
    pub id: PrescriptionId,
    pub r#ref: String,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PrescriptionItem {
    /// Absent for a line that is not kept yet.
    pub id: Option<PrescriptionItemId>,
    pub medicine_id: Option<MedicineId>,
    pub medicine_name: String,
    pub generic_name: Option<String>,
    /// Absent for a medicine that the clinic does not list.
    pub form: Option<MedicineForm>,
    pub dose_milli: u32,
    pub dose_unit: DoseUnit,
    pub route: Route,
    pub frequency: Frequency,
    pub days: Option<u16>,
    pub quantity: u32,
    /// Whether dose, frequency and days give this quantity.
    pub quantity_worked_out: bool,
    pub instructions: Option<String>,
    pub kept_because: Option<String>,
    pub dispensed: u32,
    /// What speaks against it. Of a draft alone: what was submitted was answered then.
    pub warnings: Vec<LineWarning>,
    /// What else could be given instead, where something speaks against it.
    pub alternatives: Vec<MedicineHit>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PrescriptionTest {
    pub id: PrescriptionTestId,
    pub name: String,
    pub instructions: Option<String>,
    pub priority: TestPriority,
}

domain::code_enum! {
    WarningKind {
        /// The person is allergic to it.
        Allergy = "allergy",
        /// Another line of this prescription has the same.
        DuplicateHere = "duplicate_here",
        /// The person takes it already.
        DuplicateTaken = "duplicate_taken",
        /// Another prescription that is still valid has it.
        DuplicatePrescribed = "duplicate_prescribed",
    }
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct LineWarning {
    pub kind: WarningKind,
    /// The allergen, or the other medicine.
    pub against: String,
    /// The substance, or the family, that is the matter.
    pub shared: String,
    /// They share a family and not a substance.
    pub by_family: bool,
    /// Of an allergy: `mild`, `moderate`, `severe`.
    pub severity: Option<String>,
    pub reaction: Option<String>,
    /// When the allergy was noticed.
    pub noticed_on: Option<Date>,
    /// The prescription that has it too.
    pub prescription: Option<String>,
}

/// A prescription in a list.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PrescriptionLine {
    pub id: PrescriptionId,
    pub r#ref: String,
    pub appointment_id: Option<AppointmentId>,
    pub doctor_id: DoctorId,
    pub doctor_name: String,
    pub state: PrescriptionState,
    pub diagnosis: Option<String>,
    pub issued_at: Option<Instant>,
    pub created_at: Instant,
    pub valid_until: Option<Date>,
    pub medicines: Vec<String>,
    pub tests: Vec<String>,
    pub tags: Vec<String>,
    /// The submitted one that this one is to stand in the place of.
    pub corrects: Option<PrescriptionName>,
    /// The one that stands in its place.
    pub replaced_by: Option<PrescriptionName>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct PatientPrescriptions {
    /// Newest first; drafts only where they are one's own.
    pub prescriptions: Vec<PrescriptionLine>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Tags {
    /// The commonest first.
    pub tags: Vec<String>,
}

/// Lines that a doctor writes often, under a name.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Favourite {
    pub id: PrescriptionFavouriteId,
    pub name: String,
    pub items: Vec<WriteItem>,
    /// What the lines are called, for showing.
    pub medicines: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema, TS)]
pub struct Favourites {
    pub favourites: Vec<Favourite>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveFavourite {
    /// One of this name is written anew.
    pub name: String,
    pub items: Vec<WriteItem>,
}

#[derive(Debug, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct FavouriteRef {
    pub id: PrescriptionFavouriteId,
}
