//! "The head is now n": a stream for each desk that listens. Nothing else travels this way.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Response, header};
use futures_util::Stream;
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;
use wire::operation::Hash;
use wire::sync::http::{BLOB_EVENT, HEAD_EVENT};

use super::Hub;
use super::answers::Answer;
use super::heads::News;
use super::observe::Note;
use super::routes::{Asking, noted, peer_of};

/// Less than `wire::sync::http::EVENTS_ALIVE`, with room for a slow line.
const ALIVE: Duration = Duration::from_secs(15);
const ALIVE_COMMENT: &str = ": alive\n\n";
/// How often it is looked whether the desk still belongs to the clinic.
const LOOK: Duration = Duration::from_secs(60);

struct Listener {
    hub: Arc<Hub>,
    clinic: Uuid,
    token: Hash,
    news: watch::Receiver<News>,
    /// What was told last.
    told: News,
    stop: watch::Receiver<bool>,
    /// Not told yet.
    first: Option<u64>,
    looked: Instant,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.hub.metrics.listeners.fetch_sub(1, Ordering::Relaxed);
    }
}

pub async fn events(State(hub): State<Arc<Hub>>, Path(clinic): Path<String>, request: Request) -> Answer {
    let asking = match Asking::read(&hub, &clinic, request.headers(), peer_of(&request)) {
        Ok(asking) => asking,
        Err(answer) => return *answer,
    };
    // Followed before it is looked up: what comes between is heard twice rather than not at all.
    let followed = hub.heads.follow(asking.clinic, 0);
    let head = match hub.store.head_for(asking.clinic, &asking.token).await {
        Ok(head) => head,
        Err(why) => return asking.refused(&hub, &why),
    };
    hub.metrics.listeners.fetch_add(1, Ordering::Relaxed);
    let known = News { head, ..*followed.borrow() };
    let listener = Listener {
        stop: hub.stop.clone(),
        told: known,
        news: followed,
        clinic: asking.clinic,
        token: asking.token,
        first: Some(head),
        looked: Instant::now(),
        hub,
    };
    let mut answer = Response::new(Body::from_stream(told(listener)));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies keep answers back until there is enough of them.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    noted(answer, Note { clinic: Some(asking.clinic), ..Note::default() })
}

fn told(listener: Listener) -> impl Stream<Item = Result<Bytes, Infallible>> + Send {
    futures_util::stream::unfold(listener, |mut listener| async move {
        let text = listener.next().await?;
        Some((Ok(Bytes::from(text)), listener))
    })
}

impl Listener {
    async fn next(&mut self) -> Option<String> {
        if let Some(head) = self.first.take() {
            return Some(event(head));
        }
        let text = tokio::select! {
            _ = self.stop.wait_for(|stopped| *stopped) => return None,
            changed = self.news.changed() => {
                changed.ok()?;
                None
            }
            () = tokio::time::sleep(ALIVE) => Some(ALIVE_COMMENT.to_owned()),
        };
        let text = text.unwrap_or_else(|| self.tell());
        if self.looked.elapsed() >= LOOK {
            // Revoked, or the database is away: the desk comes again and hears why.
            self.hub.store.head_for(self.clinic, &self.token).await.ok()?;
            self.looked = Instant::now();
        }
        Some(text)
    }

    /// What is new since it was told last.
    fn tell(&mut self) -> String {
        let news = *self.news.borrow_and_update();
        let mut text = String::new();
        if news.head != self.told.head {
            text.push_str(&event(news.head));
        }
        if news.blobs != self.told.blobs {
            text.push_str(&format!("event: {BLOB_EVENT}\ndata: {}\n\n", news.blobs));
        }
        self.told = news;
        if text.is_empty() { ALIVE_COMMENT.to_owned() } else { text }
    }
}

fn event(head: u64) -> String {
    format!("event: {HEAD_EVENT}\ndata: {head}\n\n")
}
