//! Taking a file in: what it is, how large, whose; then sealed, and only then the row.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::code::Code as _;
use domain::document::{DocumentAudience, DocumentType, MOST_PIXELS, pixels, recognised};
use domain::id::{DocumentId, Id as _, PatientId};
use rusqlite::Connection;
use zeroize::Zeroizing;

use super::content::MOST_BYTES;
use super::requests::{AttachDocument, DescribeDocument, DocumentRef, DocumentReply};
use super::rights::{Rights, read_audience};
use super::sealing::new_key;
use super::store::{self, NewDocument};
use super::views;
use crate::error::{Fault, FieldError, FieldErrors, Refusal, Result};
use crate::input::{NAME_CHARACTERS, NOTES_CHARACTERS};
use crate::session::Done;
use crate::{Desk, Session, patients};

const MOST_TAGS: usize = 10;
const TAG_CHARACTERS: usize = 40;

/// Attaches a file to a patient, a visit, a prescription or a test.
///
/// # Errors
/// `input.invalid`: `base64` (`required` where it is empty, `format`, `too_large {most_bytes}`, `too_many_pixels`, `picture_unreadable`), `mime_type`
/// (`type_not_taken`; `not_what_it_says {found}` where the bytes are something else), `name`, `description`, `tags` (`too_many {most}`), `audience` and `named`
/// as `read_audience`; `not_found {what: patient | appointment | prescription | lab_test}`, also for another patient's; `chart.not_yours`;
/// `storage.full`.
pub fn attach(desk: &Desk, session: &Session, request: AttachDocument) -> Result<DocumentReply> {
    let mut wrong = FieldErrors::default();
    let said = Said::read(&mut wrong, &request.name, request.description.as_deref(), &request.tags);
    let content = read_content(&mut wrong, &request.mime_type, &request.base64);
    wrong.finish()?;
    let (mime_type, content) =
        content.ok_or(Fault::Broken("a file that nothing speaks against was not read"))?;
    let audience = request.audience.unwrap_or(DocumentAudience::Chart);
    // Before anything is sealed; and once more where it is written.
    desk.read(|connection| require(connection, desk, session, &request).map(drop))?;
    let named = desk.read(|connection| read_audience(connection, session, audience, &request.named))?;
    let key = new_key();
    let sealed = desk.opened()?.content.seal(&content[..], &key)?;
    desk.commit(session, "documents.attach", |tx| {
        let patient = require(tx, desk, session, &request)?;
        let id = tx.new_id::<DocumentId>();
        store::insert(
            tx,
            &NewDocument {
                id,
                patient_id: patient,
                request: &request,
                said: &said,
                mime_type,
                sealed: &sealed,
                key: &key,
                audience,
                named: &named,
                account_id: session.account_id,
            },
        )?;
        tx.about(patient.uuid());
        Ok(DocumentReply { document: views::one(desk, tx, session, id)?, id })
    })
}

/// What is said about a document.
pub(super) struct Said {
    pub name: String,
    pub description: Option<String>,
    pub tags: Vec<String>,
}

impl Said {
    fn read(wrong: &mut FieldErrors, name: &str, description: Option<&str>, tags: &[String]) -> Self {
        let mut kept: Vec<String> = Vec::new();
        for (at, tag) in tags.iter().enumerate() {
            let tag = wrong.optional_line(&format!("tags[{at}]"), Some(tag), TAG_CHARACTERS);
            kept.extend(tag.filter(|tag| !kept.contains(tag)));
        }
        if kept.len() > MOST_TAGS {
            wrong.push(FieldError::new("tags", "too_many").with("most", MOST_TAGS));
        }
        Self {
            name: wrong.required_line("name", name, NAME_CHARACTERS),
            description: wrong.optional_text("description", description, NOTES_CHARACTERS),
            tags: kept,
        }
    }
}

