//! How content is sealed: once, with a key of its own, into bytes that are the same on every desk and at the hub.
//!
//! ```text
//! 1 byte    the version of this form, 1
//! 19 bytes  the beginning of each nonce, drawn for this content
//! then for each 64 KiB of content, the last one shorter:
//!           the content under XChaCha20-Poly1305, and 16 bytes that authenticate it
//! ```
//!
//! The nonce of a piece is the beginning, the piece's number from 0 in four bytes, and a byte that is 1 for the last piece alone (the STREAM
//! construction): a piece that is missing, doubled, moved or cut off at the end does not open. Knows no files and no rows.

use std::io::{self, Read};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::vault::random;

/// A document's own key.
pub type ContentKey = Zeroizing<[u8; 32]>;

pub fn new_key() -> ContentKey {
    Zeroizing::new(chance())
}

fn chance<const N: usize>() -> [u8; N] {
    #[cfg(any(test, feature = "testing"))]
    if let Some(drawn) = crate::testing::drawn() {
        return drawn;
    }
    random()
}

const VERSION: u8 = 1;
const PREFIX_BYTES: usize = 19;
const HEAD_BYTES: usize = 1 + PREFIX_BYTES;
/// What is sealed at a time.
pub(super) const PIECE_BYTES: usize = 64 * 1024;
const TAG_BYTES: usize = 16;

/// How long so much content is once it is sealed.
pub const fn sealed_bytes(size: u64) -> u64 {
    let pieces = if size == 0 { 1 } else { size.div_ceil(PIECE_BYTES as u64) };
    HEAD_BYTES as u64 + size + pieces * TAG_BYTES as u64
}

/// What was read while sealing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plain {
    pub size: u64,
    pub sha256: [u8; 32],
}

