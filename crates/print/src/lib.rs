//! Paper: templates set by typst into PDF, with the fonts embedded. Knows no database and no rule; it is handed what to print.
//! A crate of its own because typst takes longer to compile than all the rest.

mod recovery_sheet;
mod world;

pub use recovery_sheet::{RecoverySheet, recovery_sheet};

/// A template could not be set. It names what typst said; templates are ours, so this is a fault of ours.
#[derive(Debug, thiserror::Error)]
#[error("a page could not be set: {0}")]
pub struct NotSet(String);
