//! Opening a chart, which is recorded, and reading it again while it is open.

use domain::chart::Admission;

use super::access::{admit, record_opening};
use super::requests::{Chart, ChartRef};
use super::views;
use crate::error::{Refusal, Result};
use crate::{Desk, Session, patients};

/// Opens a chart. Every opening is an operation in the ledger, with the patient as what it is about.
///
/// # Errors
/// `not_found {what: patient}`; `chart.not_yours`, as `admit`.
pub fn open(desk: &Desk, session: &Session, request: ChartRef) -> Result<Chart> {
    let (patient, how) = desk.read(|connection| {
        let patient = patients::survivor(connection, request.patient_id)?;
        patients::known(connection, patient)?;
        Ok((patient, admit(connection, session, patient, desk.now())?))
    })?;
    // Before anything of it is shown: what cannot be recorded is not opened.
    record_opening(desk, session, patient, how)?;
    read(desk, session, patient, how)
}

/// The chart that this account has open, read anew because something changed.
///
/// # Errors
/// As `open`, and `chart.not_opened` where this account has not opened it since its login.
pub fn get(desk: &Desk, session: &Session, request: ChartRef) -> Result<Chart> {
    let (patient, how) = desk.read(|connection| {
        let patient = patients::survivor(connection, request.patient_id)?;
        Ok((patient, admit(connection, session, patient, desk.now())?))
    })?;
    if !desk.opened()?.charts.is_open(session.account_id, patient, desk.now()) {
        return Err(Refusal::new("chart.not_opened").into());
    }
    read(desk, session, patient, how)
}

fn read(desk: &Desk, session: &Session, patient: domain::id::PatientId, how: Admission) -> Result<Chart> {
    let now = desk.now();
    desk.read(|connection| views::chart(connection, patient, how, session, now))
}
