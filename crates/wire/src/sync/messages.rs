//! The messages of the protocol. A field is added with `#[serde(default)]` and never taken away.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use uuid::Uuid;

use super::Digest;

/// `POST /v1/clinics/{clinic}/sync`: what this desk has to say, and from where it wants to hear. Push and pull in one round trip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest {
    pub protocol: u16,
    /// The desk's schema: the number of its newest migration.
    pub schema: u32,
    /// The hub's epoch as the desk knows it; absent before the first answer.
    pub epoch: Option<Uuid>,
    /// Drawn anew at each start of the desk's process. Two at once under one token mean a cloned desk.
    pub boot: Uuid,
    /// The hub's order up to which this desk has everything.
    pub cursor: u64,
    /// The desk has nothing of the clinic, not even what it once wrote itself: send that too.
    #[serde(default)]
    pub everything: bool,
    /// In the desk's order, without a gap, following what the hub has.
    pub push: Vec<Pushed>,
    /// What the desk holds, when it has sent everything and believes to have everything up to `cursor`.
    #[serde(default)]
    pub digests: Vec<Digest>,
    /// How many bytes of rows the answer may hold, before compression.
    pub max_bytes: u32,
}

/// One operation on its way up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pushed {
    /// `wire::operation::encode`.
    #[serde(rename = "o")]
    pub operation: ByteBuf,
    /// `wire::changes::encode`; empty if erasure has taken them.
    #[serde(rename = "c")]
    pub changes: ByteBuf,
    /// The hash of the desk's operation before. Left out where that one stands before it in the same request, once the hub has said that it
    /// `chains`: nothing of it can be compressed.
    #[serde(rename = "p", default, skip_serializing_if = "is_left_out")]
    pub previous: ByteBuf,
    /// Everything of the hub's order up to here had been seen when it was done: the desk's cursor after the last reply that said there was
    /// no more. In the middle of a catch-up a row that changed once more is still to come in its newer place.
    #[serde(rename = "b")]
    pub base: u64,
}

fn is_left_out(bytes: &ByteBuf) -> bool {
    bytes.is_empty()
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncReply {
    pub epoch: Uuid,
    /// The hub's clock, in milliseconds since 1970 UTC.
    pub now: i64,
    /// The desk's last operation that the hub has (accepted or rejected, but stored).
    pub through: u64,
    /// One for each operation pushed that was not as plain as `Accepted`.
    pub outcomes: Vec<Outcome>,
    /// `encode_rows`: as the hub has them, in its order.
    pub rows: ByteBuf,
    /// The cursor after these rows.
    pub next: u64,
    /// The newest of the hub's order.
    pub head: u64,
    /// Ask again at once: there is more than fitted.
    pub more: bool,
    /// Every desk that is not revoked has sent again what the hub lost when it was restored from a backup (true where it never was). What a
    /// desk still has of before, and has not been told since, is nowhere else any more, and goes.
    #[serde(default)]
    pub refilled: bool,
    /// Tables whose digest differs from the desk's at the same cursor.
    #[serde(default)]
    pub differs: Vec<u16>,
    /// The oldest schema of a desk that the hub still understands.
    pub least_schema: u32,
    /// Whether `Pushed::previous` may be left out. A hub of the first version does not know this field, and needs them all.
    #[serde(default)]
    pub chains: bool,
}

/// What became of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The operation's number on its desk.
    pub number: u64,
    pub kind: OutcomeKind,
    #[serde(default)]
    pub why: Option<Why>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// As it was done.
    Accepted,
    /// Another desk had changed some of the same fields; nobody needs to look.
    Merged,
    /// A person has to look: a row in `attention` says at what.
    Attention,
    /// None of it was taken; the rows come back as the hub has them.
    Rejected,
}

/// Why an operation was not taken as it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// A stable code, such as `sync.malformed`.
    pub code: String,
}

