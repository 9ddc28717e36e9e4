//! From a password to an open database, and from nothing to a new vault.

use std::fs;
use std::io;
use std::path::Path;

use domain::id::{DeskId, Id as _};
use domain::reference::DeskLetter;
use domain::time::Instant;

use super::files::{Files, replace, sync_folder_of};
use super::keys::{DataKey, KeyPair, random};
use super::secret::Secret;
use super::slots::{RecoverySlot, Slots};
use super::{AccountSlot, Identity, RecoveryCode, Vault, VaultSettings};
use crate::error::{Error, Fault, Refusal, Result};
use crate::session::ClinicFace;
use crate::store::Store;

/// What a right password gave.
pub(crate) struct Unlocked {
    pub slot: AccountSlot,
    pub pair: KeyPair,
    pub data_key: DataKey,
}

/// The way into a vault that is closed.
pub(crate) struct Opening {
    files: Files,
    pub slots: Slots,
}

impl Files {
    /// Whether there is a clinic. Half a clinic is never taken for none: a new empty database in its place would look like a loss.
    ///
    /// # Errors
    /// `vault.slots_missing`: a database and no slot file. `vault.database_missing`: slots and no database.
    pub(crate) fn holds_clinic(&self) -> Result<bool> {
        if !self.vault().is_dir() {
            return Ok(false);
        }
        if !self.slots().exists() && !self.previous_slots().exists() {
            return Err(Refusal::new("vault.slots_missing").into());
        }
        if self.databases()?.is_empty() {
            return Err(Refusal::new("vault.database_missing").into());
        }
        Ok(true)
    }

    /// What the login screen may know about the clinic, if the file can be read.
    pub(crate) fn read_face(&self) -> Option<ClinicFace> {
        serde_json::from_slice(&fs::read(self.face()).ok()?).ok()
    }

    pub(crate) fn write_face(&self, face: &ClinicFace) -> Result<()> {
        let text = serde_json::to_vec_pretty(face).expect("a name and a language are JSON");
        Ok(replace(&self.face(), &text)?)
    }

    pub(super) fn write_identity(&self, identity: &Identity) -> Result<()> {
        let text = serde_json::to_vec_pretty(identity).expect("an id and a letter are JSON");
        Ok(replace(&self.identity_file(), &text)?)
    }

    /// Which desk this is; a directory without that file becomes a desk of its own.
    pub(crate) fn identity(&self, now: Instant) -> Result<Identity> {
        let path = self.identity_file();
        match fs::read(&path) {
            Ok(text) => Ok(serde_json::from_slice(&text)
                .map_err(|_| Error::Fault(Fault::Broken("the desk's identity file is damaged")))?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let moment = u64::try_from(now.0).unwrap_or(0);
                let uuid = uuid::Builder::from_unix_timestamp_millis(moment, &random()).into_uuid();
                let identity = Identity { desk_id: DeskId::from_uuid(uuid), letter: DeskLetter::A };
                self.write_identity(&identity)?;
                Ok(identity)
            }
            Err(error) => Err(error.into()),
        }
    }
}

impl Opening {
    /// Reads the slots of a clinic.
    ///
    /// # Errors
    /// `desk.no_clinic` before the first run, and what `Files::holds_clinic` and `Slots::read` refuse.
    pub(crate) fn begin(files: &Files) -> Result<Self> {
        if !files.holds_clinic()? {
            return Err(Refusal::new("desk.no_clinic").into());
        }
        Ok(Self { files: files.clone(), slots: Slots::read(files)? })
    }

    /// Opens the database with the key that a slot gave.
    ///
    /// # Errors
    /// `vault.database_missing`, `vault.damaged`, `vault.newer_schema`, `vault.slots_tampered`.
    pub(crate) fn finish(mut self, data_key: DataKey) -> Result<(Store, Vault)> {
        self.slots.prove(&data_key)?;
        let path = self.files.database(self.slots.database);
        if !path.is_file() {
            return Err(Refusal::new("vault.database_missing").into());
        }
        let store = Store::open(&path, data_key.database()).map_err(|error| match error {
            // The slots are sealed by this very key, so it is the right one and the file is at fault.
            Error::Refused(refusal) if refusal.code == "vault.wrong_key" => {
                Refusal::new("vault.damaged").into()
            }
            other => other,
        })?;
        if let Err(error) = self.tidy(&data_key) {
            tracing::warn!(%error, "what an interrupted change of the key left behind could not be removed");
        }
        Ok((store, Vault::new(self.files, data_key, self.slots)))
    }

    /// Ends what a crash interrupted (see `rotate`): both generations of the slots come to name the database in use, then every
    /// other one goes.
    fn tidy(&mut self, data_key: &DataKey) -> Result<()> {
        let mut others = self.files.databases()?;
        others.retain(|number| *number != self.slots.database);
        if !others.is_empty() {
            self.slots.write(&self.files, data_key)?;
        }
        for number in others {
            self.files.remove_database(number)?;
        }
        Ok(())
    }
}

/// A vault in the making: everything is prepared in a folder of its own, and one rename makes it the clinic. A crash before the
/// rename leaves a first run; one after it leaves a clinic. Nothing in between exists.
pub(crate) struct Founding {
    files: Files,
    staging: Files,
    data_key: DataKey,
}

impl Founding {
    /// Begins anew, over the remains of a first run that never ended.
    ///
    /// # Errors
    /// `setup.exists` when there is a clinic, and what `Files::holds_clinic` refuses.
    pub(crate) fn begin(files: &Files) -> Result<Self> {
        if files.holds_clinic()? {
            return Err(Refusal::new("setup.exists").into());
        }
        let staging = files.staging();
        match fs::remove_dir_all(staging.vault()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        make_private_folder(staging.vault())?;
        Ok(Self { files: files.clone(), staging, data_key: DataKey::random() })
    }

    /// The new database, to be filled. It must be closed before `finish`.
    pub(crate) fn store(&self) -> Result<Store> {
        Store::open(&self.staging.database(FIRST), self.data_key.database())
    }

    pub(crate) fn data_key(&self) -> &DataKey {
        &self.data_key
    }

    /// Writes the slots and makes this the clinic.
    pub(crate) fn finish(
        self,
        settings: VaultSettings,
        owners: Vec<AccountSlot>,
        face: &ClinicFace,
    ) -> Result<(Store, Vault, RecoveryCode)> {
        let code = RecoveryCode::random();
        let mut slots = Slots::new(FIRST, RecoverySlot::new(&self.data_key, &code, settings.argon2)?);
        owners.into_iter().for_each(|owner| slots.put(owner));
        // Twice, so that from the first day on there is a generation to fall back to.
        slots.write(&self.staging, &self.data_key)?;
        slots.write(&self.staging, &self.data_key)?;
        self.staging.write_face(face)?;
        fs::rename(self.staging.vault(), self.files.vault())?;
        sync_folder_of(self.files.vault())?;
        let (store, vault) = Opening { files: self.files, slots }.finish(self.data_key)?;
        Ok((store, vault, code))
    }
}

/// A folder that other users of the machine cannot look into.
fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// The number of a new vault's database.
const FIRST: u32 = 1;

impl Unlocked {
    /// What this password opens in this slot, or nothing.
    pub(crate) fn by(slot: &AccountSlot, password: &Secret) -> Result<Option<Self>> {
        Ok(slot.open(password)?.map(|(pair, data_key)| Self { slot: slot.clone(), pair, data_key }))
    }
}
