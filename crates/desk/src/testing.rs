//! A desk for tests: a temporary directory, a clock that is set by hand, one site, one doctor, one administrator. The database is a
//! real encrypted one; only the password is left out. Compiled for tests alone (feature `testing` for other crates' tests).

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use domain::account::Role;
use domain::id::{AccountId, DeskId, DoctorId, Id as _, PatientId, SiteId};
use domain::reference::DeskLetter;
use domain::time::Instant;
use rusqlite::named_params;
use uuid::Uuid;

use crate::desk::Clock;
use crate::error::Fault;
use crate::store::{DatabaseKey, Sql, Store};
use crate::vault::Identity;
use crate::{Desk, Session};

/// Friday 20 November 2026, 08:00 UTC: ten in the morning in Cairo.
pub const START: Instant = Instant(1_795_161_600_000);

/// A clock that stands still until told.
pub struct HandClock(AtomicI64);

impl HandClock {
    pub fn at(instant: Instant) -> Self {
        Self(AtomicI64::new(instant.0))
    }
    pub fn set(&self, instant: Instant) {
        self.0.store(instant.0, Ordering::SeqCst);
    }
    pub fn advance_minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

thread_local! {
    static CHANCE: std::cell::Cell<Option<u64>> = const { std::cell::Cell::new(None) };
}

/// From now on the identifiers that this thread gives, and the keys of the documents that it seals, depend on the seed and the clock alone, so that
/// what is simulated can be repeated.
pub fn draw_from(seed: u64) {
    CHANCE.set(Some(seed));
}

pub(crate) fn drawn<const N: usize>() -> Option<[u8; N]> {
    // SplitMix64.
    let next = || {
        let state = CHANCE.get()?.wrapping_add(0x9e37_79b9_7f4a_7c15);
        CHANCE.set(Some(state));
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Some((mixed ^ (mixed >> 31)).to_be_bytes())
    };
    let mut bytes = [0; N];
    for some in bytes.chunks_mut(8) {
        some.copy_from_slice(&next()?[..some.len()]);
    }
    Some(bytes)
}

/// A desk with the least a test needs.
pub struct TestDesk {
    pub desk: Desk,
    pub clock: Arc<HandClock>,
    pub admin: Session,
    /// In `Africa/Cairo`, EGP, week from Saturday, Friday off.
    pub site: SiteId,
    /// 15-minute visits; no hours yet.
    pub doctor: DoctorId,
    // Dropped last: the files outlive every connection.
    pub dir: tempfile::TempDir,
}

/// The key of every test's database.
pub const KEY: [u8; 32] = [7; 32];

/// How hard the writer flushes. Only a test that must see losses asks for less than the product does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As the product: every commit is flushed.
    Full,
    /// SQLite's `synchronous=NORMAL`: the log is flushed at checkpoints alone.
    Normal,
}

/// A bare desk without a clinic, for the fault tests: its database stands at `path`.
pub struct BareDesk {
    desk: Desk,
    session: Session,
}

/// Opens (or makes) the database at `path`, with checkpoints often enough that a test meets them.
pub fn open_at(path: &std::path::Path, durability: Durability) -> BareDesk {
    let directory = path.parent().expect("a database stands in a directory");
    let desk = Desk::at(directory, Arc::new(HandClock::at(START)));
    let store = Store::open(path, DatabaseKey::new(KEY)).expect("the database opens");
    {
        let writer = store.writer();
        writer.connection.pragma_update(None, "wal_autocheckpoint", 40).expect("a setting can be set");
        if durability == Durability::Normal {
            writer.connection.pragma_update(None, "synchronous", "normal").expect("a setting can be set");
        }
    }
    desk.install(
        store,
        Identity { desk_id: DeskId::from_uuid(Uuid::from_u128(0xDE5C)), letter: DeskLetter::A },
    )
    .expect("the database is taken into use");
    BareDesk { desk, session: session(AccountId::from_uuid(Uuid::from_u128(0xAD)), Role::Admin) }
}

