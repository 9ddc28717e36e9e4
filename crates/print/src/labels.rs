//! What is stuck on the pack that a patient takes home, one label for each.

use serde::Serialize;

use crate::NotSet;
use crate::head::Head;
use crate::world::set;

#[derive(Debug, Clone, Serialize)]
pub struct Labels {
    #[serde(flatten)]
    pub head: Head,
    /// `label` of 70 × 36 mm, or `strip` for a receipt printer of 80 mm.
    pub format: &'static str,
    pub patient: String,
    /// The file number.
    pub file: String,
    /// The prescription's.
    pub reference: String,
    /// On which it was handed out.
    pub date: String,
    pub labels: Vec<Label>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Label {
    /// What is in the pack, whatever was written.
    pub medicine: String,
    pub strength: Option<String>,
    /// As it was prescribed, where that was another one.
    pub instead_of: Option<String>,
    pub form: &'static str,
    /// Thousandths.
    pub dose_milli: u32,
    pub dose_unit: &'static str,
    pub route: &'static str,
    pub frequency: &'static str,
    pub days: Option<u16>,
    /// A code, or any words.
    pub instructions: Option<String>,
    pub quantity: i64,
    /// What it is counted in, as the clinic writes it.
    pub unit: String,
    pub lot: String,
    pub expires_on: String,
}

/// A page for each label; one whose words do not fit goes on upon the next.
///
/// # Errors
/// `NotSet` when the template fails, which a test of every language would have shown.
pub fn labels(labels: &Labels) -> Result<Vec<u8>, NotSet> {
    set(include_str!("labels.typ"), labels)
}
