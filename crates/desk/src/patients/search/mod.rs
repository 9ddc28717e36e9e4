//! Finding patients as one types: an index in memory of names, phones and numbers, folded. It is built in the background when
//! the vault opens, and follows every commit: what changed is noted at once and read again by the next search, so the index is never
//! a second truth, only the database's state remembered in a quicker form.

mod base;
mod changed;
mod columns;
mod dictionary;
mod index;
mod pairs;
mod query;
mod store;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;

use chrono::NaiveDate;
use domain::id::{Id as _, PatientId};
use domain::time::Date;
use uuid::Uuid;
use wire::changes::Change;

use crate::error::{Fault, Result};
use crate::ledger::Projection;
use crate::store::Store;
use changed::Changed;
use columns::{NO_DAY, Record};
use index::{Fit, Index};
use query::Query;
pub(super) use query::whole_file_number;

/// A patient that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    pub id: PatientId,
    /// The latest day the patient came.
    pub last_visit: Option<Date>,
}

/// Names, phones and numbers of every patient, folded for searching.
pub struct SearchIndex {
    shared: Arc<Shared>,
}

struct Shared {
    store: Arc<Store>,
    stage: Mutex<Stage>,
    built: Condvar,
    index: RwLock<Index>,
    changed: Mutex<Changed>,
    /// Held while changes are being read, so that a search never overtakes one that is taking them in.
    turn: Mutex<Turn>,
    builder: Mutex<Option<JoinHandle<()>>>,
    closing: AtomicBool,
}

/// What whoever takes changes in has to know.
#[derive(Default)]
struct Turn {
    /// While a new index is being built beside the one in use: what this one took in since, for the new one to take in.
    renewing: Option<Changed>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Building,
    Ready,
    Failed,
}

/// More changes than this are read at once by building anew: one by one takes some 50 µs each.
const MOST_SINGLE_CHANGES: usize = 10_000;

impl SearchIndex {
    /// Begins to build the index; the first search waits for it.
    pub(crate) fn build(store: Arc<Store>) -> Self {
        let shared = Arc::new(Shared {
            store,
            stage: Mutex::new(Stage::Building),
            built: Condvar::new(),
            index: RwLock::default(),
            changed: Mutex::default(),
            turn: Mutex::default(),
            builder: Mutex::default(),
            closing: AtomicBool::new(false),
        });
        if !shared.in_background(Shared::build) {
            // The first search builds.
            *lock(&shared.stage) = Stage::Failed;
        }
        Self { shared }
    }

    /// The patients that fit what was typed, best first.
    ///
    /// # Errors
    /// Only a fault of the database; every text is a query.
    pub fn search(&self, text: &str, limit: usize) -> Result<Vec<Found>> {
        self.find(&[Query::read(text)], limit)
    }

    /// Who might be a person of this name, these phones, this identity number: each way of asking adds its own best.
    pub(super) fn candidates(
        &self,
        full_name: &str,
        phones: &[String],
        national_id: Option<&str>,
    ) -> Result<Vec<Found>> {
        let mut queries: Vec<Query> = national_id.into_iter().map(Query::whole_id).collect();
        queries.extend(phones.iter().map(|phone| Query::whole_phone(phone)));
        queries.extend(Query::namesakes(full_name));
        self.find(&queries, MOST_CANDIDATES)
    }

    fn find(&self, queries: &[Query], limit: usize) -> Result<Vec<Found>> {
        self.shared.wait_until_built()?;
        self.shared.catch_up()?;
        let index = self.shared.index.read().unwrap_or_else(PoisonError::into_inner);
        let mut found: Vec<Found> = Vec::new();
        for fit in queries.iter().flat_map(|query| index.search(query, limit)) {
            let fit = Found::from(&fit);
            if !found.contains(&fit) {
                found.push(fit);
            }
        }
        Ok(found)
    }

