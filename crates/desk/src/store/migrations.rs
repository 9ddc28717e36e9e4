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

#[cfg(test)]
mod tests {
    use refinery::Target;
    use rusqlite::Connection;
    use rusqlite::functions::FunctionFlags;

    use super::embedded::migrations::runner;

    const MOVEMENTS: &str = "
        insert into lot (id, medicine_id, number, expires_on, created_at) values (x'01010101010101010101010101010101', x'02', 'B-17', '2036-03-31', 1);
        insert into stock_movement (id, lot_id, site_id, quantity, reason, note, moved_at, sample_position) values
            (x'03030303030303030303030303030303', x'01010101010101010101010101010101', x'05', 10, 'sample_in', 'two boxes', 7, 0),
            (x'04040404040404040404040404040404', x'01010101010101010101010101010101', x'05', -4, 'returned', null, 8, null);";

    fn moved(connection: &Connection, quantity: i64, reason: &str) -> rusqlite::Result<usize> {
        connection.execute(
            "insert into stock_movement (id, lot_id, site_id, quantity, reason, moved_at)
             values (randomblob(16), x'01010101010101010101010101010101', x'05', ?1, ?2, 9)",
            (quantity, reason),
        )
    }

    /// Quantity, reason, note, when, and the sample it was.
    type Moved = (i64, String, Option<String>, i64, Option<i64>);

    #[test]
    fn what_moved_before_there_were_transfers_is_there_after_and_still_leaves_no_less_than_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection
            .create_scalar_function("overlaps_are_refused", 0, FunctionFlags::SQLITE_UTF8, |_| Ok(true))
            .unwrap();
        runner().set_target(Target::Version(28)).run(&mut connection).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        connection.execute_batch(MOVEMENTS).unwrap();
        assert!(moved(&connection, 1, "transferred").is_err(), "not before");
        runner().run(&mut connection).unwrap();
        let rows: Vec<Moved> = connection
            .prepare(
                "select quantity, reason, note, moved_at, sample_position from stock_movement order by id",
            )
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        let before = [
            (10, "sample_in".to_owned(), Some("two boxes".to_owned()), 7, Some(0)),
            (-4, "returned".to_owned(), None, 8, None),
        ];
        assert_eq!(rows, before);
        let refused = moved(&connection, -7, "transferred").unwrap_err().to_string();
        assert!(refused.contains("stock_below_nothing"), "{refused}");
        assert_eq!(moved(&connection, -6, "transferred"), Ok(1));
        let taken_back = connection
            .execute("update stock_movement set deleted_at = 1 where reason = 'sample_in'", [])
            .unwrap_err();
        assert!(taken_back.to_string().contains("stock_below_nothing"), "{taken_back}");
    }
}
