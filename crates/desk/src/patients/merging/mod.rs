//! Two records that are one person: found, told apart, made one, and taken apart again.
//!
//! A merge moves every row that names the one to the other and marks the one as part of the other; what it moved and replaced stands in the
//! row of the one that went. What another desk wrote meanwhile about that one is not moved: it is read as the other's for as long
//! as the merge stands, and is its own again when it does not.

mod fields;
mod pairs;
mod record;
mod requests;
mod store;
#[cfg(test)]
mod tests;

use domain::code::Code as _;
use domain::id::{Id as _, PatientId};
use domain::patient::{MergeField, known_age_years};
use rusqlite::Connection;
use wire::changes::Value;
use wire::registry::Table;

use super::requests::PatientRef;
use super::{PatientReply, reply, today, withhold};
use crate::error::{Fault, Refusal, Result};
use crate::session::Done;
use crate::{Desk, Session};
use fields::Sides;
use record::{Held, MergeRecord, Replaced, columns_of};
use store::Columns;

pub use pairs::likely_pairs;
pub use requests::{
    FieldChoice, LikelyPair, LikelyPairs, LikelyPairsRequest, MergeFieldPreview, MergePatients, MergePreview,
    MergeSide, MergedRecord, Moves, PatientPair, UnmergeReply,
};
pub(super) use store::merged_records;

/// What merging two records would do, before anything is done.
///
/// # Errors
/// `not_found {what: patient}` for either; `patient.same_person`.
pub fn preview(desk: &Desk, session: &Session, request: PatientPair) -> Result<MergePreview> {
    desk.read(|connection| {
        let (kept, merged) = in_order(connection, request.one, request.other)?;
        let sides = sides(connection, kept, merged)?;
        let fields = sides.preview();
        let mut moves: Vec<Moves> = Vec::new();
        for record::Moved(table, _, _) in store::naming_rows(connection, merged)? {
            let name = Table::by_number(table).map_or("", |table| table.name);
            match moves.iter_mut().find(|moves| moves.table == name) {
                Some(moves) => moves.rows += 1,
                None => moves.push(Moves { table: name.to_owned(), rows: 1 }),
            }
        }
        let day = today(connection, desk.now())?;
        let side = |mut patient: super::Patient| -> Result<MergeSide> {
            let (visits, last_visit) = store::visits(connection, patient.id)?;
            withhold(&mut patient, session);
            let age_years = known_age_years(patient.date_of_birth, patient.born_about, day);
            Ok(MergeSide { age_years, last_visit, visits, patient })
        };
        Ok(MergePreview { kept: side(sides.kept)?, merged: side(sides.merged)?, fields, moves })
    })
}

/// Makes two records one. The one that was made first stays.
///
/// # Errors
/// As `preview`; `input.invalid` with `not_possible` at `choices[i].choice`.
pub fn merge(desk: &Desk, session: &Session, request: MergePatients) -> Result<PatientReply> {
    desk.commit(session, "patients.merge", |tx| {
        let (kept, merged) = in_order(tx, request.one, request.other)?;
        let sides = sides(tx, kept, merged)?;
        let (before, of_merged) = (Columns::read(tx, kept)?, Columns::read(tx, merged)?);
        let mut columns: Vec<(&str, Value)> = Vec::new();
        for (field, choice) in sides.decided(&request.choices)? {
            columns.extend(sides.columns(field, choice, |column| of_merged.get(column))?);
        }
        columns.retain(|(column, value)| before.get(column) != *value);
        let replaced = columns
            .iter()
            .map(|(column, value)| {
                let held = Held::of(&before.get(column)).zip(Held::of(value));
                let (before, after) = held.ok_or(Fault::Corrupt("a patient's column of another type"))?;
                Ok(Replaced { column: (*column).to_owned(), before, after })
            })
            .collect::<Result<Vec<_>>>()?;
        let moved = store::naming_rows(tx, merged)?;
        for row in &moved {
            store::name_instead(tx, *row, merged, kept)?;
        }
        store::set(tx, kept, &columns)?;
        let record = MergeRecord { into: kept.uuid(), at: tx.now().0, moved, replaced };
        let record = serde_json::to_string(&record)
            .map_err(|_| Fault::Broken("what a merge did could not be written down"))?;
        let gone = [
            ("merged_into", Value::Blob(kept.uuid().as_bytes().to_vec())),
            ("merge_record", Value::Text(record)),
            ("deleted_at", Value::Integer(tx.now().0)),
        ];
        store::set(tx, merged, &gone)?;
        reply(tx, session, kept)
    })
}