/// The file, if it may be attached: small enough, of a kind that is taken, and what it says it is.
pub(super) fn read_content(
    wrong: &mut FieldErrors,
    mime_type: &str,
    base64: &str,
) -> Option<(DocumentType, Zeroizing<Vec<u8>>)> {
    let too_large = || FieldError::new("base64", "too_large").with("most_bytes", MOST_BYTES);
    // Told by its length alone: nothing larger is unfolded.
    if base64.len() as u64 > MOST_BYTES.div_ceil(3) * 4 {
        wrong.push(too_large());
        return None;
    }
    let Ok(content) = BASE64_STANDARD.decode(base64) else {
        wrong.push(FieldError::new("base64", "format"));
        return None;
    };
    let content = Zeroizing::new(content);
    if content.is_empty() {
        wrong.push(FieldError::new("base64", "required"));
    } else if content.len() as u64 > MOST_BYTES {
        wrong.push(too_large());
    }
    let Some(declared) = DocumentType::from_code(mime_type.trim()) else {
        wrong.push(FieldError::new("mime_type", "type_not_taken"));
        return None;
    };
    match recognised(&content) {
        Some(found) if found != declared => {
            wrong.push(FieldError::new("mime_type", "not_what_it_says").with("found", found));
        }
        None if !content.is_empty() => wrong.push(FieldError::new("mime_type", "not_what_it_says")),
        None | Some(DocumentType::Pdf) => {}
        Some(_) => match pixels(&content) {
            None => wrong.push(FieldError::new("base64", "picture_unreadable")),
            Some(pixels) if pixels > MOST_PIXELS => {
                wrong.push(FieldError::new("base64", "too_many_pixels"));
            }
            Some(_) => {}
        },
    }
    wrong.is_empty().then_some((declared, content))
}

/// The patient that it will stand with; what it is to belong to is that patient's.
fn require(
    connection: &Connection,
    desk: &Desk,
    session: &Session,
    request: &AttachDocument,
) -> Result<PatientId> {
    let patient = patients::survivor(connection, request.patient_id)?;
    patients::require_present(connection, patient)?;
    Rights::of(session, desk.now()).require_attaching(connection, patient)?;
    let parents = [
        (store::Parent::Appointment, request.appointment_id.map(|id| id.uuid())),
        (store::Parent::Prescription, request.prescription_id.map(|id| id.uuid())),
        (store::Parent::LabTest, request.lab_test_id.map(|id| id.uuid())),
    ];
    for (parent, id) in parents {
        let Some(id) = id else { continue };
        let owner = store::owner(connection, parent, id)?;
        if patients::survivor(connection, owner)? != patient {
            return Err(Refusal::not_found(parent.table()).into());
        }
    }
    Ok(patient)
}

/// Says anew what a document is and who may open it. Its content never changes.
///
/// # Errors
/// `input.invalid`: `name`, `description`, `tags`, `audience`, `named` as `attach`; `not_found {what: document}`; `document.not_yours`.
pub fn describe(desk: &Desk, session: &Session, request: DescribeDocument) -> Result<DocumentReply> {
    let mut wrong = FieldErrors::default();
    let said = Said::read(&mut wrong, &request.name, request.description.as_deref(), &request.tags);
    wrong.finish()?;
    require_change(desk, session, request.id, "documents.describe")?;
    desk.commit(session, "documents.describe", |tx| {
        let before = store::row(tx, request.id)?;
        // Who had named people may go on naming them, and nobody is asked who leaves that as it is.
        let mut asked = request.named.clone();
        asked.sort_unstable();
        let unchanged = before.audience == request.audience && before.named.0 == asked;
        let named = match unchanged {
            true => asked,
            false => read_audience(tx, session, request.audience, &request.named)?,
        };
        store::describe(tx, request.id, &said, request.audience, &named)?;
        tx.about(before.patient_id.uuid());
        Ok(DocumentReply { document: views::one(desk, tx, session, request.id)?, id: request.id })
    })
}

/// Takes a document out of the patient's file. Its content stays, so that this can be undone.
///
/// # Errors
/// `not_found {what: document}`; `document.not_yours`.
pub fn remove(desk: &Desk, session: &Session, request: DocumentRef) -> Result<Done> {
    require_change(desk, session, request.id, "documents.remove")?;
    desk.commit(session, "documents.remove", |tx| {
        let row = store::row(tx, request.id)?;
        store::remove(tx, request.id)?;
        tx.about(row.patient_id.uuid());
        Ok(Done { done: true })
    })
}

/// Before the operation, so that a denial leaves its own trace.
fn require_change(desk: &Desk, session: &Session, id: DocumentId, command: &str) -> Result<()> {
    let may = desk.read(|connection| {
        let row = store::row(connection, id)?;
        Rights::of(session, desk.now()).may_change(connection, &row)
    })?;
    if !may {
        session.record_denial(desk, command)?;
        return Err(Refusal::new("document.not_yours").into());
    }
    Ok(())
}
