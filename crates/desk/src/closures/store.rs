//! The SQL of closures and extra openings.

use domain::calendar::ClosureRule;
use domain::id::{ClosureId, DoctorId, SiteId};
use domain::time::{Date, Instant, Span};
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, named_params};

use super::Closure;
use crate::agenda::{self, RepVisit};
use crate::error::Result;
use crate::store::{RowExt as _, Sql};

/// What closes or opens a doctor or the site between two days, both counted.
pub fn touching(
    connection: &Connection,
    doctor: DoctorId,
    site: SiteId,
    first: Date,
    last: Date,
) -> Result<Vec<Closure>> {
    let mut statement = connection.prepare_cached(include_str!("touching.sql"))?;
    let rows = statement.query_map(
        named_params! {
            ":doctor_id": Sql(doctor), ":site_id": Sql(site), ":first": Sql(first), ":last": Sql(last),
        },
        closure,
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Every closure that touches a day between two, of whichever site or doctor; either end may be open.
pub fn between(connection: &Connection, first: Option<Date>, last: Option<Date>) -> Result<Vec<Closure>> {
    let mut statement = connection.prepare_cached(include_str!("between.sql"))?;
    let rows = statement.query_map(named_params! { ":first": Sql(first), ":last": Sql(last) }, closure)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The same closures as the calendar's rules take them.
pub fn rules(closures: &[Closure]) -> Vec<ClosureRule> {
    closures
        .iter()
        .map(|closure| ClosureRule {
            id: closure.id,
            first_date: closure.first_date,
            last_date: closure.last_date,
            part: part(closure),
            effect: closure.effect,
        })
        .collect()
}

/// The part of each of its days that a closure covers.
pub fn part(closure: &Closure) -> Span {
    closure
        .from
        .zip(closure.until)
        .and_then(|(from, until)| Span::new(from, until))
        .unwrap_or_else(Span::whole_day)
}

pub(crate) fn get(connection: &Connection, id: ClosureId) -> Result<Option<Closure>> {
    let mut statement = connection.prepare_cached(
        "select id, site_id, doctor_id, first_date, last_date, from_at, until_at, effect, reason
         from closure where id = :id and deleted_at is null",
    )?;
    Ok(statement.query_row(named_params! { ":id": Sql(id) }, closure).optional()?)
}

fn closure(row: &Row<'_>) -> rusqlite::Result<Closure> {
    Ok(Closure {
        id: row.col("id")?,
        site_id: row.col("site_id")?,
        doctor_id: row.col("doctor_id")?,
        first_date: row.col("first_date")?,
        last_date: row.col("last_date")?,
        from: row.col("from_at")?,
        until: row.col("until_at")?,
        effect: row.col("effect")?,
        reason: row.get("reason")?,
    })
}

pub(crate) fn insert(connection: &Connection, closure: &Closure, now: Instant) -> Result<()> {
    write(connection, include_str!("insert.sql"), named_params! { ":created_at": Sql(now) }, closure)
        .map(drop)
}

/// Whether there was such a closure.
pub(super) fn change(connection: &Connection, closure: &Closure) -> Result<bool> {
    Ok(write(connection, include_str!("change.sql"), &[], closure)? == 1)
}

/// Runs a statement that takes everything of a closure, and parameters of its own besides. How many rows it wrote.
fn write(connection: &Connection, sql: &str, own: &[(&str, &dyn ToSql)], closure: &Closure) -> Result<usize> {
    let of_closure = named_params! {
        ":id": Sql(closure.id),
        ":site_id": Sql(closure.site_id),
        ":doctor_id": Sql(closure.doctor_id),
        ":first_date": Sql(closure.first_date),
        ":last_date": Sql(closure.last_date),
        ":from_at": Sql(closure.from),
        ":until_at": Sql(closure.until),
        ":effect": Sql(closure.effect),
        ":reason": closure.reason,
    };
    Ok(connection.prepare_cached(sql)?.execute(&*[own, of_closure].concat())?)
}

/// The rep visits of whoever a closure is about, on its days and in every state.
pub(super) fn rep_visits(connection: &Connection, closure: &Closure) -> Result<Vec<RepVisit>> {
    let params = named_params! {
        ":site_id": Sql(closure.site_id), ":doctor_id": Sql(closure.doctor_id), ":first": Sql(closure.first_date),
        ":last": Sql(closure.last_date),
    };
    let sql = concat!(include_str!("../agenda/rep_visits.sql"), include_str!("of_closure.sql"));
    agenda::store::collect_rep_visits(connection, sql, params)
}

pub(super) fn remove(connection: &Connection, id: ClosureId, now: Instant) -> Result<()> {
    connection
        .prepare_cached("update closure set deleted_at = :now where id = :id")?
        .execute(named_params! { ":id": Sql(id), ":now": Sql(now) })?;
    Ok(())
}
