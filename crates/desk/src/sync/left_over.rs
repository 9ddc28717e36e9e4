//! Rows that stand here and did not come although the hub sent everything. Either it has lost them, restored from a backup while the desk that
//! made them was put back as well: then this desk tells them again, once all desks have sent what they have. Or they were removed so long
//! ago that nobody says so any more.

use rusqlite::Connection;
use wire::changes::{Action, Change, Field, Value};
use wire::registry::{TABLES, Table};

use super::link::{HubLink, LeftOver};
use super::{apply, rows, store};
use crate::desk::Opened;
use crate::error::Result;
use crate::ledger;

/// Made by the hub alone: what it does not tell does not stand.
const OF_THE_HUB: &str = "attention";

/// Does what the link says, if everything has come. `refilled`: no other desk has anything to send of what the hub may have lost.
pub(super) fn settle(opened: &Opened, refilled: bool) -> Result<()> {
    let due = |link: &HubLink| {
        link.all_came()
            && match link.left_over {
                LeftOver::Kept => false,
                LeftOver::GivenBack => refilled,
                LeftOver::Removed => true,
            }
    };
    if !opened.link.hub().is_some_and(|link| due(&link)) {
        return Ok(());
    }
    if opened.link.hub().is_some_and(|link| link.left_over == LeftOver::GivenBack) {
        give_back(opened)?;
    }
    apply::change(opened, |connection, link| {
        if !due(link) {
            return Ok(());
        }
        for table in TABLES {
            if link.left_over == LeftOver::Removed || table.name == OF_THE_HUB {
                for id in rows::left_over(connection, table, link.through)? {
                    rows::remove(connection, table, id)?;
                }
            }
        }
        link.left_over = LeftOver::Kept;
        store::forget_arrivals(connection)
    })
}

fn give_back(opened: &Opened) -> Result<()> {
    ledger::give_back(opened, "sync.give_back", |connection| {
        let Some(link) = store::link(connection)? else { return Ok(Vec::new()) };
        let mut changes = Vec::new();
        for table in TABLES.iter().filter(|table| table.name != OF_THE_HUB) {
            for id in rows::left_over(connection, table, link.through)? {
                changes.extend(insertion(connection, table, id)?);
            }
        }
        if !changes.is_empty() {
            tracing::warn!(rows = changes.len(), "the hub had lost rows; this desk tells them again");
        }
        Ok(changes)
    })
}

fn insertion(connection: &Connection, table: &Table, id: uuid::Uuid) -> Result<Option<Change>> {
    let Some(mut stands) = rows::read(connection, table, id)? else { return Ok(None) };
    // What is empty here is said to be: the hub may have a value that somebody since took away, of which it lost the taking.
    for column in table.columns {
        stands.entry(column.number).or_insert(Value::Null);
    }
    let fields = stands.into_iter().map(|(column, after)| Field { column, before: Value::Null, after });
    Ok(Some(Change { table: table.number, row: id, action: Action::Insert, fields: fields.collect() }))
}
