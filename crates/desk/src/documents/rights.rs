//! Who opens which document. The chart's own rules decide about its documents (`charts::access`); what is beyond them stands in the row.

use std::collections::HashMap;

use domain::account::Role;
use domain::document::{DocumentAudience, Opener};
use domain::id::{AccountId, PatientId};
use domain::permission::Permission;
use domain::time::Instant;
use rusqlite::Connection;

use super::store::Row;
use crate::charts::access::admitted;
use crate::error::{Refusal, Result};
use crate::{Desk, Session, patients};

/// What of this account's rights is the same for each document, and whose charts are theirs, asked once for each patient.
pub(super) struct Rights<'a> {
    session: &'a Session,
    now: Instant,
    charts: HashMap<PatientId, bool>,
}

impl<'a> Rights<'a> {
    pub fn of(session: &'a Session, now: Instant) -> Self {
        Self { session, now, charts: HashMap::new() }
    }

    /// Whether the chart that a row stands in is theirs to open.
    pub fn reads_the_chart(&mut self, connection: &Connection, patient: PatientId) -> Result<bool> {
        if let Some(reads) = self.charts.get(&patient) {
            return Ok(*reads);
        }
        let survivor = patients::survivor(connection, patient)?;
        let reads = admitted(connection, self.session, survivor, self.now)?.is_some();
        self.charts.insert(patient, reads);
        Ok(reads)
    }

    pub fn may_open(&mut self, connection: &Connection, row: &Row) -> Result<bool> {
        let reads_the_chart = self.reads_the_chart(connection, row.patient_id)?;
        let session = self.session;
        Ok(row.audience.admits(Opener {
            runs_the_clinic: session.role == Role::Admin,
            reads_the_chart,
            dispenses: session.may(Permission::Dispense),
            reads_the_registry: session.may(Permission::ReadPatients),
            is_named: row.named.0.contains(&session.account_id),
            attached_it: row.account_id == Some(session.account_id),
        }))
    }

    /// Whoever may open it and attach others may say what it is, and take it out.
    pub fn may_change(&mut self, connection: &Connection, row: &Row) -> Result<bool> {
        Ok(self.session.may(Permission::AttachDocuments) && self.may_open(connection, row)?)
    }

    /// Whether it is shown in lists: what is of the chart only while the chart is open.
    pub fn is_listed(&mut self, desk: &Desk, connection: &Connection, row: &Row) -> Result<bool> {
        if !self.may_open(connection, row)? {
            return Ok(false);
        }
        let is_of_the_chart = match row.audience {
            DocumentAudience::Chart => true,
            DocumentAudience::Pharmacy => !self.session.may(Permission::Dispense),
            DocumentAudience::Registry | DocumentAudience::Named => false,
        };
        let survivor = patients::survivor(connection, row.patient_id)?;
        let is_open = || {
            Ok::<_, crate::Error>(desk.opened()?.charts.is_open(self.session.account_id, survivor, self.now))
        };
        Ok(!is_of_the_chart || is_open()?)
    }

    /// Whether this account may put something into this patient's file: a doctor where the chart is theirs; reception, which reads no chart, scans
    /// for everybody.
    ///
    /// # Errors
    /// `chart.not_yours`.
    pub fn require_attaching(&mut self, connection: &Connection, patient: PatientId) -> Result<()> {
        if self.session.may(Permission::ReadCharts) && !self.reads_the_chart(connection, patient)? {
            return Err(Refusal::new("chart.not_yours").into());
        }
        Ok(())
    }
}

/// `named` alone asks who; everybody named must be somebody who works here.
///
/// # Errors
/// `input.invalid` at `named`: `required`, `not_found`; at `audience`: `not_permitted` for whoever reads no charts.
pub(super) fn read_audience(
    connection: &Connection,
    session: &Session,
    audience: DocumentAudience,
    named: &[AccountId],
) -> Result<Vec<AccountId>> {
    use crate::error::{FieldError, FieldErrors};
    let mut wrong = FieldErrors::default();
    if audience != DocumentAudience::Named {
        return Ok(Vec::new());
    }
    if !session.may(Permission::ReadCharts) {
        wrong.push(FieldError::new("audience", "not_permitted"));
    }
    if named.is_empty() {
        wrong.push(FieldError::new("named", "required"));
    }
    let people = super::store::people(connection)?;
    if named.iter().any(|id| !people.iter().any(|known| known.id == *id)) {
        wrong.push(FieldError::new("named", "not_found"));
    }
    wrong.finish()?;
    let mut named = named.to_vec();
    named.sort_unstable();
    named.dedup();
    Ok(named)
}
