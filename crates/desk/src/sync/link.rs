//! The desk's link to its clinic's hub: which desk of the clinic this is, and how far it has come. The table `hub_link` is the truth; it is
//! remembered here because every operation asks.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use domain::id::DeskId;
use domain::reference::DeskLetter;
use domain::time::Instant;
use uuid::Uuid;

use super::store;
use crate::error::Result;
use crate::store::Store;
use crate::vault::Identity;

/// What the hub lets a desk in by. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    pub fn new(token: String) -> Self {
        Self(token)
    }
    /// For the header that it travels in, and the table that it is kept in.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

domain::code_enum! {
    /// Where the desk stands with the hub.
    Standing {
        Working = "working",
        /// It was found to be a copy, or to have been put back, and has to ask for a number of its own.
        NeedsNumber = "needs_number",
        /// It was shut out. What it sends goes into quarantine.
        Revoked = "revoked",
        /// The hub does not know it: restored from a backup in which this desk was not enrolled yet. A new code brings it back.
        Unknown = "unknown",
    }
}

domain::code_enum! {
    /// What becomes of rows that did not come although everything was sent anew.
    LeftOver {
        Kept = "kept",
        /// The hub has lost them: they are told to it.
        GivenBack = "given_back",
        /// They were removed so long ago that nobody says so any more.
        Removed = "removed",
    }
}

impl Standing {
    pub(super) fn may_ask(self) -> bool {
        match self {
            Self::Working | Self::Unknown | Self::Revoked => true,
            Self::NeedsNumber => false,
        }
    }
}

/// The row of `hub_link`.
#[derive(Debug, Clone, PartialEq)]
pub struct HubLink {
    /// `https://hub.example.org`.
    pub address: String,
    /// The certificate that is asked for in place of the system's roots, as PEM.
    pub certificate: Option<String>,
    pub clinic: Uuid,
    pub clinic_name: String,
    pub number: u32,
    pub letter: DeskLetter,
    pub token: Token,
    /// The directory that the database was enrolled in.
    pub installation: DeskId,
    pub epoch: Uuid,
    /// Rows of the hub's order up to here have come.
    pub cursor: u64,
    /// Up to here nothing is missing.
    pub whole: u64,
    /// The last of this desk's operations that the hub has.
    pub through: u64,
    /// Everything is sent anew.
    pub refill: bool,
    pub left_over: LeftOver,
    pub standing: Standing,
    pub last_contact: Option<Instant>,
}

impl HubLink {
    /// Whether nothing is missing of the hub's order. Not so half-way through a catch-up, nor where everything is told anew: what had come
    /// half-way before stands here still, and may name what has not.
    pub(crate) fn all_came(&self) -> bool {
        !self.refill && self.cursor == self.whole
    }
}

/// What every operation asks: which desk is this, and what has it seen?
pub(crate) struct Link {
    known: RwLock<Known>,
}

struct Known {
    identity: Identity,
    hub: Option<Arc<HubLink>>,
}

impl Link {
    pub(crate) fn read(store: &Store, identity: Identity) -> Result<Self> {
        let hub = store.read(store::link)?.map(Arc::new);
        Ok(Self { known: RwLock::new(Known { identity, hub }) })
    }

    /// Which desk signs its operations here.
    pub(crate) fn desk_id(&self) -> DeskId {
        self.ask(|known| known.identity.desk_id)
    }

    /// What references given out now carry.
    pub(crate) fn letter(&self) -> DeskLetter {
        self.ask(|known| known.hub.as_ref().map_or(known.identity.letter, |hub| hub.letter))
    }

    /// What an operation that is written now has seen of the hub's order.
    pub(crate) fn base(&self) -> u64 {
        self.ask(|known| known.hub.as_ref().map_or(0, |hub| hub.whole))
    }

    /// What the hub's clock said when it was last heard: what is done now was done after that.
    pub(crate) fn hub_clock(&self) -> Option<Instant> {
        self.ask(|known| known.hub.as_ref().and_then(|hub| hub.last_contact))
    }

    pub(crate) fn hub(&self) -> Option<Arc<HubLink>> {
        self.ask(|known| known.hub.clone())
    }

    /// After the row has been committed and before another operation begins.
    pub(super) fn remember(&self, hub: Option<HubLink>) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).hub = hub.map(Arc::new);
    }

    pub(super) fn rename(&self, desk_id: DeskId) -> Identity {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.identity.desk_id = desk_id;
        known.identity.clone()
    }

    fn ask<T>(&self, answer: impl FnOnce(&Known) -> T) -> T {
        answer(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }
}
