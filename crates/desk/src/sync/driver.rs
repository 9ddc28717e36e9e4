//! What keeps the talk going while the vault is open: one thread that asks when there is something to say, when the hub has news, and now and
//! then to be sure. It holds no lock while it waits for the network, and nothing here decides what is said.

use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use domain::code::Code as _;
use domain::time::Instant;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Notify, broadcast, mpsc, watch};
use uuid::Uuid;

use super::ahead::Ahead;
use super::client::{Answer, Asked, Client, Message, Next, Stopped};
use super::enrol::Place;
use super::files::{self, Carrier, Files};
use super::http::{Failure, Hub, News, Unreachable};
use super::link::HubLink;
use super::listening::{Head, Listening};
use super::outbox::{self, Budget};
use super::shared::{Closed, FIRST_RETRY, LAST_RETRY, Shared, WHEN_STOPPED, jittered};
use super::status::{Phase, Status};
use crate::desk::{Announcement, Opened};
use crate::documents::ContentHash;
use crate::error::{Error, Result};

/// The running talk. Dropped or stopped, it ends.
pub(crate) struct Driver {
    shared: Arc<Shared>,
}

/// With a live notice from the hub, asking by the clock is only to be sure.
const TO_BE_SURE: Duration = Duration::from_secs(300);
/// Without one it is how news come.
const WITHOUT_NOTICE: Duration = Duration::from_secs(20);
/// How often everything here is held against everything there, when nothing else goes on.
const BETWEEN_COMPARISONS: Duration = Duration::from_secs(3600);

impl Driver {
    /// Begins to talk for a desk that is open.
    pub(crate) fn start(opened: &Arc<Opened>, budget: Budget) -> Self {
        let announcements = opened.announcements.clone();
        let shared = Arc::new(Shared {
            work: Mutex::new(()),
            stop: watch::channel(false).0,
            now: Notify::new(),
            status: Mutex::new(Status::new(opened.clock.now())),
            announcements,
            files: Files::default(),
        });
        let (talk, desk) = (Arc::clone(&shared), Arc::downgrade(opened));
        let started = std::thread::Builder::new().name("sync".to_owned()).spawn(move || {
            // A worker beside this thread, which is not the network's while it works on the desk.
            match tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build() {
                Ok(runtime) => runtime.block_on(async {
                    tokio::spawn(Carrier::new(&talk, &desk).run());
                    Talk::new(talk, desk, budget).run().await;
                }),
                Err(error) => tracing::error!(%error, "the sync could not be started"),
            }
        });
        if let Err(error) = started {
            tracing::error!(%error, "the sync could not be started");
        }
        Self { shared }
    }

    /// Ends the talk. When this returns, nothing of the desk is worked on any more, nor will be.
    pub(crate) fn stop(&self) {
        self.shared.stop.send_replace(true);
        drop(self.shared.working());
    }

    pub(crate) fn ask_now(&self) {
        self.shared.now.notify_one();
    }

    /// Somebody tries to open a content that is not here.
    pub(crate) fn fetch_first(&self, hash: ContentHash) {
        self.shared.files.wish(hash);
    }

    pub(crate) fn files(&self) -> files::Standing {
        self.shared.files.standing()
    }

    pub(crate) fn status(&self) -> Status {
        self.shared.status().clone()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.shared.stop.send_replace(true);
    }
}

/// The thread's own side.
struct Talk {
    shared: Arc<Shared>,
    desk: Weak<Opened>,
    client: Client,
    hub: Option<(Place, Hub)>,
    ahead: Option<Ahead>,
    announcements: broadcast::Receiver<Announcement>,
    heads: (mpsc::Sender<Head>, mpsc::Receiver<Head>),
    listening: Option<Listening>,
    /// How long to wait after the next failure.
    retry: Duration,
    compared: tokio::time::Instant,
    /// How often rows came into step.
    rounds: u64,
}

impl Talk {
    fn new(shared: Arc<Shared>, desk: Weak<Opened>, budget: Budget) -> Self {
        let announcements = shared.announcements.subscribe();
        Self {
            client: Client::new(random_uuid(), budget),
            announcements,
            shared,
            desk,
            hub: None,
            ahead: None,
            heads: mpsc::channel(16),
            listening: None,
            retry: FIRST_RETRY,
            compared: tokio::time::Instant::now(),
            rounds: 0,
        }
    }

    async fn run(mut self) {
        let mut stopped = self.shared.stop.subscribe();
        tokio::select! {
            _ = self.rounds() => {}
            _ = stopped.wait_for(|stopped| *stopped) => {}
        }
    }

