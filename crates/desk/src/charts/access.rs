//! Whose charts an account reads. Every command about a patient's health comes through `admit`, whatever room it stands in.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::chart::{Admission, GLASS_MINUTES, Tie, admission};
use domain::id::{AccountId, BreakGlassId, Id as _, PatientId};
use domain::permission::Permission;
use domain::time::Instant;
use rusqlite::Connection;

use super::requests::{BreakGlass, BreakGlassReply};
use super::store;
use crate::error::{FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::ledger::Tx;
use crate::vault::Secret;
use crate::{Desk, Session, patients};

/// Which charts were opened since the vault was, so that reading one anew is no second opening and nothing is read unrecorded.
#[derive(Default)]
pub(crate) struct Openings(Mutex<HashMap<(AccountId, PatientId), Instant>>);

/// An opening is as good as a login.
const OPENING_MILLIS: i64 = 12 * 3_600_000;

impl Openings {
    pub fn note(&self, account: AccountId, patient: PatientId, at: Instant) {
        self.lock().insert((account, patient), at);
    }

    pub fn is_open(&self, account: AccountId, patient: PatientId, at: Instant) -> bool {
        self.lock()
            .get(&(account, patient))
            .is_some_and(|opened| (0..OPENING_MILLIS).contains(&(at.0 - opened.0)))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(AccountId, PatientId), Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// By what right this account may read what is known of a patient's health; none, where it may not.
pub(crate) fn admitted(
    connection: &Connection,
    session: &Session,
    patient: PatientId,
    now: Instant,
) -> Result<Option<Admission>> {
    if !session.may(Permission::ReadCharts) {
        return Ok(None);
    }
    let tie = match session.role {
        domain::account::Role::Admin => Tie::default(),
        _ => Tie {
            has_visit: match session.doctor_id {
                Some(doctor) => store::has_visit(connection, patient, doctor)?,
                None => false,
            },
            glass: store::newest_glass(connection, patient, session.account_id)?,
        },
    };
    Ok(admission(session.role, tie, now))
}

/// The same, or the refusal.
///
/// # Errors
/// `chart.not_yours`: the patient has and had no visit with this doctor; `charts.break_glass` opens the chart for a while.
pub(crate) fn admit(
    connection: &Connection,
    session: &Session,
    patient: PatientId,
    now: Instant,
) -> Result<Admission> {
    admitted(connection, session, patient, now)?.ok_or_else(|| Refusal::new("chart.not_yours").into())
}

/// Whether this account may see what stands in a row, wherever it is told of: what is in no chart hides nothing here.
pub(crate) fn may_see_row(
    connection: &Connection,
    session: &Session,
    row: uuid::Uuid,
    now: Instant,
) -> Result<bool> {
    let Some(patient) = store::patient_of(connection, row)? else { return Ok(true) };
    let patient = patients::survivor(connection, patient)?;
    Ok(admitted(connection, session, patient, now)?.is_some())
}

/// The patient whose chart it is by now, and that this account may write in it.
///
/// # Errors
/// `not_found {what: patient}`; as `admit`.
pub(crate) fn admit_to_write(tx: &Tx<'_>, session: &Session, patient: PatientId) -> Result<PatientId> {
    let patient = patients::survivor(tx, patient)?;
    patients::require_present(tx, patient)?;
    admit(tx, session, patient, tx.now())?;
    // Whatever is written in a chart is found under the patient.
    tx.about(patient.uuid());
    Ok(patient)
}

/// Opens one chart that is not this account's, for half an hour. The password is asked for again, the reason is read by an administrator.
///
/// # Errors
/// `session.wrong_password {tries_left, seconds}` and `session.held {seconds}` as at login; `input.invalid` at `reason`; `not_found {what:
/// patient}`; `chart.open_already` where no glass need be broken.
pub fn break_glass(desk: &Desk, session: &Session, request: BreakGlass) -> Result<BreakGlassReply> {
    // A form that is not filled in costs no try.
    read_reason(&request.reason)?;
    crate::session::prove(desk, session, &Secret::new(request.password))?;
    broken(desk, session, request.patient_id, &request.reason)
}

/// The same for whoever has just shown the password.
pub(super) fn broken(
    desk: &Desk,
    session: &Session,
    patient: PatientId,
    reason: &str,
) -> Result<BreakGlassReply> {
    let reason = read_reason(reason)?;
    desk.commit(session, "charts.break_glass", |tx| {
        let patient = patients::survivor(tx, patient)?;
        patients::require_present(tx, patient)?;
        if admitted(tx, session, patient, tx.now())?.is_some() {
            return Err(Refusal::new("chart.open_already").into());
        }
        tx.because(&reason);
        tx.about(patient.uuid());
        let until = Instant(tx.now().0 + GLASS_MINUTES * 60_000);
        let id = tx.new_id::<BreakGlassId>();
        store::insert_glass(tx, id, patient, session.account_id, &reason, until)?;
        Ok(BreakGlassReply { until })
    })
}

fn read_reason(text: &str) -> Result<String> {
    let mut wrong = FieldErrors::default();
    let reason = wrong.required_line("reason", text, LINE_CHARACTERS);
    wrong.finish()?;
    Ok(reason)
}

/// Records that somebody opened a chart: an operation of its own, found under the patient.
pub(super) fn record_opening(
    desk: &Desk,
    session: &Session,
    patient: PatientId,
    how: Admission,
) -> Result<()> {
    desk.commit(session, "charts.open", |tx| {
        tx.note("patient_id", patient.uuid());
        tx.note(
            "by",
            match how {
                Admission::All => "role",
                Admission::Own => "own_patient",
                Admission::Glass(_) => "broken_glass",
            },
        );
        tx.about(patient.uuid());
        Ok(())
    })?;
    let opened = desk.opened()?;
    opened.charts.note(session.account_id, patient, desk.now());
    Ok(())
}
