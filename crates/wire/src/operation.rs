//! One thing somebody did, as the chain keeps it, and the hash that ties it to the one before.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::changes::{Malformed, Value, array, blob, count, decode_value, integer, nil, text};

/// 32 bytes of SHA-256.
pub type Hash = [u8; 32];

/// What stands before the first operation of a desk.
pub const GENESIS: Hash = [0; 32];

/// The links of an operation: everything but the contents of its changes, which erasure may take away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    pub uid: Uuid,
    /// Dense on its desk, from 1.
    pub number: u64,
    pub hlc: i64,
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    pub account: Option<Uuid>,
    pub desk: Uuid,
    pub kind: String,
    pub reason: Option<String>,
    pub detail: Option<String>,
    pub undoes: Option<Uuid>,
    pub schema: u32,
    pub changes_hash: Hash,
}

/// `SHA-256("ledger-v1" ‖ previous ‖ canonical operation ‖ SHA-256 of its changes)`.
pub fn chain_hash(previous: &Hash, operation: &Operation) -> Hash {
    let mut digest = Sha256::new();
    digest.update(b"ledger-v1");
    digest.update(previous);
    digest.update(encode(operation));
    digest.update(operation.changes_hash);
    digest.finalize().into()
}

/// The SHA-256 of encoded changes.
pub fn hash_changes(encoded: &[u8]) -> Hash {
    Sha256::digest(encoded).into()
}

/// The canonical bytes: everything but the hash of the changes.
pub fn encode(operation: &Operation) -> Vec<u8> {
    let mut out = Vec::with_capacity(160);
    array(&mut out, 11);
    blob(&mut out, operation.uid.as_bytes());
    integer(&mut out, i64::try_from(operation.number).expect("a desk lives for less than 2^63 operations"));
    integer(&mut out, operation.hlc);
    integer(&mut out, operation.at);
    id(&mut out, operation.account);
    blob(&mut out, operation.desk.as_bytes());
    text(&mut out, &operation.kind);
    optional(&mut out, operation.reason.as_deref());
    optional(&mut out, operation.detail.as_deref());
    id(&mut out, operation.undoes);
    integer(&mut out, i64::from(operation.schema));
    out
}

/// Reads what `encode` wrote. The hash of the changes is the reader's to work out, from the changes that came along.
pub fn decode(bytes: &[u8], changes_hash: Hash) -> Result<Operation, Malformed> {
    let mut rest = bytes;
    if count(&mut rest, 11)? != 11 {
        return Err(Malformed);
    }
    let mut next = || decode_value(&mut rest);
    let operation = Operation {
        uid: read_id(next()?)?.ok_or(Malformed)?,
        number: read_number(next()?)?,
        hlc: read_number(next()?)?,
        at: read_number(next()?)?,
        account: read_id(next()?)?,
        desk: read_id(next()?)?.ok_or(Malformed)?,
        kind: read_text(next()?)?.ok_or(Malformed)?,
        reason: read_text(next()?)?,
        detail: read_text(next()?)?,
        undoes: read_id(next()?)?,
        schema: read_number(next()?)?,
        changes_hash,
    };
    if rest.is_empty() { Ok(operation) } else { Err(Malformed) }
}

fn read_id(value: Value) -> Result<Option<Uuid>, Malformed> {
    match value {
        Value::Null => Ok(None),
        Value::Blob(bytes) => Uuid::from_slice(&bytes).map(Some).map_err(|_| Malformed),
        _ => Err(Malformed),
    }
}

fn read_number<T: TryFrom<i64>>(value: Value) -> Result<T, Malformed> {
    let Value::Integer(number) = value else { return Err(Malformed) };
    T::try_from(number).map_err(|_| Malformed)
}

fn read_text(value: Value) -> Result<Option<String>, Malformed> {
    match value {
        Value::Null => Ok(None),
        Value::Text(text) => Ok(Some(text)),
        _ => Err(Malformed),
    }
}

fn id(out: &mut Vec<u8>, id: Option<Uuid>) {
    match id {
        Some(id) => blob(out, id.as_bytes()),
        None => nil(out),
    }
}

fn optional(out: &mut Vec<u8>, string: Option<&str>) {
    match string {
        Some(string) => text(out, string),
        None => nil(out),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{GENESIS, Operation, chain_hash, decode, encode};

    /// The hash of one operation, fixed: a change of the canonical form would break every ledger in the field.
    #[test]
    fn the_canonical_form_never_changes() {
        let operation = Operation {
            uid: Uuid::from_u128(1),
            number: 1,
            hlc: 0x0199_0000_0000_0000,
            at: 1_764_000_000_000,
            account: Some(Uuid::from_u128(2)),
            desk: Uuid::from_u128(3),
            kind: "appointments.book".into(),
            reason: Some("طارئ".into()),
            detail: None,
            undoes: None,
            schema: 5,
            changes_hash: [7; 32],
        };
        assert_eq!(decode(&encode(&operation), operation.changes_hash), Ok(operation.clone()));
        let hash = chain_hash(&GENESIS, &operation);
        let hexadecimal: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hexadecimal, "60683ace10d1a84172d36765b450460e309e4b524922cee50a470863d293ac45");
    }
}