    async fn rounds(&mut self) -> Result<(), Closed> {
        loop {
            let next = match self.round().await? {
                Ok(next) => next,
                Err(failure) => self.offline(failure)?,
            };
            self.wait(next).await?;
        }
    }

    /// One question and its answer.
    async fn round(&mut self) -> Result<std::result::Result<Next, Unreachable>, Closed> {
        self.shared.files.in_step.send_replace(None);
        if self.compared.elapsed() >= BETWEEN_COMPARISONS {
            self.compared = tokio::time::Instant::now();
            self.client.compare_next_time();
        }
        let asked = match self.with_desk(|client, desk| client.ask_of(desk, random_uuid()))? {
            Ok(Ok(asked)) => asked,
            Ok(Err(stopped)) => return Ok(Ok(Next::Stopped(stopped))),
            Err(error) => {
                tracing::warn!(%error, "what to send could not be read");
                return Ok(Ok(Next::Later(None)));
            }
        };
        let Some(hub) = self.hub_of(&asked.link) else { return Ok(Err(Unreachable::Certificate)) };
        let answer = match Ahead::answer(self.ahead.take(), &hub, &asked).await {
            Ok(answer) => answer,
            Err(Failure::Trouble(trouble)) => Answer::Trouble(trouble),
            Err(Failure::Unreachable(why)) => return Ok(Err(why)),
        };
        if let Answer::Sync(reply) = &answer {
            self.shared.status().head = reply.head;
        }
        self.ahead = Ahead::of(&hub, &asked, &answer);
        let heard = self.with_desk(|client, desk| client.hear_for(desk, &asked, answer))?;
        let mut has_room = true;
        let next = heard.unwrap_or_else(|error| {
            tracing::warn!(%error, "the hub's answer could not be taken in");
            has_room = !matches!(&error, Error::Refused(refusal) if refusal.code == "storage.full");
            Next::Later(None)
        });
        self.tell(&asked, next, has_room)?;
        Ok(Ok(next))
    }

    /// Works on the desk, unless it is being closed.
    fn with_desk<T>(
        &mut self,
        work: impl FnOnce(&mut Client, &Opened) -> Result<T>,
    ) -> std::result::Result<Result<T>, Closed> {
        let (client, desk) = (&mut self.client, &self.desk);
        self.shared.with_desk(desk, |desk| work(client, desk))
    }

    fn hub_of(&mut self, link: &HubLink) -> Option<Hub> {
        let place = Place { address: link.address.clone(), certificate: link.certificate.clone() };
        if self.hub.as_ref().is_none_or(|(known, _)| *known != place) {
            self.hub = Hub::at(&place).ok().map(|hub| (place, hub));
        }
        self.hub.as_ref().map(|(_, hub)| hub.clone())
    }

    /// Notes how it stands, and says what changed by it.
    fn tell(&mut self, asked: &Asked, next: Next, has_room: bool) -> Result<(), Closed> {
        let phase = match next {
            // Asked to come again in a moment, it has been heard.
            Next::AtOnce | Next::Later(Some(_)) => Phase::Talking,
            Next::InStep => Phase::InStep,
            Next::Later(None) if !has_room => Phase::DiskFull,
            Next::Later(None) => Phase::Offline,
            Next::Stopped(why) => why.into(),
        };
        let sent = matches!(&asked.message, Message::Sync(request) if !request.push.is_empty());
        let changed = self.turn(phase, (phase == Phase::Offline).then_some("busy"))?;
        let mut tables = Vec::new();
        if sent {
            // What was booked here is no longer only here.
            tables.extend(["appointment", "rep_visit"]);
        }
        // While much is fetched, how far it is.
        if changed || sent || phase == Phase::Talking {
            tables.push("sync");
            self.shared.announce(tables);
        }
        Ok(())
    }

    fn turn(&mut self, phase: Phase, why: Option<&'static str>) -> Result<bool, Closed> {
        let now = self.with_desk(|_, desk| Ok(desk.clock.now()))?.unwrap_or(Instant(0));
        let mut status = self.shared.status();
        if status.phase == Phase::Offline && phase != Phase::Offline {
            self.shared.files.wake();
        }
        Ok(status.turns(phase, why, now))
    }

    fn offline(&mut self, why: Unreachable) -> Result<Next, Closed> {
        if self.turn(Phase::Offline, Some(why.code()))? {
            self.shared.announce(vec!["sync"]);
        }
        Ok(Next::Later(None))
    }

