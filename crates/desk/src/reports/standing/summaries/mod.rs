//! The visits packed a doctor's day at a time, so that years of them are read in a blink; and the deeds of the ledger by day. Nothing of it is
//! ever believed against the rows: the database notes in the transaction of a change which of the packed days it touched (`V26__reports.sql`),
//! and such a day is read from its rows until it is packed anew, before the next report. Days beyond those that were packed are read from
//! their rows as well, so that booking ahead costs nothing here.

mod background;
mod store;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::calendar::zone::{self, Zone};
use domain::id::{AccountId, DoctorId, SiteId};
use domain::time::{Date, Instant};
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

pub(crate) use background::Packing;

use super::ask::Ask;
use super::facts::{Day, Wanted};
use super::packed::{Part, pack, unpack};
use super::persons::Numbers;
use super::store::{Days, days};
use crate::error::{Fault, Result};
use crate::reports::begin_of;
use crate::reports::store::Done;
use crate::session::Empty;
use crate::store::Store;
use crate::{Desk, Session};

type Key = (Date, DoctorId, SiteId);

/// What was made anew.
#[derive(Debug, Clone, Serialize, JsonSchema, TS)]
pub struct Rebuilt {
    /// Doctors' days that are packed.
    pub days: u64,
    /// Of them, those that did not say what the visits say: none, unless something is wrong.
    pub differed: u64,
}

/// Days packed in one transaction: a clinic of fifty doctors has some ten thousand visits in as many, which takes a tenth of a second.
const DAYS_AT_ONCE: i64 = 10;
/// Changed days packed anew in one transaction.
const STALE_AT_ONCE: u32 = 500;
const DEEDS_AT_ONCE: u32 = 50_000;

