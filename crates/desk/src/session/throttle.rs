//! Wrong passwords are counted before they are tried: five tries are free, then each waits, 30 seconds at first and twice as long
//! every time, up to an hour. The count stands outside the database, forced to the disk before each try, so that neither pulling
//! the plug nor turning the clock gives a further one.
//!
//! A user name that does not exist is counted as well, in one of 256 places: not under what was typed, which may be a password in
//! the wrong field.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::{AccountId, Id as _};
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::elapsed::{Stopwatch, Trust};
use crate::desk::Clock;
use crate::error::{Refusal, Result};
use crate::vault::replace_file;

/// Wrong tries that cost nothing but their own time.
pub(super) const FREE_TRIES: u32 = 5;
const FIRST_HOLD_MILLIS: i64 = 30 * 1000;
const LONGEST_HOLD_MILLIS: i64 = 60 * 60 * 1000;
/// Failed tries kept until the ledger can be written to; more are counted, not listed.
const MOST_UNRECORDED: usize = 200;

/// Whose password is tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(String);

impl Key {
    pub(super) fn of_account(account: AccountId) -> Self {
        Self(account.uuid().to_string())
    }
    pub(super) fn of_unknown(typed: &str) -> Self {
        Self(format!("unknown-{}", Sha256::digest(typed.trim().to_lowercase())[0]))
    }
}

/// A try at a known or an unknown account's password that failed while the ledger was closed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct FailedTry {
    pub account_id: Option<AccountId>,
    pub at: Instant,
}

/// How it stands with one account's tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    pub tries_left: u32,
    pub held_seconds: u32,
}

/// The counts of one desk.
pub(crate) struct Throttle {
    path: PathBuf,
    clock: Arc<dyn Clock>,
    book: Mutex<Option<Book>>,
}

/// The file, with a running clock for each hold.
#[derive(Default)]
struct Book {
    tries: BTreeMap<String, Tries>,
    last_logins: BTreeMap<AccountId, Instant>,
    unrecorded: Vec<FailedTry>,
}

struct Tries {
    failed: u32,
    hold: i64,
    since: Stopwatch,
}

#[derive(Default, Serialize, Deserialize)]
struct Page {
    tries: BTreeMap<String, TriesOnPage>,
    last_logins: Vec<(AccountId, Instant)>,
    unrecorded: Vec<FailedTry>,
}

#[derive(Serialize, Deserialize)]
struct TriesOnPage {
    failed: u32,
    /// What was left of the hold when this was written.
    held_millis: i64,
    at: Instant,
}

impl Throttle {
    pub(crate) fn new(path: PathBuf, clock: Arc<dyn Clock>) -> Self {
        Self { path, clock, book: Mutex::default() }
    }

    /// Counts a try as failed, durably, before it is made.
    ///
    /// # Errors
    /// `session.held` with `seconds` when it must wait; then it is not counted.
    pub(super) fn begin(&self, key: &Key) -> Result<()> {
        self.with(|book, clock| {
            let tries = book.tries.entry(key.0.clone()).or_insert_with(|| Tries::none(clock));
            let held = tries.held(clock);
            if held > 0 {
                return Err(Refusal::new("session.held").with("seconds", seconds(held)).into());
            }
            tries.failed = tries.failed.saturating_add(1);
            tries.hold = hold_after(tries.failed);
            tries.since = Stopwatch::start(clock);
            self.write(book)
        })
    }

    /// The password was right: nothing is held against the account any more.
    pub(super) fn passed(&self, account: AccountId) -> Result<()> {
        self.with(|book, _| {
            book.tries.remove(&Key::of_account(account).0);
            self.write(book)
        })
    }

    /// The same for a login, which the login screen remembers.
    pub(super) fn logged_in(&self, account: AccountId) -> Result<()> {
        self.with(|book, clock| {
            book.tries.remove(&Key::of_account(account).0);
            book.last_logins.insert(account, clock.now());
            self.write(book)
        })
    }

    /// Keeps a failed try for the ledger, which cannot be written to while the vault is closed.
    pub(super) fn keep_for_the_ledger(&self, account_id: Option<AccountId>) -> Result<()> {
        self.with(|book, clock| {
            if book.unrecorded.len() < MOST_UNRECORDED {
                book.unrecorded.push(FailedTry { account_id, at: clock.now() });
            }
            self.write(book)
        })
    }

    /// What was kept for the ledger.
    pub(super) fn unrecorded(&self) -> Result<Vec<FailedTry>> {
        self.with(|book, _| Ok(book.unrecorded.clone()))
    }

    /// The ledger has it.
    pub(super) fn recorded(&self) -> Result<()> {
        self.with(|book, _| {
            book.unrecorded.clear();
            self.write(book)
        })
    }

    pub(super) fn standing(&self, key: &Key) -> Result<Standing> {
        self.with(|book, clock| {
            let (failed, held) =
                book.tries.get_mut(&key.0).map_or((0, 0), |tries| (tries.failed, tries.held(clock)));
            Ok(Standing { tries_left: FREE_TRIES.saturating_sub(failed), held_seconds: seconds(held) })
        })
    }

