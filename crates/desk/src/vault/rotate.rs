//! Changing the data key: after an account was removed, whoever kept a copy of its slot and knows its password holds a key that
//! opens nothing any more.
//!
//! The order of the steps is the whole point. A crash leaves, after each of them:
//!
//! 1. The database is copied to a file of the next number under the new key. The slots still name the old one: nothing happened;
//!    the next opening removes the copy.
//! 2. The slots, sealed with the new key and naming the new file, become the newest generation. This rename is the moment of the
//!    change. The generation before still names the old file, which is still there and, since nobody has written meanwhile, holds
//!    the same: whichever generation is read, nothing is lost.
//! 3. The same slots become the generation before as well. Only now may anything be written to the new file.
//! 4. The old file is removed. A crash before that leaves a file that the next opening removes.

use super::keys::DataKey;
use super::slots::Slots;
use super::{Held, Vault};
use crate::error::Result;
use crate::store::Store;

/// How far a change of the data key has come. A test stops it at each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Copied,
    NewestNamesTheCopy,
    BothNameTheCopy,
    OldRemoved,
}

/// Gives the vault another data key. `change` takes away (or replaces) the slots that must not get it.
///
/// # Errors
/// As `Store::move_to`; after an error from `at` or from writing the slots, the desk must be closed.
pub(crate) fn rotate(
    store: &Store,
    vault: &Vault,
    change: impl FnOnce(&mut Slots) -> Result<()>,
    mut at: impl FnMut(Step) -> Result<()>,
) -> Result<()> {
    let files = &vault.files;
    let old = vault.held().slots.database;
    let next = files.databases()?.into_iter().max().unwrap_or(old).max(old) + 1;
    let data_key = DataKey::random();
    let moved = store.move_to(&files.database(next), data_key.database(), || {
        at(Step::Copied)?;
        let mut held = vault.held();
        let mut slots = held.slots.clone();
        change(&mut slots)?;
        slots.reseal(&data_key)?;
        slots.database = next;
        slots.write(files, &data_key)?;
        at(Step::NewestNamesTheCopy)?;
        slots.write(files, &data_key)?;
        at(Step::BothNameTheCopy)?;
        *held = Held { data_key: data_key.clone(), slots };
        Ok(())
    });
    if moved.is_err() && store.takes_writes() {
        // It failed before anything named the copy, for want of room most likely: give the room back.
        files.remove_database(next)?;
    }
    moved?;
    // Somebody may still be reading from it, and some systems do not let go of an open file: the next opening tries again.
    if let Err(error) = files.remove_database(old) {
        tracing::warn!(%error, "the database under the old key is removed at the next opening");
    }
    at(Step::OldRemoved)
}
