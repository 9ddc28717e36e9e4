//! One desk: its directory, its clock, and the open database while the vault is open.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::Instant;
use serde::Serialize;
use tokio::sync::broadcast;
use wire::changes::Change;
use wire::registry::Table;

use crate::error::{Refusal, Result};
use crate::ledger::{self, Deed, Projection, Tx};
use crate::patients::search::SearchIndex;
use crate::session::Session;
use crate::store::Store;
use crate::vault::Identity;

/// Tells the time. Passed in, so that a test can live through a night in a millisecond.
pub trait Clock: Send + Sync {
    fn now(&self) -> Instant;
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// What changed, said after it is durable; a screen that shows one of these tables reads anew.
#[derive(Debug, Clone, Serialize)]
pub struct Announcement {
    /// Table names, each once.
    pub tables: Vec<&'static str>,
}

/// One installed application with its directory. Doors (the window, `rpc`) share it; each brings its own `Seat`.
pub struct Desk {
    dir: PathBuf,
    clock: Arc<dyn Clock>,
    opened: RwLock<Option<Arc<Opened>>>,
    announcements: broadcast::Sender<Announcement>,
}

/// The desk while its vault is open.
pub struct Opened {
    pub(crate) store: Store,
    pub(crate) identity: Identity,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) patients: Arc<SearchIndex>,
    announcements: broadcast::Sender<Announcement>,
}

/// Announcements a slow listener may fall behind before it has to read everything anew.
const KEPT_ANNOUNCEMENTS: usize = 256;

impl Desk {
    /// The desk whose files are (or will be) in `dir`. Nothing is opened and nothing is written.
    pub fn at(dir: impl Into<PathBuf>, clock: Arc<dyn Clock>) -> Self {
        Self {
            dir: dir.into(),
            clock,
            opened: RwLock::new(None),
            announcements: broadcast::channel(KEPT_ANNOUNCEMENTS).0,
        }
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Hears of every change from now on.
    pub fn announcements(&self) -> broadcast::Receiver<Announcement> {
        self.announcements.subscribe()
    }

    /// Takes a database that the vault has opened into use.
    pub(crate) fn install(&self, store: Store, identity: Identity) -> Result<Arc<Opened>> {
        let patients = Arc::new(SearchIndex::build(&store)?);
        let opened = Arc::new(Opened {
            store,
            identity,
            clock: Arc::clone(&self.clock),
            patients,
            announcements: self.announcements.clone(),
        });
        *self.opened.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&opened));
        Ok(opened)
    }

    /// Forgets the open database; files are closed once nobody uses them any more.
    pub(crate) fn close(&self) {
        *self.opened.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The open desk, or the refusal `vault.closed`.
    pub(crate) fn opened(&self) -> Result<Arc<Opened>> {
        let opened = self.opened.read().unwrap_or_else(PoisonError::into_inner);
        opened.clone().ok_or_else(|| Refusal::new("vault.closed").into())
    }

    /// Reads on one consistent snapshot.
    pub fn read<T>(&self, read: impl FnOnce(&rusqlite::Connection) -> Result<T>) -> Result<T> {
        self.opened()?.store.read(read)
    }

    /// Writes as one operation of this session. `kind` is the command's name.
    pub fn commit<T>(
        &self,
        session: &Session,
        kind: &'static str,
        work: impl FnOnce(&Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let deed = Deed { account: Some(session.account_id), kind, undoes: None };
        ledger::commit(&*self.opened()?, &deed, work)
    }
}

impl Opened {
    /// After COMMIT, never before: first what we keep in memory, then whoever listens.
    pub(crate) fn announce(&self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        self.patients.committed(changes);
        let mut tables: Vec<&'static str> = Vec::new();
        for name in changes.iter().filter_map(|change| Table::by_number(change.table)).map(|table| table.name)
        {
            if !tables.contains(&name) {
                tables.push(name);
            }
        }
        // Nobody listening is fine.
        let _ = self.announcements.send(Announcement { tables });
    }
}
