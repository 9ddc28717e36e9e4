//! Taking rows of the hub into the tables. What a desk shows of a row is what the hub has, with what this desk did since and has not
//! sent yet done again on top. A row this version cannot hold is kept aside, whole.

mod store;

use std::collections::BTreeMap;

use rusqlite::Connection;
use wire::changes::{Action, Change, Value};
use wire::registry::Table;
use wire::sync::Row;

#[cfg(any(test, feature = "testing"))]
pub(super) use self::store::for_each;
use self::store::{Put, Statements};
pub(super) use self::store::{digests, left_over, needed, read, remove};
use super::store::{self as own, Beyond};
use crate::error::Result;
use crate::store::migrations;

/// A row's values by column number, without nulls.
pub(super) type Fields = BTreeMap<u16, Value>;

/// The taking in of one page of rows, inside its transaction.
pub(super) struct Applying<'c> {
    connection: &'c Connection,
    statements: Statements,
    /// The hub has this desk's operations up to here; later ones are done again.
    through: u64,
    has_unsent: bool,
    has_beyond: bool,
}

impl<'c> Applying<'c> {
    pub(super) fn begin(connection: &'c Connection, through: u64) -> Result<Self> {
        Ok(Self {
            connection,
            statements: Statements::default(),
            through,
            has_unsent: own::newest(connection)? > through,
            has_beyond: own::has_beyond(connection)?,
        })
    }

    /// Takes one row in.
    pub(super) fn take(&mut self, row: &Row) -> Result<()> {
        let Some(table) = Table::by_number(row.table) else {
            return if row.gone { self.forget(row) } else { self.keep(row, Beyond::Table) };
        };
        if self.place(table, row)? == Put::Refused {
            return self.keep(row, Beyond::Refused);
        }
        let unknown: Vec<(u16, Value)> = row
            .fields
            .iter()
            .filter(|(column, _)| table.column_by_number(*column).is_none())
            .cloned()
            .collect();
        if unknown.is_empty() {
            self.forget(row)
        } else {
            self.keep(&Row { fields: unknown, ..row.clone() }, Beyond::Columns)
        }
    }

    /// Tries again what was refused: what stood in the way may have moved since.
    pub(super) fn finish(mut self) -> Result<()> {
        if !self.has_beyond {
            return Ok(());
        }
        let mut refused = own::beyond(self.connection, Beyond::Refused, u32::MAX)?;
        loop {
            let before = refused.len();
            let mut still = Vec::new();
            for row in refused {
                if !self.try_again(&row)? {
                    still.push(row);
                }
            }
            refused = still;
            if refused.is_empty() || refused.len() == before {
                break;
            }
        }
        if refused.len() > 1 {
            self.exchange(&refused)?;
        }
        Ok(())
    }

    /// Takes over what an earlier version could not hold and this one can.
    pub(super) fn take_over(mut self) -> Result<()> {
        let schema = migrations::current_version();
        for row in own::beyond(self.connection, Beyond::Table, schema)? {
            self.take(&row)?;
        }
        for row in own::beyond(self.connection, Beyond::Columns, schema)? {
            let Some(table) = Table::by_number(row.table) else { continue };
            if let Some(mut fields) = store::read(self.connection, table, row.id)? {
                fields.extend(row.fields.iter().cloned());
                self.take(&Row { fields: fields.into_iter().collect(), ..row })?;
            }
        }
        self.finish()
    }

    /// Two rows that exchanged a value between them stand in one another's way: both leave, then both come.
    fn exchange(&mut self, refused: &[Row]) -> Result<()> {
        let mut before = Vec::new();
        for row in refused {
            let Some(table) = Table::by_number(row.table) else { continue };
            before.push((table, row, store::read(self.connection, table, row.id)?));
            store::remove(self.connection, table, row.id)?;
        }
        for (table, row, fields) in before {
            if self.try_again(row)? {
                continue;
            }
            if let Some(fields) = fields {
                self.statements.put(self.connection, table, row.id, &fields)?;
            }
        }
        Ok(())
    }

    fn try_again(&mut self, row: &Row) -> Result<bool> {
        self.take(row)?;
        let still = own::is_refused(self.connection, row.table, row.id)?;
        Ok(!still)
    }

    /// Makes the row here what it is on the hub, and does again what this desk did to it since.
    fn place(&mut self, table: &Table, row: &Row) -> Result<Put> {
        let known = |column: u16| table.column_by_number(column).is_some();
        let mut fields: Option<Fields> =
            (!row.gone).then(|| row.fields.iter().filter(|(column, _)| known(*column)).cloned().collect());
        if self.has_unsent {
            for change in own::unsent_changes(self.connection, row.id, self.through)? {
                if change.table == row.table {
                    overlay(&mut fields, &change);
                }
            }
        }
        match fields {
            Some(fields) => self.statements.put(self.connection, table, row.id, &fields),
            None => {
                store::remove(self.connection, table, row.id)?;
                Ok(Put::Done)
            }
        }
    }

    fn keep(&mut self, row: &Row, kind: Beyond) -> Result<()> {
        self.has_beyond = true;
        own::put_beyond(self.connection, row, kind)
    }

    fn forget(&mut self, row: &Row) -> Result<()> {
        if self.has_beyond {
            own::remove_beyond(self.connection, row.table, row.id)?;
        }
        Ok(())
    }
}

/// Does to what waits for its place what the hub has taken of this desk in operations after `before`, up to `through`: a desk is not told of its
/// own changes, and what waits would be put back to what it was before them.
pub(super) fn follow_own(connection: &Connection, before: u64, through: u64) -> Result<()> {
    if through <= before || !own::has_beyond(connection)? {
        return Ok(());
    }
    for row in own::beyond(connection, Beyond::Refused, u32::MAX)? {
        let changes = own::own_changes(connection, row.id, (before, through))?;
        if changes.iter().all(|change| change.table != row.table) {
            continue;
        }
        let mut fields: Option<Fields> = Some(row.fields.iter().cloned().collect());
        for change in changes.iter().filter(|change| change.table == row.table) {
            overlay(&mut fields, change);
        }
        match fields {
            Some(fields) => {
                let row = Row { fields: fields.into_iter().collect(), ..row };
                own::put_beyond(connection, &row, Beyond::Refused)?;
            }
            None => own::remove_beyond(connection, row.table, row.id)?,
        }
    }
    Ok(())
}

/// One change of this desk over what the hub has.
fn overlay(row: &mut Option<Fields>, change: &Change) {
    let fields = match change.action {
        Action::Delete => {
            *row = None;
            return;
        }
        Action::Insert => row.get_or_insert_default(),
        // Somebody removed it meanwhile, and a change alone does not bring it back.
        Action::Set => match row {
            Some(fields) => fields,
            None => return,
        },
    };
    for field in &change.fields {
        match &field.after {
            Value::Null => fields.remove(&field.column),
            value => fields.insert(field.column, value.clone()),
        };
    }
}
