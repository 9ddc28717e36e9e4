//! Contents of files between this desk and the hub: one at a time, in parts, beside the talk about rows and never before it. Whoever went away in
//! the middle goes on at the part that is missing: what is here lies in the content store, and what the hub has the hub says.

mod carrying;
mod plan;
pub(super) mod store;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{Notify, broadcast, watch};
use tokio::time::Instant;
use uuid::Uuid;
use wire::operation::Hash;

use super::enrol::Place;
use super::http::{Failure, Hub, Unreachable};
use super::link::HubLink;
use super::outbox;
use super::shared::{Closed, FIRST_RETRY, LAST_RETRY, Shared, WHEN_STOPPED, jittered};
use crate::desk::{Announcement, Opened};
use crate::documents::ContentHash;
use crate::error::Result;

pub(crate) use plan::Load;
use plan::{Plan, Task};

/// What the talk and the screens share with whoever carries files.
pub(super) struct Files {
    /// While rows are in step: the how-manieth time. Files wait until rows have gone.
    pub in_step: watch::Sender<Option<u64>>,
    now: Mutex<Standing>,
    wishes: Mutex<Vec<ContentHash>>,
    /// The hub said, or may have said while nobody listened, that a content has become whole.
    news: AtomicBool,
    wake: Notify,
}

/// How it stands with files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// What is to go and what is to come; nothing before the hub was asked.
    pub loads: Option<(Load, Load)>,
    /// The hub has no room for what is to go.
    pub hub_full: bool,
    /// This PC has no room for what is to come.
    pub disk_full: bool,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            in_step: watch::channel(None).0,
            now: Mutex::default(),
            wishes: Mutex::default(),
            news: AtomicBool::new(false),
            wake: Notify::new(),
        }
    }
}

impl Files {
    /// Somebody tries to open a content that is not here.
    pub fn wish(&self, hash: ContentHash) {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner).push(hash);
        self.wake.notify_one();
    }

    /// A content may have become whole at the hub.
    pub fn hear_news(&self) {
        self.news.store(true, Ordering::Relaxed);
        self.wake.notify_one();
    }

    /// The hub can be reached again.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    pub fn standing(&self) -> Standing {
        *self.now()
    }

    fn now(&self) -> MutexGuard<'_, Standing> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The first of the times at which one asks again for what has yet to come to the hub, doubling up to the last. A notice comes before, mostly.
const FIRST_LOOK: Duration = Duration::from_secs(5);
const LAST_LOOK: Duration = Duration::from_secs(300);
/// How often the screens hear how far a file is.
const BETWEEN_WORDS: Duration = Duration::from_secs(1);

/// The task that carries.
pub(super) struct Carrier {
    shared: Arc<Shared>,
    desk: Weak<Opened>,
    plan: Plan,
    /// Rows of documents may have changed.
    is_dirty: bool,
    announcements: broadcast::Receiver<Announcement>,
    in_step: watch::Receiver<Option<u64>>,
    hub: Option<(Place, Hub)>,
    /// Under which epoch the hub was asked what it lacks: one that was restored lacks something else.
    epoch: Option<Uuid>,
    /// The content on its way up, and which of its parts the hub lacks.
    sending: Option<(ContentHash, Vec<u32>)>,
    hub_full: bool,
    disk_full: bool,
    retry: Duration,
    look: Duration,
    told: Option<(Instant, Standing)>,
}

/// How a step ended.
enum Step {
    /// A part is where it should be.
    Moved,
    /// More is known than before.
    Went,
    /// Nothing can be done until something changes.
    Idle,
    /// What was done here is not at the hub yet, and a document may be among it.
    RowsFirst,
    Failed(Failure),
}

