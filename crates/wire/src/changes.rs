//! What an operation changed, row by row and field by field, and its bytes: MessagePack arrays with column numbers as keys, so
//! that a reader that does not know a column can carry it on. The bytes are canonical: equal changes have equal bytes.

use uuid::Uuid;

/// One value of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Insert,
    Set,
    Delete,
}

/// One row that an operation changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The table's number in the registry.
    pub table: u16,
    pub row: Uuid,
    pub action: Action,
    /// Ascending by column number. An insert leaves out nulls; a set has what differs, and what belongs together with it
    /// (`Table::together_with`) as it was and is.
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The column's number in its table.
    pub column: u16,
    /// Null for an insert.
    pub before: Value,
    /// Null for a delete.
    pub after: Value,
}

impl Field {
    /// Whether the operation changed it, rather than having it along because it belongs together with what it changed.
    pub fn differs(&self) -> bool {
        self.before != self.after
    }
}

/// The bytes are no list of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a list of changes")]
pub struct Malformed;

/// Nobody changes more rows than this in one operation; a larger count is a forgery or a flipped bit (a bulk import has 1,000).
const MOST_ROWS: u32 = 1 << 20;
pub(crate) const MOST_FIELDS: u32 = 1 << 10;

/// `[[table, row, action, [[column, before, after] …]] …]`, where an insert has `[column, after]`, a delete `[column, before]`, and a
/// field that stayed as it was `[column, value]`.
pub fn encode(changes: &[Change]) -> Vec<u8> {
    let mut out = Vec::with_capacity(64 * changes.len());
    array(&mut out, changes.len());
    for change in changes {
        array(&mut out, 4);
        integer(&mut out, i64::from(change.table));
        blob(&mut out, change.row.as_bytes());
        integer(
            &mut out,
            match change.action {
                Action::Insert => 0,
                Action::Set => 1,
                Action::Delete => 2,
            },
        );
        array(&mut out, change.fields.len());
        for field in &change.fields {
            let both = change.action == Action::Set && field.before != field.after;
            array(&mut out, if both { 3 } else { 2 });
            integer(&mut out, i64::from(field.column));
            if both || change.action == Action::Delete {
                value(&mut out, &field.before);
            }
            if change.action != Action::Delete {
                value(&mut out, &field.after);
            }
        }
    }
    out
}

/// Reads what `encode` wrote. Anything else, however long it claims to be, is refused without allocating for its claims.
pub fn decode(bytes: &[u8]) -> Result<Vec<Change>, Malformed> {
    let mut rest = bytes;
    let changes =
        (0..count(&mut rest, MOST_ROWS)?).map(|_| decode_change(&mut rest)).collect::<Result<_, _>>()?;
    if rest.is_empty() { Ok(changes) } else { Err(Malformed) }
}

fn decode_change(rest: &mut &[u8]) -> Result<Change, Malformed> {
    if count(rest, 4)? != 4 {
        return Err(Malformed);
    }
    let table = rmp::decode::read_int(rest).map_err(|_| Malformed)?;
    let row = match decode_value(rest)? {
        Value::Blob(bytes) => Uuid::from_slice(&bytes).map_err(|_| Malformed)?,
        _ => return Err(Malformed),
    };
    let action = match rmp::decode::read_int::<u8, _>(rest).map_err(|_| Malformed)? {
        0 => Action::Insert,
        1 => Action::Set,
        2 => Action::Delete,
        _ => return Err(Malformed),
    };
    let fields = (0..count(rest, MOST_FIELDS)?)
        .map(|_| {
            let parts = count(rest, 3)?;
            let column = rmp::decode::read_int(rest).map_err(|_| Malformed)?;
            let first = decode_value(rest)?;
            let (before, after) = match (action, parts) {
                (Action::Insert, 2) => (Value::Null, first),
                (Action::Delete, 2) => (first, Value::Null),
                (Action::Set, 2) => (first.clone(), first),
                (Action::Set, 3) => (first, decode_value(rest)?),
                _ => return Err(Malformed),
            };
            Ok(Field { column, before, after })
        })
        .collect::<Result<_, _>>()?;
    Ok(Change { table, row, action, fields })
}

pub(crate) fn count(rest: &mut &[u8], most: u32) -> Result<u32, Malformed> {
    let count = rmp::decode::read_array_len(rest).map_err(|_| Malformed)?;
    if count <= most { Ok(count) } else { Err(Malformed) }
}

