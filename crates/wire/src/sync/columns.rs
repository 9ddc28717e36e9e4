//! Many rows, column by column: half the bytes after compression that they would take row by row. Ids and numbers stand in planes of bytes (all
//! first bytes, then all second bytes …), values that come again and again in a dictionary.
//!
//! `0xc1, [n], tables, seqs, gones, ids, shapes, shape of each row, column …`, where a shape is the list of columns that a row has, and the columns follow in the
//! order of table and number. Each begins with how it is written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::Row;
use super::row::MOST_ROWS;
use crate::changes::{MOST_FIELDS, Malformed, Value, array, count, decode_value, integer, value};

/// What MessagePack never begins with.
pub(super) const MARK: u8 = 0xc1;
/// Fewer rows are shorter as rows.
pub(super) const FEWEST: usize = 64;

/// How a column is written.
const AS_VALUES: u8 = 0;
const AS_NUMBERS: u8 = 1;
const AS_IDS: u8 = 2;
const AS_DICTIONARY: u8 = 3;

/// No value in a dictionary is longer, so that a few bytes never stand for many.
const LONGEST_WORD: usize = 64;
const MOST_WORDS: usize = 1 << 12;

pub(super) fn encode(rows: &[&Row]) -> Vec<u8> {
    let mut out = Vec::with_capacity(100 * rows.len());
    out.push(MARK);
    array(&mut out, rows.len());
    for row in rows {
        integer(&mut out, i64::from(row.table));
    }
    let seqs =
        rows.iter().map(|row| i64::try_from(row.seq).expect("a clinic lives for less than 2^63 changes"));
    numbers(&mut out, seqs);
    out.extend(rows.iter().map(|row| u8::from(row.gone)));
    ids(&mut out, &rows.iter().map(|row| row.id.into_bytes()).collect::<Vec<_>>());
    shapes(&mut out, rows);
    let mut columns: BTreeMap<(u16, u16), Vec<&Value>> = BTreeMap::new();
    for row in rows {
        for (number, held) in &row.fields {
            columns.entry((row.table, *number)).or_default().push(held);
        }
    }
    for values in columns.values() {
        column(&mut out, values);
    }
    out
}

fn shapes(out: &mut Vec<u8>, rows: &[&Row]) {
    let shape_of = |row: &Row| row.fields.iter().map(|(number, _)| *number).collect::<Vec<u16>>();
    let every: BTreeSet<Vec<u16>> = rows.iter().map(|row| shape_of(row)).collect();
    array(out, every.len());
    for shape in &every {
        array(out, shape.len());
        for number in shape {
            integer(out, i64::from(*number));
        }
    }
    let places: HashMap<&Vec<u16>, i64> = every.iter().zip(0..).collect();
    for row in rows {
        integer(out, places[&shape_of(row)]);
    }
}

fn column(out: &mut Vec<u8>, values: &[&Value]) {
    if let Some(words) = dictionary(values) {
        out.push(AS_DICTIONARY);
        array(out, words.len());
        let mut places: HashMap<&[u8], i64> = HashMap::with_capacity(words.len());
        for (word, place) in words.iter().zip(0..) {
            out.extend(word);
            places.insert(word, place);
        }
        for held in values {
            integer(out, places[written(held).as_slice()]);
        }
        return;
    }
    let all_numbers: Option<Vec<i64>> = values
        .iter()
        .map(|held| if let Value::Integer(number) = held { Some(*number) } else { None })
        .collect();
    if let Some(all) = all_numbers {
        out.push(AS_NUMBERS);
        numbers(out, all.into_iter());
        return;
    }
    let all_ids: Option<Vec<[u8; 16]>> = values
        .iter()
        .map(|held| if let Value::Blob(bytes) = held { bytes.as_slice().try_into().ok() } else { None })
        .collect();
    if let Some(all) = all_ids {
        out.push(AS_IDS);
        ids(out, &all);
        return;
    }
    out.push(AS_VALUES);
    for held in values {
        value(out, held);
    }
}

fn written(held: &Value) -> Vec<u8> {
    let mut out = Vec::with_capacity(24);
    value(&mut out, held);
    out
}

/// The different values, where each of them comes four times or more on the average.
fn dictionary(values: &[&Value]) -> Option<Vec<Vec<u8>>> {
    let most = MOST_WORDS.min(values.len() / 4);
    let mut words = BTreeSet::new();
    for held in values {
        let is_long = match held {
            Value::Text(text) => text.len() > LONGEST_WORD,
            Value::Blob(bytes) => bytes.len() > LONGEST_WORD,
            Value::Null | Value::Integer(_) | Value::Real(_) => false,
        };
        if is_long {
            return None;
        }
        words.insert(written(held));
        if words.len() > most {
            return None;
        }
    }
    Some(words.into_iter().collect())
}

/// The differences, in eight planes.
fn numbers(out: &mut Vec<u8>, values: impl Iterator<Item = i64>) {
    let mut last = 0_i64;
    let steps: Vec<[u8; 8]> = values
        .map(|number| {
            let step = number.wrapping_sub(std::mem::replace(&mut last, number));
            ((step << 1) ^ (step >> 63)).to_le_bytes()
        })
        .collect();
    planes(out, &steps);
}

fn ids(out: &mut Vec<u8>, all: &[[u8; 16]]) {
    planes(out, all);
}

