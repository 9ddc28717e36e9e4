//! Opening a document, which is recorded each time, and who has opened it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::document::DocumentWay;
use domain::id::{DocumentId, Id as _};
use zeroize::Zeroizing;

use super::requests::{DocumentOpening, DocumentOpenings, DocumentPeople, DocumentRef, OpenedDocument};
use super::rights::Rights;
use super::store::{self, Row};
use crate::error::{Refusal, Result};
use crate::ledger::requests::ListOperations;
use crate::ledger::views::list as operations;
use crate::session::Empty;
use crate::{Desk, Session, patients};

const MOST_OPENINGS: u16 = 100;

/// The operation by which each stands in the ledger.
const fn kind(way: DocumentWay) -> &'static str {
    match way {
        DocumentWay::Opened => "documents.open",
        DocumentWay::Printed => "papers.document",
        DocumentWay::Copied => "documents.copy",
    }
}

/// Opens a document: its content, for the window's memory. Every opening is an operation in the ledger, found under the patient and under the document.
///
/// # Errors
/// `not_found {what: document}`; `document.not_yours`, which is recorded as a denial; `document.not_here_yet` where the content has not arrived at this desk;
/// `document.damaged`.
pub fn open(desk: &Desk, session: &Session, request: DocumentRef) -> Result<OpenedDocument> {
    let (row, content) = fetched(desk, session, request.id, DocumentWay::Opened, None)?;
    Ok(OpenedDocument {
        id: request.id,
        name: row.name,
        mime_type: row.mime_type,
        base64: BASE64_STANDARD.encode(&*content),
    })
}

/// The content of a document for whoever may have it that way, once that has been recorded.
///
/// # Errors
/// As of `open`.
pub(super) fn fetched(
    desk: &Desk,
    session: &Session,
    id: DocumentId,
    way: DocumentWay,
    reason: Option<&str>,
) -> Result<(Row, Zeroizing<Vec<u8>>)> {
    let (row, patient, may) = desk.read(|connection| {
        let row = store::row(connection, id)?;
        let mut rights = Rights::of(session, desk.now());
        let may = match way {
            DocumentWay::Opened => rights.may_open(connection, &row)?,
            DocumentWay::Printed | DocumentWay::Copied => rights.may_change(connection, &row)?,
        };
        let patient = patients::survivor(connection, row.patient_id)?;
        Ok((row, patient, may))
    })?;
    if !may {
        session.record_denial(desk, kind(way))?;
        return Err(Refusal::new("document.not_yours").into());
    }
    let opened = desk.opened()?;
    if !opened.content.has(&row.content_hash) {
        desk.fetch_first(row.content_hash);
        return Err(Refusal::new("document.not_here_yet").into());
    }
    // Before anything of it is shown: what cannot be recorded is not opened.
    desk.commit(session, kind(way), |tx| {
        tx.note("patient_id", patient.uuid());
        tx.note("document_id", id.uuid());
        tx.about(id.uuid());
        tx.about(patient.uuid());
        if let Some(reason) = reason {
            tx.because(reason);
        }
        Ok(())
    })?;
    let content = opened.content.open(&row.content_hash, &row.key)?;
    let content = content.ok_or_else(|| Refusal::new("document.not_here_yet"))?;
    Ok((row, Zeroizing::new(content)))
}

/// Who opened it, printed it or took a copy, and when: for whoever may say who may.
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
    let mut openings = Vec::new();
    for way in [DocumentWay::Opened, DocumentWay::Printed, DocumentWay::Copied] {
        let asked = ListOperations {
            subject: Some(request.id.uuid()),
            kind: Some(kind(way).to_owned()),
            limit: Some(MOST_OPENINGS),
            ..ListOperations::default()
        };
        let lines = operations(desk, session, asked)?.operations;
        openings.extend(lines.into_iter().map(|line| {
            let opening =
                DocumentOpening { at: line.at, account_name: line.account_name, way, reason: line.reason };
            (line.number, opening)
        }));
    }
    openings.sort_unstable_by_key(|(number, _)| std::cmp::Reverse(*number));
    openings.truncate(usize::from(MOST_OPENINGS));
    Ok(DocumentOpenings {
        openings: openings.into_iter().map(|(_, opening)| opening).collect(),
        of_this_desk: desk.opened()?.link.hub().is_some(),
    })
}

/// Who works here, for naming those who may open a document.
pub fn people(desk: &Desk, _session: &Session, _request: Empty) -> Result<DocumentPeople> {
    desk.read(|connection| Ok(DocumentPeople { people: store::people(connection)? }))
}
