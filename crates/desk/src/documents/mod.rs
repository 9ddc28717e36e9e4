//! What was attached to a patient's file: a picture or a PDF, to the patient or to one visit, prescription or test. `content` keeps the sealed files beside the
//! database, `sealing` says how one is sealed; the row holds the key, so a file alone is nothing. `attaching` takes files in, `opening` shows them and
//! records it, `leaving` lets them out of the program, `rights` says to whom.

mod attaching;
pub mod content;
mod leaving;
mod opening;
pub mod requests;
mod rights;
mod sealing;
mod store;
mod views;

#[cfg(test)]
mod tests;

pub use attaching::{attach, describe, remove};
pub use content::{Content, ContentHash};
pub use leaving::copy;
pub(crate) use leaving::to_print;
pub use opening::{open, openings, people};
pub use requests::{
    AttachDocument, ClinicDocument, CopyDocument, DescribeDocument, DocumentList, DocumentOpening,
    DocumentOpenings, DocumentPeople, DocumentRef, DocumentReply, ListDocuments, NamedAccount,
    OpenedDocument,
};
pub use sealing::{ContentKey, Plain, new_key, sealed_bytes};
pub(crate) use store::content_hashes;
pub use views::list;
