//! Opening and closing: the directory is taken, a vault is founded or unlocked, and the last to leave closes it.

use std::sync::{Arc, MutexGuard, OnceLock, PoisonError};

use domain::account::{Role, Username};
use domain::id::{AccountId, SiteId};
use domain::time::Weekday;

use super::{Desk, Opened, Presence};
use crate::error::Result;
use crate::ledger::{self, Deed, Tx};
use crate::session::{Session, setup};
use crate::vault::{
    AccountSlot, DataKey, DirectoryLock, Founding, KeySlot, Opening, Owner, Secret, Slots, Step, rotate,
};

/// Everything a first run decides.
pub struct NewClinic {
    pub clinic_name: String,
    pub site_name: String,
    /// ISO 3166-1 alpha-2, when it is known.
    pub country: Option<String>,
    /// IANA name.
    pub time_zone: String,
    /// ISO 4217 code.
    pub currency: String,
    pub week_start: Weekday,
    pub weekend_days: Vec<Weekday>,
    /// `en` or `ar`.
    pub language: String,
    /// The first administrator.
    pub full_name: String,
    pub username: Username,
    pub password: Secret,
}

/// What a first run gives. The code is shown once and kept nowhere.
pub struct NewVault {
    /// As it is printed: seven groups of five.
    pub recovery_code: String,
    /// The administrator, ready to work.
    pub admin: Session,
    pub site: SiteId,
}

impl Desk {
    /// Takes the directory for this process, for as long as the desk lives.
    ///
    /// # Errors
    /// `desk.in_use`, `storage.read_only`, `storage.full`.
    pub(crate) fn claim(&self) -> Result<()> {
        self.door().map(drop)
    }

