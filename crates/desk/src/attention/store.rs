//! The SQL of settling.

use rusqlite::types::Value as SqlValue;
use rusqlite::{ErrorCode, named_params, params_from_iter};
use serde_json::Value;
use uuid::Uuid;
use wire::registry::{Column, Kind, Table};

use super::requests::{Settlement, TwoValues};
use crate::error::{Refusal, Result};
use crate::ledger::Tx;
use crate::store::Sql;

pub(super) fn settle(tx: &Tx<'_>, id: Uuid, settlement: Settlement) -> Result<()> {
    tx.prepare_cached("update attention set settled_at = :now, settlement = :settlement where id = :id")?
        .execute(named_params! { ":now": Sql(tx.now()), ":settlement": Sql(settlement), ":id": Sql(id) })?;
    Ok(())
}

/// Both visits stay: the second holds the time too, on purpose from now on.
pub(super) fn keep_both(tx: &Tx<'_>, table: &Table, id: Uuid, reason: &str) -> Result<()> {
    let sql =
        format!("update {} set overbook_reason = :reason, clash_with = null where id = :id", table.name);
    tx.prepare_cached(&sql)?.execute(named_params! { ":reason": reason, ":id": Sql(id) })?;
    Ok(())
}

/// Puts the values that did not stand in the place of those that do.
///
/// # Errors
/// `attention.changed_since` when they do not stand any more, `attention.not_this_way` when a rule of the database speaks against it,
/// `booking.slot_taken`.
pub(super) fn put_lost(tx: &Tx<'_>, table: &Table, id: Uuid, fields: &[TwoValues]) -> Result<()> {
    let mut columns = Vec::new();
    for field in fields {
        // A field of a newer version cannot be put back by this one.
        let column = table.column(&field.field).ok_or_else(|| Refusal::new("attention.not_this_way"))?;
        let stands = to_sql(column, &field.stands).ok_or_else(|| Refusal::new("attention.not_this_way"))?;
        let lost = to_sql(column, &field.lost).ok_or_else(|| Refusal::new("attention.not_this_way"))?;
        columns.push((column.name, stands, lost));
    }
    let assignments: Vec<String> = columns.iter().map(|(name, ..)| format!("{name} = ?")).collect();
    let unchanged: Vec<String> = columns.iter().map(|(name, ..)| format!("{name} is ?")).collect();
    let sql = format!(
        "update {} set {} where {} and id = ?",
        table.name,
        assignments.join(", "),
        unchanged.join(" and ")
    );
    let lost = columns.iter().map(|(_, _, lost)| lost.clone());
    let stands = columns.iter().map(|(_, stands, _)| stands.clone());
    let row = SqlValue::Blob(id.as_bytes().to_vec());
    let written = tx.prepare_cached(&sql)?.execute(params_from_iter(lost.chain(stands).chain([row])));
    match written {
        Ok(0) => Err(Refusal::new("attention.changed_since").into()),
        Ok(_) => Ok(()),
        Err(error)
            if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
                && !error.to_string().contains("_overlap") =>
        {
            Err(Refusal::new("attention.not_this_way").into())
        }
        Err(error) => Err(error.into()),
    }
}

fn to_sql(column: &Column, value: &Value) -> Option<SqlValue> {
    Some(match (column.kind, value) {
        (_, Value::Null) => SqlValue::Null,
        (Kind::Integer, value) => SqlValue::Integer(value.as_i64()?),
        (Kind::Real, value) => SqlValue::Real(value.as_f64()?),
        (Kind::Text | Kind::Json, Value::String(text)) => SqlValue::Text(text.clone()),
        (Kind::Id, Value::String(id)) => SqlValue::Blob(Uuid::parse_str(id).ok()?.as_bytes().to_vec()),
        (Kind::Text | Kind::Json | Kind::Id | Kind::Blob, _) => return None,
    })
}
