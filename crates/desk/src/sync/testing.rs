//! Real desks for simulations of the sync: encrypted databases, talked to without a network. Compiled for tests alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::account::Role;
use domain::id::{AccountId, DeskId, DocumentId, Id as _};
use domain::reference::DeskLetter;
use uuid::Uuid;
use wire::changes::Value;
use wire::registry::TABLES;
use wire::sync::{Digest, EnrolReply, EnrolRequest};

use super::enrol::{self, Place};
use super::files::store as files;
use super::{HubLink, rows, store};
use crate::documents::{ContentHash, ContentKey, new_key};
use crate::error::Result;
use crate::store::{DatabaseKey, Store};
use crate::testing::{HandClock, KEY, START, empty_database, session};
use crate::vault::Identity;
use crate::{Desk, Session};

/// A desk of a clinic that has several, with nothing in it at first.
pub struct SyncDesk {
    pub desk: Desk,
    pub clock: Arc<HandClock>,
    pub admin: Session,
    path: PathBuf,
}

/// Every row of a database, by table and id.
pub type Dump = BTreeMap<(u16, Uuid), BTreeMap<u16, Value>>;

impl SyncDesk {
    /// A new desk whose database is `path`; its identity is `id`.
    pub fn empty(path: &Path, id: Uuid) -> Self {
        empty_database(path);
        Self::open(path, id)
    }

    /// The desk whose database already is at `path`.
    pub fn open(path: &Path, id: Uuid) -> Self {
        let store = Store::open(path, DatabaseKey::new(KEY)).expect("the database opens");
        // What a power cut loses is tried elsewhere.
        store.writer().connection.pragma_update(None, "synchronous", "off").expect("a setting can be set");
        Self::with(Arc::new(store), path, id)
    }

    fn with(store: Arc<Store>, path: &Path, id: Uuid) -> Self {
        let clock = Arc::new(HandClock::at(START));
        let directory = path.parent().expect("a database stands in a directory");
        let desk = Desk::at(directory, clock.clone());
        let identity = Identity { desk_id: DeskId::from_uuid(id), letter: DeskLetter::A };
        desk.install(store, identity).expect("the database is taken into use");
        let admin = session(AccountId::from_uuid(Uuid::from_u128(0xAD)), Role::Admin);
        Self { desk, clock, admin, path: path.to_owned() }
    }

    /// As after a crash, or a start of the computer: what stands in the database is all that is left.
    #[must_use]
    pub fn reopened(self) -> Self {
        let (path, id, now) = (self.path.clone(), self.id(), self.desk.now());
        drop(self);
        let again = Self::open(&path, id);
        again.clock.set(now);
        again
    }

    /// The same without opening the file anew, which takes ten times as long: all that the process knew is forgotten, its connections stay.
    #[must_use]
    pub fn restarted(self) -> Self {
        let (path, id, now) = (self.path.clone(), self.id(), self.desk.now());
        let store = Arc::clone(&self.desk.opened().expect("the desk is open").store);
        drop(self);
        {
            let mut writer = store.writer();
            writer.newest = None;
            writer.connection.pragma_update(None, "query_only", "off").expect("a setting can be set");
        }
        let again = Self::with(store, &path, id);
        again.clock.set(now);
        again
    }

    /// Lets the database grow no further, as on a full disk, or as it likes.
    pub fn fill_disk(&self, full: bool) {
        let opened = self.desk.opened().expect("the desk is open");
        let writer = opened.store.writer();
        // SQLite takes the size it has for a smaller number.
        let most = if full { 1 } else { i64::from(u32::MAX - 1) };
        writer.connection.pragma_update(None, "max_page_count", most).expect("a setting can be set");
    }

    /// From now on nothing is written to the database any more: whatever the process does, it is as if it ended here.
    pub fn refuse_writes(&self) {
        let opened = self.desk.opened().expect("the desk is open");
        let writer = opened.store.writer();
        writer.connection.pragma_update(None, "query_only", "on").expect("a setting can be set");
    }

    /// The database as it is now, put at `path`: for a clone, or as a backup.
    pub fn copy_to(&self, path: &Path) {
        crate::testing::copy_database(&self.desk, path).expect("a database can be copied");
    }

    /// Which desk signs operations here.
    pub fn id(&self) -> Uuid {
        self.desk.opened().expect("the desk is open").link.desk_id().uuid()
    }

