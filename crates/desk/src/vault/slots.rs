//! The slot file: for each account its public key, its private key wrapped by its password, and the data key sealed to it. The
//! recovery code has a slot like everybody.
//!
//! Two lines of JSON. The first checks the second twice: a checksum finds a torn or rotten file without any key, and a seal that
//! only somebody with the data key can make finds a file that was edited: a planted public key would otherwise be handed the next
//! data key. Two generations are kept; where the newest is torn, the one before it serves.

use std::fs;
use std::io;
use std::path::Path;

use domain::account::Role;

use domain::id::{AccountId, Id as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::bytes::Bytes;
use super::envelope::{Cost, Envelope};
use super::files::{Files, sync_folder_of, write_new};
use super::keys::{DataKey, KeyPair, SealedKey};
use super::secret::Secret;
use super::{Owner, RecoveryCode};
use crate::error::{Refusal, Result};

const FORMAT: &str = "clinic-desk slots";
const VERSION: u32 = 1;

/// Whom the recovery slot belongs to in what is bound to it.
const RECOVERY: [u8; 16] = *b"recovery code v1";

/// Everything the slot file says.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Slots {
    /// Grows with every change.
    generation: u64,
    /// The number in the database's file name.
    pub database: u32,
    pub accounts: Vec<AccountSlot>,
    pub recovery: RecoverySlot,
    /// What stood in the file, and the seal over it, until somebody with the data key has looked.
    #[serde(skip)]
    unproven: Option<(Vec<u8>, Bytes)>,
}

/// One account that can open this vault.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccountSlot {
    pub account_id: AccountId,
    pub username: String,
    pub full_name: String,
    pub role: Role,
    pub key: KeySlot,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct RecoverySlot {
    key: KeySlot,
    /// Whether the code was typed back once, so that we know somebody has it.
    pub confirmed: bool,
}

/// An account as its row has it: what a slot on another desk of the clinic is made from.
pub(crate) struct KeyHolder {
    pub account_id: AccountId,
    pub username: String,
    pub full_name: String,
    pub role: Role,
    pub public_key: Vec<u8>,
    pub envelope: Vec<u8>,
}

/// A key pair behind a password, and the data key behind the key pair.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeySlot {
    pub public_key: Bytes,
    pub envelope: Envelope,
    data_key: SealedKey,
}

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    version: u32,
    checksum: Bytes,
    seal: Bytes,
}

impl KeySlot {
    fn new(data_key: &DataKey, pair: &KeyPair, secret: &Secret, cost: Cost, owner: &[u8]) -> Result<Self> {
        Ok(Self {
            public_key: pair.public().into(),
            envelope: Envelope::new(pair, secret, cost, owner)?,
            data_key: SealedKey::new(data_key, pair.public(), owner),
        })
    }

    /// A slot for an account, with a key pair of its own.
    pub(crate) fn of_account(
        data_key: &DataKey,
        account_id: AccountId,
        password: &Secret,
        cost: Cost,
    ) -> Result<Self> {
        Self::new(data_key, &KeyPair::random(), password, cost, account_id.uuid().as_bytes())
    }

    /// What the password opens: the pair and the data key, or nothing.
    fn open(&self, secret: &Secret, owner: &[u8]) -> Result<Option<(KeyPair, DataKey)>> {
        let Some(pair) = self.envelope.open(secret, owner)? else { return Ok(None) };
        let Some(data_key) = self.data_key.open(&pair, owner) else {
            // The password is right and the rest does not fit it: not the person's fault.
            return Err(Refusal::new("vault.slots_damaged").into());
        };
        Ok(Some((pair, data_key)))
    }

    fn reseal(&mut self, data_key: &DataKey, owner: &[u8]) -> Result<()> {
        let public_key = self.public_key.array().ok_or_else(|| Refusal::new("vault.slots_damaged"))?;
        self.data_key = SealedKey::new(data_key, public_key, owner);
        Ok(())
    }
}

