//! Brings a database to this version's schema, and refuses one that a newer version made.

use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension as _};

use crate::error::{Error, Fault, Refusal, Result};
use crate::ledger::capture::Capture;

mod embedded {
    refinery::embed_migrations!("../../migrations");
}

/// The schema version this build writes: the number of the newest migration.
pub fn current_version() -> u32 {
    // Every operation writes it down, and counting the migrations parses all of them.
    static VERSION: LazyLock<u32> = LazyLock::new(|| {
        embedded::migrations::runner()
            .get_migrations()
            .iter()
            .map(|migration| {
                u32::try_from(migration.version()).expect("migration numbers are small and positive")
            })
            .max()
            .expect("there is at least one migration")
    });
    *VERSION
}

pub(super) fn bring_up_to_date(connection: &mut Connection, capture: &Capture) -> Result<()> {
    let found = stored_version(connection)?;
    let ours = current_version();
    if found == Some(ours) {
        return Ok(());
    }
    if let Some(found) = found.filter(|found| *found > ours) {
        return Err(Refusal::new("vault.newer_schema").with("found", found).with("known", ours).into());
    }
    // A migration may rewrite rows of guarded tables; capture is not armed yet, so that never looks like somebody's work.
    capture
        .while_migrating(|| embedded::migrations::runner().run(connection).map(|_| ()))
        .map_err(|error| Error::Fault(Fault::Migration(Box::new(error))))
}

fn stored_version(connection: &Connection) -> Result<Option<u32>> {
    let known = connection
        .query_row("select 1 from sqlite_schema where name = 'refinery_schema_history'", [], |_| Ok(()))
        .optional()?;
    match known {
        None => Ok(None),
        Some(()) => {
            Ok(connection
                .query_row("select max(version) from refinery_schema_history", [], |row| row.get(0))?)
        }
    }
}
