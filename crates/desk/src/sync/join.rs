//! The first run on a further PC: everything the clinic has is fetched into a vault of this PC's own, and whoever works in the clinic can then
//! log in here with the password they have. The vault is made in a folder beside and appears whole, at the end; while it is being made the
//! network may come and go. Whoever ends the program meanwhile begins anew, with the same code: the key of what was fetched is gone with the
//! process, and no token lies on the disk in clear.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use super::ahead::Ahead;
use super::client::{Answer, Asked, Client, Next};
use super::enrol;
use super::http::{Failure, Hub};
use super::requests::{EnrolInput, SyncProgress};
use super::{Budget, driver, store, using};
use crate::Desk;
use crate::desk::{Announcement, Opened};
use crate::error::{Error, Fault, Refusal, Result};
use crate::session::{Empty, Seat, setup};
use crate::vault::{AccountSlot, Founding, VaultSettings};

domain::code_enum! {
    /// How far the joining is.
    JoinPhase {
        /// Nobody has begun.
        None = "none",
        Fetching = "fetching",
        /// The hub does not answer just now; it is tried again.
        Waiting = "waiting",
        /// The clinic is here: log in.
        Done = "done",
        Failed = "failed",
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
pub struct JoinState {
    pub phase: JoinPhase,
    /// While waiting: as `SyncState::why`. When it failed: the code of a refusal.
    pub why: Option<String>,
    pub clinic_name: Option<String>,
    pub progress: Option<SyncProgress>,
}

impl JoinState {
    fn of(phase: JoinPhase) -> Self {
        Self { phase, why: None, clinic_name: None, progress: None }
    }

    fn is_going_on(&self) -> bool {
        matches!(self.phase, JoinPhase::Fetching | JoinPhase::Waiting)
    }
}

/// The joining that goes on, or the last one.
pub(crate) struct Joining {
    state: Arc<Mutex<JoinState>>,
    cancelled: Arc<AtomicBool>,
    /// Gone when it ended.
    going_on: Arc<()>,
}

impl Drop for Joining {
    fn drop(&mut self) {
        self.cancelled.store(true, Ordering::SeqCst);
    }
}

/// Joins a clinic that other desks have brought to a hub. Answers as soon as the hub has taken this desk in; fetching goes on meanwhile.
///
/// # Errors
/// `setup.exists` when there is a clinic here; `setup.joining` when that goes on already; `sync.nothing_to_join` when no desk has brought the
/// clinic to the hub yet; and what `sync.enrol` refuses.
pub fn begin(desk: &Desk, _seat: &Seat, request: EnrolInput) -> Result<JoinState> {
    let (place, code) = using::read(request, None)?;
    let _door = desk.door()?;
    desk.require_nobody_joining()?;
    let founding = Founding::begin(desk.files())?;
    let opened = Arc::new(desk.opened_aside(&founding)?);
    let message = enrol::request(&opened, &code, &enrol::name_of_this_pc())?;
    let reply = using::ask(&place, &message)?;
    if !reply.joined {
        return Err(Refusal::new("sync.nothing_to_join").into());
    }
    enrol::keep(&opened, &place, &message, &reply)?;
    let state = JoinState {
        clinic_name: Some(reply.clinic_name.clone()).filter(|name| !name.is_empty()),
        ..JoinState::of(JoinPhase::Fetching)
    };
    let joining = Joining {
        state: Arc::new(Mutex::new(state.clone())),
        cancelled: Arc::default(),
        going_on: Arc::default(),
    };
    let fetching = Fetching {
        hub: Hub::at(&place)?,
        state: Arc::clone(&joining.state),
        cancelled: Arc::clone(&joining.cancelled),
        settings: desk.settings(),
        _going_on: Arc::clone(&joining.going_on),
    };
    *desk.joining() = Some(joining);
    std::thread::Builder::new().name("join".to_owned()).spawn(move || fetching.run(founding, opened))?;
    Ok(state)
}

/// How far it is.
pub fn state(desk: &Desk, _seat: &Seat, _request: Empty) -> Result<JoinState> {
    let joining = desk.joining();
    Ok(joining.as_ref().map_or_else(|| JoinState::of(JoinPhase::None), |joining| joining.state().clone()))
}

/// Gives it up. Nothing is left here. The same code lets this PC in again while it is valid; the hub's administrator can shut the desk out that
/// will never come.
pub fn cancel(desk: &Desk, _seat: &Seat, _request: Empty) -> Result<JoinState> {
    *desk.joining() = None;
    Ok(JoinState::of(JoinPhase::None))
}

impl Joining {
    fn state(&self) -> MutexGuard<'_, JoinState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// # Errors
    /// `setup.joining`.
    pub(crate) fn require_nobody_joining(&self) -> Result<()> {
        let joining = self.joining();
        match &*joining {
            Some(joining) if joining.state().is_going_on() || Arc::strong_count(&joining.going_on) > 1 => {
                Err(Refusal::new("setup.joining").into())
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// The thread's own side.
struct Fetching {
    hub: Hub,
    state: Arc<Mutex<JoinState>>,
    cancelled: Arc<AtomicBool>,
    settings: VaultSettings,
    _going_on: Arc<()>,
}

/// After a failure, doubling.
const FIRST_RETRY: Duration = Duration::from_secs(1);
const LAST_RETRY: Duration = Duration::from_secs(30);

impl Fetching {
    fn run(self, founding: Founding, opened: Arc<Opened>) {
        let announcements = opened.announcements.clone();
        let fetched = self.fetch(&opened).and_then(|()| self.finish(founding, opened));
        self.note(match fetched {
            Ok(()) => JoinState::of(JoinPhase::Done),
            Err(error) => {
                tracing::warn!(%error, "joining the clinic ended");
                let why = match error {
                    Error::Refused(refusal) => refusal.code.to_owned(),
                    Error::Fault(_) => "sync.hub_failed".to_owned(),
                };
                JoinState { why: Some(why), ..JoinState::of(JoinPhase::Failed) }
            }
        });
        // Nobody listening is fine.
        let _ = announcements.send(Announcement { tables: vec!["sync"] });
    }

    fn note(&self, mut state: JoinState) {
        let mut known = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.clinic_name = state.clinic_name.or_else(|| known.clinic_name.take());
        if state.progress.is_none() {
            state.progress = known.progress.take();
        }
        *known = state;
    }

    /// Everything the hub has, however often the network breaks.
    fn fetch(&self, opened: &Opened) -> Result<()> {
        // A thread of its own for the network: this one takes pages in.
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let _within = runtime.enter();
        let mut client = Client::new(driver::random_uuid(), Budget::FIRST);
        let mut retry = FIRST_RETRY;
        let mut ahead = None;
        loop {
            self.require_going_on()?;
            let asked = client.ask_of(opened, driver::random_uuid())?;
            let asked = asked.map_err(|_| Refusal::new("sync.hub_failed"))?;
            let answer = match runtime.block_on(Ahead::answer(ahead.take(), &self.hub, &asked)) {
                Ok(answer) => answer,
                Err(Failure::Trouble(trouble)) => Answer::Trouble(trouble),
                Err(Failure::Unreachable(why)) => {
                    use domain::code::Code as _;
                    let why = Some(why.code().to_owned());
                    self.note(JoinState { why, ..JoinState::of(JoinPhase::Waiting) });
                    self.pause(&mut retry)?;
                    continue;
                }
            };
            ahead = Ahead::of(&self.hub, &asked, &answer);
            let head = if let Answer::Sync(reply) = &answer { reply.head } else { 0 };
            match self.hear(&mut client, opened, &asked, answer, head)? {
                Next::AtOnce => retry = FIRST_RETRY,
                Next::InStep => return Ok(()),
                Next::Later(_) => self.pause(&mut retry)?,
                Next::Stopped(_) => return Err(Refusal::new("sync.hub_failed").into()),
            }
        }
    }

    fn hear(
        &self,
        client: &mut Client,
        opened: &Opened,
        asked: &Asked,
        answer: Answer,
        head: u64,
    ) -> Result<Next> {
        let next = client.hear_for(opened, asked, answer)?;
        let done = opened.link.hub().map_or(0, |link| link.cursor);
        let progress = (head > 0).then_some(SyncProgress { done, of: head });
        self.note(JoinState { progress, ..JoinState::of(JoinPhase::Fetching) });
        Ok(next)
    }

    fn require_going_on(&self) -> Result<()> {
        if self.cancelled.load(Ordering::SeqCst) {
            return Err(Refusal::new("setup.join_cancelled").into());
        }
        Ok(())
    }

    /// In small steps, so that nobody waits for a joining that was given up.
    fn pause(&self, retry: &mut Duration) -> Result<()> {
        let until = std::time::Instant::now() + *retry;
        *retry = (*retry * 2).min(LAST_RETRY);
        while std::time::Instant::now() < until {
            self.require_going_on()?;
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// A key slot for everybody who works in the clinic, and the vault takes its place.
    fn finish(&self, founding: Founding, opened: Arc<Opened>) -> Result<()> {
        let holders = opened.store.read(store::key_holders)?;
        let mut slots = Vec::new();
        for holder in &holders {
            slots.extend(AccountSlot::sealed_to(holder, founding.data_key(), None)?);
        }
        if slots.is_empty() {
            return Err(Refusal::new("sync.nobody_to_log_in").into());
        }
        let letter = opened.link.letter();
        let face = opened.store.read(|connection| setup::face(connection, letter))?;
        self.require_going_on()?;
        // The last connection to close folds the log into the database file.
        drop(Arc::into_inner(opened).ok_or(Fault::Broken("somebody holds the database that is being made"))?);
        founding.finish(self.settings, slots, &face)?;
        Ok(())
    }
}