impl Carrier {
    pub fn new(shared: &Arc<Shared>, desk: &Weak<Opened>) -> Self {
        Self {
            announcements: shared.announcements.subscribe(),
            in_step: shared.files.in_step.subscribe(),
            shared: Arc::clone(shared),
            desk: Weak::clone(desk),
            plan: Plan::default(),
            is_dirty: true,
            hub: None,
            epoch: None,
            sending: None,
            hub_full: false,
            disk_full: false,
            retry: FIRST_RETRY,
            look: FIRST_LOOK,
            told: None,
        }
    }

    /// Carries until the desk is closed.
    pub async fn run(mut self) {
        let _ = self.steps().await;
    }

    async fn steps(&mut self) -> std::result::Result<(), Closed> {
        loop {
            self.in_step.wait_for(Option::is_some).await.map_err(|_| Closed)?;
            self.hear()?;
            let step = self.step().await?;
            self.tell();
            match step {
                Step::Moved | Step::Went => {
                    self.retry = FIRST_RETRY;
                    if matches!(step, Step::Moved) {
                        self.look = FIRST_LOOK;
                    }
                    // Whoever waits for the desk comes first.
                    tokio::task::yield_now().await;
                }
                Step::Idle => self.until_something_changes().await?,
                Step::RowsFirst => self.in_step.changed().await.map_err(|_| Closed)?,
                Step::Failed(failure) => self.pause_after(&failure).await,
            }
        }
    }

