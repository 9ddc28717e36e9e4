//! Rows that stand here, or wait here for their place, and did not come although the hub sent everything. Either it has lost them, restored from a backup while the desk that
//! made them was put back as well: then this desk tells them again, once all desks have sent what they have. Or they were removed so long
//! ago that nobody says so any more.

use std::collections::BTreeSet;

use rusqlite::Connection;
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
    let mut fragments = Vec::new();
    if link.left_over == LeftOver::GivenBack {
        let told = give_back(opened, newest)?;
        newest += u64::from(told.gives);
        fragments = told.fragments;
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
        for (table, id) in fragments {
            rows::remove(connection, table, id)?;
        }
        // What waits is nowhere any more either; where it was given back, the hub tells it again.
        store::forget_what_did_not_come(connection)?;
        link.left_over = LeftOver::Kept;
        store::forget_arrivals(connection)
    })
}

/// A row that did not come.
struct Lost {
    table: &'static Table,
    id: Uuid,
    fields: Fields,
    /// It stands here; otherwise it waits.
    stands: bool,
}

#[derive(Default)]
struct Told {
    gives: bool,
    /// What stands here and nobody can make whole again.
    fragments: Vec<(&'static Table, Uuid)>,
}

/// Nothing is given back once there are operations after `newest`.
fn give_back(opened: &Opened, newest: u64) -> Result<Told> {
    let mut told = Told::default();
    ledger::give_back(opened, "sync.give_back", |connection| {
        let link = store::link(connection)?.filter(|link| link.left_over == LeftOver::GivenBack);
        let Some(link) = link else { return Ok(Vec::new()) };
        if store::newest(connection)? != newest {
            return Ok(Vec::new());
        }
        let lost = lost(connection, link.through)?;
        let fragments = fragments(connection, &lost)?;
        let (halves, wholes): (Vec<Lost>, Vec<Lost>) =
            lost.into_iter().partition(|row| fragments.contains(&(row.table.number, row.id)));
        if !wholes.is_empty() || !halves.is_empty() {
            let (rows, left_out) = (wholes.len(), halves.len());
            tracing::warn!(rows, left_out, "the hub had lost rows; this desk tells them again");
        }
        told.gives = !wholes.is_empty();
        let stand = halves.iter().filter(|row| row.stands);
        told.fragments = stand.map(|row| (row.table, row.id)).collect();
        Ok(wholes.into_iter().map(|row| insertion(row.table, row.id, row.fields)).collect())
    })?;
    Ok(told)
}

/// Everything that did not come, as the hub had it last.
fn lost(connection: &Connection, through: u64) -> Result<Vec<Lost>> {
    let mut waiting = store::refused_that_did_not_come(connection)?;
    let mut lost = Vec::new();
    for table in TABLES.iter().filter(|table| table.name != OF_THE_HUB) {
        let (of_table, others) = waiting.into_iter().partition(|row| row.table == table.number);
        waiting = others;
        let of_table: Vec<Row> = of_table;
        for id in rows::left_over(connection, table, through)? {
            // Where another version of it waits, that one is what the hub had last.
            if of_table.iter().all(|row| row.id != id) {
                let stands = rows::read(connection, table, id)?;
                lost.extend(stands.map(|fields| Lost { table, id, fields, stands: true }));
            }
        }
        let known = |column: &u16| table.column_by_number(*column).is_some();
        lost.extend(of_table.into_iter().map(|row| {
            let fields = row.fields.into_iter().filter(|(column, _)| known(column)).collect();
            Lost { table, id: row.id, fields, stands: false }
        }));
    }
    Ok(lost)
}

/// Those that cannot be without a row which came neither to the hub nor here before the hub lost it, such as a line of a prescription: told
/// alone they would hang in the air on every desk.
fn fragments(connection: &Connection, lost: &[Lost]) -> Result<BTreeSet<(u16, Uuid)>> {
    let told: BTreeSet<(u16, Uuid)> = lost.iter().map(|row| (row.table.number, row.id)).collect();
    let mut fragments = BTreeSet::new();
    loop {
        let before = fragments.len();
        for row in lost {
            for (column, parent) in rows::needed(connection, row.table)? {
                let Some(Value::Blob(named)) = row.fields.get(&column) else { continue };
                let Ok(id) = Uuid::from_slice(named) else { continue };
                let key = (parent.number, id);
                let is_told = told.contains(&key) || rows::read(connection, parent, id)?.is_some();
                if !is_told || fragments.contains(&key) {
                    fragments.insert((row.table.number, row.id));
                }
            }
        }
        if fragments.len() == before {
            return Ok(fragments);
        }
    }
}

fn insertion(table: &Table, id: Uuid, mut stands: Fields) -> Change {
    // What is empty here is said to be: the hub may have a value that somebody since took away, of which it lost the taking.
    for column in table.columns {
        stands.entry(column.number).or_insert(Value::Null);
    }
    let fields = stands.into_iter().map(|(column, after)| Field { column, before: Value::Null, after });
    Change { table: table.number, row: id, action: Action::Insert, fields: fields.collect() }
}
