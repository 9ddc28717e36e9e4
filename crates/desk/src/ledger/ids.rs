//! The identifiers of one operation and of what it makes: UUIDv7, all with the same first 13 bytes, in which the operation's number
//! stands. So a row leads to the operation that made it, and a uid to its operation, without an entry that says so: that would be
//! one page more to encrypt for every booking.
//!
//! Milliseconds (48 bits), version, chance (12), variant, chance (6), the operation's number (32), a count that begins anywhere (24). Two desks
//! that do their operation of the same number in the same millisecond are still told apart by 42 bits of chance.

use std::cell::Cell;

use domain::time::Instant;
use uuid::{Builder, Uuid};

/// What the operation and the rows it made have in common; the statements say 13 as well.
const COMMON: usize = 13;
const NUMBER_AT: usize = 9;

/// Gives an operation and its rows their identifiers.
pub(super) struct Ids {
    operation: Uuid,
    given: Cell<u32>,
}

impl Ids {
    pub fn of(number: u64, now: Instant) -> Self {
        let mut tail = chance();
        // An operation beyond them is refused by the database, which holds the uid against the number.
        let number = u32::try_from(number).unwrap_or_default();
        tail[NUMBER_AT - 6..COMMON - 6].copy_from_slice(&number.to_be_bytes());
        Self { operation: at(now, tail), given: Cell::new(0) }
    }

    pub fn operation(&self) -> Uuid {
        self.operation
    }

    /// One that no other row of this operation has.
    pub fn next(&self) -> Uuid {
        self.given.set(self.given.get() + 1);
        let mut bytes = self.operation.into_bytes();
        let [_, count @ ..] = self.count().wrapping_add(self.given.get()).to_be_bytes();
        bytes[COMMON..].copy_from_slice(&count);
        Uuid::from_bytes(bytes)
    }

    fn count(&self) -> u32 {
        let [.., a, b, c] = self.operation.into_bytes();
        u32::from_be_bytes([0, a, b, c])
    }
}

/// An identifier that leads nowhere.
pub(super) fn of_none(now: Instant) -> Uuid {
    at(now, chance())
}

fn chance() -> [u8; 10] {
    #[cfg(any(test, feature = "testing"))]
    if let Some(drawn) = crate::testing::drawn() {
        return drawn;
    }
    let mut tail = [0; 10];
    getrandom::fill(&mut tail).expect(RANDOM);
    tail
}

const RANDOM: &str = "the system's random source works; without it nothing here is safe";

fn at(now: Instant, tail: [u8; 10]) -> Uuid {
    Builder::from_unix_timestamp_millis(u64::try_from(now.0).unwrap_or(0), &tail).into_uuid()
}

/// The operation that an identifier leads to, if it leads to one: whether it does says `made_by`.
pub(crate) fn number_in(id: Uuid) -> u32 {
    let bytes = id.as_bytes();
    u32::from_be_bytes([bytes[NUMBER_AT], bytes[NUMBER_AT + 1], bytes[NUMBER_AT + 2], bytes[NUMBER_AT + 3]])
}

/// Whether an operation made the row, so that no entry need say that it did.
pub(super) fn made_by(operation: Uuid, row: Uuid) -> bool {
    operation.as_bytes()[..COMMON] == row.as_bytes()[..COMMON]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::time::Instant;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use uuid::{Uuid, Version};

    use super::{Ids, made_by, number_in, of_none};

    proptest! {
        #[test]
        fn what_an_operation_makes_leads_to_it_and_to_no_other(number in 1..=u32::MAX, at in 0..1_i64 << 47) {
            let now = Instant(at);
            let ids = Ids::of(number.into(), now);
            let other = Ids::of(number.into(), Instant(at + 1));
            let rows: Vec<Uuid> = (0..100).map(|_| ids.next()).collect();
            for id in rows.iter().chain([&ids.operation()]) {
                prop_assert_eq!(number_in(*id), number);
                prop_assert!(made_by(ids.operation(), *id) && !made_by(other.operation(), *id));
                prop_assert_eq!(id.get_version(), Some(Version::SortRand));
                let (seconds, nanos) = id.get_timestamp().expect("version 7 has one").to_unix();
                prop_assert_eq!(seconds * 1000 + u64::from(nanos) / 1_000_000, at.unsigned_abs());
            }
            let different: BTreeSet<Uuid> = rows.iter().copied().chain([ids.operation()]).collect();
            prop_assert_eq!(different.len(), 101);
        }

        #[test]
        fn what_no_operation_made_leads_to_none(number in 1..=u32::MAX, id in any::<u128>()) {
            let ids = Ids::of(number.into(), Instant(1_764_000_000_000));
            prop_assert!(!made_by(ids.operation(), Uuid::from_u128(id)));
            prop_assert!(!made_by(ids.operation(), of_none(Instant(1_764_000_000_000))));
        }
    }
}
