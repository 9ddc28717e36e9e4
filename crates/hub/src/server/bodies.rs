//! Reading what clients send: never more than is allowed, never longer than is patient, and only with memory that is there.

use std::sync::atomic::Ordering;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, header};
use http_body_util::BodyExt as _;
use serde::de::DeserializeOwned;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout, timeout_at};
use wire::sync::http::CONTENT_TYPE;
use wire::sync::{MOST_BYTES_SENT, Trouble, TroubleCode, unpack, unpacked_size};

use super::Hub;
use crate::store::busy;
use crate::stream::trouble;

/// A message, with the memory it takes.
pub struct Read<T> {
    pub message: T,
    memory: OwnedSemaphorePermit,
}

/// What a request takes while it is worked on: its message, what is read out of it, what is written to the database.
const COPIES: usize = 4;
/// What every body gets before any of it came.
const FIRST_PART: usize = 16 << 10;
/// Above this, unpacking takes long enough to let others go on meanwhile.
const LARGE: usize = 256 << 10;

impl<T> Read<T> {
    /// Takes the message, and keeps the memory until what it is kept with is dropped.
    pub fn part(self) -> (T, OwnedSemaphorePermit) {
        (self.message, self.memory)
    }
}

/// Reads a message.
pub async fn read<T: DeserializeOwned + Send + 'static>(
    hub: &Hub,
    request: Request<Body>,
) -> Result<Read<T>, Trouble> {
    let (parts, body) = request.into_parts();
    let said = length_of(&parts.headers)?;
    let (bytes, mut memory) = all(hub, body, said).await?;
    hub.metrics.bytes_in.fetch_add(bytes.len() as u64, Ordering::Relaxed);
    let size = unpacked_size(&bytes);
    let more = hub.memory.take(size * COPIES).await.ok_or_else(|| busy(2))?;
    memory.merge(more);
    let message = if size > LARGE {
        tokio::task::spawn_blocking(move || unpack(&bytes)).await.map_err(|_| trouble(TroubleCode::Fault))?
    } else {
        unpack(&bytes)
    };
    match message {
        Ok(message) => Ok(Read { message, memory }),
        Err(_) => Err(trouble(TroubleCode::Malformed)),
    }
}

/// How long the body says it is.
fn length_of(headers: &HeaderMap) -> Result<Option<usize>, Trouble> {
    let is_ours =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == CONTENT_TYPE.as_bytes());
    if !is_ours || headers.contains_key(header::CONTENT_ENCODING) {
        return Err(trouble(TroubleCode::Malformed));
    }
    let Some(length) = headers.get(header::CONTENT_LENGTH) else { return Ok(None) };
    let length = length.to_str().ok().and_then(|length| length.parse::<usize>().ok());
    match length {
        Some(length) if length <= MOST_BYTES_SENT => Ok(Some(length)),
        Some(_) => Err(trouble(TroubleCode::TooLarge)),
        None => Err(trouble(TroubleCode::Malformed)),
    }
}

/// The whole body, with the memory it takes. Memory is taken for what came and not for what was announced: who only announces keeps nobody
/// else out.
async fn all(
    hub: &Hub,
    mut body: Body,
    said: Option<usize>,
) -> Result<(Bytes, OwnedSemaphorePermit), Trouble> {
    let end = Instant::now() + hub.settings.longest_body;
    let mut memory = hub.memory.take(FIRST_PART).await.ok_or_else(|| busy(2))?;
    let mut bytes = Vec::with_capacity(said.unwrap_or(0).min(FIRST_PART));
    let malformed = || trouble(TroubleCode::Malformed);
    loop {
        let frame = timeout(hub.settings.patience, body.frame());
        let Ok(Ok(frame)) = timeout_at(end, frame).await else { return Err(malformed()) };
        let Some(frame) = frame else { return Ok((bytes.into(), memory)) };
        let Ok(frame) = frame else { return Err(malformed()) };
        if let Some(data) = frame.data_ref() {
            let length = bytes.len() + data.len();
            if length > MOST_BYTES_SENT {
                return Err(trouble(TroubleCode::TooLarge));
            }
            if length > FIRST_PART {
                memory.merge(hub.memory.take(data.len()).await.ok_or_else(|| busy(2))?);
            }
            bytes.extend_from_slice(data);
        }
    }
}
