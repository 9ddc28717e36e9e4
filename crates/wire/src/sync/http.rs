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
//! | `GET /v1/clinics/{clinic}/blobs` | | [`BlobsReply`] |
//! | `GET /v1/clinics/{clinic}/blobs/{hash}` | | [`BlobReply`] |
//! | `PUT /v1/clinics/{clinic}/blobs/{hash}/{part}` | [`BlobPart`] | [`BlobReply`] |
//! | `GET /v1/clinics/{clinic}/blobs/{hash}/{part}` | | [`BlobPart`] |
//!
//! Bodies are what [`pack`](super::pack) makes, both ways, with [`CONTENT_TYPE`] and no content encoding: a message is compressed already. All but
//! enrolment carry `authorization: Bearer` and the desk's token. Any answer but 200 is a [`Trouble`](super::Trouble) of the same content type, with the
//! status of its code; `Busy` says its seconds in `retry-after` too. An answer of another content type does not come from a hub (a
//! captive portal, a proxy whose hub is down): the desk counts as offline and tries again later.
//!
//! The events are server-sent events (`text/event-stream`). Each is named [`HEAD_EVENT`] and its data is the newest of the clinic's order in decimal;
//! the first comes at once, then one whenever it grew, and a comment every [`EVENTS_ALIVE`] at least. One that is named [`BLOB_EVENT`] says that
//! a content has become whole at the hub. They are a hint to ask: some may be left out, and the stream ends when the hub is stopped or the desk is
//! revoked.
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
//! [`BlobsReply`]: super::BlobsReply
//! [`BlobReply`]: super::BlobReply
//! [`BlobPart`]: super::BlobPart

use std::time::Duration;

use uuid::Uuid;

use super::TroubleCode;
use crate::operation::Hash;

/// Of every message, either way.
pub const CONTENT_TYPE: &str = "application/vnd.clinic-desk.sync";
pub const HEAD_EVENT: &str = "head";
pub const BLOB_EVENT: &str = "blob";
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

pub fn blobs_path(clinic: Uuid) -> String {
    format!("/v1/clinics/{clinic}/blobs")
}

pub fn blob_path(clinic: Uuid, hash: &Hash) -> String {
    format!("{}/{}", blobs_path(clinic), hex_of(hash))
}

pub fn blob_part_path(clinic: Uuid, hash: &Hash, part: u32) -> String {
    format!("{}/{part}", blob_path(clinic, hash))
}

/// A hash as it stands in a path.
pub fn hex_of(hash: &Hash) -> String {
    hash.iter().fold(String::with_capacity(64), |mut text, byte| {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        text
    })
}

/// The hash that stands in a path.
pub fn hash_of(hex: &str) -> Option<Hash> {
    let digit = |byte: u8| char::from(byte).to_digit(16).filter(|_| !byte.is_ascii_uppercase());
    let digits: Vec<u8> = hex
        .bytes()
        .map(|byte| digit(byte).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    if digits.len() == 64 { bytes.try_into().ok() } else { None }
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
            Self::TooLarge | Self::Full => 413,
            Self::DamagedPart | Self::DamagedWhole => 422,
            Self::OldDesk => 426,
            Self::Busy => 429,
            Self::Fault => 500,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{hash_of, hex_of};

    #[test]
    fn a_hash_in_a_path_is_read_as_it_was_written_and_in_no_other_way() {
        let hash = std::array::from_fn(|index| u8::try_from(index * 7 % 256).expect("a byte"));
        let hex = hex_of(&hash);
        assert_eq!(hash_of(&hex), Some(hash));
        for bad in
            ["", &hex[1..], &hex[2..], &hex.to_uppercase(), &format!("{hex}00"), &hex.replace('0', "g")]
        {
            assert_eq!(hash_of(bad), None, "{bad}");
        }
    }
}
