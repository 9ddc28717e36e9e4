//! What the commands about handing out take and answer.

use domain::id::{
    DoctorId, FulfilmentId, LotId, MedicineId, PatientId, PrescriptionId, PrescriptionItemId, SiteId,
};
use domain::prescription::{DoseUnit, Frequency, MedicineForm, PrescriptionState};
use domain::time::{Date, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::medicines::Medicine;

/// A prescription as the pharmacist sees it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ToDispense {
    pub id: PrescriptionId,
    pub r#ref: String,
    pub patient_id: PatientId,
    pub patient_name: String,
    pub patient_second_name: Option<String>,
    pub patient_ref: String,
    pub age_years: Option<u16>,
    pub doctor_id: DoctorId,
    pub doctor_name: String,
    pub state: PrescriptionState,
    pub issued_at: Option<Instant>,
    /// The last day on which something may be handed out for it.
    pub valid_until: Option<Date>,
    pub is_past_validity: bool,
    /// What it asks for, line by line.
    pub medicines: Vec<String>,
}

/// Submitted and not wholly handed out, the oldest first; those past their validity are left out.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct DispensingQueue {
    pub prescriptions: Vec<ToDispense>,
    pub today: Date,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ProposeFulfilment {
    pub prescription_id: PrescriptionId,
    /// Whose shelves; the first site's when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
    /// Lines for which another medicine was chosen.
    #[serde(default)]
    pub instead: Vec<Instead>,
}

/// A medicine for a line that names none of the clinic's, or in the place of the one it names.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Instead {
    pub prescription_item_id: PrescriptionItemId,
    pub medicine_id: MedicineId,
}

/// What would be handed out, and what has to be known before.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Proposal {
    pub prescription: ToDispense,
    pub lines: Vec<ProposedLine>,
    /// What was handed out already, the newest first.
    pub given: Vec<PastFulfilment>,
    /// Whether anything may be handed out for it as it stands.
    pub may_dispense: bool,
    pub today: Date,
    /// ISO 4217.
    pub currency: String,
}

/// One line of the prescription.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ProposedLine {
    pub prescription_item_id: PrescriptionItemId,
    /// Absent for a medicine that the clinic does not stock.
    pub medicine_id: Option<MedicineId>,
    pub medicine: String,
    pub generic_name: Option<String>,
    /// Of the clinic's medicine, where it is one.
    pub strength: Option<String>,
    pub form: Option<MedicineForm>,
    pub dose_milli: u32,
    pub dose_unit: DoseUnit,
    pub frequency: Frequency,
    pub days: Option<u16>,
    pub instructions: Option<String>,
    /// Why the doctor set a warning aside.
    pub doctor_kept_because: Option<String>,
    pub unit: Option<String>,
    pub prescribed: i64,
    pub given: i64,
    /// Of this medicine, for the prescriptions that this one corrects: what of it still counts, the doctor knows.
    pub given_before: i64,
    pub open: i64,
    /// What was chosen for it, where that is not what the line names; unit, price, lots, allergies and doubles are its own.
    pub chosen: Option<Medicine>,
    /// What is chosen is the same by another name, and needs a reason.
    pub is_substitute: bool,
    /// What may be handed out in its place, and is there.
    pub substitutes: Vec<Medicine>,
    /// What the patient has already of what was chosen; as an allergy it stops the line until somebody says why it goes on.
    pub doubles: Vec<Double>,
    /// Of one unit.
    pub price_minor: Option<i64>,
    /// From which lots, what expires first in front; less than what is open where there is not as much.
    pub take: Vec<ProposedTake>,
    /// What the patient is allergic to and this has: it stops the line until somebody says why it goes on.
    pub allergies: Vec<AllergyStop>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ProposedTake {
    pub lot_id: LotId,
    pub number: String,
    pub expires_on: Date,
    pub quantity: i64,
    pub left: i64,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct AllergyStop {
    pub allergen: String,
    /// `mild`, `moderate`, `severe`.
    pub severity: String,
    pub reaction: Option<String>,
    /// The substance, or the family, that is the matter.
    pub shared: String,
    /// They share a family and not a substance.
    pub by_family: bool,
}

/// Another medicine of the patient's that has the same in it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Double {
    pub medicine: String,
    /// The substance, or the family, that both have.
    pub shared: String,
    pub by_family: bool,
    /// The other prescription it stands on; none for a line of this one.
    pub prescription: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PastFulfilment {
    pub id: FulfilmentId,
    pub at: Instant,
    pub by: Option<String>,
    pub note: Option<String>,
    pub items: Vec<PastItem>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct PastItem {
    /// As it was prescribed.
    pub medicine: String,
    /// What was handed out, where it was another one.
    pub handed_out: Option<String>,
    pub substituted_because: Option<String>,
    pub lot_number: String,
    pub quantity: i64,
    /// Of one unit, as it was then.
    pub price_minor: Option<i64>,
    pub kept_because: Option<String>,
}

/// What was handed out lately, for whom, the newest first.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RecentFulfilments {
    pub fulfilments: Vec<RecentFulfilment>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct RecentFulfilment {
    pub id: FulfilmentId,
    pub prescription_id: PrescriptionId,
    pub r#ref: String,
    pub patient_name: String,
    pub patient_second_name: Option<String>,
    pub at: Instant,
    pub by: Option<String>,
    /// How many packs: each has a label.
    pub packs: u32,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DispenseRequest {
    pub prescription_id: PrescriptionId,
    #[serde(default)]
    pub site_id: Option<SiteId>,
    /// A part of what is open will do.
    pub items: Vec<DispenseItem>,
    #[serde(default)]
    pub note: Option<String>,
}

/// So much of a line from one lot.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct DispenseItem {
    pub prescription_item_id: PrescriptionItemId,
    pub lot_id: LotId,
    pub quantity: i64,
    /// Why an allergy, or a double of what was chosen, is set aside where one stops it.
    #[serde(default)]
    pub kept_because: Option<String>,
    /// Why another medicine goes out than the one that was prescribed.
    #[serde(default)]
    pub substituted_because: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct DispenseReply {
    pub fulfilment_id: FulfilmentId,
    pub state: PrescriptionState,
    /// What it costs, as far as there are prices.
    pub total_minor: i64,
    pub currency: String,
}