/// `POST /v1/enrol`: a desk asks to belong to a clinic, with a code that works once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    pub protocol: u16,
    pub code: String,
    /// Made by the desk.
    pub desk: Uuid,
    pub name: String,
    pub schema: u32,
    /// The desk's newest operation. A desk with a history can only found its clinic on the hub; one that joins has none.
    pub operations: u64,
    /// A desk of this clinic comes back whom the hub no longer knows, because it was restored from a backup. Its history is welcome.
    #[serde(default)]
    pub returning: Option<Uuid>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolReply {
    pub clinic: Uuid,
    pub clinic_name: String,
    /// Never used for another desk of this clinic.
    pub number: u32,
    /// What this desk's references carry: A to Z, then AA, AB …
    pub letter: String,
    /// 256 bits in hexadecimal, told once.
    pub token: String,
    pub epoch: Uuid,
    /// Whether the hub knows the clinic already: then this desk begins with what the hub has.
    pub joined: bool,
}

/// `POST /v1/clinics/{clinic}/number`: a desk that found itself cloned or restored goes on under a new number. It keeps its operations,
/// of which the hub has `through` under the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewNumberRequest {
    pub protocol: u16,
    pub boot: Uuid,
    /// The new desk, made by the desk.
    pub desk: Uuid,
    /// The last operation that both agree on (its number and its hash): the new desk's chain goes on from here.
    pub from_number: u64,
    pub from_hash: ByteBuf,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewNumberReply {
    pub number: u32,
    pub letter: String,
    pub token: String,
}

/// Why there is no answer. Sent with the status beside each code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub code: TroubleCode,
    /// `Gap`, `Forked` and `Epoch`: the desk's last operation that the hub has. `Revoked`: the last of those just sent, which are in quarantine
    /// now; the desk sends what follows, until there is nothing left.
    #[serde(default)]
    pub through: Option<u64>,
    /// `Forked`, `Epoch`: the hash the hub has at `through`.
    #[serde(default)]
    pub hash: Option<ByteBuf>,
    /// `Epoch`: the hub's.
    #[serde(default)]
    pub epoch: Option<Uuid>,
    /// `Epoch`: how far the clinic's order reached when it began. Places after this are others than before: what is sent again counts as
    /// having seen no more than this.
    #[serde(default)]
    pub head: Option<u64>,
    /// `OldDesk`: the least schema or protocol.
    #[serde(default)]
    pub least: Option<u32>,
    /// `Busy`: seconds to wait.
    #[serde(default)]
    pub after: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TroubleCode {
    /// 400: not a message of this protocol.
    Malformed,
    /// 404: no such clinic, or not this desk's: the token is unknown in this clinic. One is not told from the other.
    NotFound,
    /// 401 on enrolment: the code is unknown, used up or too old.
    Unknown,
    /// 403: this desk was revoked. What it had not sent was put into quarantine by the request that is answered so.
    Revoked,
    /// 409: the first operation pushed does not follow the last one the hub has: send from `through` + 1.
    Gap,
    /// 409: the hub has another operation of this number: this desk was cloned or restored and needs a new number.
    Forked,
    /// 409: the hub was restored from a backup. The desk takes the new epoch, goes back to `through`, and asks from cursor 0.
    Epoch,
    /// 410: the cursor lies before what the hub still has; begin from 0.
    Purged,
    /// 413: too large; send less at a time.
    TooLarge,
    /// 426: this version of the desk is no longer understood.
    OldDesk,
    /// 429: come again after so many seconds.
    Busy,
    /// 409 on enrolment: the clinic has data and so has this desk.
    NotEmpty,
    /// 413: the room that this clinic has for files is used up.
    Full,
    /// 422: a part is not what its digest says, or not as long as it has to be.
    DamagedPart,
    /// 422: all parts came, and together they are not what their hash says. None of them is kept.
    DamagedWhole,
    /// 500: a fault of the hub; nothing was taken.
    Fault,
}
