//! What the commands about medicines take and answer.

use domain::id::{MedicineId, SiteId};
use domain::prescription::MedicineForm;
use domain::time::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that can be prescribed and stocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Medicine {
    pub id: MedicineId,
    pub name: String,
    pub generic_name: Option<String>,
    /// Active ingredients, and the families they belong to: what an allergy is found by.
    pub ingredients: Vec<String>,
    pub families: Vec<String>,
    pub form: MedicineForm,
    pub strength: Option<String>,
    /// What stock is counted in: `tablet`, `ml`, `bottle`.
    pub unit: String,
    /// Units in one pack.
    pub pack_size: Option<u32>,
    pub barcode: Option<String>,
    /// Of one unit, in minor units of the clinic's currency.
    pub price_minor: Option<i64>,
    /// Below this it is to be bought again; 0 for never.
    pub minimum_stock: u32,
    /// How much may still be given out: what has expired is not in it.
    pub stock: i64,
    /// How much stands on the shelf past its day.
    pub expired: i64,
    /// When the next lot that is there expires.
    pub next_expiry: Option<Date>,
}

/// Medicines by name.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ListMedicines {
    /// Parts of the name, the generic name or an ingredient, in either script; or a barcode.
    #[serde(default)]
    pub text: Option<String>,
    /// Whose stock is told; of all sites when absent.
    #[serde(default)]
    pub site_id: Option<SiteId>,
    /// 50 without a word, 500 at most.
    #[serde(default)]
    pub limit: Option<u16>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct MedicineList {
    pub medicines: Vec<Medicine>,
    /// How many fit, shown or not.
    pub found: u32,
    /// ISO 4217.
    pub currency: String,
}

#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct MedicineRef {
    pub id: MedicineId,
}

/// A new medicine without an id, or a change to the one with it.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaveMedicine {
    #[serde(default)]
    pub id: Option<MedicineId>,
    pub name: String,
    #[serde(default)]
    pub generic_name: Option<String>,
    #[serde(default)]
    pub ingredients: Vec<String>,
    #[serde(default)]
    pub families: Vec<String>,
    pub form: MedicineForm,
    #[serde(default)]
    pub strength: Option<String>,
    pub unit: String,
    #[serde(default)]
    pub pack_size: Option<u32>,
    #[serde(default)]
    pub barcode: Option<String>,
    #[serde(default)]
    pub price_minor: Option<i64>,
    #[serde(default)]
    pub minimum_stock: u32,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct MedicineReply {
    pub medicine: Medicine,
}

/// A list of medicines from another program.
#[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ImportMedicines {
    /// The file as it is, in base64.
    pub base64: String,
}

/// What is wrong with one row of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct RowProblem {
    /// As an editor counts lines, from 1.
    pub line: u64,
    /// The column it is about; none for the whole row.
    pub column: Option<String>,
    /// `required`, `too_long`, `control_character`, `formula`, `unknown`, `not_a_number`, `out_of_range`, `not_an_amount`, `repeated`,
    /// `taken`, `cells`, `quote`.
    pub code: String,
    /// What stands there, cut to a length that can be shown.
    pub found: Option<String>,
}

/// What reading a file would bring; nothing is written.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ImportPreview {
    /// How many medicines the file has.
    pub rows: u32,
    /// The first of them, as they would be written.
    pub sample: Vec<ImportedMedicine>,
    /// Columns of the file that mean nothing here and are left out.
    pub ignored_columns: Vec<String>,
    /// Why nothing of it can be taken, by row; empty when all can. At most 200.
    pub problems: Vec<RowProblem>,
    /// With those that are not listed.
    pub problem_count: u32,
    pub currency: String,
}

/// One row as it would be written.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ImportedMedicine {
    pub name: String,
    pub generic_name: Option<String>,
    pub form: MedicineForm,
    pub strength: Option<String>,
    pub unit: String,
    pub price_minor: Option<i64>,
}

#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct ImportReply {
    /// How many medicines were added.
    pub added: u32,
}
