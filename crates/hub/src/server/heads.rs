//! How far each clinic is, for those who listen. What this process commits is told at once, what others commit comes by a notice of the database,
//! and where that fails by looking now and then.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use crate::store::{Notice, Store};

/// How long a notice may be put together with others. A desk hears of a booking after this at the latest.
const TOGETHER: Duration = Duration::from_millis(5);
/// How often one looks for oneself: where notices work, and where not.
const LOOK: Duration = Duration::from_secs(30);
const LOOK_ALONE: Duration = Duration::from_secs(2);

/// What those who listen to a clinic may not have heard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct News {
    /// How far its order is.
    pub head: u64,
    /// How many files have become whole since somebody of this process listens. Means nothing but that it grows.
    pub blobs: u64,
}

/// The heads of the clinics that somebody listens to.
pub struct Heads {
    clinics: Mutex<HashMap<Uuid, watch::Sender<News>>>,
    to_tell: mpsc::Sender<(Uuid, Notice)>,
}

impl Heads {
    /// Starts the tasks that keep it going until `stop` changes.
    pub fn start(store: &Store, stop: watch::Receiver<bool>) -> Arc<Self> {
        let (to_tell, told) = mpsc::channel(1024);
        let heads = Arc::new(Self { clinics: Mutex::default(), to_tell });
        let (hearing, is_hearing) = watch::channel(false);
        let tell = tell(store.clone(), told);
        let hear = hear(store.clone(), Arc::clone(&heads), hearing);
        let look = look(store.clone(), Arc::clone(&heads), is_hearing);
        tokio::spawn(async move {
            let mut stop = stop;
            tokio::select! {
                () = async { tokio::join!(tell, hear, look); } => {}
                _ = stop.wait_for(|stopped| *stopped) => {}
            }
        });
        heads
    }

    /// A clinic has grown, by us.
    pub fn grew(&self, clinic: Uuid, head: u64) {
        self.publish(clinic, Notice::Head(head));
        // Where too many wait to be told, the others look for themselves.
        let _ = self.to_tell.try_send((clinic, Notice::Head(head)));
    }

    /// A file of the clinic has become whole, by us. Told to ourselves by the database as to the others.
    pub fn has_blob(&self, clinic: Uuid) {
        let _ = self.to_tell.try_send((clinic, Notice::Blob));
    }

    /// Follows a clinic, of which `head` is known.
    pub fn follow(&self, clinic: Uuid, head: u64) -> watch::Receiver<News> {
        let mut clinics = self.clinics.lock().unwrap_or_else(PoisonError::into_inner);
        clinics.retain(|_, followed| followed.receiver_count() > 0);
        let begin = || watch::channel(News { head, blobs: 0 }).0;
        clinics.entry(clinic).or_insert_with(begin).subscribe()
    }

    fn publish(&self, clinic: Uuid, notice: Notice) {
        let clinics = self.clinics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(followed) = clinics.get(&clinic) {
            followed.send_if_modified(|known| match notice {
                Notice::Head(head) => std::mem::replace(&mut known.head, head) != head,
                Notice::Blob => {
                    known.blobs += 1;
                    true
                }
            });
        }
    }

    fn followed(&self) -> Vec<Uuid> {
        let clinics = self.clinics.lock().unwrap_or_else(PoisonError::into_inner);
        clinics
            .iter()
            .filter(|(_, followed)| followed.receiver_count() > 0)
            .map(|(clinic, _)| *clinic)
            .collect()
    }
}

async fn tell(store: Store, mut told: mpsc::Receiver<(Uuid, Notice)>) {
    while let Some(first) = told.recv().await {
        tokio::time::sleep(TOGETHER).await;
        let mut heads: BTreeMap<Uuid, u64> = BTreeMap::new();
        let mut blobs = BTreeSet::new();
        let mut next = Some(first);
        while let Some((clinic, notice)) = next {
            match notice {
                Notice::Head(head) => {
                    heads.entry(clinic).and_modify(|known| *known = head.max(*known)).or_insert(head);
                }
                Notice::Blob => drop(blobs.insert(clinic)),
            }
            next = told.try_recv().ok();
        }
        let heads = heads.into_iter().map(|(clinic, head)| (clinic, Notice::Head(head)));
        let notices: Vec<_> = heads.chain(blobs.into_iter().map(|clinic| (clinic, Notice::Blob))).collect();
        if let Err(error) = store.tell(&notices).await {
            tracing::warn!(%error, "other processes could not be told");
        }
    }
}

async fn hear(store: Store, heads: Arc<Heads>, hearing: watch::Sender<bool>) {
    loop {
        hearing.send_replace(true);
        let ended = store.hear(|clinic, notice| heads.publish(clinic, notice)).await;
        hearing.send_replace(false);
        if let Err(error) = ended {
            tracing::warn!(%error, "no notices from the database");
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

async fn look(store: Store, heads: Arc<Heads>, hearing: watch::Receiver<bool>) {
    loop {
        let every = if *hearing.borrow() { LOOK } else { LOOK_ALONE };
        tokio::time::sleep(every).await;
        for clinic in heads.followed() {
            match store.head(clinic).await {
                Ok(Some(head)) => heads.publish(clinic, Notice::Head(head)),
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(%error, "the heads could not be looked up");
                    break;
                }
            }
        }
    }
}
