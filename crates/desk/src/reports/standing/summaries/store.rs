//! The SQL of what is packed.

use std::collections::{BTreeMap, HashSet};

use domain::id::{AccountId, DoctorId, Id as _, SiteId};
use domain::time::{Date, Instant};
use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Rows, named_params};

use super::{Key, Part, pack};
use crate::error::Result;
use crate::reports::standing::facts::Day;
use crate::reports::store::Done;
use crate::store::{RowExt as _, Sql};

/// The last of the days that are packed; all before it are.
pub(super) fn state(connection: &Connection) -> Result<Option<Date>> {
    let mut statement = connection.prepare_cached("select last_date from report_state")?;
    Ok(statement.query_row([], |row| row.col("last_date"))?)
}

/// From the first day there can be.
pub(super) fn reach(connection: &Connection, last: Date) -> Result<()> {
    connection
        .prepare_cached("update report_state set first_date = '0000-01-01', last_date = :last")?
        .execute(named_params! { ":last": Sql(last) })?;
    Ok(())
}

pub(super) fn has_stale(connection: &Connection) -> Result<bool> {
    let mut statement = connection.prepare_cached("select exists (select 1 from report_stale) as found")?;
    Ok(statement.query_row([], |row| row.get("found"))?)
}

/// The day of the last visit.
pub(super) fn newest(connection: &Connection) -> Result<Option<Date>> {
    let newest = |sql: &str| -> Result<Option<Date>> {
        Ok(connection.prepare_cached(sql)?.query_row([], |row| row.col("newest"))?)
    };
    let of_patients = newest("select max(date) as newest from appointment")?;
    Ok(of_patients.max(newest("select max(date) as newest from rep_visit")?))
}

/// The first day with a visit after this one; the first of all when there is none.
pub(super) fn first_after(connection: &Connection, last: Option<Date>) -> Result<Option<Date>> {
    let last = last.map_or_else(|| "0000-00-00".to_owned(), |last| last.to_string());
    let mut statement = connection.prepare_cached(include_str!("first_after.sql"))?;
    Ok(statement.query_row(named_params! { ":last": last }, |row| row.col("first"))?)
}

