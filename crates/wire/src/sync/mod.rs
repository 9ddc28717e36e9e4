//! What a desk and the hub say to one another. Envelopes are MessagePack maps with names, so that an older reader passes over what it
//! does not know; the many small things in them (operations, rows) are packed arrays.

mod administration;
mod blobs;
mod columns;
mod digest;
pub mod http;
mod invitation;
mod messages;
mod pack;
mod row;

pub use administration::{
    DeskOfClinic, DesksReply, NewCodeReply, NewCodeRequest, QuarantineReply, QuarantineRequest,
    RevokeRequest, TrailReply, TrailRequest, Trailed, Verdict,
};
pub use blobs::{
    BlobPart, BlobReply, BlobsReply, MOST_BLOB_BYTES, MOST_WANTED, PART_BYTES, part_length, parts_of,
};
pub use digest::{Digest, digest_of};
pub use invitation::{Invitation, NoInvitation, Pin};
pub use messages::{
    EnrolReply, EnrolRequest, NewNumberReply, NewNumberRequest, Outcome, OutcomeKind, Pushed, SyncReply,
    SyncRequest, Trouble, TroubleCode, Why,
};
pub use pack::{Unreadable, pack, unpack, unpacked_size};
pub use row::{Row, decode_rows, encode_rows, encoded_size};

/// The version of everything in this module. A reader knows all versions up to its own.
pub const PROTOCOL: u16 = 1;
/// What one request or reply may hold, as sent (compressed) and as read.
pub const MOST_BYTES_SENT: usize = 4 << 20;
pub const MOST_BYTES_READ: usize = 16 << 20;
