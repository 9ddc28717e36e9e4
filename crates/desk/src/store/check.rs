//! Reading every page of a database, to know that it can be read.

use rusqlite::InterruptHandle;

use super::{Place, connection};
use crate::error::Result;

/// A check that can be made on a thread of its own, with a connection of its own.
pub(crate) struct Checker {
    pub(super) place: Place,
}

impl Checker {
    /// Whether every page is there, authentic, and hangs together. `begun` gets what stops it; stopped, it is an error.
    pub(crate) fn check(&self, begun: impl FnOnce(InterruptHandle)) -> Result<bool> {
        let reader = connection::open_reader(&self.place.path, &self.place.key)?;
        begun(reader.get_interrupt_handle());
        let answer: String = reader.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
        Ok(answer == "ok")
    }
}
