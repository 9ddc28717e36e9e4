//! What can be asked.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse as _;
use axum::routing::{get, post};
use axum::{Json, Router};
use uuid::Uuid;
use wire::operation::Hash;
use wire::sync::http::ENROL_PATH;
use wire::sync::{EnrolRequest, NewNumberRequest, SyncRequest, Trouble, TroubleCode, pack};

use super::answers::{Answer, message, not_found, refused, troubled};
use super::bodies::{Read, read};
use super::limits::Buckets;
use super::metrics::Gauges;
use super::observe::{Note, Peer, address_of, observe};
use super::{Hub, administration, blobs, events, now, openapi};
use crate::secrets::hash_of_token;
use crate::store::{Refused, busy};

/// What desks ask.
pub fn routes(hub: &Arc<Hub>) -> Router {
    let routes = Router::new()
        .route(ENROL_PATH, post(enrol))
        .route("/v1/clinics/{clinic}/sync", post(sync))
        .route("/v1/clinics/{clinic}/number", post(number))
        .route("/v1/clinics/{clinic}/events", get(events::events))
        .route("/v1/clinics/{clinic}/desks", get(administration::desks))
        .route("/v1/clinics/{clinic}/codes", post(administration::codes))
        .route("/v1/clinics/{clinic}/revoke", post(administration::revoke))
        .route("/v1/clinics/{clinic}/quarantine", post(administration::quarantine))
        .route("/v1/clinics/{clinic}/trail", post(administration::trail))
        .route("/v1/clinics/{clinic}/blobs", get(blobs::wanted))
        .route("/v1/clinics/{clinic}/blobs/{hash}", get(blobs::standing))
        .route("/v1/clinics/{clinic}/blobs/{hash}/{part}", get(blobs::give).put(blobs::take))
        .route("/healthz", get(health))
        .route("/openapi.json", get(|| async { Json(openapi::document()) }))
        .fallback(|| async { not_found() })
        .method_not_allowed_fallback(|| async { not_found() })
        .with_state(Arc::clone(hub));
    // Around all of it, so that the answers of the router itself are seen too.
    Router::new().fallback_service(routes).layer(from_fn_with_state(Arc::clone(hub), observe))
}

/// What the one who runs the hub asks, on an address of its own.
pub fn metrics_routes(hub: &Arc<Hub>) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(health))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .with_state(Arc::clone(hub))
}

/// The clinic a request is about and the desk's token, with the limits of both its desk and its address kept.
pub struct Asking {
    pub clinic: Uuid,
    pub token: Hash,
    address: std::net::IpAddr,
}

impl Asking {
    /// An answer instead, where there is nothing to ask or too much was asked already.
    pub fn read(
        hub: &Hub,
        clinic: &str,
        headers: &HeaderMap,
        peer: Option<Peer>,
    ) -> Result<Self, Box<Answer>> {
        Self::within(hub, &hub.by_desk, clinic, headers, peer)
    }

    /// The same within another limit of the desk.
    pub fn within(
        hub: &Hub,
        by_desk: &Buckets<Hash>,
        clinic: &str,
        headers: &HeaderMap,
        peer: Option<Peer>,
    ) -> Result<Self, Box<Answer>> {
        let address = address_of(hub, headers, peer);
        let now = Instant::now();
        hub.failures.ask(address, now).map_err(|seconds| Box::new(troubled(&busy(seconds))))?;
        let token = headers.get(header::AUTHORIZATION).and_then(|header| header.to_str().ok());
        let token = token.and_then(|header| header.strip_prefix("Bearer ")).filter(|token| token.len() == 64);
        let clinic = clinic.parse().ok();
        let (Some(token), Some(clinic)) = (token, clinic) else {
            let _ = hub.failures.take(address, now);
            return Err(Box::new(not_found()));
        };
        let asking = Self { clinic, token: hash_of_token(token), address };
        by_desk.take(asking.token, now).map_err(|seconds| Box::new(troubled(&busy(seconds))))?;
        Ok(asking)
    }

    /// The answer to what the store refused. Whoever guesses is counted.
    pub fn refused(&self, hub: &Hub, why: &Refused) -> Answer {
        if let Refused::Trouble(Trouble { code: TroubleCode::NotFound, .. }) = why {
            let _ = hub.failures.take(self.address, Instant::now());
            return not_found();
        }
        noted(refused(why), Note { clinic: Some(self.clinic), ..Note::default() })
    }
}

pub fn noted(mut answer: Answer, note: Note) -> Answer {
    answer.extensions_mut().insert(note);
    answer
}

pub fn peer_of(request: &Request<Body>) -> Option<Peer> {
    request.extensions().get().copied()
}

