//! What is kept in memory of each patient, column by column: at a million patients a struct with strings each would not do.

use domain::text::phone::Number;

use super::query::{EXACT, INSIDE, NONE, PREFIX, Term, Tier};

/// Lists of different lengths in one allocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ragged<T> {
    /// Where each list begins; one more than there are lists.
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Ragged<T> {
    fn default() -> Self {
        Self { starts: vec![0], items: Vec::new() }
    }
}

impl<T: Copy> Ragged<T> {
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.starts.push(u32::try_from(self.items.len()).expect("a registry fits in 4 GiB"));
    }

    pub(super) fn get(&self, row: usize) -> &[T] {
        &self.items[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// The lists from one row to another as one slice.
    pub(super) fn range(&self, rows: std::ops::Range<usize>) -> &[T] {
        &self.items[self.starts[rows.start] as usize..self.starts[rows.end] as usize]
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        self.starts.len() * 4 + std::mem::size_of_val(self.items.as_slice())
    }

    fn permuted(&self, order: &[u32]) -> Self {
        let mut permuted = Self {
            starts: Vec::with_capacity(self.starts.len()),
            items: Vec::with_capacity(self.items.len()),
        };
        permuted.starts.push(0);
        for row in order {
            permuted.push(self.get(*row as usize).iter().copied());
        }
        permuted
    }
}

impl Ragged<u32> {
    /// Which rows hold each key, ascending, each row once a key. `keys` calls its argument for each key of a row.
    pub(super) fn inverted(rows: usize, key_count: usize, keys: impl Fn(usize, &mut dyn FnMut(u32))) -> Self {
        let mut starts = vec![0u32; key_count + 1];
        for row in 0..rows {
            keys(row, &mut |key| starts[key as usize + 1] += 1);
        }
        for at in 0..key_count {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut items = vec![0; starts[key_count] as usize];
        for row in 0..rows {
            keys(row, &mut |key| {
                let place = &mut next[key as usize];
                items[*place as usize] = row as u32;
                *place += 1;
            });
        }
        Self { starts, items }
    }
}

/// No day, in a column of days.
pub(super) const NO_DAY: i32 = i32::MIN;

/// One patient as the index keeps it, before it is a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub id: [u8; 16],
    /// Words of both names; in front the first word of the name, then that of the other script's (or the first again).
    pub words: Vec<String>,
    pub phones: Vec<Number>,
    pub national_id: String,
    /// The desk's letter in lower case, and the counter; zero for a reference of another form.
    pub file: (u8, u32),
    /// Days of the common era, as in every column of days.
    pub born: i32,
    /// The latest day the patient came.
    pub last_visit: i32,
    /// The latest day of a visit that was not called off, past or to come: who was here last or is expected.
    pub recency: i32,
}

/// Rows of patients. Words are numbers of a dictionary that is kept elsewhere.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub ids: Vec<[u8; 16]>,
    pub words: Ragged<u32>,
    /// For each number a head byte and its ASCII digits, see `push_phone`.
    pub phones: Ragged<u8>,
    pub national_ids: Ragged<u8>,
    pub file_letters: Vec<u8>,
    pub file_numbers: Vec<u32>,
    pub births: Vec<i32>,
    pub last_visits: Vec<i32>,
    pub recency: Vec<i32>,
}

impl Columns {
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn push(&mut self, record: &Record, mut number_of: impl FnMut(&str) -> u32) {
        self.ids.push(record.id);
        self.words.push(record.words.iter().map(|word| number_of(word)));
        let mut phones = Vec::with_capacity(record.phones.len() * 12);
        for phone in &record.phones {
            push_phone(&mut phones, phone);
        }
        self.phones.push(phones);
        self.national_ids.push(record.national_id.bytes());
        self.file_letters.push(record.file.0);
        self.file_numbers.push(record.file.1);
        self.births.push(record.born);
        self.last_visits.push(record.last_visit);
        self.recency.push(record.recency);
    }

