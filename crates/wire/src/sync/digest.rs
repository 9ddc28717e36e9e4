//! A table's digest: the sum, modulo 2⁶⁴, of a hash of each of its rows. Equal contents have equal digests in whatever order they came to be,
//! and a row's change is one subtraction and one addition.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::changes::{Value, blob, integer, value};

/// What one side holds of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    pub table: u16,
    pub sum: u64,
}

/// A row's part in the sum. Fields ascend by column number and leave out nulls and columns that the desk's schema does not have;
/// a row that is gone has no part.
pub fn digest_of<'v>(table: u16, id: Uuid, fields: impl Iterator<Item = (u16, &'v Value)>) -> u64 {
    let mut bytes = Vec::with_capacity(256);
    integer(&mut bytes, i64::from(table));
    blob(&mut bytes, id.as_bytes());
    for (column, held) in fields.filter(|(_, held)| **held != Value::Null) {
        integer(&mut bytes, i64::from(column));
        value(&mut bytes, held);
    }
    let hash: [u8; 32] = Sha256::digest(&bytes).into();
    u64::from_le_bytes(hash[..8].try_into().expect("eight of thirty-two bytes"))
}