fn pairs(connection: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<Vec<(Date, DoctorId)>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| Ok((row.col("date")?, row.col("doctor_id")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn stale(connection: &Connection, most: u32) -> Result<Vec<(Date, DoctorId)>> {
    pairs(connection, "select date, doctor_id from report_stale limit :most", named_params! { ":most": most })
}

pub(super) fn stale_between(connection: &Connection, from: Date, to: Date) -> Result<Vec<(Date, DoctorId)>> {
    pairs(
        connection,
        "select date, doctor_id from report_stale where date between :from and :to",
        named_params! { ":from": Sql(from), ":to": Sql(to) },
    )
}

pub(super) fn settled(connection: &Connection, date: Date, doctor: DoctorId) -> Result<()> {
    connection
        .prepare_cached("delete from report_stale where date = :date and doctor_id = :doctor")?
        .execute(named_params! { ":date": Sql(date), ":doctor": Sql(doctor) })?;
    Ok(())
}

pub(super) fn forget_day(connection: &Connection, date: Date, doctor: DoctorId) -> Result<()> {
    connection
        .prepare_cached(
            "delete from report_day where part in (1, 2, 3, 4) and date = :date and doctor_id = :doctor",
        )?
        .execute(named_params! { ":date": Sql(date), ":doctor": Sql(doctor) })?;
    Ok(())
}

/// Everything that is packed, and what is counted of the ledger.
pub(super) fn forget(connection: &Connection) -> Result<()> {
    connection.prepare_cached("delete from report_day")?.execute([])?;
    connection.prepare_cached("delete from report_stale")?.execute([])?;
    connection.prepare_cached("delete from report_deed")?.execute([])?;
    connection
        .prepare_cached("update report_state set first_date = null, last_date = null, deeds_through = 0")?
        .execute([])?;
    Ok(())
}

pub(super) fn insert(
    connection: &Connection,
    part: Part,
    (date, doctor, site): Key,
    body: &[u8],
) -> Result<()> {
    connection
        .prepare_cached(
            "insert into report_day (part, date, doctor_id, site_id, body)
             values (:part, :date, :doctor, :site, :body)",
        )?
        .execute(named_params! {
            ":part": part as u8, ":date": Sql(date), ":doctor": Sql(doctor), ":site": Sql(site), ":body": body,
        })?;
    Ok(())
}

/// Which days are packed.
pub(super) fn keys(connection: &Connection) -> Result<HashSet<Key>> {
    let mut statement =
        connection.prepare_cached("select distinct date, doctor_id, site_id from report_day")?;
    let rows =
        statement.query_map([], |row| Ok((row.col("date")?, row.col("doctor_id")?, row.col("site_id")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether a day is packed as something else than it is.
pub(super) fn is_otherwise(connection: &Connection, (date, doctor, site): Key, day: &Day) -> Result<bool> {
    let mut statement = connection.prepare_cached(
        "select body from report_day
         where part = :part and date = :date and doctor_id = :doctor and site_id = :site",
    )?;
    for part in Part::ALL {
        let params = named_params! {
            ":part": part as u8, ":date": Sql(date), ":doctor": Sql(doctor), ":site": Sql(site),
        };
        let body: Option<Vec<u8>> = statement.query_row(params, |row| row.get("body")).optional()?;
        if body.unwrap_or_default() != pack(day, part) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// One part of the packed days, line by line.
pub(super) struct Lines<'s> {
    rows: Rows<'s>,
    /// Where it stands; none at the end.
    pub at: Option<Key>,
    body: Vec<u8>,
    /// The date of the line before, as it was written and as it was read.
    text: Vec<u8>,
    date: Option<Date>,
}

pub(super) fn lines(connection: &Connection) -> Result<CachedStatement<'_>> {
    Ok(connection.prepare_cached(include_str!("lines.sql"))?)
}

impl<'s> Lines<'s> {
    pub fn of(
        statement: &'s mut CachedStatement<'_>,
        part: Part,
        (from, to): (Date, Date),
        doctor: Option<DoctorId>,
        site: Option<SiteId>,
    ) -> Result<Self> {
        let rows = statement.query(named_params! {
            ":part": part as u8, ":from": Sql(from), ":to": Sql(to), ":doctor": Sql(doctor), ":site": Sql(site),
        })?;
        let mut lines = Self { rows, at: None, body: Vec::new(), text: Vec::new(), date: None };
        lines.advance()?;
        Ok(lines)
    }

    pub fn advance(&mut self) -> Result<()> {
        self.at = None;
        if let Some(row) = self.rows.next()? {
            // By position: there are as many lines as a clinic has had days. And a date is read once for all doctors.
            let text = row.get_ref(0)?.as_bytes().map_err(rusqlite::Error::from)?;
            let date = match self.date {
                Some(date) if self.text == text => date,
                _ => {
                    self.text.clear();
                    self.text.extend_from_slice(text);
                    row.at(0)?
                }
            };
            self.date = Some(date);
            self.at = Some((date, row.at(1)?, row.at(2)?));
            self.body.clear();
            self.body.extend_from_slice(row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?);
        }
        Ok(())
    }

    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

/// Whether operations wait to be counted.
pub(super) fn deeds_are_behind(connection: &Connection) -> Result<bool> {
    let mut statement = connection.prepare_cached(
        "select (select coalesce(max(number), 0) from operation) > deeds_through as behind from report_state",
    )?;
    Ok(statement.query_row([], |row| row.get("behind"))?)
}

/// By the clock of another zone days begin elsewhere: all is counted anew.
pub(super) fn set_zone(connection: &Connection, zone: &str) -> Result<()> {
    let changed = connection
        .prepare_cached(
            "update report_state set deeds_zone = :zone, deeds_through = 0 where deeds_zone is not :zone",
        )?
        .execute(named_params! { ":zone": zone })?;
    if changed > 0 {
        connection.prepare_cached("delete from report_deed")?.execute([])?;
    }
    Ok(())
}

type Operations = Vec<(Instant, Option<AccountId>, String)>;

/// Operations that are not counted yet, and the number of the last of them.
pub(super) fn uncounted(connection: &Connection, most: u32) -> Result<(Operations, i64)> {
    let mut statement = connection.prepare_cached(include_str!("uncounted.sql"))?;
    let mut rows = statement.query(named_params! { ":most": most })?;
    let (mut operations, mut through) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        through = row.get("number")?;
        // The upper 48 bits are milliseconds.
        let at = Instant(row.get::<_, i64>("hlc")? >> 16);
        operations.push((at, row.col("account_id")?, row.get("kind")?));
    }
    Ok((operations, through))
}

pub(super) fn counted_through(connection: &Connection, number: i64) -> Result<()> {
    connection
        .prepare_cached("update report_state set deeds_through = max(deeds_through, :number)")?
        .execute(named_params! { ":number": number })?;
    Ok(())
}

pub(super) fn add_deeds(
    connection: &Connection,
    date: Date,
    account: Option<AccountId>,
    kind: &str,
    count: u32,
) -> Result<()> {
    connection
        .prepare_cached(
            "insert into report_deed (date, account_id, kind, done) values (:date, :account, :kind, :count)
             on conflict do update set done = done + :count",
        )?
        .execute(named_params! {
            ":date": Sql(date), ":account": bytes(account), ":kind": kind, ":count": count,
        })?;
    Ok(())
}

fn bytes(account: Option<AccountId>) -> Vec<u8> {
    account.map_or_else(Vec::new, |account| account.uuid().as_bytes().to_vec())
}

type ByAccount = BTreeMap<(Option<AccountId>, String), u32>;

pub(super) fn deeds(connection: &Connection, from: Date, to: Date) -> Result<ByAccount> {
    let mut statement = connection.prepare_cached(
        "select nullif(account_id, x'') as account_id, kind, sum(done) as done from report_deed
         where date between :from and :to group by account_id, kind",
    )?;
    let rows = statement.query_map(named_params! { ":from": Sql(from), ":to": Sql(to) }, |row| {
        Ok(((row.col("account_id")?, row.get("kind")?), row.get("done")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn with_names(connection: &Connection, deeds: ByAccount) -> Result<Vec<Done>> {
    let mut statement = connection.prepare_cached("select full_name from account where id = :id")?;
    let mut named = Vec::with_capacity(deeds.len());
    for ((account_id, kind), count) in deeds {
        let full_name = match account_id {
            Some(id) => statement
                .query_row(named_params! { ":id": Sql(id) }, |row| row.get("full_name"))
                .optional()?,
            None => None,
        };
        named.push(Done { account_id, full_name, kind, count });
    }
    Ok(named)
}
