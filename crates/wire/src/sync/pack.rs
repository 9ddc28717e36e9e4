//! Envelopes as bytes: MessagePack with names, then zstd. Reading is bounded whatever the bytes claim.

use std::io::Read as _;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::MOST_BYTES_READ;

/// Fast, and within a few per cent of the slow levels on what desks send.
const LEVEL: i32 = 3;

/// The bytes are no message of ours, or are larger than one may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a message of this protocol")]
pub struct Unreadable;

/// The bytes of a message.
pub fn pack(message: &impl Serialize) -> Vec<u8> {
    let plain = rmp_serde::to_vec_named(message).expect("our messages hold nothing that cannot be written");
    zstd::bulk::compress(&plain, LEVEL).expect("compressing into memory cannot fail")
}

/// Reads what `pack` wrote.
///
/// # Errors
/// `Unreadable`, before more than `MOST_BYTES_READ` were unpacked.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let reader = zstd::stream::read::Decoder::new(bytes).map_err(|_| Unreadable)?;
    let mut plain = Vec::new();
    reader.take(MOST_BYTES_READ as u64 + 1).read_to_end(&mut plain).map_err(|_| Unreadable)?;
    if plain.len() > MOST_BYTES_READ {
        return Err(Unreadable);
    }
    rmp_serde::from_slice(&plain).map_err(|_| Unreadable)
}
