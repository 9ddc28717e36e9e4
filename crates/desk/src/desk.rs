//! One desk: its directory, its clock, and the open database while the vault is open.

mod health;
mod memory;
mod opening;

use health::Checkup;
pub(crate) use memory::{Kept, Memory};
pub use opening::{NewClinic, NewVault};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::Instant;
use serde::Serialize;
use tokio::sync::broadcast;
use wire::changes::Change;
use wire::registry::{TABLES, Table};

use crate::charts::access::Openings;
use crate::documents::Content;
use crate::error::{Refusal, Result};
use crate::ledger::{self, Deed, Projection, Tx};
use crate::patients::search::SearchIndex;
use crate::reports::standing::Packing;
use crate::session::throttle::Throttle;
use crate::session::{PreferenceBook, Session};
use crate::store::Store;
use crate::sync::driver::Driver;
use crate::sync::join::Joining;
use crate::sync::{self, Link};
use crate::vault::{DirectoryLock, Files, Identity, Vault, VaultSettings};

/// Tells the time. Passed in, so that a test can live through a night in a millisecond.
pub trait Clock: Send + Sync {
    fn now(&self) -> Instant;

    /// Milliseconds on a clock that nobody can turn. A clock that has no other counts by `now`.
    fn uptime_millis(&self) -> i64 {
        self.now().0
    }
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn uptime_millis(&self) -> i64 {
        static START: OnceLock<std::time::Instant> = OnceLock::new();
        let running = START.get_or_init(std::time::Instant::now).elapsed();
        i64::try_from(running.as_millis()).unwrap_or(i64::MAX)
    }
}

/// What changed, said after it is durable; a screen that shows one of these tables reads anew.
#[derive(Debug, Clone, Serialize)]
pub struct Announcement {
    /// Table names, each once; `preferences` for what stands in a file beside the database.
    pub tables: Vec<&'static str>,
}

/// One installed application with its directory. Doors (the window, `rpc`) share it; each brings its own `Seat`.
pub struct Desk {
    dir: PathBuf,
    files: Files,
    clock: Arc<dyn Clock>,
    settings: VaultSettings,
    /// One at a time opens, closes, or tries a password.
    door: Mutex<Option<DirectoryLock>>,
    throttle: Throttle,
    preferences: PreferenceBook,
    opened: RwLock<Option<Arc<Opened>>>,
    occupancy: Presence,
    /// The talk with the hub while the vault is open.
    sync: Mutex<Option<Driver>>,
    /// The fetching of a clinic at the first run.
    joining: Mutex<Option<Joining>>,
    announcements: broadcast::Sender<Announcement>,
}

/// Held by everybody who sits at this desk; while anybody does, the vault stays open.
pub(crate) type Presence = Arc<()>;

/// The desk while its vault is open.
pub struct Opened {
    pub(crate) store: Arc<Store>,
    pub(crate) link: Link,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) patients: Arc<SearchIndex>,
    pub(crate) memory: Memory,
    pub(crate) charts: Openings,
    /// The sealed files that rows of documents name.
    pub(crate) content: Content,
    /// Absent only for a store that a test has opened by a key of its own.
    vault: Option<Vault>,
    health: Arc<Checkup>,
    /// What reports read from is packed aside.
    pub(crate) packing: Arc<Packing>,
    pub(crate) announcements: broadcast::Sender<Announcement>,
}

/// Announcements a slow listener may fall behind before it has to read everything anew.
const KEPT_ANNOUNCEMENTS: usize = 256;

impl Desk {
    /// The desk whose files are (or will be) in `dir`. Nothing is opened and nothing is written.
    pub fn at(dir: impl Into<PathBuf>, clock: Arc<dyn Clock>) -> Self {
        let dir = dir.into();
        let files = Files::of(&dir);
        Self {
            throttle: Throttle::new(files.logins(), Arc::clone(&clock)),
            preferences: PreferenceBook::new(files.preferences()),
            files,
            dir,
            clock,
            settings: VaultSettings::default(),
            door: Mutex::default(),
            opened: RwLock::new(None),
            occupancy: Presence::default(),
            sync: Mutex::default(),
            joining: Mutex::default(),
            announcements: broadcast::channel(KEPT_ANNOUNCEMENTS).0,
        }
    }