    /// The same rows in another order, with the words renumbered.
    pub(super) fn permuted(self, order: &[u32], renumbered: &[u32]) -> Self {
        fn column<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
            order.iter().map(|row| column[*row as usize]).collect()
        }
        let mut words = self.words.permuted(order);
        for word in &mut words.items {
            *word = renumbered[*word as usize];
        }
        Self {
            ids: column(&self.ids, order),
            words,
            phones: self.phones.permuted(order),
            national_ids: self.national_ids.permuted(order),
            file_letters: column(&self.file_letters, order),
            file_numbers: column(&self.file_numbers, order),
            births: column(&self.births, order),
            last_visits: column(&self.last_visits, order),
            recency: column(&self.recency, order),
        }
    }

    /// How a term fits a row. `by_word` says how it fits each word of the dictionary.
    pub(super) fn tier(&self, row: usize, term: &Term, by_word: &[Tier]) -> Tier {
        let mut tier = NONE;
        if !term.word.is_empty() {
            let words = self.words.get(row).iter().map(|word| by_word[*word as usize]);
            tier = words.min().unwrap_or(NONE);
        }
        if tier == EXACT {
            return tier;
        }
        if let Some(phone) = &term.phone {
            tier = tier.min(tier_of_phones(self.phones.get(row), phone));
        }
        if term.national_id.is_some() {
            tier = tier.min(term.tier_of_national_id(self.national_ids.get(row)));
        }
        if term.file.is_some() {
            tier = tier.min(term.tier_of_file(self.file_letters[row], self.file_numbers[row]));
        }
        if term.born == Some(self.births[row]) { EXACT } else { tier }
    }

    /// What a row is ordered by: who was here last, then who was registered last.
    pub(super) fn order_key(&self, row: usize) -> (i32, [u8; 16]) {
        (self.recency[row], self.ids[row])
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        let fixed = 16 + 1 + 4 + 3 * 4;
        self.len() * fixed + self.words.bytes() + self.phones.bytes() + self.national_ids.bytes()
    }
}

/// Set in a head byte, so that no digit is taken for one.
const HEAD: u8 = 0x80;
/// Set where the number names its country.
const INTERNATIONAL: u8 = 0x40;
/// Where the significant part begins.
const SIGNIFICANT_AT: u8 = 0x1f;

fn push_phone(bytes: &mut Vec<u8>, phone: &Number) {
    let prefix = phone.digits().len() - phone.significant().len();
    let international = if phone.is_international() { INTERNATIONAL } else { 0 };
    bytes.push(
        HEAD | international | u8::try_from(prefix).map_or(SIGNIFICANT_AT, |at| at.min(SIGNIFICANT_AT)),
    );
    bytes.extend_from_slice(phone.digits().as_bytes());
}

/// The numbers of a row: whether international, all digits, significant digits.
pub(super) fn phones_of(bytes: &[u8]) -> impl Iterator<Item = (bool, &[u8], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (head, tail) = rest.split_first()?;
        let end = tail.iter().position(|byte| byte & HEAD != 0).unwrap_or(tail.len());
        let (digits, next) = tail.split_at(end);
        rest = next;
        let significant = digits.get(usize::from(head & SIGNIFICANT_AT)..).unwrap_or_default();
        Some((head & INTERNATIONAL != 0, digits, significant))
    })
}

/// How typed digits fit the best of a row's numbers. Typed with a trunk zero or a country code, they fit the number
/// without it as well, as long as no other country is meant.
fn tier_of_phones(bytes: &[u8], typed: &Number) -> Tier {
    let all = typed.digits().as_bytes();
    let significant = typed.significant().as_bytes();
    let prefix = &all[..all.len() - significant.len()];
    let mut best = NONE;
    for (international, digits, number) in phones_of(bytes) {
        let same_country =
            !(international && typed.is_international()) || digits[..digits.len() - number.len()] == *prefix;
        let begins_significant = !significant.is_empty() && same_country && number.starts_with(significant);
        let tier = if (begins_significant && number.len() == significant.len()) || digits == all {
            EXACT
        } else if begins_significant || digits.starts_with(all) || number.starts_with(all) {
            PREFIX
        } else if memchr::memmem::find(digits, all).is_some() {
            INSIDE
        } else {
            NONE
        };
        best = best.min(tier);
    }
    best
}
