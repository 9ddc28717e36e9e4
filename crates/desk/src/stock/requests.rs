//! What the commands about stock take and answer. Quantities are in the medicine's unit.

use domain::id::{AccountId, LotId, MedicineId, PatientId, RepVisitId, SiteId, StockMovementId};
use domain::stock::MovementReason;
use domain::time::{Date, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::medicines::Medicine;

/// What of a medicine expires together, and how much of it there is at the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Lot {
    pub id: LotId,
    pub medicine_id: MedicineId,
    pub medicine: String,
    pub strength: Option<String>,
    pub unit: String,
    pub number: String,
    /// The last day on which it may be given out.
    pub expires_on: Date,
    pub is_expired: bool,
    /// The sum of its movements. Below zero where two desks gave out the same.
    pub left: i64,
    /// Of all that is left, in minor units; none without a price.
    pub value_minor: Option<i64>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Movement {
    pub id: StockMovementId,
    pub lot_id: LotId,
    pub lot_number: String,
    /// What came is positive, what went negative.
    pub quantity: i64,
    pub reason: MovementReason,
    pub note: Option<String>,
    /// The prescription it was handed out for.
    pub prescription_ref: Option<String>,
    /// Who left the sample, or got it.
    pub rep: Option<String>,
    pub patient: Option<String>,
    /// The site it went to or came from, of what was taken from one to another.
    pub other_site: Option<String>,
    pub at: Instant,
    pub account_id: Option<AccountId>,
    pub by: Option<String>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct StockRef {
    pub medicine_id: MedicineId,
    /// The first site when absent; so everywhere below.
    #[serde(default)]
    pub site_id: Option<SiteId>,
}

/// A medicine with all that is and was there of it.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct StockCard {
    pub medicine: Medicine,
    /// Lots with something left, what expires first in front, then those that are used up.
    pub lots: Vec<Lot>,
    /// The newest first, at most 200.
    pub movements: Vec<Movement>,
    pub today: Date,
    /// ISO 4217.
    pub currency: String,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SiteStock {
    #[serde(default)]
    pub site_id: Option<SiteId>,
}

/// What somebody has to look after.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct StockOverview {
    /// Medicines below their least stock.
    pub below: Vec<Medicine>,
    /// Lots that expire within ninety days.
    pub expiring: Vec<Lot>,
    /// Lots past their day that still stand on the shelf.
    pub expired: Vec<Lot>,
    /// Lots of which more was given out than there was.
    pub negative: Vec<Lot>,
    /// What may still be given out, in minor units.
    pub value_minor: i64,
    /// Medicines in stock that have no price, and so are not in the value.
    pub unpriced: u32,
    pub currency: String,
    pub today: Date,
}

/// Something was bought and put on the shelf.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReceiveStock {
    #[serde(default)]
    pub site_id: Option<SiteId>,
    pub medicine_id: MedicineId,
    /// As it is printed on the pack; a lot that is there already is added to.
    pub lot: String,
    pub expires_on: Date,
    pub quantity: i64,
    #[serde(default)]
    pub note: Option<String>,
}

/// Something left the shelf, or came back, outside of dispensing.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MoveStock {
    #[serde(default)]
    pub site_id: Option<SiteId>,
    pub lot_id: LotId,
    /// What came is positive, what went negative.
    pub quantity: i64,
    /// `adjusted`, `returned` or `sample_out`: the others come with what they are about.
    pub reason: MovementReason,
    /// Why; needed for everything but a sample.
    #[serde(default)]
    pub note: Option<String>,
    /// Who got the sample.
    #[serde(default)]
    pub patient_id: Option<PatientId>,
}

/// Something is taken from one site to another.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct TransferStock {
    /// Whose shelf it leaves.
    #[serde(default)]
    pub site_id: Option<SiteId>,
    pub to_site_id: SiteId,
    pub lot_id: LotId,
    /// How much; always positive.
    pub quantity: i64,
    #[serde(default)]
    pub note: Option<String>,
}

/// Lots past their day are thrown away.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct WriteOff {
    #[serde(default)]
    pub site_id: Option<SiteId>,
    pub lot_ids: Vec<LotId>,
}

/// Lots as they now stand.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct LotsReply {
    pub lots: Vec<Lot>,
}

/// What is to be counted: every lot that should have something on the shelf.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct CountSheet {
    pub lots: Vec<Lot>,
    pub today: Date,
}

/// What stands on the shelf, as somebody counted it.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CountStock {
    #[serde(default)]
    pub site_id: Option<SiteId>,
    pub counts: Vec<LotCount>,
    #[serde(default)]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct LotCount {
    pub lot_id: LotId,
    /// What was written when it was counted.
    pub expected: i64,
    pub counted: i64,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct CountReply {
    /// How many lots were counted, and how many of them differed.
    pub counted: u32,
    pub differed: u32,
}

/// A sample that a rep left.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Sample {
    pub rep_visit_id: RepVisitId,
    /// Its place in the visit's summary.
    pub position: u32,
    pub product: String,
    pub quantity: u32,
    pub lot: Option<String>,
    pub expires: Option<Date>,
    pub is_expired: bool,
    pub left_on: Date,
    pub rep: String,
    pub company: String,
    /// Medicines that may be meant, the likeliest first.
    pub may_be: Vec<Medicine>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct SamplesToReceive {
    /// Those that nobody has taken into stock yet, the newest first.
    pub samples: Vec<Sample>,
    pub today: Date,
}

/// A sample is taken into stock.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReceiveSample {
    #[serde(default)]
    pub site_id: Option<SiteId>,
    pub rep_visit_id: RepVisitId,
    pub position: u32,
    pub medicine_id: MedicineId,
    /// Where the summary does not say it.
    #[serde(default)]
    pub lot: Option<String>,
    #[serde(default)]
    pub expires_on: Option<Date>,
}
