//! Where the vault's files lie, and how a small file is replaced so that a power cut leaves the old one or the new one, whole.
//!
//! ```text
//! DIR/desk.lock                who uses this directory
//!     identity.json            which desk this is
//!     logins.json              wrong passwords, last logins
//!     preferences.json         theme and language of each person, and of the login screen
//!     vault/                   appears in one rename when the first run is complete
//!         clinic-1.db          the encrypted database; another number after each change of the data key
//!         slots.json           key slots, and the generation before
//!         slots.previous.json
//!         face.json            the clinic's name and language, for the login screen
//! ```

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The paths of one desk's directory.
#[derive(Debug, Clone)]
pub struct Files {
    dir: PathBuf,
    vault: PathBuf,
}

impl Files {
    pub fn of(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), vault: dir.join("vault") }
    }

    /// The same files in the place where the first run prepares them.
    pub(super) fn staging(&self) -> Self {
        Self { dir: self.dir.clone(), vault: self.dir.join("vault.new") }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }
    pub(super) fn lock(&self) -> PathBuf {
        self.dir.join("desk.lock")
    }
    pub(super) fn identity_file(&self) -> PathBuf {
        self.dir.join("identity.json")
    }
    /// Wrong passwords and last logins.
    pub(crate) fn logins(&self) -> PathBuf {
        self.dir.join("logins.json")
    }
    /// Theme and language of each person.
    pub(crate) fn preferences(&self) -> PathBuf {
        self.dir.join("preferences.json")
    }
    /// The folder whose presence says that there is a clinic.
    pub fn vault(&self) -> &Path {
        &self.vault
    }
    pub fn slots(&self) -> PathBuf {
        self.vault.join("slots.json")
    }
    pub fn previous_slots(&self) -> PathBuf {
        self.vault.join("slots.previous.json")
    }
    pub(crate) fn face(&self) -> PathBuf {
        self.vault.join("face.json")
    }
    /// The database of this number. Which one counts stands in the slot file.
    pub fn database(&self, number: u32) -> PathBuf {
        self.vault.join(format!("clinic-{number}.db"))
    }

    /// The numbers of the databases that lie here.
    pub(super) fn databases(&self) -> io::Result<Vec<u32>> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.vault)? {
            let name = entry?.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix("clinic-")?.strip_suffix(".db"));
            numbers.extend(number.and_then(|number| number.parse::<u32>().ok()));
        }
        Ok(numbers)
    }

    /// Removes a database with its log and shared memory; what is not there is fine.
    pub(super) fn remove_database(&self, number: u32) -> io::Result<()> {
        let path = self.database(number);
        for suffix in ["-wal", "-shm", "-journal", ""] {
            let mut name = path.clone().into_os_string();
            name.push(suffix);
            match fs::remove_file(&name) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Writes a file beside its place, forced to the disk: the first half of `replace`.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut name = path.to_owned().into_os_string();
    name.push(".new");
    let new = PathBuf::from(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(new)
}

/// Replaces a file: written beside it, forced to the disk, renamed over it, and the folder forced to the disk.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::rename(write_new(path, bytes)?, path)?;
    sync_folder_of(path)
}

/// Forces a folder's names to the disk. Windows does this with the rename itself and cannot open a folder for it.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if cfg!(unix) => File::open(parent)?.sync_all(),
        _ => Ok(()),
    }
}
