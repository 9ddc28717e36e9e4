//! Reading the whole database once after it was opened, aside, while people already work: damage is better heard of in the morning
//! than met at the patient's record.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::{Announcement, Desk, Opened};
use crate::documents::{self, Content};
use crate::error::{Error, Result};
use crate::session::Health;
use crate::store::Store;

/// What was found so far.
#[derive(Default)]
pub(crate) struct Checkup {
    found: AtomicU8,
    checking: Mutex<Option<JoinHandle<()>>>,
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

    fn is_stopped(&self) -> bool {
        self.found.load(Ordering::SeqCst) == STOPPED
    }

    /// Returns when nobody reads any more: a thread that still did while the program ends would meet a cipher already taken down.
    fn stop(&self) {
        self.found.store(STOPPED, Ordering::SeqCst);
        let checking = self.checking.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(checking) = checking {
            // One that panicked has nothing more to say.
            let _ = checking.join();
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
        self.packing.stop();
    }
}

/// Starts the check. It ends by itself when the desk is closed; what it found is announced under the name `health`, damage also logged.
pub(super) fn check_in_background(opened: &Opened) {
    let (checkup, checker) = (Arc::clone(&opened.health), opened.store.checker());
    let announcements = opened.announcements.clone();
    let (store, content) = (Arc::clone(&opened.store), opened.content.clone());
    let started = thread::Builder::new().name("database check".to_owned()).spawn(move || {
        sweep(&store, &content);
        // Whoever closes the desk waits for the last who holds its connections.
        drop(store);
        let watched = Arc::clone(&checkup);
        let checked = checker.check(move || watched.is_stopped());
        // Closed meanwhile: what was read was cut off.
        if checkup.is_stopped() {
            return;
        }
        let found = if is_sound(checked) { SOUND } else { DAMAGED };
        if checkup.conclude(found) && found == DAMAGED {
            tracing::error!("the database is damaged");
        }
        // Nobody listening is fine.
        let _ = announcements.send(Announcement { tables: vec!["health"] });
    });
    match started {
        Ok(checking) => {
            *opened.health.checking.lock().unwrap_or_else(PoisonError::into_inner) = Some(checking);
        }
        Err(error) => tracing::warn!(%error, "the database could not be checked"),
    }
}

/// Removes the files that no document names. They take room and do no harm, so that they could not be removed is only logged.
fn sweep(store: &Store, content: &Content) {
    let swept = store
        .read(documents::content_hashes)
        .and_then(|wanted| content.sweep(&wanted, documents::content::ORPHANS_STAY));
    match swept {
        Ok(0) => {}
        Ok(files) => tracing::info!(files, "files that no document names were removed"),
        Err(error) => tracing::warn!(%error, "files that no document names could not be removed"),
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

#[cfg(test)]
mod tests {
    use super::{Arc, check_in_background};
    use crate::testing::fresh_desk;

    #[test]
    fn nothing_reads_any_more_once_the_desk_is_closed() {
        for _ in 0..5 {
            let house = fresh_desk();
            let opened = house.desk.opened().unwrap();
            check_in_background(&opened);
            // The check has one as long as it reads.
            let checkup = Arc::downgrade(&opened.health);
            drop(opened);
            house.desk.close();
            assert_eq!(checkup.strong_count(), 0);
        }
    }
}
