//! Patients who might be one person: what two of them have in common beside a first name that sounds alike. Only what is worth comparing
//! record by record comes out; namesakes alone are not.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash as _, Hasher as _};

use domain::text::sound::readings;

use super::columns::{NO_DAY, phones_of};
use super::index::Index;

/// A phone that so many people of one first name have is the clinic's own, or nobody's.
const MOST_ON_ONE_KEY: usize = 32;
/// Fewer digits reach nobody.
const SHORTEST: usize = 5;

type Id = [u8; 16];

impl Index {
    /// Pairs, each once, the smaller id in front; in no order.
    pub(super) fn pairs(&self) -> Vec<(Id, Id)> {
        let mut sounds = Sounds { index: self, known: HashMap::new() };
        let mut keys: Vec<(u64, Id)> = Vec::new();
        for (columns, row) in self.living() {
            let id = columns.ids[row];
            let national_id = columns.national_ids.get(row);
            if !national_id.is_empty() {
                keys.push((key(0, national_id, 0), id));
            }
            let words = columns.words.get(row);
            let (own, others) = words.split_at(words.len().min(2));
            let (names, others) = (sounds.of(own), sounds.of(others));
            let birth = columns.births[row];
            for name in &names {
                if birth != NO_DAY {
                    // In a large registry many of one first name are born on one day: a further word has to agree.
                    let further = if others.is_empty() { &[0] } else { others.as_slice() };
                    keys.extend(further.iter().map(|word| (key(1, &birth.to_be_bytes(), *name ^ *word), id)));
                }
                for (_, _, number) in phones_of(columns.phones.get(row)) {
                    if number.len() >= SHORTEST {
                        keys.push((key(2, number, *name), id));
                    }
                }
            }
        }
        keys.sort_unstable();
        keys.dedup();
        let mut pairs = HashSet::new();
        for group in keys.chunk_by(|one, other| one.0 == other.0) {
            if group.len() > MOST_ON_ONE_KEY {
                continue;
            }
            for (at, (_, one)) in group.iter().enumerate() {
                pairs.extend(group[at + 1..].iter().map(|(_, other)| (*one.min(other), *one.max(other))));
            }
        }
        pairs.into_iter().collect()
    }
}

fn key(kind: u8, value: &[u8], name: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, value, name).hash(&mut hasher);
    hasher.finish()
}

/// How words sound, by the number of the word.
struct Sounds<'a> {
    index: &'a Index,
    known: HashMap<u32, Vec<u64>>,
}

impl Sounds<'_> {
    /// A number for each way in which any of these words may be heard.
    fn of(&mut self, words: &[u32]) -> Vec<u64> {
        let mut heard = Vec::new();
        for word in words {
            let index = self.index;
            let ways = self.known.entry(*word).or_insert_with(|| {
                let word = index.word(*word);
                let mut ways: Vec<u64> =
                    readings(word).iter().map(|way| key(3, way.skeleton().as_bytes(), 0)).collect();
                // What cannot be heard is compared as it is written.
                if ways.is_empty() {
                    ways.push(key(4, word.as_bytes(), 0));
                }
                ways
            });
            heard.extend(ways.iter().copied());
        }
        heard.sort_unstable();
        heard.dedup();
        heard
    }
}