/// Takes a merge back: what it moved goes back unless it was moved on since, what it replaced comes back unless it was changed since.
///
/// # Errors
/// `not_found {what: patient}`; `patient.not_merged`; `patient.merged_further {name, ref}`: the record it became part of is itself
/// part of another one by now, and has to be separated first.
pub fn unmerge(desk: &Desk, session: &Session, request: PatientRef) -> Result<UnmergeReply> {
    desk.commit(session, "patients.unmerge", |tx| {
        let id = request.id;
        super::store::any(tx, id)?;
        let Some((into, record)) = store::merge_of(tx, id)? else {
            return Err(Refusal::new("patient.not_merged").into());
        };
        let first = PatientId::from_uuid(record.into);
        if first != into {
            let first = super::store::any(tx, first)?;
            return Err(Refusal::new("patient.merged_further")
                .with("name", first.full_name)
                .with("ref", first.r#ref)
                .into());
        }
        for moved in &record.moved {
            store::name_instead(tx, *moved, into, id)?;
        }
        let now = Columns::read(tx, into)?;
        let untouched = |field: &MergeField| {
            columns_of(*field).iter().all(|column| is_as_replaced(&record, &now, column))
        };
        let (back, stays): (Vec<MergeField>, Vec<MergeField>) =
            MergeField::ALL.iter().copied().partition(untouched);
        let columns: Vec<(&str, Value)> = back
            .iter()
            .flat_map(|field| columns_of(*field))
            .filter_map(|column| {
                let replaced = record.replaced.iter().find(|replaced| replaced.column == *column)?;
                Some((*column, replaced.before.value()))
            })
            .collect();
        store::set(tx, into, &columns)?;
        let back = [("merged_into", Value::Null), ("merge_record", Value::Null), ("deleted_at", Value::Null)];
        store::set(tx, id, &back)?;
        let mut patient = super::store::present(tx, id)?;
        withhold(&mut patient, session);
        Ok(UnmergeReply { patient, stays })
    })
}

/// Two records that look like one person are two people.
///
/// # Errors
/// As `preview`.
pub fn keep_apart(desk: &Desk, session: &Session, request: PatientPair) -> Result<Done> {
    desk.commit(session, "patients.keep_apart", |tx| {
        let (one, other) = in_order(tx, request.one, request.other)?;
        store::keep_apart(tx, one, other, tx.now())?;
        Ok(Done { done: true })
    })
}

/// Whether a column still is as the merge left it, or was none of its business.
fn is_as_replaced(record: &MergeRecord, now: &Columns, column: &str) -> bool {
    let replaced = record.replaced.iter().find(|replaced| replaced.column == column);
    replaced.is_none_or(|replaced| replaced.after.value() == now.get(column))
}

/// Two present patients, the one that was made first in front.
fn in_order(connection: &Connection, one: PatientId, other: PatientId) -> Result<(PatientId, PatientId)> {
    if one == other {
        return Err(Refusal::new("patient.same_person").into());
    }
    super::store::present(connection, one)?;
    super::store::present(connection, other)?;
    Ok((one.min(other), one.max(other)))
}

fn sides(connection: &Connection, kept: PatientId, merged: PatientId) -> Result<Sides> {
    Ok(Sides {
        kept: super::store::present(connection, kept)?,
        merged: super::store::present(connection, merged)?,
    })
}
