//! A row as the hub has it: its place in the hub's order and all its fields.

use uuid::Uuid;

use super::columns;

use crate::changes::{MOST_FIELDS, Malformed, Value, array, blob, count, decode_value, integer, value};

/// One row on its way down: whole, so that it can be taken without knowing what was there before.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The table's number in the registry.
    pub table: u16,
    pub id: Uuid,
    /// The hub's order. The rows of a reply ascend by it, but for those sent again because the desk sent their operation again.
    pub seq: u64,
    /// No longer there: removed for good. It has no fields.
    pub gone: bool,
    /// Ascending by column number, without nulls. A reader passes over columns it does not know.
    pub fields: Vec<(u16, Value)>,
}

/// More rows than fit into a reply's bytes; a larger count is a forgery.
pub(super) const MOST_ROWS: u32 = 1 << 20;

/// `[[table, id, seq, gone?, [column, value, column, value …]] …]`; many rows as columns.
pub fn encode_rows<'r>(rows: impl ExactSizeIterator<Item = &'r Row>) -> Vec<u8> {
    if rows.len() >= columns::FEWEST {
        return columns::encode(&rows.collect::<Vec<_>>());
    }
    let mut out = Vec::with_capacity(160 * rows.len());
    array(&mut out, rows.len());
    for row in rows {
        let fields = row.fields.iter().map(|(column, held)| (*column, held));
        encode_row(&mut out, (row.table, row.id, row.seq, row.gone), fields);
    }
    out
}

/// How many bytes `encode_rows` makes of one row alone, from its parts.
pub fn encoded_size<'v>(
    head: (u16, Uuid, u64, bool),
    fields: impl ExactSizeIterator<Item = (u16, &'v Value)>,
) -> usize {
    let mut out = Vec::with_capacity(320);
    array(&mut out, 1);
    encode_row(&mut out, head, fields);
    out.len()
}

fn encode_row<'v>(
    out: &mut Vec<u8>,
    (table, id, seq, gone): (u16, Uuid, u64, bool),
    fields: impl ExactSizeIterator<Item = (u16, &'v Value)>,
) {
    array(out, 5);
    integer(out, i64::from(table));
    blob(out, id.as_bytes());
    integer(out, i64::try_from(seq).expect("a clinic lives for less than 2^63 changes"));
    integer(out, i64::from(gone));
    array(out, fields.len() * 2);
    for (column, held) in fields {
        integer(out, i64::from(column));
        value(out, held);
    }
}

/// Reads what `encode_rows` wrote; anything else is refused without allocating for its claims.
pub fn decode_rows(bytes: &[u8]) -> Result<Vec<Row>, Malformed> {
    if bytes.first() == Some(&columns::MARK) {
        return columns::decode(bytes);
    }
    let mut rest = bytes;
    let rows = (0..count(&mut rest, MOST_ROWS)?).map(|_| decode_row(&mut rest)).collect::<Result<_, _>>()?;
    if rest.is_empty() { Ok(rows) } else { Err(Malformed) }
}

fn decode_row(rest: &mut &[u8]) -> Result<Row, Malformed> {
    if count(rest, 5)? != 5 {
        return Err(Malformed);
    }
    let table = number(rest)?;
    let Value::Blob(id) = decode_value(rest)? else { return Err(Malformed) };
    let id = Uuid::from_slice(&id).map_err(|_| Malformed)?;
    let seq = number(rest)?;
    let gone = match number::<u8>(rest)? {
        0 => false,
        1 => true,
        _ => return Err(Malformed),
    };
    let parts = count(rest, MOST_FIELDS * 2)?;
    if parts % 2 != 0 {
        return Err(Malformed);
    }
    let fields = (0..parts / 2)
        .map(|_| Ok((number(rest)?, decode_value(rest)?)))
        .collect::<Result<Vec<(u16, Value)>, Malformed>>()?;
    Ok(Row { table, id, seq, gone, fields })
}

fn number<T: TryFrom<i64>>(rest: &mut &[u8]) -> Result<T, Malformed> {
    let number: i64 = rmp::decode::read_int(rest).map_err(|_| Malformed)?;
    T::try_from(number).map_err(|_| Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, prop, prop_assert_eq, proptest};
    use uuid::Uuid;

    use super::{Row, decode_rows, encode_rows, encoded_size};
    use crate::changes::Value;

    fn rows() -> impl Strategy<Value = Row> {
        let fields = prop::collection::vec((any::<u16>(), "\\PC{0,40}".prop_map(Value::Text)), 0..6);
        (any::<u16>(), any::<u128>(), 0..i64::MAX as u64, any::<bool>(), fields).prop_map(
            |(table, id, seq, gone, fields)| Row { table, id: Uuid::from_u128(id), seq, gone, fields },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(rows in prop::collection::vec(rows(), 0..6)) {
            prop_assert_eq!(decode_rows(&encode_rows(rows.iter())), Ok(rows));
        }

        #[test]
        fn the_size_of_a_row_is_that_of_its_bytes(row in rows()) {
            let fields = row.fields.iter().map(|(column, held)| (*column, held));
            let size = encoded_size((row.table, row.id, row.seq, row.gone), fields);
            prop_assert_eq!(size, encode_rows([row].iter()).len());
        }

        #[test]
        fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode_rows(&bytes);
        }
    }
}
