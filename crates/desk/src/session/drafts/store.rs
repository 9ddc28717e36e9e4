//! Drafts in the database: a table of this desk alone, outside the ledger.

use domain::id::AccountId;
use domain::time::Instant;
use rusqlite::{Connection, named_params};
use serde_json::Value;

use super::Draft;
use crate::error::Result;
use crate::store::row::Json;
use crate::store::{RowExt as _, Sql};

pub(super) fn put(
    connection: &Connection,
    account: AccountId,
    name: &str,
    body: Value,
    now: Instant,
) -> Result<()> {
    connection
        .prepare_cached(
            "insert into draft (account_id, name, body, updated_at) values (:account_id, :name, :body, :now)
             on conflict (account_id, name) do update set body = :body, updated_at = :now",
        )?
        .execute(named_params! {
            ":account_id": Sql(account), ":name": name, ":body": Sql(Json(body)), ":now": Sql(now),
        })?;
    Ok(())
}

/// The account's drafts, the last touched first.
pub(super) fn of_account(connection: &Connection, account: AccountId) -> Result<Vec<Draft>> {
    let mut statement = connection.prepare_cached(
        "select name, body, updated_at from draft where account_id = :account_id order by updated_at desc, name",
    )?;
    let drafts = statement
        .query_map(named_params! { ":account_id": Sql(account) }, |row| {
            Ok(Draft {
                name: row.get("name")?,
                body: row.col::<Json<_>>("body")?.0,
                updated_at: row.col("updated_at")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(drafts)
}

/// Whether there was one.
pub(super) fn remove(connection: &Connection, account: AccountId, name: &str) -> Result<bool> {
    let removed = connection
        .prepare_cached("delete from draft where account_id = :account_id and name = :name")?
        .execute(named_params! { ":account_id": Sql(account), ":name": name })?;
    Ok(removed > 0)
}
