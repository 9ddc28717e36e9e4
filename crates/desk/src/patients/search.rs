//! Finding patients as one types. (To be built: an index in memory, built at opening and kept current by announcements.)

use wire::changes::Change;

use crate::error::Result;
use crate::ledger::Projection;
use crate::store::Store;

/// Names, phones and numbers of every patient, folded for searching.
#[derive(Default)]
pub struct SearchIndex {}

impl SearchIndex {
    pub(crate) fn build(_store: &Store) -> Result<Self> {
        Ok(Self::default())
    }
}

impl Projection for SearchIndex {
    fn committed(&self, _changes: &[Change]) {}
}
