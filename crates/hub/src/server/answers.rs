//! Messages as HTTP answers.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;
use wire::sync::http::CONTENT_TYPE;
use wire::sync::{Trouble, TroubleCode, pack};

use crate::store::{Fault, Refused};
use crate::stream::trouble;

pub type Answer = Response<Body>;

pub fn message(status: StatusCode, message: &impl Serialize) -> Answer {
    let mut answer = Response::new(Body::from(pack(message)));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

pub fn troubled(trouble: &Trouble) -> Answer {
    let status = StatusCode::from_u16(trouble.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = message(status, trouble);
    if let Some(seconds) = trouble.after {
        answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    answer
}

/// The one answer to everything that is not there or not theirs.
pub fn not_found() -> Answer {
    troubled(&trouble(TroubleCode::NotFound))
}

pub fn refused(refused: &Refused) -> Answer {
    match refused {
        Refused::Trouble(trouble) => troubled(trouble),
        Refused::Fault(fault) => faulty(fault),
    }
}

fn faulty(fault: &Fault) -> Answer {
    tracing::error!(error = %fault, "a request failed");
    troubled(&trouble(TroubleCode::Fault))
}
