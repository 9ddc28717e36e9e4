//! A prescription on paper: a sheet, half a sheet, or a strip.

use serde::{Serialize, Serializer};

use crate::NotSet;
use crate::drawing::Drawing;
use crate::head::{Doctor, Head};
use crate::world::set;

#[derive(Debug, Clone, Serialize)]
pub struct Prescription {
    #[serde(flatten)]
    pub head: Head,
    /// `a4`, `a5`, or `strip` for a receipt printer of 80 mm.
    pub format: &'static str,
    pub doctor: Doctor,
    pub licence: Option<String>,
    pub reference: String,
    /// The one that this one stands in the place of.
    pub corrects: Option<String>,
    /// Not given to the pharmacy yet: no counter may take it for one.
    pub is_draft: bool,
    /// To be looked at on a screen: the page says so, behind what stands on it.
    pub is_preview: bool,
    pub date: String,
    pub valid_until: Option<String>,
    pub patient: PrescriptionPatient,
    pub diagnosis: Option<String>,
    pub notes: Option<String>,
    pub items: Vec<PrescriptionItem>,
    pub tests: Vec<PrescriptionTest>,
    #[serde(serialize_with = "as_svg")]
    pub drawing: Option<Drawing>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PrescriptionPatient {
    pub name: String,
    pub second_name: Option<String>,
    pub age: Option<u16>,
    /// The file number.
    pub file: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct PrescriptionItem {
    pub medicine: String,
    pub generic_name: Option<String>,
    /// Thousandths.
    pub dose_milli: u32,
    pub dose_unit: &'static str,
    pub route: &'static str,
    pub frequency: &'static str,
    pub days: Option<u16>,
    pub quantity: u32,
    /// A code, or any words.
    pub instructions: Option<String>,
    /// Something speaks against it that nobody has answered.
    pub held_back: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct PrescriptionTest {
    pub name: String,
    pub instructions: Option<String>,
    pub urgent: bool,
}

#[expect(clippy::ref_option, reason = "serde hands the field over like this")]
fn as_svg<S: Serializer>(drawing: &Option<Drawing>, serializer: S) -> Result<S::Ok, S::Error> {
    drawing.as_ref().map(Drawing::svg).serialize(serializer)
}

/// One page, or more where it is long.
///
/// # Errors
/// `NotSet` when the template fails, which a test of every language would have shown.
pub fn prescription(prescription: &Prescription) -> Result<Vec<u8>, NotSet> {
    set(include_str!("prescription.typ"), prescription)
}
