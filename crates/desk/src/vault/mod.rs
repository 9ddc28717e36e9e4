//! Keys and files: who can open the encrypted database, and how it is opened, closed and put under a new key.
//!
//! One random *data key* opens everything. It never stands on the disk in clear: the slot file holds it sealed to the public key
//! of each account, and each account's private key wrapped by that account's password. Nothing of a clinic's work is known here.

mod bytes;
mod envelope;
mod files;
mod keys;
mod lock;
mod open;
mod recovery;
mod rotate;
mod secret;
mod slots;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::account::Role;
use domain::id::{AccountId, DeskId};
use domain::reference::DeskLetter;
use serde::{Deserialize, Serialize};

pub use envelope::Cost;
pub use files::Files;
pub(crate) use files::{replace as replace_file, sync_folder_of};
pub(crate) use keys::{DataKey, random};
pub(crate) use lock::DirectoryLock;
pub(crate) use open::{Founding, Opening, Unlocked};
pub(crate) use recovery::RecoveryCode;
pub(crate) use rotate::{Step, rotate};
pub use secret::Secret;
pub(crate) use slots::{AccountSlot, KeyHolder, KeySlot, RecoverySlot, Slots};

use crate::error::Result;
use crate::session::{ClinicFace, Session};

/// Which desk this is. Stands outside the database, so that a copied database does not become a second desk with the same name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Identity {
    pub desk_id: DeskId,
    /// What references carried before there was a hub; afterwards the link to it says.
    pub letter: DeskLetter,
}

/// What an installation may set about its vault. Tests pass a cheap cost; the product takes the default.
#[derive(Debug, Clone, Copy, Default)]
pub struct VaultSettings {
    pub argon2: Cost,
}

/// The open vault: the data key and the slots it is sealed in. Lives and dies with the open database.
pub(crate) struct Vault {
    files: Files,
    held: Mutex<Held>,
}

/// What changes together when the data key does.
struct Held {
    data_key: DataKey,
    slots: Slots,
}

/// The account a slot belongs to, as the login screen shows it before anything is open.
pub(crate) struct Owner<'a> {
    pub account_id: AccountId,
    pub username: &'a str,
    pub full_name: &'a str,
    pub role: Role,
}

impl<'a> From<&'a Session> for Owner<'a> {
    fn from(session: &'a Session) -> Self {
        Self {
            account_id: session.account_id,
            username: &session.username,
            full_name: &session.full_name,
            role: session.role,
        }
    }
}

impl Vault {
    fn new(files: Files, data_key: DataKey, slots: Slots) -> Self {
        Self { files, held: Mutex::new(Held { data_key, slots }) }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn slots(&self) -> Slots {
        self.held().slots.clone()
    }

    pub(crate) fn data_key(&self) -> DataKey {
        self.held().data_key.clone()
    }

    pub(crate) fn write_identity(&self, identity: &Identity) -> Result<()> {
        self.files.write_identity(identity)
    }

    pub(crate) fn write_face(&self, face: &ClinicFace) -> Result<()> {
        self.files.write_face(face)
    }

    /// Changes the slots and makes the change durable; when that fails, nothing has changed.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Slots) -> T) -> Result<T> {
        let mut held = self.held();
        let mut slots = held.slots.clone();
        let answer = change(&mut slots);
        slots.write(&self.files, &held.data_key)?;
        held.slots = slots;
        Ok(answer)
    }
}