impl BareDesk {
    /// One operation that writes two rows, so that half of it would show.
    ///
    /// # Errors
    /// Whatever the disk answers.
    pub fn write_a_pair(&self, number: u32) -> crate::Result<()> {
        self.desk.commit(&self.session, "test.pair", |tx| {
            let name = format!("pair {number}");
            for table in ["company", "specialty"] {
                tx.execute(
                    &format!("insert into {table} (id, name) values (:id, :name)"),
                    named_params! { ":id": Sql(tx.new_id::<domain::id::CompanyId>()), ":name": name },
                )?;
            }
            Ok(())
        })
    }

    /// How many pairs are there, counted by either half, and whether the chain holds.
    ///
    /// # Errors
    /// Whatever the disk answers.
    pub fn count_pairs(&self) -> crate::Result<(u32, u32, bool)> {
        self.desk.read(|connection| {
            let count = |table: &str| {
                let sql = format!("select count(*) from {table} where name like 'pair %'");
                connection.query_row(&sql, [], |row| row.get::<_, u32>(0))
            };
            Ok((count("company")?, count("specialty")?, crate::ledger::verify::chain(connection)?.ok))
        })
    }
}

/// Puts an empty database with all tables at `path`: bringing one up to date takes longer than most tests do, so it is made once.
///
/// # Panics
/// When it cannot be made or written.
pub fn empty_database(path: &std::path::Path) {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        let path = dir.path().join("template.db");
        drop(Store::open(&path, DatabaseKey::new(KEY)).expect("a new database opens"));
        std::fs::read(&path).expect("the database can be read")
    });
    std::fs::write(path, template).expect("a database can be copied");
}

/// Gives a foreign connection the key, as the first thing it hears.
pub fn unlock(connection: &rusqlite::Connection, key: &DatabaseKey) {
    connection.pragma_update(None, "key", key.literal().as_str()).expect("a key can be given");
}

/// Makes the desk described at `TestDesk`.
pub fn fresh_desk() -> TestDesk {
    let dir = tempfile::tempdir().expect("a temporary directory can be made");
    let clock = Arc::new(HandClock::at(START));
    let desk = Desk::at(dir.path(), clock.clone());
    let path = dir.path().join("clinic.db");
    empty_database(&path);
    let store = Store::open(&path, DatabaseKey::new(KEY)).expect("a new database opens");
    desk.install(
        store,
        Identity { desk_id: DeskId::from_uuid(Uuid::from_u128(0xDE5C)), letter: DeskLetter::A },
    )
    .expect("a new database is taken into use");
    let admin = session(AccountId::from_uuid(Uuid::from_u128(0xAD)), Role::Admin);
    let (site, doctor) = desk
        .commit(&admin, "setup.create", |tx| {
            let (site, doctor) = (tx.new_id::<SiteId>(), tx.new_id::<DoctorId>());
            tx.execute(
                "insert into account (id, username, full_name, role, created_at)
                 values (:id, 'admin', 'Mona Adel', 'admin', :now)",
                named_params! { ":id": Sql(admin.account_id), ":now": Sql(tx.now()) },
            )?;
            tx.execute(
                "insert into site (id, name, kind, country, time_zone, currency, week_start, weekend_days, created_at)
                 values (:id, 'Dokki', 'clinic', 'EG', 'Africa/Cairo', 'EGP', 'sat', '[\"fri\"]', :now)",
                named_params! { ":id": Sql(site), ":now": Sql(tx.now()) },
            )?;
            tx.execute(
                "insert into doctor (id, site_id, full_name, created_at) values (:id, :site, 'Salma Fathy', :now)",
                named_params! { ":id": Sql(doctor), ":site": Sql(site), ":now": Sql(tx.now()) },
            )?;
            Ok((site, doctor))
        })
        .expect("the least a test needs can be written");
    TestDesk { desk, clock, admin, site, doctor, dir }
}

