//! The SQL of papers, beyond what the board and the worklists read themselves.

use std::collections::HashMap;

use domain::id::PatientId;
use domain::time::Date;
use rusqlite::{Connection, OptionalExtension as _, named_params};

use crate::error::Result;
use crate::store::{RowExt as _, Sql};

/// What is known of when a patient was born.
pub(super) struct Born {
    pub date_of_birth: Option<Date>,
    pub born_about: Option<u16>,
}

pub(super) fn births(connection: &Connection, patients: &[PatientId]) -> Result<HashMap<PatientId, Born>> {
    let mut statement =
        connection.prepare_cached("select date_of_birth, born_about from patient where id = :id")?;
    let mut births = HashMap::new();
    for patient in patients {
        let row = statement.query_row(named_params! { ":id": Sql(*patient) }, |row| {
            Ok(Born { date_of_birth: row.col("date_of_birth")?, born_about: row.get("born_about")? })
        });
        if let Some(born) = row.optional()? {
            births.insert(*patient, born);
        }
    }
    Ok(births)
}
