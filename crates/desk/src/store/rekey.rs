//! A database under another key. The file in use is never rewritten in place: everything is copied into a new file, the copy is
//! held against the original, and only then does the store go over to it. Until then a crash leaves the original as it was.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{DatabaseKey, Place, Store, Writer, lock};
use crate::error::{Fault, Result};

impl Store {
    /// Copies everything into a new file at `path` under `key`, then calls `switch`, which makes the change durable (the slot file
    /// names the new one), then goes on with the new file. Nobody writes meanwhile; readers go on with what they have.
    ///
    /// # Errors
    /// When the copy fails, nothing has changed. When `switch` fails, it is not known which of the two files will be found after a
    /// restart, so this store takes no more writes; the caller closes it and opens what is there.
    pub(crate) fn move_to(
        &self,
        path: &Path,
        key: DatabaseKey,
        switch: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let mut writer = self.writer();
        copy(&writer.connection, path, &key)?;
        let moved = Writer::open(path, &key)?;
        require_same(&writer.connection, &moved.connection)?;
        if let Err(error) = switch() {
            writer.connection.pragma_update(None, "query_only", true)?;
            return Err(error);
        }
        {
            let mut place = lock(&self.place);
            *place = Place { path: path.to_owned(), key, turn: place.turn + 1 };
        }
        self.readers.clear();
        *writer = moved;
        Ok(())
    }

    /// Whether a move has not failed at its switch.
    pub(crate) fn takes_writes(&self) -> bool {
        let held_back =
            self.writer().connection.pragma_query_value(None, "query_only", |row| row.get::<_, bool>(0));
        !held_back.unwrap_or(true)
    }
}

fn copy(from: &Connection, path: &Path, key: &DatabaseKey) -> Result<()> {
    let path = path.to_str().ok_or(Fault::Broken("the directory's name is no Unicode"))?;
    from.execute("attach database ?1 as moved key ?2", params![path, key.literal().as_str()])?;
    let copied = from.query_row("select sqlcipher_export('moved')", [], |_| Ok(()));
    let detached = from.execute_batch("detach database moved");
    copied?;
    Ok(detached?)
}

/// Holds the copy against the original: sound in itself, the same tables with as many rows, and the same last link of the ledger's
/// chain, which ties everything before it.
fn require_same(original: &Connection, copy: &Connection) -> Result<()> {
    let sound: String = copy.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
    if sound != "ok" || outline(original)? != outline(copy)? {
        return Err(Fault::Broken("the copy under the new key is not what it was made from").into());
    }
    Ok(())
}

/// What two equal databases have in common.
#[derive(PartialEq)]
struct Outline {
    /// Tables with their row counts, and every other part of the schema: kind, name, rows.
    parts: Vec<(String, String, i64)>,
    /// The last link of the chain.
    head: Option<Vec<u8>>,
}

fn outline(connection: &Connection) -> Result<Outline> {
    let mut parts: Vec<(String, String, i64)> = connection
        .prepare(
            "select type, name from main.sqlite_schema where name not like 'sqlite_%' order by type, name",
        )?
        .query_map([], |row| Ok((row.get("type")?, row.get("name")?, 0)))?
        .collect::<rusqlite::Result<_>>()?;
    for (kind, name, rows) in &mut parts {
        if kind == "table" {
            *rows = connection
                .query_row(&format!("select count(*) from main.\"{name}\""), [], |row| row.get(0))?;
        }
    }
    let head = connection
        .query_row("select hash from operation order by number desc limit 1", [], |row| row.get(0))
        .optional()?;
    Ok(Outline { parts, head })
}

#[cfg(test)]
mod tests {
    use crate::error::Fault;
    use crate::store::{DatabaseKey, Store};
    use crate::testing::fresh_desk;

    fn patients(store: &Store) -> i64 {
        store
            .read(
                |connection| Ok(connection.query_row("select count(*) from patient", [], |row| row.get(0))?),
            )
            .unwrap()
    }

    #[test]
    fn a_moved_store_has_everything_and_the_old_key_no_longer_opens_it() {
        let test = fresh_desk();
        test.patient("Nour Hassan");
        let opened = test.desk.opened().unwrap();
        let path = test.dir.path().join("moved.db");
        opened.store.move_to(&path, DatabaseKey::new([9; 32]), || Ok(())).unwrap();
        test.patient("Karim Adel");
        assert_eq!(patients(&opened.store), 2, "what is written after the move is read after the move");
        assert_eq!(opened.store.path(), path);
        drop((opened, test.desk));
        assert!(Store::open(&path, DatabaseKey::new([7; 32])).is_err());
        assert_eq!(patients(&Store::open(&path, DatabaseKey::new([9; 32])).unwrap()), 2);
        assert_eq!(
            patients(&Store::open(&test.dir.path().join("clinic.db"), DatabaseKey::new([7; 32])).unwrap()),
            1
        );
    }

    #[test]
    fn a_move_that_fails_at_the_switch_takes_no_more_writes() {
        let test = fresh_desk();
        let opened = test.desk.opened().unwrap();
        let path = test.dir.path().join("moved.db");
        let failed = opened
            .store
            .move_to(&path, DatabaseKey::new([9; 32]), || Err(Fault::Broken("a power cut").into()));
        assert!(failed.is_err());
        let written = test.desk.commit(&test.admin, "settings.set", |tx| {
            tx.execute("update site set name = 'Maadi'", [])?;
            Ok(())
        });
        assert!(written.is_err(), "it would be lost if the new file is the one that counts");
    }
}
