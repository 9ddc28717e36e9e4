//! The triggers that make the database itself refuse a write outside the ledger's commit. They stand in the file, so that another
//! tool, even with the key, cannot write to a replicated table: it does not have the function they ask.

use rusqlite::Connection;
use wire::registry::TABLES;

use crate::error::Result;

/// True only while a commit (or a migration) runs; raises an error otherwise. See `ledger::capture`.
pub(crate) const OPEN_FUNCTION: &str = "ledger_is_open";

/// What the triggers that keep visits apart ask (see `V6__sync.sql`): false only while rows of the hub are written.
pub(crate) const BELT_FUNCTION: &str = "overlaps_are_refused";

/// Creates what is missing. Generated from the registry, so no table can be forgotten.
pub(super) fn install(connection: &Connection) -> Result<()> {
    let present: u32 = connection.query_row(
        "select count(*) from sqlite_schema where type = 'trigger' and name like 'guard\\_%' escape '\\'",
        [],
        |row| row.get(0),
    )?;
    if present as usize == TABLES.len() * 3 {
        return Ok(());
    }
    let mut sql = String::from("begin immediate;\n");
    for table in TABLES {
        let name = table.name;
        for event in ["insert", "update", "delete"] {
            sql.push_str(&format!(
                "create trigger if not exists guard_{name}_{event} before {event} on {name}\n\
                 begin select {OPEN_FUNCTION}(); end;\n"
            ));
        }
    }
    sql.push_str("commit;");
    connection.execute_batch(&sql)?;
    Ok(())
}
