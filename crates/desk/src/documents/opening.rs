//! Opening a document, which is recorded each time, and who has opened it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::id::Id as _;
use zeroize::Zeroizing;

use super::requests::{DocumentOpening, DocumentOpenings, DocumentPeople, DocumentRef, OpenedDocument};
use super::rights::Rights;
use super::store;
use crate::error::{Refusal, Result};
use crate::ledger::requests::ListOperations;
use crate::ledger::views::list as operations;
use crate::session::Empty;
use crate::{Desk, Session, patients};

const MOST_OPENINGS: u16 = 100;

/// Opens a document: its content, for the window's memory. Every opening is an operation in the ledger, found under the patient and under the document.
///
/// # Errors
/// `not_found {what: document}`; `document.not_yours`, which is recorded as a denial; `document.not_here_yet` where the content has not arrived at this desk;
/// `document.damaged`.
pub fn open(desk: &Desk, session: &Session, request: DocumentRef) -> Result<OpenedDocument> {
    let (row, patient, may_open) = desk.read(|connection| {
        let row = store::row(connection, request.id)?;
        let may_open = Rights::of(session, desk.now()).may_open(connection, &row)?;
        let patient = patients::survivor(connection, row.patient_id)?;
        Ok((row, patient, may_open))
    })?;
    if !may_open {
        session.record_denial(desk, "documents.open")?;
        return Err(Refusal::new("document.not_yours").into());
    }
    let opened = desk.opened()?;
    if !opened.content.has(&row.content_hash) {
        desk.fetch_first(row.content_hash);
        return Err(Refusal::new("document.not_here_yet").into());
    }
    // Before anything of it is shown: what cannot be recorded is not opened.
    desk.commit(session, "documents.open", |tx| {
        tx.note("patient_id", patient.uuid());
        tx.note("document_id", request.id.uuid());
        tx.about(request.id.uuid());
        tx.about(patient.uuid());
        Ok(())
    })?;
    let content = opened.content.open(&row.content_hash, &row.key)?;
    let content = Zeroizing::new(content.ok_or_else(|| Refusal::new("document.not_here_yet"))?);
    Ok(OpenedDocument {
        id: request.id,
        name: row.name,
        mime_type: row.mime_type,
        base64: BASE64_STANDARD.encode(&*content),
    })
}

/// Who opened it, and when, as far as this desk knows: for whoever may say who may.
///
/// # Errors
/// `not_found {what: document}`; `document.not_yours`.
pub fn openings(desk: &Desk, session: &Session, request: DocumentRef) -> Result<DocumentOpenings> {
    let may = desk.read(|connection| {
        let row = store::row(connection, request.id)?;
        Rights::of(session, desk.now()).may_change(connection, &row)
    })?;
    if !may {
        session.record_denial(desk, "documents.openings")?;
        return Err(Refusal::new("document.not_yours").into());
    }
    let asked = ListOperations {
        subject: Some(request.id.uuid()),
        kind: Some("documents.open".to_owned()),
        limit: Some(MOST_OPENINGS),
        ..ListOperations::default()
    };
    let lines = operations(desk, session, asked)?.operations;
    let openings =
        lines.into_iter().map(|line| DocumentOpening { at: line.at, account_name: line.account_name });
    Ok(DocumentOpenings { openings: openings.collect() })
}

/// Who works here, for naming those who may open a document.
pub fn people(desk: &Desk, _session: &Session, _request: Empty) -> Result<DocumentPeople> {
    desk.read(|connection| Ok(DocumentPeople { people: store::people(connection)? }))
}