impl AccountSlot {
    pub(crate) fn new(owner: &Owner<'_>, key: KeySlot) -> Self {
        Self {
            account_id: owner.account_id,
            username: owner.username.to_owned(),
            full_name: owner.full_name.to_owned(),
            role: owner.role,
            key,
        }
    }

    /// The slot for a key pair that was made at another desk: the data key of this one, sealed to it. `known` is the slot the account has
    /// here, whose seal serves on while the pair is the same. None when the row's key is none.
    pub(crate) fn sealed_to(
        holder: &KeyHolder,
        data_key: &DataKey,
        known: Option<&Self>,
    ) -> Result<Option<Self>> {
        let Some(envelope) = Envelope::from_blob(&holder.envelope) else { return Ok(None) };
        let Ok(public_key) = <[u8; 32]>::try_from(holder.public_key.as_slice()) else { return Ok(None) };
        let sealed = match known.filter(|slot| slot.key.public_key.0 == public_key) {
            Some(slot) => slot.key.data_key.clone(),
            None => SealedKey::new(data_key, public_key, holder.account_id.uuid().as_bytes()),
        };
        let owner = Owner {
            account_id: holder.account_id,
            username: &holder.username,
            full_name: &holder.full_name,
            role: holder.role,
        };
        let key = KeySlot { public_key: public_key.into(), envelope, data_key: sealed };
        Ok(Some(Self::new(&owner, key)))
    }

    /// What this password opens, or nothing.
    pub(crate) fn open(&self, password: &Secret) -> Result<Option<(KeyPair, DataKey)>> {
        self.key.open(password, self.account_id.uuid().as_bytes())
    }

    /// The same key pair behind another password or a higher cost.
    pub(crate) fn rewrap(&mut self, pair: &KeyPair, password: &Secret, cost: Cost) -> Result<()> {
        self.key.envelope = Envelope::new(pair, password, cost, self.account_id.uuid().as_bytes())?;
        Ok(())
    }

    pub(crate) fn is_cheaper_than(&self, setting: Cost) -> bool {
        self.key.envelope.is_cheaper_than(setting)
    }
}

impl RecoverySlot {
    pub(crate) fn new(data_key: &DataKey, code: &RecoveryCode, cost: Cost) -> Result<Self> {
        let key = KeySlot::new(data_key, &KeyPair::random(), &code.as_secret(), cost, &RECOVERY)?;
        Ok(Self { key, confirmed: false })
    }

    /// The data key, when this is the code.
    pub(crate) fn open(&self, code: &RecoveryCode) -> Result<Option<DataKey>> {
        Ok(self.key.open(&code.as_secret(), &RECOVERY)?.map(|(_, data_key)| data_key))
    }
}

impl Slots {
    pub(crate) fn new(database: u32, recovery: RecoverySlot) -> Self {
        Self { generation: 0, database, accounts: Vec::new(), recovery, unproven: None }
    }

    pub(crate) fn of_username(&self, username: &str) -> Option<&AccountSlot> {
        self.accounts.iter().find(|slot| slot.username == username)
    }

    pub(crate) fn of_account(&self, account_id: AccountId) -> Option<&AccountSlot> {
        self.accounts.iter().find(|slot| slot.account_id == account_id)
    }

    pub(crate) fn of_account_mut(&mut self, account_id: AccountId) -> Option<&mut AccountSlot> {
        self.accounts.iter_mut().find(|slot| slot.account_id == account_id)
    }

    /// Gives the account this slot, in place of the one it may have.
    pub(crate) fn put(&mut self, slot: AccountSlot) {
        match self.of_account_mut(slot.account_id) {
            Some(place) => *place = slot,
            None => self.accounts.push(slot),
        }
    }

    pub(crate) fn remove(&mut self, account_id: AccountId) {
        self.accounts.retain(|slot| slot.account_id != account_id);
    }

    /// Seals another data key to everybody who has a slot.
    pub(crate) fn reseal(&mut self, data_key: &DataKey) -> Result<()> {
        for slot in &mut self.accounts {
            slot.key.reseal(data_key, slot.account_id.uuid().as_bytes())?;
        }
        self.recovery.key.reseal(data_key, &RECOVERY)
    }

