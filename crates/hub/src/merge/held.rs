//! A row as the hub holds it: its values, and who wrote each of them when.

use std::collections::BTreeMap;

use uuid::Uuid;
use wire::changes::{Malformed, Value};
use wire::registry::Table;
use wire::sync::{Row, encoded_size};

/// A row's table (its number in the registry) and id.
pub type Key = (u16, Uuid);

/// Who wrote a value, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The place in the clinic's order.
    pub seq: u64,
    /// The author's hybrid logical clock, never ahead of the hub's own.
    pub hlc: i64,
    /// The desk's number; 0 for the hub.
    pub desk: u32,
}

impl Stamp {
    /// Of what nobody has written: anybody has seen it, and anything stands against it.
    pub(super) const NEVER: Self = Self { seq: 0, hlc: i64::MIN, desk: 0 };
}

/// The stamps of a row: one for all of it, and those that differ. Columns that belong together share one, under the first of them;
/// whether the row is there at all has one under 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamps {
    all: Stamp,
    apart: BTreeMap<u16, Stamp>,
}

/// Under which "is there" is stamped.
pub(super) const PRESENCE: u16 = 0;

impl Stamps {
    pub fn new(all: Stamp) -> Self {
        Self { all, apart: BTreeMap::new() }
    }

    pub(super) fn get(&self, unit: u16) -> Stamp {
        self.apart.get(&unit).copied().unwrap_or(self.all)
    }

    pub(super) fn set(&mut self, unit: u16, stamp: Stamp) {
        self.apart.insert(unit, stamp);
    }

    /// Everything that was written after `base` by another desk than `desk`.
    pub(super) fn unseen(&self, base: u64, desk: u32) -> impl Iterator<Item = u16> + '_ {
        let unseen = move |stamp: &Stamp| stamp.seq > base && stamp.desk != desk;
        let made = unseen(&self.all).then_some(PRESENCE);
        made.into_iter()
            .chain(self.apart.iter().filter(move |(_, stamp)| unseen(stamp)).map(|(unit, _)| *unit))
    }

    /// For keeping in one column: 20 bytes a stamp.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(20 + self.apart.len() * 22);
        write(&mut bytes, self.all);
        for (unit, stamp) in &self.apart {
            bytes.extend(unit.to_be_bytes());
            write(&mut bytes, *stamp);
        }
        bytes
    }

    /// Reads what `to_bytes` wrote.
    ///
    /// # Errors
    /// `Malformed` when it was not.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let (all, mut rest) = bytes.split_first_chunk::<20>().ok_or(Malformed)?;
        let mut stamps = Self::new(read(all));
        while !rest.is_empty() {
            let (unit, tail) = rest.split_first_chunk::<2>().ok_or(Malformed)?;
            let (stamp, tail) = tail.split_first_chunk::<20>().ok_or(Malformed)?;
            stamps.set(u16::from_be_bytes(*unit), read(stamp));
            rest = tail;
        }
        Ok(stamps)
    }
}

fn write(bytes: &mut Vec<u8>, stamp: Stamp) {
    bytes.extend(stamp.seq.to_be_bytes());
    bytes.extend(stamp.hlc.to_be_bytes());
    bytes.extend(stamp.desk.to_be_bytes());
}

fn read(bytes: &[u8; 20]) -> Stamp {
    let part = |at: usize| u64::from_be_bytes(bytes[at..at + 8].try_into().expect("eight of twenty bytes"));
    Stamp {
        seq: part(0),
        hlc: i64::from_be_bytes(part(8).to_be_bytes()),
        desk: u32::from_be_bytes(bytes[16..20].try_into().expect("four of twenty bytes")),
    }
}

/// Whether a row is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Here,
    /// Removed for good. Its fields are empty; the stamps remain.
    Gone,
    /// Changed by a desk that knew it, while the hub does not: after a restore from a backup, until whoever made it has sent it
    /// again. Nobody is told of it.
    Awaited,
}

/// A row as the hub holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Where in the clinic's order it last changed.
    pub seq: u64,
    pub presence: Presence,
    /// The desk that has it just as it is here, because it changed it last and had seen all that others did; 0 when there is none.
    pub known_to: u32,
    /// Without nulls.
    pub fields: BTreeMap<u16, Value>,
    pub stamps: Stamps,
}

impl Held {
    /// Whether a desk that has everything up to `cursor`, and its own operations, still has to be told of this row.
    pub fn is_news_for(&self, desk: u32, cursor: u64) -> bool {
        self.is_told(cursor) && self.known_to != desk
    }

    /// Whether a desk that has nothing beyond `cursor` has to be told of this row.
    pub fn is_told(&self, cursor: u64) -> bool {
        self.seq > cursor && self.presence != Presence::Awaited
    }

    pub fn is_here(&self) -> bool {
        self.presence == Presence::Here
    }

    pub fn value(&self, column: u16) -> &Value {
        self.fields.get(&column).unwrap_or(&Value::Null)
    }

    /// As it travels.
    pub fn to_row(&self, key: Key) -> Row {
        Row {
            table: key.0,
            id: key.1,
            seq: self.seq,
            gone: !self.is_here(),
            fields: self.fields.iter().map(|(column, value)| (*column, value.clone())).collect(),
        }
    }

    /// What it takes on its way, in bytes.
    pub fn size(&self, key: Key) -> usize {
        let fields = self.fields.iter().map(|(column, value)| (*column, value));
        encoded_size((key.0, key.1, self.seq, !self.is_here()), fields)
    }

    pub(super) fn write(&mut self, column: u16, value: &Value) {
        match value {
            Value::Null => self.fields.remove(&column),
            value => self.fields.insert(column, value.clone()),
        };
    }

    /// Notes that the row changed at `seq`.
    pub(super) fn changed(&mut self, seq: u64, known_to: u32) {
        self.seq = seq;
        self.known_to = known_to;
    }
}

/// The column under which a column is stamped: itself, or the first of those it belongs together with.
pub(super) fn unit_of(table: u16, column: u16) -> u16 {
    Table::by_number(table).and_then(|table| table.together_with(column)).map_or(column, |group| group[0])
}

#[cfg(test)]
mod tests {
    use super::{Stamp, Stamps};

    #[test]
    fn stamps_are_read_back_as_they_were_written() {
        let stamp = |seq| Stamp { seq, hlc: -3 * seq as i64, desk: seq as u32 };
        let mut stamps = Stamps::new(stamp(1));
        stamps.set(0, stamp(7));
        stamps.set(300, stamp(9));
        assert_eq!(Stamps::from_bytes(&stamps.to_bytes()), Ok(stamps.clone()));
        let bytes = stamps.to_bytes();
        assert!(Stamps::from_bytes(&bytes[..bytes.len() - 1]).is_err());
    }
}
