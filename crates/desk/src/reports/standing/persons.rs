//! Persons by small numbers. Whoever was packed has a number that the database keeps; who is read from a row before any report packed the day gets
//! one beyond them, for as long as the question lasts.

use std::collections::HashMap;

use domain::id::{Id as _, PatientId};
use rusqlite::Connection;

use super::store;
use crate::error::Result;

/// Who is who while visits are read.
pub(super) struct Numbers<'a> {
    connection: &'a Connection,
    met: HashMap<u128, u32>,
    /// The last number that is given away.
    last: u32,
    /// Whether a new number is kept.
    keeps: bool,
}

impl<'a> Numbers<'a> {
    pub fn reading(connection: &'a Connection) -> Result<Self> {
        Self::of(connection, HashMap::new(), false)
    }

    /// For packing; `met` is what an earlier transaction has told.
    pub fn keeping(connection: &'a Connection, met: HashMap<u128, u32>) -> Result<Self> {
        Self::of(connection, met, true)
    }

    fn of(connection: &'a Connection, met: HashMap<u128, u32>, keeps: bool) -> Result<Self> {
        Ok(Self { connection, met, last: store::last_person(connection)?, keeps })
    }

    pub fn number(&mut self, person: PatientId) -> Result<u32> {
        let id = person.uuid().as_u128();
        if let Some(number) = self.met.get(&id) {
            return Ok(*number);
        }
        let number = match store::person(self.connection, person)? {
            Some(number) => number,
            None => {
                self.last += 1;
                if self.keeps {
                    store::keep_person(self.connection, self.last, person)?;
                }
                self.last
            }
        };
        self.met.insert(id, number);
        Ok(number)
    }

    /// What the next transaction can go on with, once this one is written.
    pub fn told(self) -> HashMap<u128, u32> {
        self.met
    }
}

/// Which persons' files became part of whose, by their numbers.
#[derive(Default)]
pub(super) struct Merged(Vec<u32>);

impl Merged {
    pub fn of(numbers: &mut Numbers<'_>) -> Result<Self> {
        let merged = store::merged(numbers.connection)?;
        let mut kept = Vec::new();
        for person in merged.keys() {
            let number = numbers.number(*person)?;
            if number as usize >= kept.len() {
                kept.extend(u32::try_from(kept.len()).unwrap_or(u32::MAX)..=number);
            }
            kept[number as usize] = numbers.number(survivor(&merged, *person))?;
        }
        Ok(Self(kept))
    }

    pub fn person(&self, number: u32) -> u32 {
        self.0.get(number as usize).copied().unwrap_or(number)
    }

    pub fn apply(&self, persons: &mut [u32]) {
        if !self.0.is_empty() {
            for person in persons {
                *person = self.person(*person);
            }
        }
    }
}

/// A file that became part of another may have been part of a third by then.
fn survivor(merged: &HashMap<PatientId, PatientId>, person: PatientId) -> PatientId {
    let mut last = person;
    // No longer than there are files: rows of two desks might name each other.
    for _ in 0..merged.len() {
        match merged.get(&last) {
            Some(next) => last = *next,
            None => break,
        }
    }
    last
}

/// A set of persons, a bit for each.
#[derive(Default)]
pub(super) struct Crowd {
    bits: Vec<u64>,
    count: u64,
}

impl Crowd {
    /// Whether this person was not in it before.
    pub fn insert(&mut self, person: u32) -> bool {
        let (word, bit) = (person as usize / 64, 1 << (person % 64));
        if word >= self.bits.len() {
            self.bits.resize((word + 1).next_power_of_two(), 0);
        }
        let is_new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        self.count += u64::from(is_new);
        is_new
    }

    pub fn contains(&self, person: u32) -> bool {
        self.bits.get(person as usize / 64).is_some_and(|word| word & (1 << (person % 64)) != 0)
    }

    pub const fn len(&self) -> u64 {
        self.count
    }

    /// Whoever is in any of these.
    pub fn union<'c>(crowds: impl Iterator<Item = &'c Self>) -> Self {
        let mut bits: Vec<u64> = Vec::new();
        for crowd in crowds {
            bits.resize(bits.len().max(crowd.bits.len()), 0);
            for (all, of_one) in bits.iter_mut().zip(&crowd.bits) {
                *all |= of_one;
            }
        }
        let count = bits.iter().map(|word| u64::from(word.count_ones())).sum();
        Self { bits, count }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};

    use domain::id::{Id as _, PatientId};
    use proptest::prelude::{prop, prop_assert_eq, proptest};
    use uuid::Uuid;

    use super::{Crowd, survivor};

    proptest! {
        #[test]
        fn a_crowd_is_a_set(lists in prop::collection::vec(prop::collection::vec(0..5_000_u32, 0..60), 1..5)) {
            let mut crowds = Vec::new();
            let mut everybody = BTreeSet::new();
            for list in &lists {
                let (mut crowd, mut set) = (Crowd::default(), BTreeSet::new());
                for person in list {
                    prop_assert_eq!(crowd.contains(*person), set.contains(person));
                    prop_assert_eq!(crowd.insert(*person), set.insert(*person));
                }
                prop_assert_eq!(crowd.len(), set.len() as u64);
                crowds.push(crowd);
                everybody.append(&mut set);
            }
            prop_assert_eq!(Crowd::union(crowds.iter()).len(), everybody.len() as u64);
        }
    }

    #[test]
    fn a_file_is_followed_to_the_last_one_and_never_in_a_circle() {
        let id = |number| PatientId::from_uuid(Uuid::from_u128(number));
        let mut merged = HashMap::from([(id(1), id(2)), (id(2), id(3))]);
        assert_eq!(survivor(&merged, id(1)), id(3));
        merged.insert(id(3), id(1));
        survivor(&merged, id(1));
    }
}