    /// Takes the directory and keeps everybody else from opening, closing or trying a password meanwhile.
    pub(crate) fn door(&self) -> Result<MutexGuard<'_, Option<DirectoryLock>>> {
        let mut door = self.door.lock().unwrap_or_else(PoisonError::into_inner);
        if door.is_none() {
            *door = Some(DirectoryLock::take(&self.files)?);
        }
        Ok(door)
    }

    /// What somebody at this desk holds, so that the vault stays open.
    pub(crate) fn presence(&self) -> Presence {
        Arc::clone(&self.occupancy)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.opened.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// The slots: those in use, or while the vault is closed those on the disk.
    pub(crate) fn slots(&self) -> Result<Slots> {
        match self.opened() {
            Ok(opened) => Ok(opened.vault()?.slots()),
            Err(_) => Ok(Opening::begin(&self.files)?.slots),
        }
    }

    /// Whether the recovery code was never typed back.
    pub(crate) fn recovery_is_unconfirmed(&self) -> bool {
        let opened = self.opened().ok();
        opened.is_some_and(|opened| opened.vault().is_ok_and(|vault| !vault.slots().recovery.confirmed))
    }

    /// Opens the vault with a key that a password or the recovery code gave. Does nothing when it is open.
    pub(crate) fn open_with(&self, data_key: &DataKey) -> Result<()> {
        if self.is_open() {
            return Ok(());
        }
        let identity = self.files.identity(self.now())?;
        let (store, vault) = Opening::begin(&self.files)?.finish(data_key.clone())?;
        self.take_into_use(Arc::new(store), identity, Some(vault))?;
        Ok(())
    }

    /// Closes the vault and forgets its key when nobody sits at this desk any more.
    pub(crate) fn close_if_empty(&self) {
        let mut opened = self.opened.write().unwrap_or_else(PoisonError::into_inner);
        // One is the desk's own.
        if Arc::strong_count(&self.occupancy) == 1 {
            self.stop_sync();
            *opened = None;
        }
    }

    /// Commits an operation together with a change of the slots, which is written last: when either fails, neither has happened.
    pub(crate) fn commit_with_slots<T>(
        &self,
        session: &Session,
        kind: &'static str,
        work: impl FnOnce(&Tx<'_>) -> Result<T>,
        change: impl FnOnce(&mut Slots),
    ) -> Result<T> {
        let opened = self.opened()?;
        let vault = opened.vault()?;
        let mut before = None;
        let committed = self.commit(session, kind, |tx| {
            let answer = work(tx)?;
            let slots = vault.slots();
            vault.change(change)?;
            before = Some(slots);
            Ok(answer)
        });
        if let (Err(_), Some(before)) = (&committed, before) {
            vault.change(|slots| *slots = before)?;
        }
        committed
    }

    /// Puts the vault under another data key; `change` says whose slot goes. Should that stop half-way, the vault is closed: the disk
    /// then says which key counts, and everybody logs in anew. The caller holds the door.
    ///
    /// # Errors
    /// `storage.full` when there is no room for the copy.
    pub(crate) fn rotate_key(&self, change: impl FnOnce(&mut Slots) -> Result<()>) -> Result<()> {
        self.rotate_key_observed(change, |_| Ok(()))
    }

    pub(crate) fn rotate_key_observed(
        &self,
        change: impl FnOnce(&mut Slots) -> Result<()>,
        at: impl FnMut(Step) -> Result<()>,
    ) -> Result<()> {
        let opened = self.opened()?;
        let vault = opened.vault()?;
        let before = vault.slots().database;
        let rotated = rotate(&opened.store, vault, change, at);
        if rotated.is_err() && !opened.store.takes_writes() {
            tracing::error!(
                database = before,
                "the change of the data key stopped half-way; the vault is closed"
            );
            self.close();
        }
        rotated
    }

    /// Closes the vault whoever sits here: before the program ends, so that nothing still reads then. A command under way
    /// keeps it open until it ends.
    pub fn close(&self) {
        self.stop_sync();
        *self.opened.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Records something that changes no row: a lock, a failed try. That it could not be recorded, on a full disk, must not keep a
    /// screen from locking; it is logged.
    pub(crate) fn note(&self, account: Option<AccountId>, kind: &'static str, facts: &[(&str, &str)]) {
        let recorded = self.opened().and_then(|opened| {
            ledger::commit(&opened, &Deed { account, kind, undoes: None }, |tx| {
                for (name, fact) in facts {
                    tx.note(name, fact);
                }
                Ok(())
            })
        });
        if let Err(error) = recorded {
            tracing::warn!(kind, %error, "a session event could not be recorded");
        }
    }

    /// The first run: a new vault with a site, the settings and one administrator, who is the first to hold a key. All of it or
    /// nothing: a crash on the way leaves the first run to be done again. The caller has read the fields; password rules are the
    /// caller's too.
    ///
    /// # Errors
    /// `setup.exists` when there is a clinic, `setup.joining` while one is being fetched, `desk.in_use`, `storage.full`,
    /// `storage.read_only`.
    pub fn create_clinic(&self, clinic: &NewClinic) -> Result<NewVault> {
        let _door = self.door()?;
        self.require_nobody_joining()?;
        let founding = Founding::begin(&self.files)?;
        let identity = self.files.identity(self.now())?;
        let opened = self.opened_with(Arc::new(founding.store()?), identity.clone(), None)?;
        let (admin, site, slot) = self.fill(&opened, founding.data_key(), clinic)?;
        let face = opened.store.read(|connection| setup::face(connection, identity.letter))?;
        // The last connection to close folds the log into the database file.
        drop(opened);
        let (store, vault, code) = founding.finish(self.settings, vec![slot], &face)?;
        self.take_into_use(Arc::new(store), identity, Some(vault))?;
        Ok(NewVault { recovery_code: code.printed(), admin, site })
    }

    /// The database of a vault in the making.
    pub(crate) fn opened_aside(&self, founding: &Founding) -> Result<Opened> {
        self.opened_with(Arc::new(founding.store()?), self.files.identity(self.now())?, None)
    }

    fn fill(
        &self,
        opened: &Opened,
        data_key: &DataKey,
        clinic: &NewClinic,
    ) -> Result<(Session, SiteId, AccountSlot)> {
        let account_id = opened.new_id::<AccountId>(self.now());
        let key = KeySlot::of_account(data_key, account_id, &clinic.password, self.settings.argon2)?;
        let admin = Session {
            account_id,
            username: clinic.username.to_string(),
            full_name: clinic.full_name.clone(),
            role: Role::Admin,
            grants: Vec::new(),
            doctor_id: None,
            operation: OnceLock::new(),
        };
        let slot = AccountSlot::new(&Owner::from(&admin), key);
        let deed = Deed { account: Some(account_id), kind: "setup.create", undoes: None };
        let founded = ledger::commit(opened, &deed, |tx| setup::fill(tx, clinic, &slot))?;
        Ok((admin, founded.answer, slot))
    }
}

impl Opened {
    /// Writes the clinic's name and language outside the vault anew, for the login screen. It is only a sign on the door: that it could
    /// not be written is logged.
    pub(crate) fn refresh_face(&self) {
        let Ok(vault) = self.vault() else { return };
        let written = self
            .store
            .read(|connection| setup::face(connection, self.link.letter()))
            .and_then(|face| vault.write_face(&face));
        if let Err(error) = written {
            tracing::warn!(%error, "the clinic's name for the login screen could not be written");
        }
    }
}
