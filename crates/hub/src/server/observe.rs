//! What is noted of each request: counters, and a line of log that names clinics and desks by number and nobody by name.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use std::sync::atomic::Ordering;

use super::Hub;
use super::answers::Answer;
use super::limits::neighbourhood;

/// Which connection a request came over.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// What a handler adds to the line of log.
#[derive(Debug, Clone, Default)]
pub struct Note {
    pub clinic: Option<uuid::Uuid>,
    pub desk: Option<u32>,
    pub operations: Option<usize>,
}

pub async fn observe(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Answer {
    let begun = Instant::now();
    let route = route_of(request.uri().path());
    let method = request.method().clone();
    let mut answer: axum::http::Response<Body> = next.run(request).await;
    // What is not there tells nothing of what it would allow.
    if answer.status() == StatusCode::NOT_FOUND {
        answer.headers_mut().remove(header::ALLOW);
    }
    let (status, took) = (answer.status().as_u16(), begun.elapsed());
    let bytes = answer.body().size_hint().exact().unwrap_or(0);
    hub.metrics.answered(route, status, took);
    hub.metrics.bytes_out.fetch_add(bytes, Ordering::Relaxed);
    let note = answer.extensions().get::<Note>().cloned().unwrap_or_default();
    if route == "healthz" {
        return answer;
    }
    let clinic = note.clinic.map(tracing::field::display);
    tracing::info!(
        %method,
        route,
        status,
        ms = took.as_secs_f64() * 1000.0,
        bytes,
        clinic,
        desk = note.desk,
        operations = note.operations,
        "answered"
    );
    answer
}

/// A name for what was asked: paths that anybody can make up are all one.
fn route_of(path: &str) -> &'static str {
    if path.starts_with("/v1/clinics/") {
        if path.split('/').nth(4) == Some("blobs") {
            return "blobs";
        }
        let last = path.rsplit('/').next();
        let known = ["sync", "number", "events", "desks", "codes", "revoke", "trail"];
        return known.into_iter().find(|name| last == Some(name)).unwrap_or("other");
    }
    match path {
        "/v1/enrol" => "enrol",
        "/healthz" => "healthz",
        "/openapi.json" => "openapi",
        _ => "other",
    }
}

/// Who asks, for limits: the address of the connection, or the last one that our own proxy has seen.
pub fn address_of(hub: &Hub, headers: &HeaderMap, peer: Option<Peer>) -> IpAddr {
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    let forwarded = forwarded
        .filter(|_| hub.settings.behind_proxy)
        .and_then(|list| list.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    let direct = peer.map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0.ip());
    neighbourhood(forwarded.unwrap_or(direct))
}