    pub fn link(&self) -> Option<Arc<HubLink>> {
        self.desk.opened().expect("the desk is open").link.hub()
    }

    /// What the desk would say to enrol.
    pub fn enrolment(&self, code: &str) -> Result<EnrolRequest> {
        enrol::request(&*self.desk.opened()?, code, "")
    }

    /// Keeps what the hub gave.
    pub fn enrolled(&self, request: &EnrolRequest, reply: &EnrolReply) -> Result<()> {
        let place = Place { address: "https://hub.invalid".to_owned(), certificate: None };
        enrol::keep(&*self.desk.opened()?, &place, request, reply)
    }

    /// Everything in the replicated tables.
    pub fn dump(&self) -> Dump {
        let mut dump = Dump::new();
        let read = self.desk.read(|connection| {
            for table in TABLES {
                rows::for_each(connection, table, |id, fields| {
                    dump.insert((table.number, id), fields);
                })?;
            }
            Ok(())
        });
        read.expect("every row can be read");
        dump
    }

    pub fn digests(&self) -> Vec<Digest> {
        self.desk.read(rows::digests).expect("every row can be read")
    }

    /// Packs the visits for the reports.
    pub fn pack_visits(&self) {
        crate::testing::pack_visits(&self.desk);
    }

    /// Whether what is packed says what the visits say.
    pub fn packed_visits_stand(&self) -> bool {
        crate::testing::packed_visits_stand(&self.desk)
    }

    /// What lies sealed under this hash, opened with this key.
    ///
    /// # Panics
    /// When it is not what was sealed with it.
    pub fn opened(&self, hash: [u8; 32], key: [u8; 32]) -> Option<Vec<u8>> {
        let opened = self.desk.opened().expect("the desk is open");
        opened.content.open(&ContentHash(hash), &ContentKey::new(key)).expect("it is as it was sealed")
    }

    /// Rows that could not be placed.
    pub fn kept_aside(&self) -> bool {
        self.desk.read(store::has_beyond).expect("the desk's own tables can be read")
    }

    /// Which they are: the kind, the table and the row.
    pub fn what_is_kept_aside(&self) -> Vec<(String, u16, String)> {
        let read = |connection: &rusqlite::Connection| {
            let mut statement = connection
                .prepare("select kind, table_number, hex(row_id) from sync_beyond order by row_id")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        self.desk.read(read).expect("the desk's own tables can be read")
    }

    /// The uid of every operation in the ledger, in order.
    pub fn operations(&self) -> Vec<Uuid> {
        self.desk.read(store::uids).expect("the ledger can be read")
    }
}

/// A file that was attached, whatever is in it.
#[derive(Debug, Clone, Copy)]
pub struct Attached {
    id: DocumentId,
    hash: ContentHash,
}

impl Attached {
    /// Attaches it to the first patient.
    pub fn to(desk: &Desk, content: &[u8]) -> Self {
        let key = new_key();
        let sealed =
            desk.opened().expect("the desk is open").content.seal(content, &key).expect("it is sealed");
        let admin = session(AccountId::from_uuid(Uuid::from_u128(0xAD)), Role::Admin);
        let id = desk.commit(&admin, "documents.attach", |tx| files::insert(tx, &sealed, &key));
        Self { id: id.expect("it is attached"), hash: sealed.hash }
    }

    pub fn remove(&self, desk: &Desk) {
        let admin = session(AccountId::from_uuid(Uuid::from_u128(0xAD)), Role::Admin);
        desk.commit(&admin, "documents.remove", |tx| files::remove(tx, self.id)).expect("it is removed");
    }

    /// What a desk that opens it is shown; nothing where it has not come.
    pub fn at(&self, desk: &Desk) -> Option<Vec<u8>> {
        let key = desk.read(|connection| files::key(connection, self.id)).expect("rows can be read")?;
        let opened = desk.opened().expect("the desk is open");
        let content = opened.content.open(&self.hash, &ContentKey::new(key)).expect("it is as it was sealed");
        if content.is_none() {
            desk.fetch_first(self.hash);
        }
        content
    }

    /// Whether its row has come.
    pub fn is_named_at(&self, desk: &Desk) -> bool {
        desk.read(|connection| files::key(connection, self.id)).expect("rows can be read").is_some()
    }

    /// Under which name its sealed content lies.
    pub fn name(&self) -> String {
        self.hash.to_string()
    }

    pub fn hash(&self) -> [u8; 32] {
        self.hash.0
    }
}
