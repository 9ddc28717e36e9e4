//! Contents of files, in parts. They have a limit of their own for each desk, so that a file on its way never keeps rows waiting.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use wire::operation::Hash;
use wire::sync::http::hash_of;
use wire::sync::{BlobPart, PART_BYTES, TroubleCode};

use super::Hub;
use super::answers::{Answer, message, not_found, troubled};
use super::bodies::{Read, read};
use super::observe::Note;
use super::routes::{Asking, noted, peer_of};
use crate::store::{Refused, busy};
use crate::stream::trouble;

/// What a part takes until it is sent: as the database gave it, as a message, packed.
const COPIES: usize = 3;

#[derive(Deserialize)]
pub struct After {
    after: Option<String>,
}

pub async fn wanted(
    State(hub): State<Arc<Hub>>,
    Path(clinic): Path<String>,
    Query(After { after }): Query<After>,
    request: Request,
) -> Answer {
    let asking = match asked(&hub, &clinic, &request) {
        Ok(asking) => asking,
        Err(answer) => return *answer,
    };
    let after = match after.as_deref().map(hash_of) {
        None => None,
        Some(Some(hash)) => Some(hash),
        Some(None) => return troubled(&trouble(TroubleCode::Malformed)),
    };
    match hub.store.blobs_wanted(asking.clinic, &asking.token, after).await {
        Ok(reply) => answered(&asking, &reply),
        Err(why) => asking.refused(&hub, &why),
    }
}

pub async fn standing(
    State(hub): State<Arc<Hub>>,
    Path((clinic, hash)): Path<(String, String)>,
    request: Request,
) -> Answer {
    let asking = match asked(&hub, &clinic, &request) {
        Ok(asking) => asking,
        Err(answer) => return *answer,
    };
    let found = match hash_of(&hash) {
        Some(hash) => hub.store.blob(asking.clinic, &asking.token, &hash).await,
        None => hub.store.head_for(asking.clinic, &asking.token).await.map(|_| None),
    };
    found_or_not(&hub, &asking, found)
}

pub async fn give(
    State(hub): State<Arc<Hub>>,
    Path((clinic, hash, part)): Path<(String, String, String)>,
    request: Request,
) -> Answer {
    let asking = match asked(&hub, &clinic, &request) {
        Ok(asking) => asking,
        Err(answer) => return *answer,
    };
    let Some(_memory) = hub.memory.take(PART_BYTES as usize * COPIES).await else {
        return troubled(&busy(2));
    };
    let found = match which(&hash, &part) {
        Some((hash, part)) => hub.store.blob_part(asking.clinic, &asking.token, &hash, part).await,
        None => hub.store.head_for(asking.clinic, &asking.token).await.map(|_| None),
    };
    if let Ok(Some(part)) = &found {
        hub.metrics.parts_out.fetch_add(1, Ordering::Relaxed);
        hub.metrics.part_bytes_out.fetch_add(part.bytes.len() as u64, Ordering::Relaxed);
    }
    found_or_not(&hub, &asking, found)
}

pub async fn take(
    State(hub): State<Arc<Hub>>,
    Path((clinic, hash, part)): Path<(String, String, String)>,
    request: Request,
) -> Answer {
    let asking = match asked(&hub, &clinic, &request) {
        Ok(asking) => asking,
        Err(answer) => return *answer,
    };
    let sent: Read<BlobPart> = match read(&hub, request).await {
        Ok(read) => read,
        Err(trouble) => return troubled(&trouble),
    };
    let Some((hash, part)) = which(&hash, &part) else {
        let known = hub.store.head_for(asking.clinic, &asking.token).await;
        return found_or_not::<()>(&hub, &asking, known.map(|_| None));
    };
    let (bytes, most) = (sent.message.bytes.len() as u64, hub.settings.file_space);
    let taken =
        hub.store.take_blob_part(asking.clinic, &asking.token, (&hash, part), &sent.message, most).await;
    if let Ok(Some(taken)) = &taken {
        hub.metrics.parts_in.fetch_add(1, Ordering::Relaxed);
        hub.metrics.part_bytes_in.fetch_add(bytes, Ordering::Relaxed);
        hub.metrics.blobs_begun.fetch_add(u64::from(taken.began), Ordering::Relaxed);
        hub.metrics.blobs_completed.fetch_add(u64::from(taken.completed), Ordering::Relaxed);
        if taken.completed {
            hub.heads.has_blob(asking.clinic);
        }
    }
    if let Err(Refused::Trouble(trouble)) = &taken
        && matches!(trouble.code, TroubleCode::Full | TroubleCode::DamagedWhole)
    {
        tracing::warn!(clinic = %asking.clinic, why = ?trouble.code, "a file was not taken");
    }
    found_or_not(&hub, &asking, taken.map(|taken| taken.map(|taken| taken.reply)))
}

fn asked(hub: &Hub, clinic: &str, request: &Request) -> Result<Asking, Box<Answer>> {
    Asking::within(hub, &hub.files_by_desk, clinic, request.headers(), peer_of(request))
}

fn which(hash: &str, part: &str) -> Option<(Hash, u32)> {
    Some((hash_of(hash)?, part.parse().ok()?))
}

/// A desk of the clinic may ask for what is not there: that is no guessing.
fn found_or_not<T: Serialize>(hub: &Hub, asking: &Asking, found: Result<Option<T>, Refused>) -> Answer {
    match found {
        Ok(Some(reply)) => answered(asking, &reply),
        Ok(None) => noted(not_found(), Note { clinic: Some(asking.clinic), ..Note::default() }),
        Err(why) => asking.refused(hub, &why),
    }
}

fn answered(asking: &Asking, reply: &impl Serialize) -> Answer {
    noted(message(StatusCode::OK, reply), Note { clinic: Some(asking.clinic), ..Note::default() })
}
