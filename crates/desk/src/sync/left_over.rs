//! Rows that stand here, or wait here for their place, and did not come although the hub sent everything. Either it has lost them, restored from a backup while the desk that
//! made them was put back as well: then this desk tells them again, once all desks have sent what they have. Or they were removed so long
//! ago that nobody says so any more.

use uuid::Uuid;
use wire::changes::{Action, Change, Field, Value};
use wire::registry::{TABLES, Table};
use wire::sync::Row;

use super::link::{HubLink, LeftOver};
use super::rows::Fields;
use super::{apply, rows, store};
use crate::desk::Opened;
use crate::error::Result;
use crate::ledger;

/// Made by the hub alone: what it does not tell does not stand.
const OF_THE_HUB: &str = "attention";

/// Does what the link says, if everything has come and everything is sent: a row that something unsent is about is not known to be lost, and
/// once it was passed over nobody would look again. `refilled`: no other desk has anything to send of what the hub may have lost.
pub(super) fn settle(opened: &Opened, refilled: bool) -> Result<()> {
    let due = |link: &HubLink| {
        link.all_came()
            && match link.left_over {
                LeftOver::Kept => false,
                LeftOver::GivenBack => refilled,
                LeftOver::Removed => true,
            }
    };
    let Some(link) = opened.link.hub().filter(|link| due(link)) else { return Ok(()) };
    let mut newest = opened.store.read(store::newest)?;
    if link.through < newest {
        return Ok(());
    }
    if link.left_over == LeftOver::GivenBack && give_back(opened, newest)? {
        newest += 1;
    }
    apply::change(opened, |connection, link| {
        // Whoever did something meanwhile is sent first.
        if !due(link) || store::newest(connection)? != newest {
            return Ok(());
        }
        for table in TABLES {
            if link.left_over == LeftOver::Removed || table.name == OF_THE_HUB {
                for id in rows::left_over(connection, table, link.through)? {
                    rows::remove(connection, table, id)?;
                }
            }
        }
        // What waits is nowhere any more either; where it was given back, the hub tells it again.
        store::forget_what_did_not_come(connection)?;
        link.left_over = LeftOver::Kept;
        store::forget_arrivals(connection)
    })
}

/// Whether there was anything to give back. Nothing is, once there are operations after `newest`.
fn give_back(opened: &Opened, newest: u64) -> Result<bool> {
    let mut gives = false;
    ledger::give_back(opened, "sync.give_back", |connection| {
        let link = store::link(connection)?.filter(|link| link.left_over == LeftOver::GivenBack);
        let Some(link) = link else { return Ok(Vec::new()) };
        if store::newest(connection)? != newest {
            return Ok(Vec::new());
        }
        let mut changes = Vec::new();
        let mut waiting = store::refused_that_did_not_come(connection)?;
        for table in TABLES.iter().filter(|table| table.name != OF_THE_HUB) {
            let (of_table, others) = waiting.into_iter().partition(|row| row.table == table.number);
            waiting = others;
            let of_table: Vec<Row> = of_table;
            for id in rows::left_over(connection, table, link.through)? {
                // Where another version of it waits, that one is what the hub had last.
                if of_table.iter().all(|row| row.id != id) {
                    changes.extend(
                        rows::read(connection, table, id)?.map(|stands| insertion(table, id, stands)),
                    );
                }
            }
            let known = |column: &u16| table.column_by_number(*column).is_some();
            changes.extend(of_table.into_iter().map(|row| {
                insertion(table, row.id, row.fields.into_iter().filter(|(column, _)| known(column)).collect())
            }));
        }
        if !changes.is_empty() {
            tracing::warn!(rows = changes.len(), "the hub had lost rows; this desk tells them again");
        }
        gives = !changes.is_empty();
        Ok(changes)
    })?;
    Ok(gives)
}

fn insertion(table: &Table, id: Uuid, mut stands: Fields) -> Change {
    // What is empty here is said to be: the hub may have a value that somebody since took away, of which it lost the taking.
    for column in table.columns {
        stands.entry(column.number).or_insert(Value::Null);
    }
    let fields = stands.into_iter().map(|(column, after)| Field { column, before: Value::Null, after });
    Change { table: table.number, row: id, action: Action::Insert, fields: fields.collect() }
}
