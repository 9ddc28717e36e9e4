//! Contents of files, in parts. A content is the same sealed bytes on every desk and at the hub, known by the SHA-256 of all of it; who
//! carries it cannot read it. Parts have one size, so that whoever went away half-way knows which are missing.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Of every part but the last: four seconds at half a megabit.
pub const PART_BYTES: u64 = 256 << 10;
/// The largest content: a file of 20 MiB, and what sealing adds.
pub const MOST_BLOB_BYTES: u64 = 21 << 20;
/// `BlobsReply::wanted` holds no more; the rest is asked for with `after`.
pub const MOST_WANTED: usize = 1000;

/// How many parts a content of this size has.
pub fn parts_of(size: u64) -> u32 {
    u32::try_from(size.div_ceil(PART_BYTES)).unwrap_or(u32::MAX)
}

/// How many bytes a part has; none where there is no such part.
pub fn part_length(size: u64, part: u32) -> Option<u64> {
    let begins = u64::from(part) * PART_BYTES;
    (begins < size).then(|| PART_BYTES.min(size - begins))
}

/// `PUT /v1/clinics/{clinic}/blobs/{hash}/{part}`, and the answer to `GET`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobPart {
    pub protocol: u16,
    /// Of the whole content.
    pub size: u64,
    /// SHA-256 of these bytes: what was damaged on the way is refused at once, and not when all of it is there.
    pub digest: ByteBuf,
    pub bytes: ByteBuf,
}

/// `GET /v1/clinics/{clinic}/blobs/{hash}`, and the answer to `PUT`: what the hub has of a content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobReply {
    /// As the first part said it; absent before that.
    #[serde(default)]
    pub size: Option<u64>,
    /// Every part is there, and all of it is what its hash says.
    pub complete: bool,
    /// The parts that are not there. Empty while `size` is absent: all of them are missing then.
    #[serde(default)]
    pub missing: Vec<u32>,
}

/// `GET /v1/clinics/{clinic}/blobs`: the contents that documents of the clinic name and the hub does not have whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobsReply {
    /// Their hashes, in the order of the bytes.
    pub wanted: Vec<ByteBuf>,
    /// There are more after the last of these: ask again with `?after=` and its hash.
    #[serde(default)]
    pub more: bool,
}

#[cfg(test)]
mod tests {
    use super::{PART_BYTES, part_length, parts_of};

    #[test]
    fn the_parts_of_a_content_are_all_of_it() {
        for size in [1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 7 * PART_BYTES, 10_000_000] {
            let lengths: Vec<u64> = (0..parts_of(size)).filter_map(|part| part_length(size, part)).collect();
            assert_eq!(lengths.len(), parts_of(size) as usize, "{size}");
            assert_eq!(lengths.iter().sum::<u64>(), size);
            assert!(lengths.iter().rev().skip(1).all(|length| *length == PART_BYTES));
            assert_eq!(part_length(size, parts_of(size)), None);
        }
        assert_eq!(parts_of(0), 0);
    }
}
