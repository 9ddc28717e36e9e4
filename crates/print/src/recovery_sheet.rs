//! The sheet with the recovery code: printed once at set-up and kept in a safe.

use serde::Serialize;

use crate::NotSet;
use crate::world::set;

/// What stands on the sheet.
#[derive(Serialize)]
pub struct RecoverySheet<'a> {
    pub clinic_name: &'a str,
    /// Groups joined by hyphens, as shown on the screen.
    pub recovery_code: &'a str,
    /// `en` or `ar`.
    pub language: &'a str,
    /// The day of printing, `YYYY-MM-DD`.
    pub date: &'a str,
}

/// One A4 page as a PDF.
///
/// # Errors
/// `NotSet` when the template fails, which a test of every language would have shown.
pub fn recovery_sheet(sheet: &RecoverySheet<'_>) -> Result<Vec<u8>, NotSet> {
    set(include_str!("recovery_sheet.typ"), sheet)
}
