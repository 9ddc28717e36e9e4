//! What was done here and is nowhere else yet: a booking that another desk does not know of may turn out to clash.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use super::store;
use crate::desk::Opened;
use crate::error::Result;

/// The rows touched by what the hub does not have, as last read.
#[derive(Default)]
pub(crate) struct Unsent {
    known: Mutex<Known>,
}

#[derive(Default, Clone)]
struct Known {
    through: u64,
    newest: u64,
    rows: Arc<HashSet<Uuid>>,
}

/// The ids of rows that stand here otherwise than the hub has them; empty on a desk without a hub.
pub(crate) fn rows(opened: &Opened) -> Result<Arc<HashSet<Uuid>>> {
    let Some(link) = opened.link.hub() else { return Ok(Arc::default()) };
    let known = opened.memory.unsent.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let through = link.through;
    let read = opened.store.read(|connection| {
        let newest = store::newest(connection)?;
        if (through, newest) == (known.through, known.newest) {
            return Ok(known);
        }
        // Only what is new since the last look, unless something was sent meanwhile.
        let (from, mut rows) = if through == known.through && newest > known.newest {
            (known.newest, (*known.rows).clone())
        } else {
            (through, HashSet::new())
        };
        store::touched_after(connection, from, &mut rows)?;
        Ok(Known { through, newest, rows: Arc::new(rows) })
    })?;
    let rows = Arc::clone(&read.rows);
    *opened.memory.unsent.known.lock().unwrap_or_else(PoisonError::into_inner) = read;
    Ok(rows)
}
