//! Envelopes as bytes: MessagePack with names, then zstd. Reading is bounded whatever the bytes claim.

use std::io::Read as _;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::MOST_BYTES_READ;

/// Fast, and within a few per cent of the slow levels on what desks send.
const LEVEL: i32 = 3;

/// A frame that wants a larger window than the largest message is no message of ours: what it asks for would be allocated before the
/// first byte is read.
const LARGEST_WINDOW_LOG: u32 = MOST_BYTES_READ.ilog2();

/// Ours go three levels down. Whatever goes on beyond would be followed on the stack, which has an end.
const DEEPEST: usize = 16;

/// The bytes are no message of ours, or are larger than one may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a message of this protocol")]
pub struct Unreadable;

/// The bytes of a message.
pub fn pack(message: &impl Serialize) -> Vec<u8> {
    let plain = rmp_serde::to_vec_named(message).expect("our messages hold nothing that cannot be written");
    let packed = zstd::bulk::Compressor::new(LEVEL).and_then(|mut compressor| {
        // Four bytes, for which a flipped bit is noticed before it becomes somebody's appointment.
        compressor.include_checksum(true)?;
        compressor.compress(&plain)
    });
    packed.expect("compressing into memory cannot fail")
}

/// Reads what `pack` wrote.
///
/// # Errors
/// `Unreadable`, before more than `MOST_BYTES_READ` were unpacked.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let mut reader = zstd::stream::read::Decoder::with_buffer(bytes).map_err(|_| Unreadable)?.single_frame();
    reader.window_log_max(LARGEST_WINDOW_LOG).map_err(|_| Unreadable)?;
    let mut plain = Vec::with_capacity(unpacked_size(bytes));
    (&mut reader).take(MOST_BYTES_READ as u64 + 1).read_to_end(&mut plain).map_err(|_| Unreadable)?;
    if plain.len() > MOST_BYTES_READ || !reader.finish().is_empty() {
        return Err(Unreadable);
    }
    let mut message = rmp_serde::Deserializer::from_read_ref(&plain);
    message.set_max_depth(DEEPEST);
    T::deserialize(&mut message).map_err(|_| Unreadable)
}

/// How many bytes `unpack` will need for what these bytes hold: as many as they say, or else the most there may be.
pub fn unpacked_size(bytes: &[u8]) -> usize {
    let said = zstd::zstd_safe::get_frame_content_size(bytes).ok().flatten();
    said.map_or(MOST_BYTES_READ, |said| usize::try_from(said).unwrap_or(MOST_BYTES_READ).min(MOST_BYTES_READ))
}

#[cfg(test)]
mod tests {
    use super::{LEVEL, Unreadable, pack, unpack};
    use crate::sync::MOST_BYTES_READ;

    #[test]
    fn what_is_packed_is_read_back_up_to_the_largest_message() {
        assert_eq!(unpack::<Vec<u8>>(&pack(&vec![1_u8, 2, 3])), Ok(vec![1, 2, 3]));
        let large = "x".repeat(MOST_BYTES_READ - 8);
        assert_eq!(unpack::<String>(&pack(&large)).as_deref(), Ok(large.as_str()));
    }

    #[test]
    fn what_unpacks_to_more_than_a_message_is_refused() {
        let bomb = pack(&"x".repeat(MOST_BYTES_READ));
        assert!(bomb.len() < 10_000);
        assert_eq!(unpack::<String>(&bomb), Err(Unreadable));
    }

    #[test]
    fn what_is_nested_without_end_is_refused_wherever_it_stands() {
        let compress = |plain: &[u8]| {
            let mut compressor = zstd::bulk::Compressor::new(LEVEL).expect("a compressor");
            compressor.compress(plain).expect("memory")
        };
        for depth in [20, 900, 1_100, 1_000_000] {
            for opening in [0x91_u8, 0x81] {
                // Alone, and in a field that nobody knows.
                let nested = vec![opening; depth];
                let unknown = [&b"\x82\xa1z"[..], &nested, b"\xc0\xa8protocol\x01"].concat();
                for plain in [[&nested[..], b"\xc0"].concat(), unknown] {
                    let bytes = compress(&plain);
                    assert_eq!(unpack::<crate::sync::EnrolRequest>(&bytes), Err(Unreadable), "{depth}");
                    assert_eq!(unpack::<serde::de::IgnoredAny>(&bytes).err(), Some(Unreadable), "{depth}");
                }
            }
        }
    }

    #[test]
    fn a_frame_that_asks_for_a_huge_window_is_refused() {
        let frame = |window: u32| {
            let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), LEVEL).expect("an encoder");
            encoder.window_log(window).expect("a window");
            std::io::Write::write_all(&mut encoder, &rmp_serde::to_vec("x").expect("a text"))
                .expect("memory");
            encoder.finish().expect("memory")
        };
        assert_eq!(unpack::<String>(&frame(20)).as_deref(), Ok("x"));
        assert_eq!(unpack::<String>(&frame(27)), Err(Unreadable));
    }

    #[test]
    fn the_size_that_is_said_is_the_size_that_is_read() {
        let bytes = pack(&"x".repeat(1000));
        assert_eq!(super::unpacked_size(&bytes), 1003);
        assert_eq!(super::unpacked_size(b"no frame"), MOST_BYTES_READ);
        let two = [bytes.as_slice(), bytes.as_slice()].concat();
        assert_eq!(
            unpack::<String>(&two),
            Err(Unreadable),
            "nothing follows the frame whose size was looked at"
        );
    }

    #[test]
    fn a_flipped_bit_is_noticed() {
        let message = "hello".repeat(50);
        let bytes = pack(&message);
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let read = unpack::<String>(&flipped);
            assert!(read.is_err() || read.as_deref() == Ok(&message), "bit {bit}");
        }
    }

    #[test]
    fn cut_bytes_are_refused() {
        let bytes = pack(&"hello".repeat(50));
        for end in 0..bytes.len() {
            assert_eq!(unpack::<String>(&bytes[..end]), Err(Unreadable));
        }
    }
}