    /// Sets what a password costs, instead of the product's own figure.
    #[must_use]
    pub fn with_vault_settings(mut self, settings: VaultSettings) -> Self {
        self.settings = settings;
        self
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

    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.throttle
    }

    pub(crate) fn preferences(&self) -> &PreferenceBook {
        &self.preferences
    }

    pub(crate) fn settings(&self) -> VaultSettings {
        self.settings
    }

    /// Announces what changed outside the database, under a name that no table has.
    pub(crate) fn tell(&self, what: &'static str) {
        // Nobody listening is fine.
        let _ = self.announcements.send(Announcement { tables: vec![what] });
    }

    /// Takes a database into use that no vault has opened: tests bring their own key.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn install(&self, store: impl Into<Arc<Store>>, identity: Identity) -> Result<Arc<Opened>> {
        self.take_into_use(store.into(), identity, None)
    }

    fn take_into_use(
        &self,
        store: Arc<Store>,
        identity: Identity,
        vault: Option<Vault>,
    ) -> Result<Arc<Opened>> {
        let opened = Arc::new(self.opened_with(store, identity, vault)?);
        sync::take_over(&opened)?;
        *self.opened.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&opened));
        if opened.vault.is_some() {
            health::check_in_background(&opened);
            self.start_sync()?;
        }
        Ok(opened)
    }

    fn opened_with(&self, store: Arc<Store>, identity: Identity, vault: Option<Vault>) -> Result<Opened> {
        let content = Content::beside(&store.path());
        let link = Link::read(&store, identity)?;
        let patients = Arc::new(SearchIndex::build(Arc::clone(&store)));
        Ok(Opened {
            store,
            link,
            clock: Arc::clone(&self.clock),
            patients,
            memory: Memory::default(),
            charts: Openings::default(),
            content,
            vault,
            health: Arc::default(),
            packing: Arc::default(),
            announcements: self.announcements.clone(),
        })
    }

    /// The open desk, or the refusal `vault.closed`.
    pub(crate) fn opened(&self) -> Result<Arc<Opened>> {
        let opened = self.opened.read().unwrap_or_else(PoisonError::into_inner);
        opened.clone().ok_or_else(|| Refusal::new("vault.closed").into())
    }

    pub(crate) fn sync(&self) -> MutexGuard<'_, Option<Driver>> {
        self.sync.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn joining(&self) -> MutexGuard<'_, Option<Joining>> {
        self.joining.lock().unwrap_or_else(PoisonError::into_inner)
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
        let committed = ledger::commit(&*self.opened()?, &deed, work)?;
        session.has_done(committed.operation);
        Ok(committed.answer)
    }

    /// What `work` would come to, with nothing written.
    pub(crate) fn rehearse<T>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        ledger::rehearse(&*self.opened()?, work)
    }
}

impl Opened {
    /// The keys this desk was opened with.
    pub(crate) fn vault(&self) -> Result<&Vault> {
        self.vault.as_ref().ok_or_else(|| Refusal::new("vault.closed").into())
    }

    /// The same when so much has changed that whatever is kept in memory is read anew.
    pub(crate) fn announce_everything(&self) {
        self.patients.forget();
        self.memory.forget();
        self.refresh_face();
        // Nobody listening is fine.
        let _ =
            self.announcements.send(Announcement { tables: TABLES.iter().map(|table| table.name).collect() });
    }

    /// An operation that changed no row, a paper that was made or a denial, is news all the same: it is to be sent.
    pub(crate) fn announce_trace(&self) {
        // Nobody listening is fine.
        let _ = self.announcements.send(Announcement { tables: vec!["operation"] });
    }

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
        self.memory.changed(&tables, changes);
        if tables.iter().any(|table| matches!(*table, "setting" | "site")) {
            self.refresh_face();
        }
        // Nobody listening is fine.
        let _ = self.announcements.send(Announcement { tables });
    }
}