/// Packs what changed since, and the days up to `to` that were not asked about before; counts what was done since. A transaction at a time, after
/// each of which `goes_on` is asked: what is not packed by then is read from its rows. Whether there is nothing more to do.
fn settle(store: &Store, to: Date, goes_on: &mut dyn FnMut() -> bool) -> Result<bool> {
    let mut met = HashMap::new();
    loop {
        let (state, stale, newest) = store.read(|connection| {
            Ok((store::state(connection)?, store::has_stale(connection)?, store::newest(connection)?))
        })?;
        let target = newest.map(|newest| newest.min(to));
        let reaches = target.is_none_or(|target| state.is_some_and(|last| last >= target));
        if reaches && !stale {
            break;
        }
        let known = std::mem::take(&mut met);
        met = store.write_locally(|connection| {
            let mut numbers = Numbers::keeping(connection, known)?;
            if stale {
                pack_stale(connection, &mut numbers)?;
            }
            if let Some(target) = target.filter(|_| !reaches) {
                extend(connection, target, &mut numbers)?;
            }
            Ok(numbers.told())
        })?;
        if !goes_on() {
            return Ok(false);
        }
    }
    while store.read(store::deeds_are_behind)? {
        store.write_locally(count_deeds)?;
        if !goes_on() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Packs the days that changed.
fn pack_stale(connection: &Connection, numbers: &mut Numbers<'_>) -> Result<()> {
    for (date, doctor) in store::stale(connection, STALE_AT_ONCE)? {
        store::forget_day(connection, date, doctor)?;
        insert(connection, &days(connection, (date, date), Some(doctor), None, numbers)?)?;
        store::settled(connection, date, doctor)?;
    }
    Ok(())
}

/// Packs some more days, up to `target`.
fn extend(connection: &Connection, target: Date, numbers: &mut Numbers<'_>) -> Result<()> {
    let last = store::state(connection)?;
    // What begins later than the next day has nothing before it.
    let from = match store::first_after(connection, last)? {
        Some(first) => first,
        None => return store::reach(connection, target),
    };
    let until = from.plus_days(DAYS_AT_ONCE - 1).unwrap_or(from).min(target);
    if from <= until {
        insert(connection, &days(connection, (from, until), None, None, numbers)?)?;
    }
    store::reach(connection, until.max(from.plus_days(-1).unwrap_or(from)).min(target))
}

fn insert(connection: &Connection, days: &Days) -> Result<()> {
    for part in Part::ALL {
        for (key, day) in days {
            let body = pack(day, part);
            if !body.is_empty() {
                store::insert(connection, part, *key, &body)?;
            }
        }
    }
    Ok(())
}

/// Every doctor's day of a period in order of date, doctor and site, with what of it is wanted. How many visits there were.
pub(super) fn each(
    connection: &Connection,
    (from, to): (Date, Date),
    (doctor, site): (Option<DoctorId>, Option<SiteId>),
    wanted: Wanted,
    numbers: &mut Numbers<'_>,
    see: &mut dyn FnMut(&mut Day),
) -> Result<u64> {
    let last = store::state(connection)?;
    let stale: HashSet<(Date, DoctorId)> = store::stale_between(connection, from, to)?.into_iter().collect();
    let mut loose = Days::new();
    // Beyond what is packed, and what has changed since it was.
    let beyond = last.map_or(Some(from), |last| last.plus_days(1)).map(|first| first.max(from));
    if let Some(first) = beyond.filter(|first| *first <= to) {
        loose.append(&mut days(connection, (first, to), doctor, site, numbers)?);
    }
    for (date, of) in stale.iter().filter(|(_, of)| doctor.is_none_or(|doctor| doctor == *of)) {
        loose.append(&mut days(connection, (*date, *date), Some(*of), site, numbers)?);
    }
    let mut loose = loose.into_iter().peekable();
    let parts: Vec<Part> = Part::ALL.into_iter().filter(|part| wanted.takes(*part)).collect();
    let mut statements = parts.iter().map(|_| store::lines(connection)).collect::<Result<Vec<_>>>()?;
    let mut lines = Vec::new();
    for (statement, part) in statements.iter_mut().zip(&parts) {
        lines.push(store::Lines::of(statement, *part, (from, to), doctor, site)?);
    }
    let mut counted = 0;
    let mut day: Option<Day> = None;
    loop {
        let packed = lines.iter().filter_map(|lines| lines.at).min();
        let Some(key) = packed.into_iter().chain(loose.peek().map(|(key, _)| *key)).min() else { break };
        let (date, of, at) = key;
        let mut current = match day.take() {
            Some(used) => used.cleared(date, of, at),
            None => Day::new(date, of, at),
        };
        let is_stale = !stale.is_empty() && stale.contains(&(date, of));
        for (line, part) in lines.iter_mut().zip(&parts).filter(|(line, _)| line.at == Some(key)) {
            if !is_stale && !unpack(&mut current, *part, line.body()) {
                return Err(Fault::Corrupt("report_day.body").into());
            }
            line.advance()?;
        }
        if loose.peek().is_some_and(|(next, _)| *next == key)
            && let Some((_, read)) = loose.next()
        {
            current = read;
        } else if is_stale {
            day = Some(current);
            continue;
        }
        current.keep(wanted);
        if current.patients.is_empty() && current.reps.is_empty() {
            day = Some(current);
            continue;
        }
        counted += (current.patients.len() + current.reps.len()) as u64;
        see(&mut current);
        day = Some(current);
    }
    Ok(counted)
}

/// What was done in a period, by account and kind.
pub(super) fn deeds(ask: &Ask<'_>) -> Result<Vec<Done>> {
    let zone = home_zone(ask.connection)?;
    let mut done = store::deeds(ask.connection, ask.scope.from, ask.scope.to)?;
    for ((date, account, kind), count) in tally(store::uncounted(ask.connection, u32::MAX)?.0, zone) {
        if ask.scope.from <= date && date <= ask.scope.to {
            *done.entry((account, kind)).or_default() += count;
        }
    }
    store::with_names(ask.connection, done)
}

/// The operations of a period: the number of the first, and of the first after it.
pub(super) fn numbers(ask: &Ask<'_>) -> Result<(i64, i64)> {
    let zone = home_zone(ask.connection)?;
    let day_after = ask.scope.to.plus_days(1).unwrap_or(ask.scope.to);
    let (from, until) = (begin_of(ask.scope.from, zone), begin_of(day_after, zone));
    crate::reports::store::between(ask.connection, from, until)
}

type Deeds = BTreeMap<(Date, Option<AccountId>, String), u32>;

fn tally(operations: Vec<(Instant, Option<AccountId>, String)>, zone: Zone) -> Deeds {
    let mut deeds = Deeds::new();
    let mut days: HashMap<i64, Date> = HashMap::new();
    for (at, account, kind) in operations {
        // A quarter of an hour is never on two days: zones differ by whole ones.
        let date = *days.entry(at.0.div_euclid(900_000)).or_insert_with(|| zone::wall(at, zone).0);
        *deeds.entry((date, account, kind)).or_default() += 1;
    }
    deeds
}

fn count_deeds(connection: &Connection) -> Result<()> {
    let zone = home_zone(connection)?;
    store::set_zone(connection, &zone.to_string())?;
    let (operations, through) = store::uncounted(connection, DEEDS_AT_ONCE)?;
    for ((date, account, kind), count) in tally(operations, zone) {
        store::add_deeds(connection, date, account, &kind, count)?;
    }
    store::counted_through(connection, through)
}

fn home_zone(connection: &Connection) -> Result<Zone> {
    Ok(super::store::home(connection, None)?.map_or(zone::GREENWICH, |(_, _, zone)| zone))
}

/// For tests: packs up to the last visit.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn pack_all(desk: &Desk) -> Result<()> {
    let opened = desk.opened()?;
    match opened.store.read(store::newest)? {
        Some(newest) => settle(&opened.store, newest, &mut || true).map(drop),
        None => Ok(()),
    }
}

/// For tests: whether what is packed, and not known to have changed, is what the rows say.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn packed_stand(desk: &Desk) -> Result<bool> {
    desk.read(|connection| Ok(differing(connection)?.1 == 0))
}

