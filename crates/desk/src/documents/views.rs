//! What screens read about documents.

use domain::document::DocumentAudience;
use domain::id::{DocumentId, Id as _};
use domain::permission::Permission;
use rusqlite::Connection;

use super::requests::{ClinicDocument, DocumentList, ListDocuments, NamedAccount};
use super::rights::Rights;
use super::store::{self, Row, Whose};
use crate::error::{FieldError, Refusal, Result};
use crate::{Desk, Session, patients};

/// The documents of a patient, a visit, a prescription or a test that this account may open. Those of the chart are told of while this account has
/// the chart open.
///
/// # Errors
/// `input.invalid` at `patient_id` (`required`) unless exactly one is asked for; `not_found {what}` where it does not exist.
pub fn list(desk: &Desk, session: &Session, request: ListDocuments) -> Result<DocumentList> {
    let content = desk.opened()?.content.clone();
    let mut awaited = Vec::new();
    let list = desk.read(|connection| {
        let whose = read_whose(&request)?;
        let patient = match whose {
            Whose::Patient(id) => id,
            Whose::Part(parent, id) => store::owner(connection, parent, id)?,
        };
        let patient = patients::survivor(connection, patient)?;
        patients::known(connection, patient)?;
        let whose = match whose {
            Whose::Patient(_) => Whose::Patient(patient),
            part @ Whose::Part(..) => part,
        };
        let mut rights = Rights::of(session, desk.now());
        let people = store::everybody(connection)?;
        let mut documents = Vec::new();
        let mut more_in_the_chart = false;
        for row in store::of(connection, whose)? {
            if rights.is_listed(desk, connection, &row)? {
                awaited.extend(Some(row.content_hash).filter(|hash| !content.has(hash)));
                documents.push(shown(desk, connection, &mut rights, row, &people)?);
            } else if rights.may_open(connection, &row)? {
                more_in_the_chart = true;
            }
        }
        let may_attach = session.may(Permission::AttachDocuments)
            && rights.require_attaching(connection, patient).is_ok()
            && patients::require_present(connection, patient).is_ok();
        Ok(DocumentList { documents, more_in_the_chart, may_attach, patient_id: patient })
    })?;
    // Whoever looks at the list is about to open one. The newest is asked for last, and so comes first.
    awaited.into_iter().rev().for_each(|hash| desk.fetch_first(hash));
    Ok(list)
}

fn read_whose(request: &ListDocuments) -> Result<Whose> {
    let mut asked = [
        request.patient_id.map(Whose::Patient),
        request.appointment_id.map(|id| Whose::Part(store::Parent::Appointment, id.uuid())),
        request.prescription_id.map(|id| Whose::Part(store::Parent::Prescription, id.uuid())),
        request.lab_test_id.map(|id| Whose::Part(store::Parent::LabTest, id.uuid())),
    ]
    .into_iter()
    .flatten();
    match (asked.next(), asked.next()) {
        (Some(whose), None) => Ok(whose),
        _ => Err(Refusal::invalid(vec![FieldError::new("patient_id", "required")]).into()),
    }
}

/// One document as this account sees it; none where it may not open it.
pub(super) fn one(
    desk: &Desk,
    connection: &Connection,
    session: &Session,
    id: DocumentId,
) -> Result<Option<ClinicDocument>> {
    let row = store::row(connection, id)?;
    let mut rights = Rights::of(session, desk.now());
    if !rights.may_open(connection, &row)? {
        return Ok(None);
    }
    let people = store::everybody(connection)?;
    shown(desk, connection, &mut rights, row, &people).map(Some)
}

fn shown(
    desk: &Desk,
    connection: &Connection,
    rights: &mut Rights<'_>,
    row: Row,
    people: &[NamedAccount],
) -> Result<ClinicDocument> {
    let may_change = rights.may_change(connection, &row)?;
    let is_here = desk.opened()?.content.has(&row.content_hash);
    let named = match row.audience {
        DocumentAudience::Named => {
            people.iter().filter(|person| row.named.0.contains(&person.id)).cloned().collect()
        }
        _ => Vec::new(),
    };
    Ok(ClinicDocument {
        id: row.id,
        patient_id: row.patient_id,
        appointment_id: row.appointment_id,
        prescription_id: row.prescription_id,
        lab_test_id: row.lab_test_id,
        visit_date: row.visit_date,
        prescription_ref: row.prescription_ref,
        test_name: row.test_name,
        name: row.name,
        mime_type: row.mime_type,
        size_bytes: row.size_bytes,
        description: row.description,
        tags: row.tags.0,
        audience: row.audience,
        named,
        attached_by: row.attached_by,
        attached_at: row.created_at,
        is_here,
        may_change,
    })
}
