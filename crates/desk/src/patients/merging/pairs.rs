//! The worklist of records that are likely one person.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::id::PatientId;
use domain::patient::{Agreement, Likeness, Traits};
use rusqlite::Connection;

use super::requests::{LikelyPair, LikelyPairs, LikelyPairsRequest};
use super::store;
use crate::error::Result;
use crate::patients::views::{self, Identified};
use crate::patients::{search::Found, today};
use crate::{Desk, Session};

const USUAL: u16 = 50;
const MOST: u16 = 200;
/// So many pairs are compared record by record, those with the latest registered first. What the index gives has a name, and a phone or a day
/// of birth, in common already, so that nearly all of these are worth showing.
const MOST_COMPARED: usize = 5_000;

/// Pairs of records that are likely one person, the likeliest first.
///
/// # Errors
/// Only a fault of the database.
pub fn likely_pairs(desk: &Desk, _session: &Session, request: LikelyPairsRequest) -> Result<LikelyPairs> {
    let limit = usize::from(request.limit.unwrap_or(USUAL).min(MOST));
    let mut pairs = desk.opened()?.patients.pairs()?;
    // The latest registered first: what was doubled lately is remembered best.
    pairs.sort_unstable_by_key(|(one, other)| Reverse((*other, *one)));
    desk.read(|connection| {
        let apart = store::kept_apart(connection)?;
        pairs.retain(|pair| !apart.contains(pair));
        let mut more = pairs.len() > MOST_COMPARED;
        pairs.truncate(MOST_COMPARED);
        let mut records = Records { connection, today: today(connection, desk.now())?, read: HashMap::new() };
        let mut likely = Vec::new();
        for (one, other) in pairs {
            let Some(likeness) = records.likeness(one, other)? else { continue };
            likely.push((likeness, one, other));
        }
        likely.sort_by_key(|(likeness, ..)| Reverse(likeness.score));
        more |= likely.len() > limit;
        likely.truncate(limit);
        let pairs = likely
            .into_iter()
            .map(|(likeness, one, other)| records.pair(likeness, one, other))
            .filter_map(Result::transpose)
            .collect::<Result<_>>()?;
        Ok(LikelyPairs { pairs, more })
    })
}

/// Records as they are compared, each read once.
struct Records<'a> {
    connection: &'a Connection,
    today: domain::time::Date,
    read: HashMap<PatientId, Option<Traits>>,
}

impl Records<'_> {
    /// How alike two are; `None` where that is not enough to say they are one person.
    fn likeness(&mut self, one: PatientId, other: PatientId) -> Result<Option<Likeness>> {
        self.know(one)?;
        self.know(other)?;
        let [one, other] = [one, other].map(|id| self.read.get(&id).and_then(Option::as_ref));
        let likeness = one.zip(other).and_then(|(one, other)| one.likeness(other));
        Ok(likeness.filter(|likeness| {
            let agrees = |what| likeness.agrees.contains(&what);
            // Namesakes are many, families share phones, twins share both phone and birthday.
            agrees(Agreement::NationalId)
                || (agrees(Agreement::Name) && (agrees(Agreement::Phone) || agrees(Agreement::DateOfBirth)))
        }))
    }

    fn know(&mut self, id: PatientId) -> Result<()> {
        if !self.read.contains_key(&id) {
            let found = [Found { id, last_visit: None }];
            let record = views::with_national_ids(self.connection, &found, self.today)?.pop();
            self.read.insert(id, record.as_ref().map(Identified::traits));
        }
        Ok(())
    }

    fn pair(&self, likeness: Likeness, one: PatientId, other: PatientId) -> Result<Option<LikelyPair>> {
        let hit = |id| views::hit(self.connection, id, self.today);
        let pair = hit(one)?.zip(hit(other)?);
        Ok(pair.map(|(one, other)| LikelyPair { one, other, agrees: likeness.agrees }))
    }
}