/// A session of an account that need not exist in the database.
pub fn session(account_id: AccountId, role: Role) -> Session {
    let name = format!("{role:?}");
    Session {
        account_id,
        username: name.to_lowercase(),
        full_name: name,
        role,
        grants: Vec::new(),
        doctor_id: None,
        operation: OnceLock::new(),
    }
}

impl TestDesk {
    /// A patient with this name and no phone, written past the registry's own command.
    pub fn patient(&self, full_name: &str) -> PatientId {
        self.desk
            .commit(&self.admin, "patients.register", |tx| {
                let id = tx.new_id::<PatientId>();
                let reference = tx.next_reference(domain::reference::ReferenceKind::Patient)?;
                tx.execute(
                    "insert into patient (id, ref, full_name, created_at) values (:id, :ref, :full_name, :now)",
                    named_params! {
                        ":id": Sql(id), ":ref": reference.to_string(), ":full_name": full_name, ":now": Sql(tx.now()),
                    },
                )?;
                Ok(id)
            })
            .expect("a patient can be written")
    }
}

/// Writes rows as taking in a hub's answer does: past the ledger, and without asking whose time it is.
///
/// # Panics
/// When the rows cannot be written.
pub fn take_in(desk: &Desk, write: impl FnOnce(&rusqlite::Connection) -> crate::Result<()>) {
    let opened = desk.opened().expect("the desk is open");
    let changes = {
        let mut writer = opened.store.writer();
        let crate::store::Writer { connection, capture, .. } = &mut *writer;
        let transaction = connection.transaction().expect("a transaction begins");
        let open = capture.begin_applying();
        write(&transaction).expect("what a test prepares can be written");
        let changes = open.take();
        drop(open);
        transaction.commit().expect("what a test prepares can be kept");
        changes
    };
    opened.announce(&changes);
}

/// Copies the open database to `path`, page for page and under the same key: the copy is as full, and as scattered, as what it was made from.
///
/// # Errors
/// A fault when somebody reads the database for longer than a connection waits; whatever the file system answers.
pub fn copy_database(desk: &Desk, path: &std::path::Path) -> crate::Result<()> {
    let opened = desk.opened()?;
    let writer = opened.store.writer();
    // All of it stands in the file then.
    let fold = "pragma wal_checkpoint(truncate)";
    if writer.connection.query_row(fold, [], |row| row.get("busy"))? {
        return Err(Fault::Broken("somebody reads the database that is to be copied").into());
    }
    std::fs::copy(opened.store.path(), path)?;
    Ok(())
}

/// A connection with the product's settings to a copy made by `copy_database`, without capture and without a ledger.
///
/// # Errors
/// Whatever SQLite answers.
pub fn open_bare(desk: &Desk, path: &std::path::Path) -> crate::Result<rusqlite::Connection> {
    desk.opened()?.store.open_beside(path)
}

/// The same with the settings of the product's readers.
///
/// # Errors
/// Whatever SQLite answers.
pub fn open_bare_reader(desk: &Desk, path: &std::path::Path) -> crate::Result<rusqlite::Connection> {
    desk.opened()?.store.open_reader_beside(path)
}

/// Returns when what a report began to pack is packed.
///
/// # Panics
/// When the vault is closed.
pub fn wait_until_packed(desk: &Desk) {
    desk.opened().expect("the vault is open").packing.wait();
}

/// Packs the visits of all days for the reports.
///
/// # Panics
/// When they cannot be packed.
pub fn pack_visits(desk: &Desk) {
    crate::reports::standing::pack_all(desk).expect("what reports are read from can be packed");
}

/// Whether what is packed says what the visits say, on every day but those that are known to have changed.
///
/// # Panics
/// When it cannot be read.
pub fn packed_visits_stand(desk: &Desk) -> bool {
    crate::reports::standing::packed_stand(desk).expect("what is packed can be read")
}
