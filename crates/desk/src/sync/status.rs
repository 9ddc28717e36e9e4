//! How it stands with the hub, for the screens.

use domain::time::Instant;

use super::client::Stopped;

domain::code_enum! {
    /// How it stands between this desk and the hub.
    Phase {
        /// No hub was set up.
        Off = "off",
        InStep = "in_step",
        /// There is more to send or to fetch.
        Talking = "talking",
        /// The hub cannot be reached; work goes on, and is sent later.
        Offline = "offline",
        /// The disk of this PC has no room for what other desks did; it is tried again.
        DiskFull = "disk_full",
        /// This desk was shut out.
        Revoked = "revoked",
        /// The hub does not know this desk: a new code brings it back.
        Unknown = "unknown",
        /// This version is too old for the hub.
        OldDesk = "old_desk",
    }
}

impl From<Stopped> for Phase {
    fn from(why: Stopped) -> Self {
        match why {
            Stopped::NotEnrolled => Self::Off,
            Stopped::Revoked => Self::Revoked,
            Stopped::OldDesk => Self::OldDesk,
            Stopped::Unknown => Self::Unknown,
        }
    }
}

/// How it stands, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Status {
    pub phase: Phase,
    pub since: Instant,
    /// While offline: a code that says why.
    pub why: Option<&'static str>,
    /// The newest of the clinic's order, as last heard.
    pub head: u64,
}

impl Status {
    pub(super) fn new(now: Instant) -> Self {
        Self { phase: Phase::Talking, since: now, why: None, head: 0 }
    }

    /// Whether that is news.
    pub(super) fn turns(&mut self, phase: Phase, why: Option<&'static str>, now: Instant) -> bool {
        if self.phase == phase && self.why == why {
            return false;
        }
        if self.phase != phase {
            self.since = now;
        }
        (self.phase, self.why) = (phase, why);
        true
    }
}
