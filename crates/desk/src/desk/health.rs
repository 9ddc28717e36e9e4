//! Reading the whole database once after it was opened, aside, while people already work: damage is better heard of in the morning
//! than met at the patient's record.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::InterruptHandle;

use super::{Announcement, Desk, Opened};
use crate::error::{Error, Result};
use crate::session::Health;

/// What was found so far, and the handle that stops the search.
#[derive(Default)]
pub(crate) struct Checkup {
    found: AtomicU8,
    stop: Mutex<Option<InterruptHandle>>,
}

const CHECKING: u8 = 0;
const SOUND: u8 = 1;
const DAMAGED: u8 = 2;
const STOPPED: u8 = 3;

impl Checkup {
    fn health(&self) -> Health {
        match self.found.load(Ordering::SeqCst) {
            SOUND => Health::Sound,
            DAMAGED => Health::Damaged,
            _ => Health::Checking,
        }
    }

    /// Notes what was found, unless the desk was closed. Whether it was noted.
    fn conclude(&self, found: u8) -> bool {
        self.found.compare_exchange(CHECKING, found, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    fn begun(&self, handle: InterruptHandle) {
        let mut stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        // The desk may have been closed before there was anything to stop.
        if self.found.load(Ordering::SeqCst) == STOPPED {
            handle.interrupt();
        }
        *stop = Some(handle);
    }

    fn stop(&self) {
        self.found.store(STOPPED, Ordering::SeqCst);
        if let Some(handle) = &*self.stop.lock().unwrap_or_else(PoisonError::into_inner) {
            handle.interrupt();
        }
    }
}

impl Desk {
    /// What the check after opening found; `None` while the vault is closed.
    pub fn health(&self) -> Option<Health> {
        self.opened().ok().map(|opened| opened.health.health())
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        self.health.stop();
    }
}

/// Starts the check. It ends by itself when the desk is closed; what it found is announced under the name `health`, damage also logged.
pub(super) fn check_in_background(opened: &Opened) {
    let (checkup, checker) = (Arc::clone(&opened.health), opened.store.checker());
    let announcements = opened.announcements.clone();
    let started = std::thread::Builder::new().name("database check".to_owned()).spawn(move || {
        let checked = checker.check(|handle| checkup.begun(handle));
        // Closed meanwhile: what was read was cut off.
        if checkup.found.load(Ordering::SeqCst) == STOPPED {
            return;
        }
        let found = if is_sound(checked) { SOUND } else { DAMAGED };
        if checkup.conclude(found) && found == DAMAGED {
            tracing::error!("the database is damaged");
        }
        // Nobody listening is fine.
        let _ = announcements.send(Announcement { tables: vec!["health"] });
    });
    if let Err(error) = started {
        tracing::warn!(%error, "the database could not be checked");
    }
}

/// That the check itself failed, for want of memory say, is no damage.
fn is_sound(checked: Result<bool>) -> bool {
    match checked {
        Ok(sound) => sound,
        Err(Error::Refused(refusal)) => refusal.code != "vault.damaged",
        Err(Error::Fault(fault)) => {
            tracing::warn!(%fault, "the database could not be checked");
            true
        }
    }
}
