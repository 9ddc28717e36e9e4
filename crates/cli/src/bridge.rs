//! The desk over HTTP, for browser tests and for work on the screens; never part of a release. It listens on the loopback only,
//! answers only under its own host name (a page elsewhere cannot rebind a name to it), and asks for a token.
//!
//! - `POST /rpc` `{command, input}` with `Authorization: Bearer TOKEN` → `{result}` or `{error: {code, params, fields?, incident?}}`.
//! - `GET /events?token=TOKEN` → server-sent events, each `{tables: [...] | null}`; null means: read everything anew.
//! - Everything else is a file of the built screens.
//!
//! All its visitors sit on one seat, as all windows of the application do.

#[cfg(not(debug_assertions))]
compile_error!("the bridge is for development: a release is built without the feature `bridge`");

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use axum::Json;
use axum::extract::{DefaultBodyLimit, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{Router, get, post};
use clap::Args;
use desk::door::{self, Trouble, answer};
use desk::error::{Error, Fault};
use desk::{Desk, Seat};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_stream::{Stream, StreamExt as _, wrappers::ReceiverStream};

#[derive(Args)]
pub struct Bridge {
    /// The port on 127.0.0.1; 0 takes a free one, which is printed.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// What a caller must show.
    #[arg(long)]
    token: String,
    /// The built screens, served at `/`.
    #[arg(long, value_name = "DIR")]
    ui: Option<PathBuf>,
}

struct House {
    desk: Desk,
    seat: Seat,
    token: String,
    ui: Option<PathBuf>,
}

impl Bridge {
    pub fn serve(self, desk: Desk) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Runtime::new().context("no threads to serve with")?;
        runtime.block_on(async {
            let listener =
                TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await.context("the port is taken")?;
            let address = listener.local_addr().context("the port has no address")?;
            println!("http://{address}/?token={}", self.token);
            let house = House { desk, seat: Seat::default(), token: self.token, ui: self.ui };
            axum::serve(listener, router(Arc::new(house), address)).await.context("the bridge fell")
        })
    }
}

fn router(house: Arc<House>, address: SocketAddr) -> Router {
    Router::new()
        .route("/rpc", post(rpc))
        .route("/events", get(events))
        .fallback(get(file))
        .with_state(house)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(from_fn_with_state(address, own_name_only))
}

/// As much as the other doors take: a document in base64.
const LONGEST_BODY: usize = 32 * 1024 * 1024;

/// A name that somebody else's page made point here is not ours.
async fn own_name_only(State(address): State<SocketAddr>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if host == address.to_string() || host == format!("localhost:{}", address.port()) {
        next.run(request).await
    } else {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    }
}

#[derive(Deserialize)]
struct Call {
    command: String,
    #[serde(default)]
    input: Value,
}

async fn rpc(State(house): State<Arc<House>>, headers: HeaderMap, Json(call): Json<Call>) -> Response {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if shown.and_then(|value| value.strip_prefix("Bearer ")) != Some(&house.token) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    // The desk blocks: on the disk, and for a password as long as a password hash takes.
    let answered =
        tokio::task::spawn_blocking(move || answer(&house.desk, &house.seat, &call.command, call.input))
            .await;
    let answered = answered.unwrap_or_else(|_| {
        Err(Box::new(Trouble::of(Error::Fault(Fault::Broken("the bridge lost a command")), "bridge")))
    });
    match answered {
        Ok(result) => Json(json!({ "result": result })).into_response(),
        Err(trouble) => Json(json!({ "error": trouble })).into_response(),
    }
}

#[derive(Deserialize)]
struct Ticket {
    /// A browser's event source cannot send headers.
    token: String,
}

async fn events(State(house): State<Arc<House>>, Query(ticket): Query<Ticket>) -> Response {
    if ticket.token != house.token {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Sse::new(news(&house)).keep_alive(KeepAlive::default()).into_response()
}

fn news(house: &House) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    let mut announcements = house.desk.announcements();
    let (sender, receiver) = tokio::sync::mpsc::channel(16);
    tokio::spawn(async move {
        while let Some(news) = door::next_news(&mut announcements).await {
            if sender.send(news).await.is_err() {
                break;
            }
        }
    });
    ReceiverStream::new(receiver).map(|news| Ok(Event::default().json_data(news).unwrap_or_default()))
}

async fn file(State(house): State<Arc<House>>, uri: Uri) -> Response {
    let Some(ui) = &house.ui else { return StatusCode::NOT_FOUND.into_response() };
    let Some(path) = inside(ui, uri.path()) else { return StatusCode::NOT_FOUND.into_response() };
    // Read in place: one developer, small files on the same machine.
    match std::fs::read(&path) {
        Ok(bytes) => ([(header::CONTENT_TYPE, media_type(&path))], bytes).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The file a request means, if it lies inside the folder.
fn inside(folder: &Path, requested: &str) -> Option<PathBuf> {
    let requested = requested.trim_start_matches('/');
    let relative = Path::new(if requested.is_empty() { "index.html" } else { requested });
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    plain.then(|| folder.join(relative))
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::inside;

    #[test]
    fn a_request_stays_inside_the_folder() {
        let folder = Path::new("dist");
        assert_eq!(inside(folder, "/"), Some("dist/index.html".into()));
        assert_eq!(inside(folder, "/assets/app.js"), Some("dist/assets/app.js".into()));
        for outside in ["/../secret", "/assets/../../secret", "/.", "/assets/.."] {
            assert_eq!(inside(folder, outside), None, "{outside}");
        }
    }
}
