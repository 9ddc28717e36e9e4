//! Every row of the replicated tables, read and written by hand: to see that two desks have the same, and as the limit for taking them in.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use wire::registry::{TABLES, Table};

use crate::clinic::{Open, said};

pub type Rows = Vec<(&'static str, Vec<Vec<Value>>)>;

pub fn read(open: &Open) -> Result<Rows> {
    open.desk
        .read(|connection| {
            let of_table = |table: &'static Table| {
                let mut statement = connection.prepare(&format!(
                    "select {} from {} order by id",
                    columns(table),
                    table.name
                ))?;
                let rows = statement
                    .query_map([], |row| (0..=table.columns.len()).map(|at| row.get(at)).collect())?
                    .collect::<rusqlite::Result<_>>()?;
                Ok((table.name, rows))
            };
            TABLES.iter().map(of_table).collect::<desk::Result<Rows>>()
        })
        .map_err(said)
}

/// Seconds that the rows alone take in a file of the same kind, with the same tables and indexes and nothing else.
pub fn written_bare(open: &Open, dir: &Path, rows: &Rows) -> Result<f64> {
    let file = dir.join("bare.db");
    desk::testing::copy_database(&open.desk, &file).map_err(said)?;
    let mut bare = desk::testing::open_bare(&open.desk, &file).map_err(said)?;
    bare.pragma_update(None, "foreign_keys", false)?;
    let mut statement = bare.prepare("select name from sqlite_schema where type = 'trigger'")?;
    let triggers: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    drop(statement);
    for trigger in triggers {
        bare.execute_batch(&format!("drop trigger {trigger}"))?;
    }
    for table in TABLES {
        bare.execute_batch(&format!("delete from {}", table.name))?;
    }
    bare.execute_batch("vacuum")?;
    let begun = Instant::now();
    write(&mut bare, rows)?;
    Ok(begun.elapsed().as_secs_f64())
}

fn write(bare: &mut Connection, rows: &Rows) -> Result<()> {
    let transaction = bare.transaction()?;
    for (table, (_, rows)) in TABLES.iter().zip(rows) {
        let places = vec!["?"; table.columns.len() + 1].join(", ");
        let sql = format!("insert into {} ({}) values ({places})", table.name, columns(table));
        let mut statement = transaction.prepare(&sql)?;
        for row in rows {
            statement.execute(params_from_iter(row))?;
        }
    }
    Ok(transaction.commit()?)
}

fn columns(table: &Table) -> String {
    std::iter::once("id").chain(table.columns.iter().map(|column| column.name)).collect::<Vec<_>>().join(", ")
}