/// Seals all of `content`, handing each run of sealed bytes to `write`.
///
/// # Errors
/// What reading or writing answers.
pub(crate) fn seal(
    mut content: impl Read,
    key: &ContentKey,
    mut write: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<Plain> {
    let prefix: [u8; PREFIX_BYTES] = chance();
    let cipher = XChaCha20Poly1305::new(&(**key).into());
    write(&[VERSION])?;
    write(&prefix)?;
    let mut digest = Sha256::new();
    let mut size = 0;
    let mut piece = read_piece(&mut content)?;
    let mut number = 0_u32;
    loop {
        // A piece is the last one where nothing follows, which only reading on tells.
        let following =
            if piece.len() == PIECE_BYTES { read_piece(&mut content)? } else { Zeroizing::default() };
        let is_last = following.is_empty();
        digest.update(&**piece);
        size += piece.len() as u64;
        let sealed = cipher
            .encrypt(&nonce(&prefix, number, is_last).into(), Payload { msg: &piece, aad: &[VERSION] })
            .map_err(|_| io::Error::other("a piece could not be sealed"))?;
        write(&sealed)?;
        if is_last {
            return Ok(Plain { size, sha256: digest.finalize().into() });
        }
        number = number.checked_add(1).ok_or_else(|| io::Error::other("too long to be sealed"))?;
        piece = following;
    }
}

/// The content, or nothing where these are not the bytes that were sealed with this key.
pub(crate) fn open(sealed: &[u8], key: &ContentKey) -> Option<Vec<u8>> {
    let (head, body) = sealed.split_at_checked(HEAD_BYTES)?;
    let (version, prefix) = head.split_first()?;
    if *version != VERSION || body.is_empty() {
        return None;
    }
    let prefix: [u8; PREFIX_BYTES] = prefix.try_into().ok()?;
    let cipher = XChaCha20Poly1305::new(&(**key).into());
    let pieces = body.chunks(PIECE_BYTES + TAG_BYTES);
    let last = pieces.len() - 1;
    let mut content = Vec::with_capacity(body.len());
    for (number, piece) in pieces.enumerate() {
        let nonce = nonce(&prefix, u32::try_from(number).ok()?, number == last);
        let opened = cipher.decrypt(&nonce.into(), Payload { msg: piece, aad: &[VERSION] }).ok()?;
        content.extend_from_slice(&Zeroizing::new(opened));
    }
    Some(content)
}

fn nonce(prefix: &[u8; PREFIX_BYTES], number: u32, is_last: bool) -> [u8; 24] {
    let mut nonce = [0; 24];
    nonce[..PREFIX_BYTES].copy_from_slice(prefix);
    nonce[PREFIX_BYTES..PREFIX_BYTES + 4].copy_from_slice(&number.to_be_bytes());
    nonce[23] = u8::from(is_last);
    nonce
}

/// As much as a piece holds, or what is left.
fn read_piece(content: &mut impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut piece = Zeroizing::new(Vec::with_capacity(PIECE_BYTES));
    content.take(PIECE_BYTES as u64).read_to_end(&mut piece)?;
    Ok(piece)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
    use sha2::{Digest as _, Sha256};

    use super::{ContentKey, HEAD_BYTES, PIECE_BYTES, TAG_BYTES, new_key, open, seal, sealed_bytes};

    fn sealed(content: &[u8], key: &ContentKey) -> Vec<u8> {
        let mut bytes = Vec::new();
        let plain = seal(content, key, |run| {
            bytes.extend_from_slice(run);
            Ok(())
        })
        .expect("memory can be read and written");
        assert_eq!(plain.size, content.len() as u64);
        assert_eq!(plain.sha256, <[u8; 32]>::from(Sha256::digest(content)));
        assert_eq!(bytes.len() as u64, sealed_bytes(plain.size));
        bytes
    }

    /// Sizes around the ends of pieces, where mistakes are made.
    fn content() -> impl Strategy<Value = Vec<u8>> {
        let borders = (0_usize..4, -2_isize..3)
            .prop_map(|(pieces, beyond)| (pieces * PIECE_BYTES).saturating_add_signed(beyond));
        let size = prop_oneof![borders, 0_usize..3_000];
        (size, any::<u8>()).prop_map(|(size, seed)| {
            let byte = |at: usize| u8::try_from((at / 7 + at) % 251).expect("below 251").wrapping_add(seed);
            (0..size).map(byte).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_was_sealed_opens_as_it_was(content in content()) {
            let key = new_key();
            prop_assert_eq!(open(&sealed(&content, &key), &key), Some(content));
        }

        #[test]
        fn another_key_opens_nothing(content in content()) {
            prop_assert_eq!(open(&sealed(&content, &new_key()), &new_key()), None);
        }

        #[test]
        fn what_was_cut_off_does_not_open(content in content(), cut in any::<prop::sample::Index>()) {
            let key = new_key();
            let whole = sealed(&content, &key);
            prop_assert_eq!(open(&whole[..cut.index(whole.len())], &key), None);
        }

        #[test]
        fn a_flipped_bit_is_found(content in content(), at in any::<prop::sample::Index>(), bit in 0_u8..8) {
            let key = new_key();
            let mut damaged = sealed(&content, &key);
            let at = at.index(damaged.len());
            damaged[at] ^= 1 << bit;
            prop_assert_eq!(open(&damaged, &key), None);
        }

        #[test]
        fn what_was_added_is_found(content in content(), more in prop::collection::vec(any::<u8>(), 1..40)) {
            let key = new_key();
            let mut longer = sealed(&content, &key);
            longer.extend(more);
            prop_assert_eq!(open(&longer, &key), None);
        }
    }

    #[test]
    fn pieces_that_were_moved_dropped_or_doubled_do_not_open() {
        let key = new_key();
        let content: Vec<u8> =
            (0..4 * PIECE_BYTES).map(|at| u8::try_from(at / 8192).expect("below 32")).collect();
        let whole = sealed(&content, &key);
        let (head, body) = whole.split_at(HEAD_BYTES);
        let pieces: Vec<&[u8]> = body.chunks(PIECE_BYTES + TAG_BYTES).collect();
        let with = |order: &[usize]| {
            let mut bytes = head.to_vec();
            order.iter().for_each(|piece| bytes.extend_from_slice(pieces[*piece]));
            open(&bytes, &key)
        };
        assert_eq!(with(&[0, 1, 2, 3]), Some(content));
        for order in [&[1, 0, 2, 3][..], &[0, 1, 2], &[0, 2, 3], &[0, 1, 2, 2, 3], &[0, 1, 3], &[3], &[]] {
            assert_eq!(with(order), None, "{order:?}");
        }
    }

    #[test]
    fn the_same_content_is_sealed_differently_each_time() {
        let key = new_key();
        assert_ne!(sealed(b"the same", &key), sealed(b"the same", &key));
    }
}