    /// Pairs of patients who might be one person, the smaller id in front.
    ///
    /// # Errors
    /// Only a fault of the database.
    pub(super) fn pairs(&self) -> Result<Vec<(PatientId, PatientId)>> {
        self.shared.wait_until_built()?;
        self.shared.catch_up()?;
        let index = self.shared.index.read().unwrap_or_else(PoisonError::into_inner);
        let id = |id| PatientId::from_uuid(Uuid::from_bytes(id));
        Ok(index.pairs().into_iter().map(|(one, other)| (id(one), id(other))).collect())
    }

    /// So much has changed that the next search reads everything anew.
    pub(crate) fn forget(&self) {
        *lock(&self.shared.changed) = Changed { everything: true, ..Changed::default() };
    }

    /// Waits for what goes on in the background; how many patients still stand beside the base.
    #[cfg(test)]
    pub(super) fn settle(&self) -> usize {
        let builder = lock(&self.shared.builder).take();
        if let Some(builder) = builder {
            builder.join().expect("the builder does not panic");
        }
        self.shared.index.read().unwrap_or_else(PoisonError::into_inner).beside_the_base()
    }

    /// How many stand in the index this moment, whatever is still to be taken in, when it is renewed and `meanwhile` ends just before
    /// the new one, read earlier, takes its place.
    #[cfg(test)]
    pub(super) fn count_after_renewing(&self, meanwhile: impl FnOnce()) -> Result<usize> {
        let built = self.shared.read_everything()?;
        lock(&self.shared.turn).renewing = Some(Changed::default());
        meanwhile();
        self.shared.put_in_place(built)?;
        Ok(self.shared.index.read().unwrap_or_else(PoisonError::into_inner).known().len())
    }

    /// Everything known of every patient, for comparing two indexes.
    #[cfg(test)]
    pub(super) fn known(&self) -> Result<std::collections::BTreeMap<[u8; 16], String>> {
        self.shared.wait_until_built()?;
        self.shared.catch_up()?;
        Ok(self.shared.index.read().unwrap_or_else(PoisonError::into_inner).known())
    }

    /// Bytes the index holds, about; for the bench.
    pub fn bytes(&self) -> usize {
        self.shared.index.read().unwrap_or_else(PoisonError::into_inner).bytes()
    }

    /// Returns when the index is built; for the bench.
    pub fn wait(&self) -> Result<()> {
        self.shared.wait_until_built()
    }
}

/// Of each way to ask for likely duplicates, the best so many are compared.
const MOST_CANDIDATES: usize = 50;

impl From<&Fit> for Found {
    fn from(fit: &Fit) -> Self {
        let last_visit = (fit.last_visit != NO_DAY)
            .then(|| NaiveDate::from_num_days_from_ce_opt(fit.last_visit).map(Date::from_naive))
            .flatten();
        Self { id: PatientId::from_uuid(Uuid::from_bytes(fit.id)), last_visit }
    }
}

impl Shared {
    /// Whether there was a thread to be had.
    fn in_background(self: &Arc<Self>, work: fn(&Self)) -> bool {
        let shared = Arc::clone(self);
        let spawned = std::thread::Builder::new().name("patient-index".into()).spawn(move || work(&shared));
        let started = spawned.is_ok();
        *lock(&self.builder) = spawned.ok();
        started
    }

