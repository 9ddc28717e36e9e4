//! How the messages travel over HTTP.
//!
//! | | request | answer |
//! |---|---|---|
//! | `POST /v1/enrol` | [`EnrolRequest`] | [`EnrolReply`] |
//! | `POST /v1/clinics/{clinic}/sync` | [`SyncRequest`] | [`SyncReply`] |
//! | `POST /v1/clinics/{clinic}/number` | [`NewNumberRequest`] | [`NewNumberReply`] |
//! | `GET /v1/clinics/{clinic}/events` | | a stream of [`HEAD_EVENT`] |
//! | `GET /v1/clinics/{clinic}/desks` | | [`DesksReply`] |
//! | `POST /v1/clinics/{clinic}/codes` | [`NewCodeRequest`] | [`NewCodeReply`] |
//! | `POST /v1/clinics/{clinic}/revoke` | [`RevokeRequest`] | [`DesksReply`] |
//! | `POST /v1/clinics/{clinic}/quarantine` | [`QuarantineRequest`] | [`QuarantineReply`] |
//! | `POST /v1/clinics/{clinic}/trail` | [`TrailRequest`] | [`TrailReply`] |
//!
//! Bodies are what [`pack`](super::pack) makes, both ways, with [`CONTENT_TYPE`] and no content encoding: a message is compressed already. All but
//! enrolment carry `authorization: Bearer` and the desk's token. Any answer but 200 is a [`Trouble`](super::Trouble) of the same content type, with the
//! status of its code; `Busy` says its seconds in `retry-after` too. An answer of another content type does not come from a hub (a
//! captive portal, a proxy whose hub is down): the desk counts as offline and tries again later.
//!
//! The events are server-sent events (`text/event-stream`). Each is named [`HEAD_EVENT`] and its data is the newest of the clinic's order in decimal;
//! the first comes at once, then one whenever it grew, and a comment every [`EVENTS_ALIVE`] at least. They are a hint to ask: some may
//! be left out, and the stream ends when the hub is stopped or the desk is revoked.
//!
//! [`EnrolRequest`]: super::EnrolRequest
//! [`EnrolReply`]: super::EnrolReply
//! [`SyncRequest`]: super::SyncRequest
//! [`SyncReply`]: super::SyncReply
//! [`NewNumberRequest`]: super::NewNumberRequest
//! [`NewNumberReply`]: super::NewNumberReply
//! [`DesksReply`]: super::DesksReply
//! [`NewCodeRequest`]: super::NewCodeRequest
//! [`NewCodeReply`]: super::NewCodeReply
//! [`RevokeRequest`]: super::RevokeRequest
//! [`QuarantineRequest`]: super::QuarantineRequest
//! [`QuarantineReply`]: super::QuarantineReply
//! [`TrailRequest`]: super::TrailRequest
//! [`TrailReply`]: super::TrailReply

use std::time::Duration;

use uuid::Uuid;

use super::TroubleCode;

/// Of every message, either way.
pub const CONTENT_TYPE: &str = "application/vnd.clinic-desk.sync";
pub const HEAD_EVENT: &str = "head";
/// How long an event stream may be silent.
pub const EVENTS_ALIVE: Duration = Duration::from_secs(20);

pub const ENROL_PATH: &str = "/v1/enrol";

pub fn sync_path(clinic: Uuid) -> String {
    format!("/v1/clinics/{clinic}/sync")
}

pub fn number_path(clinic: Uuid) -> String {
    format!("/v1/clinics/{clinic}/number")
}

pub fn events_path(clinic: Uuid) -> String {
    format!("/v1/clinics/{clinic}/events")
}

pub fn desks_path(clinic: Uuid) -> String {
    format!("/v1/clinics/{clinic}/desks")
}

pub fn codes_path(clinic: Uuid) -> String {
    format!("/v1/clinics/{clinic}/codes")
}

pub fn revoke_path(clinic: Uuid) -> String {
    format!("/v1/clinics/{clinic}/revoke")
}

pub fn quarantine_path(clinic: Uuid) -> String {
    format!("/v1/clinics/{clinic}/quarantine")
}

pub fn trail_path(clinic: Uuid) -> String {
    format!("/v1/clinics/{clinic}/trail")
}

impl TroubleCode {
    /// The HTTP status that it travels with.
    pub fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Unknown => 401,
            Self::Revoked => 403,
            Self::NotFound => 404,
            Self::Gap | Self::Forked | Self::Epoch | Self::NotEmpty => 409,
            Self::Purged => 410,
            Self::TooLarge => 413,
            Self::OldDesk => 426,
            Self::Busy => 429,
            Self::Fault => 500,
        }
    }
}
