//! Reading every page of a database, to know that it can be read.

use super::Place;
use super::connection::{self, Room};
use crate::error::Result;

/// Well below a millisecond of reading.
const STEPS_BETWEEN_QUESTIONS: i32 = 100;

/// A check that can be made on a thread of its own, with a connection of its own.
pub(crate) struct Checker {
    pub(super) place: Place,
}

impl Checker {
    /// Whether every page is there, authentic, and hangs together. It stops, with an error, soon after `stopped` says so.
    pub(crate) fn check(&self, stopped: impl FnMut() -> bool + Send + 'static) -> Result<bool> {
        let mut reader = connection::open_reader(&self.place.path, &self.place.key, Room::Little)?;
        // An interrupt from outside would be lost if it came just before the reading begins; a question asked from within is not.
        reader.progress_handler(STEPS_BETWEEN_QUESTIONS, Some(stopped))?;
        let answer: String = reader.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
        Ok(answer == "ok")
    }
}