    /// What was said meanwhile.
    fn hear(&mut self) -> std::result::Result<(), Closed> {
        loop {
            match self.announcements.try_recv() {
                Ok(said) => self.is_dirty |= is_about_documents(&said),
                Err(TryRecvError::Lagged(_)) => self.is_dirty = true,
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Closed) => return Err(Closed),
            }
        }
        let wishes =
            std::mem::take(&mut *self.shared.files.wishes.lock().unwrap_or_else(PoisonError::into_inner));
        wishes.into_iter().for_each(|hash| self.plan.wish(hash));
        if self.shared.files.news.swap(false, Ordering::Relaxed) && self.plan.waits_for_others() {
            self.plan.ask_again();
        }
        Ok(())
    }

    async fn step(&mut self) -> std::result::Result<Step, Closed> {
        let link = match self.prepare()? {
            Ok(Some(link)) => link,
            Ok(None) => return Ok(Step::Idle),
            Err(error) => return Ok(self.fault(&error)),
        };
        let task = self.plan.next(std::time::Instant::now());
        if task == Task::Nothing {
            return Ok(Step::Idle);
        }
        let Some(hub) = self.hub_of(&link) else {
            return Ok(Step::Failed(Failure::Unreachable(Unreachable::Certificate)));
        };
        match task {
            Task::Ask => self.ask(&hub, &link).await,
            Task::Send(named) => self.send(&hub, &link, named).await,
            Task::Fetch(named) => self.fetch(&hub, &link, named).await,
            Task::Nothing => Ok(Step::Idle),
        }
    }

    /// Reads what the rows name, where they have changed.
    fn prepare(&mut self) -> std::result::Result<Result<Option<Arc<HubLink>>>, Closed> {
        let (is_dirty, plan) = (self.is_dirty, &mut self.plan);
        let prepared = self.shared.with_desk(&self.desk, |desk| {
            let Some(link) = desk.link.hub() else { return Ok(None) };
            if is_dirty {
                let found = |hash: &ContentHash| {
                    if desk.content.has(hash) { Ok(None) } else { desk.content.partial_size(hash).map(Some) }
                };
                plan.renew(desk.store.read(store::named)?, found)?;
            }
            Ok(Some(link))
        })?;
        if let Ok(Some(link)) = &prepared {
            self.is_dirty = false;
            if self.epoch.is_some_and(|epoch| epoch != link.epoch) {
                self.plan.ask_again();
            }
        }
        Ok(prepared)
    }

    /// Whether everything that was done here is at the hub: a document's row goes before its content.
    fn rows_have_gone(&self, link: &HubLink) -> std::result::Result<bool, Closed> {
        let unsent = self.shared.with_desk(&self.desk, |desk| outbox::unsent(desk, link))?;
        Ok(unsent.is_ok_and(|unsent| unsent == 0))
    }

    fn hub_of(&mut self, link: &HubLink) -> Option<Hub> {
        let place = Place { address: link.address.clone(), certificate: link.certificate.clone() };
        if self.hub.as_ref().is_none_or(|(known, _)| *known != place) {
            self.hub = Hub::at(&place).ok().map(|hub| (place, hub));
        }
        self.hub.as_ref().map(|(_, hub)| hub.clone())
    }

    fn fault(&self, error: &crate::error::Error) -> Step {
        tracing::warn!(%error, "a file could not be carried");
        Step::Failed(Failure::Unreachable(Unreachable::NoConnection))
    }

    /// Tells the screens, not at every part.
    fn tell(&mut self) {
        let loads = self.plan.loads();
        let hub_full = self.hub_full && loads.is_some_and(|(up, _)| up.files > 0);
        let disk_full = self.disk_full && loads.is_some_and(|(_, down)| down.files > 0);
        let standing = Standing { loads, hub_full, disk_full };
        *self.shared.files.now() = standing;
        let files = |standing: &Standing| {
            standing.loads.map(|(up, down)| (up.files, down.files, standing.hub_full, standing.disk_full))
        };
        let (is_due, is_news) = match &self.told {
            None => (standing != Standing::default(), standing != Standing::default()),
            Some((at, told)) => {
                (*told != standing && at.elapsed() >= BETWEEN_WORDS, files(told) != files(&standing))
            }
        };
        if is_due || is_news {
            self.told = Some((Instant::now(), standing));
            self.shared.announce(vec!["sync"]);
        }
    }

    async fn until_something_changes(&mut self) -> std::result::Result<(), Closed> {
        let alarm = tokio::time::sleep(if self.plan.is_open() { jittered(self.look) } else { LAST_LOOK });
        tokio::pin!(alarm);
        loop {
            tokio::select! {
                () = &mut alarm => {
                    if self.plan.is_open() {
                        self.look = (self.look * 2).min(LAST_LOOK);
                        self.plan.ask_again();
                    }
                    return Ok(());
                }
                () = self.shared.files.wake.notified() => return Ok(()),
                said = self.announcements.recv() => match said {
                    Ok(said) if !is_about_documents(&said) => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => {
                        self.is_dirty = true;
                        return Ok(());
                    }
                    Err(RecvError::Closed) => return Err(Closed),
                },
            }
        }
    }

    async fn pause_after(&mut self, failure: &Failure) {
        use wire::sync::TroubleCode;
        let after = match failure {
            Failure::Trouble(trouble) => match (trouble.code, trouble.after) {
                (TroubleCode::Busy, Some(seconds)) => Duration::from_secs(u64::from(seconds.min(3600))),
                // The talk hears of it too. A hub that knows no files answers as to a stranger.
                (TroubleCode::Revoked | TroubleCode::NotFound | TroubleCode::OldDesk, _) => WHEN_STOPPED,
                _ => self.grown(),
            },
            Failure::Unreachable(_) => self.grown(),
        };
        tokio::select! {
            () = tokio::time::sleep(jittered(after)) => {}
            () = self.shared.files.wake.notified() => {}
        }
    }

    fn grown(&mut self) -> Duration {
        let now = self.retry;
        self.retry = (self.retry * 2).min(LAST_RETRY);
        now
    }
}

/// Not what we say ourselves of one that came: that one is known.
fn is_about_documents(said: &Announcement) -> bool {
    said.tables.contains(&"document") && said.tables != WHEN_ONE_CAME
}

/// What is announced when a content has come: whoever shows documents shows it now.
const WHEN_ONE_CAME: [&str; 2] = ["document", "sync"];

fn bytes_of(hash: &ContentHash) -> &Hash {
    &hash.0
}
