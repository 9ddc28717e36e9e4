//! A picture out of a patient's file on a sheet of paper, with whose it is above it.

use serde::Serialize;

use crate::NotSet;
use crate::head::Head;
use crate::world::set_with;

/// What stands around the picture. Dates are `YYYY-MM-DD`.
#[derive(Serialize)]
pub struct PictureSheet {
    #[serde(flatten)]
    pub head: Head,
    pub patient: String,
    /// The patient's file number.
    pub file: String,
    /// What the picture is called.
    pub title: String,
    pub description: Option<String>,
    pub attached_on: String,
    /// Wider than high: the sheet lies on its side.
    pub is_wide: bool,
}

/// One A4 page as a PDF, the picture as large as it goes. JPEG, PNG and WebP.
///
/// # Errors
/// `NotSet` also when the bytes are no picture that can be unfolded.
pub fn picture_sheet(sheet: &PictureSheet, picture: Vec<u8>) -> Result<Vec<u8>, NotSet> {
    set_with(include_str!("picture.typ"), sheet, Some(picture))
}
