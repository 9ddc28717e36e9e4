//! What the thread of the sync, the tasks in it and the desk share.

use std::sync::{Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{Notify, broadcast, watch};

use super::files::Files;
use super::status::Status;
use crate::desk::{Announcement, Opened};
use crate::error::Result;

/// One for each talk.
pub(super) struct Shared {
    /// Held while the desk is worked on, so that it is closed before or after and never meanwhile.
    pub work: Mutex<()>,
    pub stop: watch::Sender<bool>,
    /// Somebody wants it now.
    pub now: Notify,
    pub status: Mutex<Status>,
    pub announcements: broadcast::Sender<Announcement>,
    pub files: Files,
}

/// After a failure, doubling.
pub(super) const FIRST_RETRY: Duration = Duration::from_secs(1);
pub(super) const LAST_RETRY: Duration = Duration::from_secs(60);
/// A desk that was shut out or is too old asks again so often, should somebody have helped.
pub(super) const WHEN_STOPPED: Duration = Duration::from_secs(600);

/// The desk was closed.
pub(super) struct Closed;

impl Shared {
    pub fn working(&self) -> MutexGuard<'_, ()> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn announce(&self, tables: Vec<&'static str>) {
        // Nobody listening is fine.
        let _ = self.announcements.send(Announcement { tables });
    }

    /// Works on the desk, unless it is being closed.
    pub fn with_desk<T>(
        &self,
        desk: &Weak<Opened>,
        work: impl FnOnce(&Opened) -> Result<T>,
    ) -> std::result::Result<Result<T>, Closed> {
        let working = self.working();
        if *self.stop.borrow() {
            return Err(Closed);
        }
        let desk = desk.upgrade().ok_or(Closed)?;
        let answer = work(&desk);
        // The desk goes before whoever waits to close it goes on.
        drop(desk);
        drop(working);
        Ok(answer)
    }
}

/// Between a half and one and a half: desks that lost the hub at once do not come back at once.
pub(super) fn jittered(time: Duration) -> Duration {
    time.mul_f64(0.5 + f64::from(u16::from_be_bytes(crate::vault::random())) / f64::from(u16::MAX))
}