    async fn wait(&mut self, next: Next) -> Result<(), Closed> {
        match next {
            Next::AtOnce => {
                self.retry = FIRST_RETRY;
                // Whoever waits for the desk comes first.
                tokio::task::yield_now().await;
                Ok(())
            }
            Next::InStep => {
                self.retry = FIRST_RETRY;
                self.listen()?;
                self.rounds += 1;
                self.shared.files.in_step.send_replace(Some(self.rounds));
                self.until_there_is_something().await
            }
            Next::Later(seconds) => {
                let grown = self.retry;
                self.retry = (self.retry * 2).min(LAST_RETRY);
                let after =
                    seconds.map_or(grown, |seconds| Duration::from_secs(u64::from(seconds.min(3600))));
                self.pause(jittered(after)).await;
                Ok(())
            }
            Next::Stopped(why) => {
                if self.with_desk(|_, desk| Ok(desk.link.hub()))?.is_ok_and(|link| link.is_none())
                    || why == Stopped::NotEnrolled
                {
                    return Err(Closed);
                }
                let alarm = jittered(WHEN_STOPPED);
                if why == Stopped::Revoked {
                    return self.until_work_or(alarm).await;
                }
                self.pause(alarm).await;
                Ok(())
            }
        }
    }

    /// Waits, unless somebody wants it now.
    async fn pause(&self, time: Duration) {
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = self.shared.now.notified() => {}
        }
    }

    /// Shut out: what is done here all the same is kept at the hub, so that somebody can look at it.
    async fn until_work_or(&mut self, time: Duration) -> Result<(), Closed> {
        let alarm = tokio::time::sleep(time);
        tokio::pin!(alarm);
        while !self.has_unsent()? {
            tokio::select! {
                () = &mut alarm => return Ok(()),
                () = self.shared.now.notified() => return Ok(()),
                said = self.announcements.recv() => if let Err(RecvError::Closed) = said {
                    return Err(Closed);
                },
            }
        }
        Ok(())
    }

    /// In step: until something is done here, the hub has news, or it is time to be sure.
    async fn until_there_is_something(&mut self) -> Result<(), Closed> {
        // What was done since the last question was read.
        if self.has_unsent()? {
            return Ok(());
        }
        let deaf = self.listening.as_ref().is_none_or(|listening| listening.task.is_finished());
        let alarm = tokio::time::sleep(jittered(if deaf { WITHOUT_NOTICE } else { TO_BE_SURE }));
        tokio::pin!(alarm);
        loop {
            tokio::select! {
                () = &mut alarm => return Ok(()),
                () = self.shared.now.notified() => return Ok(()),
                said = self.announcements.recv() => match said {
                    Ok(said) if said.tables == ["sync"] => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => {
                        if self.has_unsent()? {
                            return Ok(());
                        }
                    }
                    Err(RecvError::Closed) => return Err(Closed),
                },
                head = self.heads.1.recv() => match head {
                    Some(Head::Reached(head)) => {
                        let link = self.with_desk(|_, desk| Ok(desk.link.hub()))?.ok().flatten();
                        if link.is_none_or(|link| link.cursor < head) {
                            return Ok(());
                        }
                    }
                    Some(Head::Lost) => alarm.as_mut().reset(tokio::time::Instant::now() + jittered(FIRST_RETRY)),
                    None => return Err(Closed),
                },
            }
        }
    }

    fn has_unsent(&mut self) -> Result<bool, Closed> {
        let unsent = self.with_desk(|_, desk| match desk.link.hub() {
            Some(link) => outbox::unsent(desk, &link),
            None => Ok(0),
        })?;
        Ok(unsent.unwrap_or(0) > 0)
    }

    /// Listens for the hub's notices, if nobody does.
    fn listen(&mut self) -> Result<(), Closed> {
        let Some(link) = self.with_desk(|_, desk| Ok(desk.link.hub()))?.ok().flatten() else { return Ok(()) };
        let listening = self.listening.as_ref();
        if listening.is_some_and(|listening| listening.token == link.token && !listening.task.is_finished()) {
            return Ok(());
        }
        let Some(hub) = self.hub_of(&link) else { return Ok(()) };
        // What was said while nobody listened was not heard.
        self.shared.files.hear_news();
        let (heads, token, shared) = (self.heads.0.clone(), link.token.clone(), Arc::clone(&self.shared));
        let task = tokio::spawn(async move {
            let told = heads.clone();
            // One that finds no room is as good as the one before it.
            let heard = move |news| match news {
                News::Head(head) => drop(told.try_send(Head::Reached(head))),
                News::Blob => shared.files.hear_news(),
            };
            let ended = hub.listen(link.clinic, &link.token, heard).await;
            tracing::debug!(?ended, "the hub's notices ended");
            let _ = heads.send(Head::Lost).await;
        });
        self.listening = Some(Listening { token, task });
        Ok(())
    }
}

pub(super) fn random_uuid() -> Uuid {
    uuid::Builder::from_random_bytes(crate::vault::random()).into_uuid()
}