/// How many doctors' days are packed, and how many of them are not as the visits say, though nothing was noted.
fn differing(connection: &Connection) -> Result<(u64, u64)> {
    let stale: HashSet<(Date, DoctorId)> = store::stale(connection, u32::MAX)?.into_iter().collect();
    let is_known = |key: &Key| stale.contains(&(key.0, key.1));
    let last = store::state(connection)?;
    let mut from = store::first_after(connection, None)?;
    let mut kept = store::keys(connection)?;
    let (mut all, mut differed) = (0, 0);
    let mut numbers = Numbers::reading(connection)?;
    while let Some((first, last)) = from.zip(last).filter(|(first, last)| first <= last) {
        let until = first.plus_days(DAYS_AT_ONCE - 1).unwrap_or(first).min(last);
        for (key, day) in &days(connection, (first, until), None, None, &mut numbers)? {
            all += 1;
            kept.remove(key);
            differed += u64::from(!is_known(key) && store::is_otherwise(connection, *key, day)?);
        }
        from = until.plus_days(1);
    }
    // Packed, and no visit is there.
    let empty = kept.iter().filter(|key| !is_known(key)).count() as u64;
    Ok((all, differed + empty))
}

/// Packs everything anew and says what was not as the visits say.
///
/// # Errors
/// `storage.full`, `storage.read_only`.
pub fn rebuild(desk: &Desk, _session: &Session, _request: Empty) -> Result<Rebuilt> {
    let opened = desk.opened()?;
    opened.store.write_locally(|connection| {
        let (days, differed) = differing(connection)?;
        let target = store::state(connection)?;
        store::forget(connection)?;
        if let Some(target) = target {
            let mut numbers = Numbers::keeping(connection, HashMap::new())?;
            while store::state(connection)?.is_none_or(|reached| reached < target) {
                extend(connection, target, &mut numbers)?;
            }
        }
        while store::deeds_are_behind(connection)? {
            count_deeds(connection)?;
        }
        Ok(Rebuilt { days, differed })
    })
}
