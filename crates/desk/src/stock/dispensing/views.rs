//! What was handed out, as a label and the list of it tell it.

use domain::id::{FulfilmentId, SiteId};
use domain::prescription::{DoseUnit, Frequency, MedicineForm, Route};
use domain::time::{Date, Instant};
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::requests::RecentFulfilment;
use crate::error::{Refusal, Result};
use crate::store::{RowExt as _, Sql};

/// One time at the counter.
pub(crate) struct HandedOut {
    pub r#ref: String,
    pub site_id: SiteId,
    pub patient_name: String,
    pub patient_second_name: Option<String>,
    pub patient_ref: String,
    pub at: Instant,
    pub lines: Vec<HandedLine>,
}

/// One pack: so much of one lot, with the course it is for.
pub(crate) struct HandedLine {
    pub medicine: String,
    pub strength: Option<String>,
    /// As it was prescribed, where that was another of the clinic's medicines.
    pub instead_of: Option<String>,
    pub form: MedicineForm,
    pub unit: String,
    pub dose_milli: u32,
    pub dose_unit: DoseUnit,
    pub route: Route,
    pub frequency: Frequency,
    pub days: Option<u16>,
    pub instructions: Option<String>,
    pub quantity: i64,
    pub lot_number: String,
    pub expires_on: Date,
}

/// # Errors
/// `not_found {what: fulfilment}`.
pub(crate) fn handed_out(connection: &Connection, id: FulfilmentId) -> Result<HandedOut> {
    let mut statement =
        connection.prepare_cached(concat!(include_str!("fulfilment.sql"), " and fulfilment.id = :id"))?;
    let found = statement.query_row(named_params! { ":id": Sql(id) }, |row| {
        Ok(HandedOut {
            r#ref: row.get("ref")?,
            site_id: row.col("site_id")?,
            patient_name: row.get("patient_name")?,
            patient_second_name: row.get("patient_second_name")?,
            patient_ref: row.get("patient_ref")?,
            at: row.col("fulfilled_at")?,
            lines: Vec::new(),
        })
    });
    let found = found.optional()?.ok_or_else(|| Refusal::not_found("fulfilment"))?;
    Ok(HandedOut { lines: lines(connection, id)?, ..found })
}

fn lines(connection: &Connection, id: FulfilmentId) -> Result<Vec<HandedLine>> {
    let mut statement = connection.prepare_cached(include_str!("handed.sql"))?;
    let rows = statement.query_map(named_params! { ":fulfilment": Sql(id) }, |row| {
        Ok(HandedLine {
            medicine: row.get("medicine")?,
            strength: row.get("strength")?,
            instead_of: row.get("instead_of")?,
            form: row.col("form")?,
            unit: row.get("unit")?,
            dose_milli: row.get("dose_milli")?,
            dose_unit: row.col("dose_unit")?,
            route: row.col("route")?,
            frequency: row.col("frequency")?,
            days: row.get("days")?,
            instructions: row.get("instructions")?,
            quantity: row.get("quantity")?,
            lot_number: row.get("lot_number")?,
            expires_on: row.col("expires_on")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The newest hundred of a site.
pub(super) fn recent(connection: &Connection, site: SiteId) -> Result<Vec<RecentFulfilment>> {
    let mut statement = connection.prepare_cached(concat!(
        include_str!("fulfilment.sql"),
        " and fulfilment.site_id = :site order by fulfilment.fulfilled_at desc, fulfilment.id desc limit 100"
    ))?;
    let rows = statement.query_map(named_params! { ":site": Sql(site) }, |row| {
        Ok(RecentFulfilment {
            id: row.col("id")?,
            prescription_id: row.col("prescription_id")?,
            r#ref: row.get("ref")?,
            patient_name: row.get("patient_name")?,
            patient_second_name: row.get("patient_second_name")?,
            at: row.col("fulfilled_at")?,
            by: row.get("by")?,
            packs: row.get("packs")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
