//! Passwords travel: who chose one at another desk of the clinic logs in here with it. The account's row brings the key pair, and this
//! desk seals its own data key to it.

use domain::id::{AccountId, Id as _};
use rusqlite::Connection;
use uuid::Uuid;
use wire::registry::Table;

use super::store;
use crate::desk::Opened;
use crate::error::Result;
use crate::vault::{AccountSlot, Slots};

/// The slots as they were, should the commit fail.
pub(super) struct SlotsBefore(Option<Slots>);

impl SlotsBefore {
    pub(super) fn undo(self, opened: &Opened) -> Result<()> {
        match self.0 {
            Some(before) => opened.vault()?.change(|slots| *slots = before),
            None => Ok(()),
        }
    }
}

/// The accounts among rows.
pub(super) fn accounts(rows: impl Iterator<Item = (u16, Uuid)>) -> Vec<AccountId> {
    let account = Table::by_name("account").map(|table| table.number);
    rows.filter(|(table, _)| Some(*table) == account).map(|(_, id)| AccountId::from_uuid(id)).collect()
}

/// Gives each changed account the slot that its row asks for. Written before the commit, as everywhere: a crash in between leaves a slot
/// that is newer than the row, and the row comes again. Whoever was removed loses the slot, with a new data key, at the next login.
pub(super) fn follow(
    opened: &Opened,
    connection: &Connection,
    changed: Vec<AccountId>,
) -> Result<SlotsBefore> {
    // A store that a test opened by a key of its own has no slots.
    let Ok(vault) = opened.vault() else { return Ok(SlotsBefore(None)) };
    if changed.is_empty() {
        return Ok(SlotsBefore(None));
    }
    let (known, data_key) = (vault.slots(), vault.data_key());
    let mut news = Vec::new();
    for id in changed {
        let Some(holder) = store::key_holder(connection, id)? else { continue };
        let slot = AccountSlot::sealed_to(&holder, &data_key, known.of_account(id))?;
        news.extend(slot.filter(|slot| known.of_account(id) != Some(slot)));
    }
    if news.is_empty() {
        return Ok(SlotsBefore(None));
    }
    let before = vault.change(|slots| {
        let before = slots.clone();
        news.into_iter().for_each(|slot| slots.put(slot));
        before
    })?;
    Ok(SlotsBefore(Some(before)))
}
