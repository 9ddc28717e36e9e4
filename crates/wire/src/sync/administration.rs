//! What an administrator's desk asks about the other desks. The hub knows desks and no people: that an administrator asks is the desk's to
//! check. Fields are added with `#[serde(default)]` and never taken away.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::OutcomeKind;

/// `GET /v1/clinics/{clinic}/desks`, and the answer to a revocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesksReply {
    /// By number, revoked ones too.
    pub desks: Vec<DeskOfClinic>,
    /// How many operations of revoked desks wait for a person.
    pub quarantined: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskOfClinic {
    pub number: u32,
    pub letter: String,
    pub name: String,
    pub schema: u32,
    /// The last of its operations that the hub has.
    pub through: u64,
    /// How many places of the clinic's order it had not read when last heard of.
    pub behind: u64,
    /// This and the following in milliseconds since 1970 UTC.
    pub enrolled_at: i64,
    pub seen_at: Option<i64>,
    pub revoked_at: Option<i64>,
    /// The desk it went on from, when it found itself cloned or restored.
    pub follows: Option<u32>,
}

/// `POST /v1/clinics/{clinic}/codes`: a code by which one more desk can enrol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCodeRequest {
    pub protocol: u16,
    /// At most a week.
    pub hours: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCodeReply {
    /// Told once.
    pub code: String,
    /// Milliseconds since 1970 UTC.
    pub expires_at: i64,
}

/// `POST /v1/clinics/{clinic}/revoke`: nothing more is taken of a desk, which cannot be the one that asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeRequest {
    pub protocol: u16,
    pub desk: u32,
}

/// `POST /v1/clinics/{clinic}/quarantine`: what becomes of the work that a revoked desk had not sent before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantineRequest {
    pub protocol: u16,
    pub desk: u32,
    pub verdict: Verdict,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is taken as if the desk had sent it in time.
    LetIn,
    /// It is kept, and nobody is asked about it any more.
    Discard,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantineReply {
    /// How many operations that were.
    pub settled: u64,
    /// How many wait on: they do not follow what the hub has of this desk, and cannot be let in.
    pub left: u64,
}

/// `POST /v1/clinics/{clinic}/trail`: what was done at the clinic's desks, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailRequest {
    pub protocol: u16,
    /// Only what stands before this place of the clinic's order.
    #[serde(default)]
    pub before: Option<u64>,
    /// Only what was done at this desk.
    #[serde(default)]
    pub desk: Option<u32>,
    pub most: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailReply {
    pub operations: Vec<Trailed>,
    /// Whether there is something before the last of them.
    pub more: bool,
}

/// An operation as the hub keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trailed {
    pub seq: u64,
    pub desk: u32,
    #[serde(rename = "o")]
    pub operation: ByteBuf,
    #[serde(rename = "c")]
    pub changes: ByteBuf,
    #[serde(rename = "p")]
    pub previous: ByteBuf,
    pub outcome: OutcomeKind,
    /// Milliseconds since 1970 UTC.
    pub received_at: i64,
}