fn planes<const N: usize>(out: &mut Vec<u8>, all: &[[u8; N]]) {
    for plane in 0..N {
        out.extend(all.iter().map(|bytes| bytes[plane]));
    }
}

pub(super) fn decode(bytes: &[u8]) -> Result<Vec<Row>, Malformed> {
    let mut rest = bytes.strip_prefix(&[MARK]).ok_or(Malformed)?;
    let rows = count(&mut rest, MOST_ROWS)? as usize;
    if rows > rest.len() {
        return Err(Malformed);
    }
    let tables: Vec<u16> = (0..rows).map(|_| small(&mut rest)).collect::<Result<_, _>>()?;
    let seqs = read_numbers(&mut rest, rows)?;
    let gones = take(&mut rest, rows)?;
    let ids = read_planes::<16>(&mut rest, rows)?;
    let shapes: Vec<Vec<u16>> = (0..count(&mut rest, MOST_ROWS)?)
        .map(|_| (0..count(&mut rest, MOST_FIELDS)?).map(|_| small(&mut rest)).collect())
        .collect::<Result<_, Malformed>>()?;
    let mut decoded = Vec::with_capacity(rows);
    let mut columns: BTreeMap<(u16, u16), usize> = BTreeMap::new();
    let mut shape_of = Vec::with_capacity(rows);
    let mut fields = 0;
    for at in 0..rows {
        let shape = shapes.get(small::<usize>(&mut rest)?).ok_or(Malformed)?;
        fields += shape.len();
        // Each value takes a byte at least.
        if fields > bytes.len() {
            return Err(Malformed);
        }
        for number in shape {
            *columns.entry((tables[at], *number)).or_default() += 1;
        }
        shape_of.push(shape);
        decoded.push(Row {
            table: tables[at],
            id: Uuid::from_bytes(ids[at]),
            seq: u64::try_from(seqs[at]).map_err(|_| Malformed)?,
            gone: match gones[at] {
                0 => false,
                1 => true,
                _ => return Err(Malformed),
            },
            fields: Vec::new(),
        });
    }
    let mut values = BTreeMap::new();
    for (key, length) in columns {
        values.insert(key, read_column(&mut rest, length)?.into_iter());
    }
    if !rest.is_empty() {
        return Err(Malformed);
    }
    for (row, shape) in decoded.iter_mut().zip(shape_of) {
        row.fields.reserve_exact(shape.len());
        for number in shape {
            let held = values.get_mut(&(row.table, *number)).and_then(Iterator::next).ok_or(Malformed)?;
            row.fields.push((*number, held));
        }
    }
    Ok(decoded)
}

fn read_column(rest: &mut &[u8], length: usize) -> Result<Vec<Value>, Malformed> {
    // Whatever it is, each value takes a byte at least.
    if length > rest.len() {
        return Err(Malformed);
    }
    match take(rest, 1)?[0] {
        AS_VALUES => (0..length).map(|_| decode_value(rest)).collect(),
        AS_NUMBERS => Ok(read_numbers(rest, length)?.into_iter().map(Value::Integer).collect()),
        AS_IDS => {
            let all = read_planes::<16>(rest, length)?;
            Ok(all.into_iter().map(|bytes| Value::Blob(bytes.to_vec())).collect())
        }
        AS_DICTIONARY => {
            let most = u32::try_from(MOST_WORDS).expect("a few thousand");
            let words: Vec<Value> = (0..count(rest, most)?)
                .map(|_| match decode_value(rest)? {
                    Value::Text(text) if text.len() > LONGEST_WORD => Err(Malformed),
                    Value::Blob(bytes) if bytes.len() > LONGEST_WORD => Err(Malformed),
                    word => Ok(word),
                })
                .collect::<Result<_, _>>()?;
            (0..length).map(|_| words.get(small::<usize>(rest)?).cloned().ok_or(Malformed)).collect()
        }
        _ => Err(Malformed),
    }
}

fn take<'b>(rest: &mut &'b [u8], length: usize) -> Result<&'b [u8], Malformed> {
    let (head, tail) = rest.split_at_checked(length).ok_or(Malformed)?;
    *rest = tail;
    Ok(head)
}

fn small<T: TryFrom<u32>>(rest: &mut &[u8]) -> Result<T, Malformed> {
    let number: u32 = rmp::decode::read_int(rest).map_err(|_| Malformed)?;
    T::try_from(number).map_err(|_| Malformed)
}

fn read_numbers(rest: &mut &[u8], length: usize) -> Result<Vec<i64>, Malformed> {
    let mut last = 0_i64;
    let steps = read_planes::<8>(rest, length)?.into_iter().map(u64::from_le_bytes);
    Ok(steps
        .map(|step| {
            let step = (step >> 1).cast_signed() ^ -((step & 1).cast_signed());
            last = last.wrapping_add(step);
            last
        })
        .collect())
}

fn read_planes<const N: usize>(rest: &mut &[u8], length: usize) -> Result<Vec<[u8; N]>, Malformed> {
    let bytes = take(rest, length.checked_mul(N).ok_or(Malformed)?)?;
    let mut all = vec![[0; N]; length];
    if length > 0 {
        for (plane, of_plane) in bytes.chunks_exact(length).enumerate() {
            for (one, byte) in all.iter_mut().zip(of_plane) {
                one[plane] = *byte;
            }
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests;