    /// Somebody with the right to has given the account another password, or removed it.
    pub(crate) fn forget(&self, account: AccountId) -> Result<()> {
        self.with(|book, _| match book.tries.remove(&Key::of_account(account).0) {
            Some(_) => self.write(book),
            None => Ok(()),
        })
    }

    pub(super) fn last_login(&self, account: AccountId) -> Result<Option<Instant>> {
        self.with(|book, _| Ok(book.last_logins.get(&account).copied()))
    }

    fn with<T>(&self, work: impl FnOnce(&mut Book, &dyn Clock) -> Result<T>) -> Result<T> {
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        work(book.get_or_insert_with(|| self.read()), &*self.clock)
    }

    /// A file that cannot be read counts for nothing: whoever can tear it can remove it, and could try passwords elsewhere anyway.
    fn read(&self) -> Book {
        let text = std::fs::read(&self.path).unwrap_or_default();
        let page: Page = serde_json::from_slice(&text).unwrap_or_default();
        let now = self.clock.now();
        let tries = page.tries.into_iter().map(|(key, tries)| {
            // A clock that went back while we were away has measured nothing.
            let passed = now.0.saturating_sub(tries.at.0).max(0);
            let hold = (tries.held_millis - passed).clamp(0, LONGEST_HOLD_MILLIS);
            (key, Tries { failed: tries.failed, hold, since: Stopwatch::start(&*self.clock) })
        });
        Book {
            tries: tries.collect(),
            last_logins: page.last_logins.into_iter().collect(),
            unrecorded: page.unrecorded,
        }
    }

    fn write(&self, book: &mut Book) -> Result<()> {
        let at = self.clock.now();
        let page = Page {
            tries: book
                .tries
                .iter_mut()
                .map(|(key, tries)| {
                    let held_millis = tries.held(&*self.clock);
                    (key.clone(), TriesOnPage { failed: tries.failed, held_millis, at })
                })
                .collect(),
            last_logins: book.last_logins.iter().map(|(account, at)| (*account, *at)).collect(),
            unrecorded: book.unrecorded.clone(),
        };
        let text = serde_json::to_vec(&page).expect("numbers and ids are JSON");
        Ok(replace_file(&self.path, &text)?)
    }
}

impl Tries {
    fn none(clock: &dyn Clock) -> Self {
        Self { failed: 0, hold: 0, since: Stopwatch::start(clock) }
    }

    /// Milliseconds that are left to wait.
    fn held(&mut self, clock: &dyn Clock) -> i64 {
        (self.hold - self.since.read(clock, Trust::TheShorter)).max(0)
    }
}

/// How long the next try waits after so many failed ones.
fn hold_after(failed: u32) -> i64 {
    match failed.checked_sub(FREE_TRIES) {
        None => 0,
        Some(doublings) => (FIRST_HOLD_MILLIS << doublings.min(10)).min(LONGEST_HOLD_MILLIS),
    }
}

/// Rounded up, so that waiting as long as was said is enough.
fn seconds(millis: i64) -> u32 {
    u32::try_from((millis + 999) / 1000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use domain::id::{AccountId, Id as _};
    use domain::time::Instant;

    use super::{FREE_TRIES, Key, Throttle, hold_after};
    use crate::desk::Clock;

    /// The wall's clock, which somebody turns, and the machine's, which nobody can.
    #[derive(Default)]
    struct TwoClocks {
        wall: AtomicI64,
        uptime: AtomicI64,
    }

    impl Clock for TwoClocks {
        fn now(&self) -> Instant {
            Instant(self.wall.load(Ordering::SeqCst))
        }
        fn uptime_millis(&self) -> i64 {
            self.uptime.load(Ordering::SeqCst)
        }
    }

    #[test]
    fn turning_the_clock_forward_ends_no_hold() {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(TwoClocks::default());
        let throttle = Throttle::new(dir.path().join("logins.json"), clock.clone());
        let key = Key::of_account(AccountId::from_uuid(uuid::Uuid::from_u128(1)));
        for _ in 0..FREE_TRIES {
            throttle.begin(&key).unwrap();
        }
        clock.wall.fetch_add(365 * 86_400_000, Ordering::SeqCst);
        assert_eq!(throttle.standing(&key).unwrap().held_seconds, 30);
        assert!(throttle.begin(&key).is_err());
        clock.wall.fetch_add(30_000, Ordering::SeqCst);
        clock.uptime.fetch_add(30_000, Ordering::SeqCst);
        throttle.begin(&key).unwrap();
    }

    #[test]
    fn five_tries_are_free_then_the_wait_doubles_to_an_hour() {
        let waits: Vec<i64> = (0..16).map(|failed| hold_after(failed) / 1000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
        assert_eq!(hold_after(u32::MAX) / 1000, 3600);
    }
}
