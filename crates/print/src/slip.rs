//! What a patient takes home.

use serde::Serialize;

use crate::NotSet;
use crate::head::{Doctor, Head};
use crate::world::set;

#[derive(Debug, Clone, Serialize)]
pub struct Slip {
    #[serde(flatten)]
    pub head: Head,
    /// `a5`, or `strip` for a receipt printer of 80 mm.
    pub format: &'static str,
    pub doctor: Doctor,
    pub visit: SlipVisit,
}

#[derive(Debug, Clone, Serialize)]
pub struct SlipVisit {
    pub name: String,
    /// The file number.
    pub file: String,
    pub reference: String,
    pub date: String,
    pub start: String,
    pub minutes: u16,
    /// The second of two equal wall times.
    pub later_hour: bool,
    pub queue_number: Option<u32>,
    pub online: bool,
}

/// One page.
///
/// # Errors
/// `NotSet` when the template fails, which a test of every language would have shown.
pub fn slip(slip: &Slip) -> Result<Vec<u8>, NotSet> {
    set(include_str!("slip.typ"), slip)
}
