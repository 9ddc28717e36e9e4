//! One process per directory: an advisory lock on a file, which the system lets go when the process dies, however it dies.

use std::fs::{File, OpenOptions, TryLockError};

use super::Files;
use crate::error::{Refusal, Result};

/// The directory is ours while this lives.
pub(crate) struct DirectoryLock {
    _file: File,
}

impl DirectoryLock {
    /// Takes the directory, making it when it is not there.
    ///
    /// # Errors
    /// `desk.in_use` when another process has it; `storage.read_only` when nothing can be written there.
    pub(crate) fn take(files: &Files) -> Result<Self> {
        std::fs::create_dir_all(files.dir())?;
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(files.lock())?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Refusal::new("desk.in_use").into()),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}