    fn build(&self) {
        // Whatever happens here, nobody waits for ever.
        let mut outcome = Outcome { shared: self, stage: Stage::Failed };
        match self.read_everything() {
            Ok(Some(index)) => {
                *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
                outcome.stage = Stage::Ready;
            }
            // Closing: nobody will search.
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "the patient index could not be built; the next search tries again");
            }
        }
    }

    /// Builds a new index beside the one in use, and puts it in its place.
    fn renew(&self) {
        let built = self.read_everything();
        if let Err(error) = built.and_then(|index| self.put_in_place(index)) {
            tracing::warn!(%error, "the patient index could not be renewed; it goes on as it is");
        }
    }

    /// A new index takes the place of the one in use once it has taken in what that one did since: whoever has just caught up, and is
    /// about to search, finds in it what was there a moment ago.
    fn put_in_place(&self, built: Option<Index>) -> Result<()> {
        let mut turn = lock(&self.turn);
        let since = turn.renewing.take().unwrap_or_default();
        // What was read as a whole since is newer than the new one; without one the vault is being closed.
        let Some(mut index) = built.filter(|_| !since.everything) else { return Ok(()) };
        for (id, record) in self.read_changed(&since)? {
            index.replace(*id.as_bytes(), record.as_ref());
        }
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = index;
        Ok(())
    }

    /// `None` when the vault is being closed.
    fn read_everything(&self) -> Result<Option<Index>> {
        self.store.read(|connection| store::build(connection, || self.closing.load(Ordering::Relaxed)))
    }

    fn wait_until_built(&self) -> Result<()> {
        let mut stage = lock(&self.stage);
        while *stage == Stage::Building {
            stage = self.built.wait(stage).unwrap_or_else(PoisonError::into_inner);
        }
        if *stage == Stage::Ready {
            return Ok(());
        }
        *stage = Stage::Building;
        drop(stage);
        self.build();
        match *lock(&self.stage) {
            Stage::Ready => Ok(()),
            Stage::Building | Stage::Failed => {
                Err(Fault::Broken("the patient index could not be built").into())
            }
        }
    }

    /// Reads again what changed.
    fn catch_up(self: &Arc<Self>) -> Result<()> {
        let mut turn = lock(&self.turn);
        let changed = std::mem::take(&mut *lock(&self.changed));
        if changed.is_empty() {
            return Ok(());
        }
        let worn = match self.take_in(&changed) {
            Ok(worn) => worn,
            Err(error) => {
                // Nothing is forgotten by a reading that failed.
                lock(&self.changed).add(changed);
                return Err(error);
            }
        };
        match &mut turn.renewing {
            Some(since) => since.add(changed),
            None if worn && self.in_background(Self::renew) => turn.renewing = Some(Changed::default()),
            None => {}
        }
        Ok(())
    }

    /// Whether so much has changed by now that the index should be renewed.
    fn take_in(&self, changed: &Changed) -> Result<bool> {
        if changed.everything {
            let index = self.read_everything()?;
            *self.index.write().unwrap_or_else(PoisonError::into_inner) = index.unwrap_or_default();
            return Ok(false);
        }
        let records = self.read_changed(changed)?;
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        for (id, record) in &records {
            index.replace(*id.as_bytes(), record.as_ref());
        }
        Ok(index.is_worn())
    }

    /// Those whose data changed as they are now; `None` for one who is gone.
    fn read_changed(&self, changed: &Changed) -> Result<Vec<(Uuid, Option<Record>)>> {
        self.store.read(|connection| {
            let mut ids = changed.patients.clone();
            for appointment in &changed.appointments {
                ids.extend(store::patient_of(connection, *appointment)?);
            }
            let survivors =
                ids.iter().map(|id| store::survivor(connection, *id)).collect::<Result<Vec<_>>>()?;
            ids.extend(survivors);
            ids.into_iter().map(|id| Ok((id, store::read(connection, id)?))).collect()
        })
    }
}

/// Says how a building ended when it ends, by a panic too.
struct Outcome<'a> {
    shared: &'a Shared,
    stage: Stage,
}

impl Drop for Outcome<'_> {
    fn drop(&mut self) {
        *lock(&self.shared.stage) = self.stage;
        self.shared.built.notify_all();
    }
}

impl Drop for SearchIndex {
    /// The builder is gone before the index is, so that nobody holds the files of a closed vault.
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::Relaxed);
        let builder = lock(&self.shared.builder).take();
        if let Some(builder) = builder {
            // A builder that panicked has nothing more to say.
            let _ = builder.join();
        }
    }
}

impl Projection for SearchIndex {
    fn committed(&self, changes: &[Change]) {
        let mut changed = lock(&self.shared.changed);
        for change in changes {
            changed.note(change);
        }
        if changed.patients.len() + changed.appointments.len() > MOST_SINGLE_CHANGES {
            *changed = Changed { everything: true, ..Changed::default() };
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
