//! Tests: ordered, and once they are there with what came out.

use domain::chart::lab::flag_of;
use domain::id::{EncounterId, Id as _};
use rusqlite::ToSql;

use super::encounter::encounter_of;
use super::facts::{keep, not_in_the_future, remove};
use super::requests::{FactReply, LabTestRef, SaveLabTest};
use super::store::{self, Fact};
use crate::error::{FieldError, FieldErrors, Result};
use crate::input::{NAME_CHARACTERS, NOTES_CHARACTERS};
use crate::ledger::Tx;
use crate::session::Done;
use crate::store::Sql;
use crate::{Desk, Session, patients};

/// Orders a test, or writes down what came out of it. A result that is a number gets its flag from the usual range, unless one is sent.
///
/// # Errors
/// `input.invalid`: `name`, `result`, `unit`, `usual_range`, `notes`, `ordered_on` and `result_on` (`in_the_future`), `result_on`
/// (`before_start`); `not_found {what: patient | lab_test}`; `chart.not_yours`.
pub fn save(desk: &Desk, session: &Session, request: SaveLabTest) -> Result<FactReply> {
    desk.commit(session, "charts.save_test", |tx| {
        let today = patients::today(tx, tx.now())?;
        let mut wrong = FieldErrors::default();
        let name = wrong.required_line("name", &request.name, NAME_CHARACTERS);
        let result = wrong.optional_line("result", request.result.as_deref(), NAME_CHARACTERS);
        let unit = wrong.optional_line("unit", request.unit.as_deref(), NAME_CHARACTERS);
        let usual_range = wrong.optional_line("usual_range", request.usual_range.as_deref(), NAME_CHARACTERS);
        let notes = wrong.optional_text("notes", request.notes.as_deref(), NOTES_CHARACTERS);
        not_in_the_future(tx, &mut wrong, "ordered_on", request.ordered_on)?;
        not_in_the_future(tx, &mut wrong, "result_on", request.result_on)?;
        let ordered_on = request.ordered_on.unwrap_or(today);
        let result_on = result.as_ref().map(|_| request.result_on.unwrap_or(today));
        if result_on.is_some_and(|date| date < ordered_on) {
            wrong.push(FieldError::new("result_on", "before_start"));
        }
        wrong.finish()?;
        let by_itself = || flag_of(result.as_deref()?, usual_range.as_deref()?);
        let flag = result.as_ref().and_then(|_| request.flag.or_else(by_itself));
        let ordered = Sql(ordered_on);
        let encounter = Sql(of_visit(tx, &request)?);
        let mut columns: Vec<(&str, &dyn ToSql)> = vec![
            ("name", &name),
            ("result", &result),
            ("unit", &unit),
            ("usual_range", &usual_range),
            ("notes", &notes),
        ];
        let (flag, result_on) = (Sql(flag), Sql(result_on));
        columns.push(("flag", &flag));
        columns.push(("result_on", &result_on));
        if request.ordered_on.is_some() || request.id.is_none() {
            columns.push(("ordered_on", &ordered));
        }
        if request.id.is_none() {
            columns.push(("encounter_id", &encounter));
        }
        keep(tx, session, Fact::LabTest, request.id.map(|id| id.uuid()), request.patient_id, &columns)
    })
}

/// The encounter of the visit it was ordered at, once that is written and of the same patient.
fn of_visit(tx: &Tx<'_>, request: &SaveLabTest) -> Result<Option<EncounterId>> {
    let Some(encounter) = request.appointment_id.map(encounter_of) else { return Ok(None) };
    if !store::is_there(tx, Fact::Encounter, encounter.uuid())? {
        return Ok(None);
    }
    let owner = store::owner(tx, Fact::Encounter, encounter.uuid());
    let is_theirs = owner.is_ok_and(|owner| owner == request.patient_id);
    Ok(is_theirs.then_some(encounter))
}

/// Takes a test out of the chart.
///
/// # Errors
/// `not_found {what: lab_test}`; `chart.not_yours`.
pub fn remove_test(desk: &Desk, session: &Session, request: LabTestRef) -> Result<Done> {
    desk.commit(session, "charts.remove_test", |tx| remove(tx, session, Fact::LabTest, request.id.uuid()))
}