/// What an answer of so many bytes of rows takes until it is sent: as columns, as rows, as bytes, packed.
const COPIES: usize = 3;
const MOST_BYTES: usize = 8 << 20;

async fn sync(State(hub): State<Arc<Hub>>, Path(clinic): Path<String>, request: Request) -> Answer {
    let asking = match Asking::read(&hub, &clinic, request.headers(), peer_of(&request)) {
        Ok(asking) => asking,
        Err(answer) => return *answer,
    };
    let (message, _memory) = match read::<SyncRequest>(&hub, request).await {
        Ok(read) => read.part(),
        Err(trouble) => return troubled(&trouble),
    };
    let most = (message.max_bytes as usize).min(MOST_BYTES);
    let Some(_memory_for_rows) = hub.memory.take(most * COPIES).await else { return troubled(&busy(2)) };
    match hub.store.sync(asking.clinic, &asking.token, now(), &message).await {
        Ok(synced) => {
            if synced.grew {
                hub.heads.grew(asking.clinic, synced.reply.head);
            }
            hub.metrics.operations.fetch_add(synced.taken as u64, Ordering::Relaxed);
            let note =
                Note { clinic: Some(asking.clinic), desk: Some(synced.desk), operations: Some(synced.taken) };
            noted(large_message(synced.reply).await, note)
        }
        Err(why) => {
            // What a revoked desk has left is put before the others.
            let left = matches!(&why, Refused::Trouble(trouble) if trouble.code == TroubleCode::Revoked)
                && !message.push.is_empty();
            if left && let Ok(Some(head)) = hub.store.head(asking.clinic).await {
                hub.heads.grew(asking.clinic, head);
            }
            asking.refused(&hub, &why)
        }
    }
}

/// Packing many rows takes long enough to let others go on meanwhile.
async fn large_message(reply: wire::sync::SyncReply) -> Answer {
    const LARGE: usize = 256 << 10;
    if reply.rows.len() < LARGE {
        return message(StatusCode::OK, &reply);
    }
    match tokio::task::spawn_blocking(move || pack(&reply)).await {
        Ok(bytes) => {
            let mut answer = message(StatusCode::OK, &());
            *answer.body_mut() = Body::from(bytes);
            answer
        }
        Err(_) => troubled(&crate::stream::trouble(TroubleCode::Fault)),
    }
}

async fn number(State(hub): State<Arc<Hub>>, Path(clinic): Path<String>, request: Request) -> Answer {
    let asking = match Asking::read(&hub, &clinic, request.headers(), peer_of(&request)) {
        Ok(asking) => asking,
        Err(answer) => return *answer,
    };
    let wanted: Read<NewNumberRequest> = match read(&hub, request).await {
        Ok(read) => read,
        Err(trouble) => return troubled(&trouble),
    };
    match hub.store.new_number(asking.clinic, &asking.token, &wanted.message).await {
        Ok(reply) => {
            tracing::warn!(clinic = %asking.clinic, desk = reply.number, "a desk goes on under a new number");
            message(StatusCode::OK, &reply)
        }
        Err(why) => asking.refused(&hub, &why),
    }
}

async fn enrol(State(hub): State<Arc<Hub>>, request: Request) -> Answer {
    let address = address_of(&hub, request.headers(), peer_of(&request));
    if let Err(seconds) = hub.failures.ask(address, Instant::now()) {
        return troubled(&busy(seconds));
    }
    let wanted: Read<EnrolRequest> = match read(&hub, request).await {
        Ok(read) => read,
        Err(trouble) => return troubled(&trouble),
    };
    match hub.store.enrol(&wanted.message).await {
        Ok(reply) => {
            tracing::info!(clinic = %reply.clinic, desk = reply.number, "a desk was enrolled");
            message(StatusCode::OK, &reply)
        }
        Err(why) => {
            if let Refused::Trouble(Trouble { code: TroubleCode::Unknown, .. }) = why {
                let _ = hub.failures.take(address, Instant::now());
            }
            refused(&why)
        }
    }
}

/// Whether this process can answer: it has a database, and is not ending.
async fn health(State(hub): State<Arc<Hub>>) -> Answer {
    let is_ending = *hub.stop.borrow();
    match hub.store.ping().await {
        Ok(()) if !is_ending => (StatusCode::OK, "fine\n").into_response(),
        Ok(()) => (StatusCode::SERVICE_UNAVAILABLE, "ending\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "no database");
            (StatusCode::SERVICE_UNAVAILABLE, "no database\n").into_response()
        }
    }
}

async fn metrics(State(hub): State<Arc<Hub>>) -> Answer {
    let (database_busy, database_open) = hub.store.connections();
    let gauges = Gauges { database_busy, database_open, memory_taken: hub.memory.taken() };
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], hub.metrics.text(&gauges)).into_response()
}
