//! How a document leaves the program: on paper, or as a file that is sealed no more. Neither is anybody's who may only look at it: it takes the right
//! to attach as well, and each is an operation of its own before a byte of it goes.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::code::Code as _;
use domain::document::{DocumentType, DocumentWay};
use domain::id::DocumentId;
use domain::time::Instant;
use zeroize::Zeroizing;

use super::opening::fetched;
use super::requests::CopyDocument;
use crate::error::{FieldErrors, Result};
use crate::input::LINE_CHARACTERS;
use crate::papers::{Paper, PaperReply};
use crate::{Desk, Session, patients};

/// Characters that some disk or other keeps for itself.
const OF_THE_DISK: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// The document as a file, to be kept where somebody wants it: nobody watches over it there, so it takes a reason.
///
/// # Errors
/// `input.invalid` (`reason`: `required`); `not_found {what: document}`; `document.not_yours`, which is recorded as a denial;
/// `document.not_here_yet`; `document.damaged`.
pub fn copy(desk: &Desk, session: &Session, request: CopyDocument) -> Result<PaperReply> {
    let mut errors = FieldErrors::default();
    let reason = errors.required_line("reason", &request.reason, LINE_CHARACTERS);
    errors.finish()?;
    let (row, content) = fetched(desk, session, request.id, DocumentWay::Copied, Some(&reason))?;
    let paper = Paper {
        name: file_name(&row.name, row.mime_type),
        media_type: row.mime_type.code().to_owned(),
        base64: BASE64_STANDARD.encode(&*content),
    };
    Ok(PaperReply { paper })
}

/// A document on its way to paper, and whose it is.
pub(crate) struct ToPrint {
    pub name: String,
    pub kind: DocumentType,
    pub description: Option<String>,
    pub attached_at: Instant,
    pub patient: String,
    /// The patient's file number.
    pub file: String,
    pub content: Zeroizing<Vec<u8>>,
}

/// # Errors
/// As of `copy`, but for the reason.
pub(crate) fn to_print(desk: &Desk, session: &Session, id: DocumentId) -> Result<ToPrint> {
    let (row, content) = fetched(desk, session, id, DocumentWay::Printed, None)?;
    let patient = desk.read(|connection| {
        let patient = patients::survivor(connection, row.patient_id)?;
        patients::known(connection, patient)
    })?;
    Ok(ToPrint {
        name: row.name,
        kind: row.mime_type,
        description: row.description,
        attached_at: row.created_at,
        patient: patient.full_name,
        file: patient.r#ref,
        content,
    })
}

/// What a document is called on a disk: its own name without what no disk takes, and with the ending of what it is.
fn file_name(name: &str, kind: DocumentType) -> String {
    let stem = name
        .rsplit_once('.')
        .filter(|(stem, end)| !stem.is_empty() && end.len() <= 4)
        .map_or(name, |(stem, _)| stem);
    let plain: String = stem
        .chars()
        .map(|letter| if OF_THE_DISK.contains(&letter) || letter.is_control() { '-' } else { letter })
        .collect();
    let plain = plain.trim_matches([' ', '.']);
    format!("{}.{}", if plain.is_empty() { "document" } else { plain }, kind.ending())
}

#[cfg(test)]
mod tests {
    use domain::document::DocumentType::{Jpeg, Pdf};

    use super::file_name;

    #[test]
    fn a_name_suits_every_disk_and_ends_in_what_the_file_is() {
        for (name, kind, file) in [
            ("result.pdf", Pdf, "result.pdf"),
            ("نتيجة تحليل الدم.pdf", Pdf, "نتيجة تحليل الدم.pdf"),
            ("wound 3/4", Jpeg, "wound 3-4.jpg"),
            ("scan.jpeg", Jpeg, "scan.jpg"),
            ("../../etc/passwd", Pdf, "-..-etc-passwd.pdf"),
            (".pdf", Pdf, "pdf.pdf"),
            ("...", Pdf, "document.pdf"),
        ] {
            assert_eq!(file_name(name, kind), file, "{name}");
        }
    }
}