pub(crate) fn decode_value(rest: &mut &[u8]) -> Result<Value, Malformed> {
    use rmp::Marker;
    let marker = rmp::decode::read_marker(rest).map_err(|_| Malformed)?;
    let mut take = |length: usize| -> Result<&[u8], Malformed> {
        let (head, tail) = rest.split_at_checked(length).ok_or(Malformed)?;
        *rest = tail;
        Ok(head)
    };
    fn be<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Malformed> {
        bytes.try_into().map_err(|_| Malformed)
    }
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map(Value::Text).map_err(|_| Malformed);
    Ok(match marker {
        Marker::Null => Value::Null,
        Marker::FixPos(n) => Value::Integer(i64::from(n)),
        Marker::FixNeg(n) => Value::Integer(i64::from(n)),
        Marker::U8 => Value::Integer(i64::from(take(1)?[0])),
        Marker::U16 => Value::Integer(i64::from(u16::from_be_bytes(be(take(2)?)?))),
        Marker::U32 => Value::Integer(i64::from(u32::from_be_bytes(be(take(4)?)?))),
        Marker::U64 => {
            Value::Integer(i64::try_from(u64::from_be_bytes(be(take(8)?)?)).map_err(|_| Malformed)?)
        }
        Marker::I8 => Value::Integer(i64::from(i8::from_be_bytes(be(take(1)?)?))),
        Marker::I16 => Value::Integer(i64::from(i16::from_be_bytes(be(take(2)?)?))),
        Marker::I32 => Value::Integer(i64::from(i32::from_be_bytes(be(take(4)?)?))),
        Marker::I64 => Value::Integer(i64::from_be_bytes(be(take(8)?)?)),
        Marker::F64 => Value::Real(f64::from_be_bytes(be(take(8)?)?)),
        Marker::FixStr(n) => text(take(usize::from(n))?)?,
        Marker::Str8 => {
            let n = take(1)?[0];
            text(take(usize::from(n))?)?
        }
        Marker::Str16 => {
            let n = u16::from_be_bytes(be(take(2)?)?);
            text(take(usize::from(n))?)?
        }
        Marker::Str32 => {
            let n = u32::from_be_bytes(be(take(4)?)?);
            text(take(n as usize)?)?
        }
        Marker::Bin8 => {
            let n = take(1)?[0];
            Value::Blob(take(usize::from(n))?.to_vec())
        }
        Marker::Bin16 => {
            let n = u16::from_be_bytes(be(take(2)?)?);
            Value::Blob(take(usize::from(n))?.to_vec())
        }
        Marker::Bin32 => {
            let n = u32::from_be_bytes(be(take(4)?)?);
            Value::Blob(take(n as usize)?.to_vec())
        }
        _ => return Err(Malformed),
    })
}

const WRITING: &str = "writing to a vector cannot fail";

pub(crate) fn array(out: &mut Vec<u8>, length: usize) {
    rmp::encode::write_array_len(out, u32::try_from(length).expect("no list is that long")).expect(WRITING);
}
pub(crate) fn integer(out: &mut Vec<u8>, integer: i64) {
    rmp::encode::write_sint(out, integer).expect(WRITING);
}
pub(crate) fn blob(out: &mut Vec<u8>, bytes: &[u8]) {
    rmp::encode::write_bin(out, bytes).expect(WRITING);
}
pub(crate) fn text(out: &mut Vec<u8>, text: &str) {
    rmp::encode::write_str(out, text).expect(WRITING);
}
pub(crate) fn nil(out: &mut Vec<u8>) {
    rmp::encode::write_nil(out).expect(WRITING);
}
pub(crate) fn value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => nil(out),
        Value::Integer(n) => integer(out, *n),
        Value::Real(n) => rmp::encode::write_f64(out, *n).expect(WRITING),
        Value::Text(string) => text(out, string),
        Value::Blob(bytes) => blob(out, bytes),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};

    use super::{Action, Change, Field, Value, decode, encode};
    use uuid::Uuid;

    fn values() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Integer),
            (-1e300f64..1e300).prop_map(Value::Real),
            "\\PC{0,300}".prop_map(Value::Text),
            prop::collection::vec(any::<u8>(), 0..300).prop_map(Value::Blob),
        ]
    }

    fn changes() -> impl Strategy<Value = Change> {
        let action = prop_oneof![Just(Action::Insert), Just(Action::Set), Just(Action::Delete)];
        (any::<u16>(), any::<u128>(), action, prop::collection::vec((any::<u16>(), values(), values()), 0..8))
            .prop_map(|(table, row, action, fields)| Change {
                table,
                row: Uuid::from_u128(row),
                action,
                fields: fields
                    .into_iter()
                    .map(|(column, before, after)| Field {
                        column,
                        before: if action == Action::Insert { Value::Null } else { before },
                        after: if action == Action::Delete { Value::Null } else { after },
                    })
                    .collect(),
            })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(changes in prop::collection::vec(changes(), 0..6)) {
            prop_assert_eq!(decode(&encode(&changes)), Ok(changes));
        }

        #[test]
        fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }
    }
}
