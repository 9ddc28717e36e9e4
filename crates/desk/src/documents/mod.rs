//! What was attached to a patient's file: a picture or a PDF, to the patient or to one visit, prescription or test. `content` keeps the sealed files beside the
//! database, `sealing` says how one is sealed; the row holds the key, so a file alone is nothing.

pub mod content;
mod sealing;
mod store;

pub use content::{Content, ContentHash};
pub use sealing::{ContentKey, Plain, new_key, sealed_bytes};
pub(crate) use store::content_hashes;