    /// Reads the newest whole generation.
    ///
    /// # Errors
    /// `vault.slots_missing` when there is no slot file, `vault.slots_damaged` when both generations are torn,
    /// `vault.newer_slots` when a newer version of the application wrote it.
    pub(crate) fn read(files: &Files) -> Result<Self> {
        let newest = read_one(&files.slots())?;
        let slots = match newest {
            Generation::Whole(slots) => *slots,
            lost @ (Generation::Missing | Generation::Torn) => {
                match (read_one(&files.previous_slots())?, lost) {
                    (Generation::Whole(slots), _) => {
                        tracing::warn!("the newest slot file is torn; the generation before it is used");
                        *slots
                    }
                    (Generation::Missing, Generation::Missing) => {
                        return Err(Refusal::new("vault.slots_missing").into());
                    }
                    _ => return Err(Refusal::new("vault.slots_damaged").into()),
                }
            }
        };
        Ok(slots)
    }

    /// Holds the seal of a file that was read against the data key that it led to.
    ///
    /// # Errors
    /// `vault.slots_tampered` when somebody without the key has edited the file.
    pub(crate) fn prove(&mut self, data_key: &DataKey) -> Result<()> {
        match self.unproven.take() {
            Some((text, seal)) if data_key.seal(&text).as_slice() != seal.0 => {
                Err(Refusal::new("vault.slots_tampered").into())
            }
            _ => Ok(()),
        }
    }

    /// Makes this the newest generation, and what was the newest the one before it. A power cut leaves at least one whole.
    pub(crate) fn write(&mut self, files: &Files, data_key: &DataKey) -> Result<()> {
        self.generation += 1;
        let (newest, previous) = (files.slots(), files.previous_slots());
        let new = write_new(&newest, &self.to_text(data_key))?;
        // A torn newest must not push out a whole previous one.
        if matches!(read_one(&newest), Ok(Generation::Whole(_))) {
            fs::rename(&newest, &previous)?;
        }
        fs::rename(new, &newest)?;
        sync_folder_of(&newest)?;
        Ok(())
    }

    fn to_text(&self, data_key: &DataKey) -> Vec<u8> {
        let body = serde_json::to_vec(self).expect("names, numbers and hexadecimal are JSON");
        let seal = Bytes::from(data_key.seal(&body));
        let checksum = checksum(VERSION, &seal, &body);
        let header = Header { format: FORMAT.to_owned(), version: VERSION, checksum, seal };
        let mut text = serde_json::to_vec(&header).expect("a header is JSON");
        text.push(b'\n');
        text.extend_from_slice(&body);
        text.push(b'\n');
        text
    }
}

/// Over everything but itself, so that no flipped bit is taken for a newer version or for somebody's edit.
pub(super) fn checksum(version: u32, seal: &Bytes, body: &[u8]) -> Bytes {
    let mut digest = Sha256::new();
    digest.update(version.to_be_bytes());
    digest.update(&seal.0);
    digest.update(body);
    Bytes(digest.finalize().to_vec())
}

enum Generation {
    Whole(Box<Slots>),
    Torn,
    Missing,
}

fn read_one(path: &Path) -> Result<Generation> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Generation::Missing),
        Err(error) => return Err(error.into()),
    };
    let mut lines = text.split(|byte| *byte == b'\n');
    let (Some(header), Some(body)) = (lines.next(), lines.next()) else { return Ok(Generation::Torn) };
    let Ok(header) = serde_json::from_slice::<Header>(header) else { return Ok(Generation::Torn) };
    if header.format != FORMAT || checksum(header.version, &header.seal, body) != header.checksum {
        return Ok(Generation::Torn);
    }
    if header.version > VERSION {
        return Err(Refusal::new("vault.newer_slots").into());
    }
    let Ok(mut slots) = serde_json::from_slice::<Slots>(body) else { return Ok(Generation::Torn) };
    slots.unproven = Some((body.to_vec(), header.seal));
    Ok(Generation::Whole(Box::new(slots)))
}
