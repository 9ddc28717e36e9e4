//! How a day went and what it leaves open.

use serde::Serialize;

use crate::NotSet;
use crate::head::Head;
use crate::world::set;

/// The report is handed over as the desk tells it to its own screen, so that paper and screen cannot differ in a figure.
#[derive(Debug, Serialize)]
pub struct ClosingReport<'a, R> {
    #[serde(flatten)]
    pub head: Head,
    pub report: &'a R,
}

/// A4, with room to sign.
///
/// # Errors
/// `NotSet` when the template fails, which a test of every language would have shown.
pub fn closing_report<R: Serialize>(report: &ClosingReport<'_, R>) -> Result<Vec<u8>, NotSet> {
    set(include_str!("closing_report.typ"), report)
}
