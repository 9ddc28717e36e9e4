//! The large, unchanging part of the index: every patient as of its building, in the order of the answer (who was here last,
//! first), so that a search that fits many may stop after the first few hundred.

use domain::text::phone::Number;

use super::columns::{Columns, NO_DAY, Ragged, phones_of};
use super::dictionary::{Dictionary, Words};
use super::query::{INSIDE, PREFIX, Term, Tier};

/// Patients of the base, with what leads from a word or a number to them.
#[derive(Debug, Default)]
pub(super) struct Base {
    pub columns: Columns,
    pub dictionary: Dictionary,
    by_word: Ragged<u32>,
    by_gram: Ragged<u32>,
    /// Rows by id.
    by_id: Vec<u32>,
    /// Rows by day of birth, by file number, by identity number, of those that have one.
    by_birth: Vec<u32>,
    by_file: Vec<u32>,
    by_national_id: Vec<u32>,
}

/// Grams of digits: any four in a row, and after them the first three of a number.
const FOUR: usize = 10_000;
const GRAMS: usize = FOUR + 1_000;

impl Base {
    /// Takes rows in any order; `words` has numbered theirs.
    pub(super) fn new(columns: Columns, words: Words) -> Self {
        let (dictionary, renumbered) = Dictionary::new(words);
        let rows = u32::try_from(columns.len()).expect("a registry has fewer patients than that");
        let mut order: Vec<u32> = (0..rows).collect();
        order.sort_unstable_by_key(|row| std::cmp::Reverse(columns.order_key(*row as usize)));
        let columns = columns.permuted(&order, &renumbered);
        drop(order);
        let sorted = |has: &dyn Fn(usize) -> bool| -> Vec<u32> {
            (0..rows).filter(|row| has(*row as usize)).collect()
        };
        let mut by_id = sorted(&|_| true);
        by_id.sort_unstable_by_key(|row| columns.ids[*row as usize]);
        let mut by_birth = sorted(&|row| columns.births[row] != NO_DAY);
        by_birth.sort_unstable_by_key(|row| (columns.births[*row as usize], *row));
        let mut by_file = sorted(&|row| columns.file_numbers[row] != 0);
        by_file.sort_unstable_by_key(|row| (columns.file_numbers[*row as usize], *row));
        let mut by_national_id = sorted(&|row| !columns.national_ids.get(row).is_empty());
        by_national_id.sort_unstable_by_key(|row| (columns.national_ids.get(*row as usize), *row));
        Self {
            by_word: Ragged::inverted(columns.len(), dictionary.len(), |row, each| {
                for_each_once(columns.words.get(row).iter().copied(), each);
            }),
            by_gram: Ragged::inverted(columns.len(), GRAMS, |row, each| {
                for_each_once(
                    phones_of(columns.phones.get(row)).flat_map(|(_, all, number)| grams(all, number)),
                    each,
                );
            }),
            by_id,
            by_birth,
            by_file,
            by_national_id,
            columns,
            dictionary,
        }
    }

    pub(super) fn row_of(&self, id: &[u8; 16]) -> Option<usize> {
        let at = self.by_id.binary_search_by_key(id, |row| self.columns.ids[*row as usize]).ok()?;
        Some(self.by_id[at] as usize)
    }

    /// The patients with this word.
    pub(super) fn with_word(&self, word: u32) -> &[u32] {
        self.by_word.get(word as usize)
    }

    /// Rows that may fit the term other than by a word of the name, at this tier or better: every fitting one is among them.
    /// `None` where no list leads to them.
    pub(super) fn with_number(&self, term: &Term, tier: Tier) -> Option<Vec<&[u32]>> {
        let mut lists = Vec::new();
        if let Some(born) = term.born {
            lists.push(self.by_birth_between(born, born));
        }
        if let Some(file) = &term.file {
            lists.extend(file.number().map(|number| self.by_file_between(number, number)));
            if tier >= PREFIX {
                lists.extend(file.ranges().map(|(first, last)| self.by_file_between(first, last)));
            }
        }
        if let Some(id) = &term.national_id {
            let of = |row: u32| self.columns.national_ids.get(row as usize);
            let first = self.by_national_id.partition_point(|row| of(*row) < id.as_bytes());
            let after =
                self.by_national_id[first..].partition_point(|row| of(*row).starts_with(id.as_bytes()));
            lists.push(&self.by_national_id[first..first + after]);
        }
        if let Some(phone) = &term.phone {
            lists.extend(self.with_phone(phone, tier)?);
        }
        Some(lists)
    }

    /// Rows with a number that may fit. However it fits, the significant digits stand somewhere in it: with four of them the
    /// rarest gram leads there. With fewer no whole number is meant (`SHORTEST_PHONE`), unless a country's code makes it long enough; a
    /// beginning has its own grams, and one or two digits inside have none: so many numbers hold them that walking finds enough at once.
    fn with_phone(&self, phone: &Number, tier: Tier) -> Option<Vec<&[u32]>> {
        let rarest = |digits: &str| {
            let lists = digits.as_bytes().windows(4).map(|four| self.by_gram.get(gram(four) as usize));
            lists.min_by_key(|list| list.len())
        };
        if let Some(list) = rarest(phone.significant()) {
            return Some(vec![list]);
        }
        let mut lists = Vec::from_iter(rarest(phone.digits()));
        let is_whole = !lists.is_empty();
        if tier >= PREFIX {
            lists.push(self.by_gram.range(beginning(phone.digits())));
            if !phone.significant().is_empty() && phone.significant() != phone.digits() {
                lists.push(self.by_gram.range(beginning(phone.significant())));
            }
        }
        if tier < INSIDE || is_whole {
            return Some(lists);
        }
        match phone.digits().as_bytes() {
            // A number has four digits at least, so three inside it begin one gram or end another.
            three @ [_, _, _] => {
                let three = gram(three) as usize;
                lists.push(self.by_gram.range(three * 10..three * 10 + 10));
                lists.extend((0..10).map(|before| self.by_gram.get(before * 1_000 + three)));
            }
            _ => return None,
        }
        Some(lists)
    }

    fn by_birth_between(&self, first: i32, last: i32) -> &[u32] {
        between(&self.by_birth, |row| self.columns.births[row], first, last)
    }

    fn by_file_between(&self, first: u32, last: u32) -> &[u32] {
        between(&self.by_file, |row| self.columns.file_numbers[row], first, last)
    }

    /// Bytes held, about.
    pub(super) fn bytes(&self) -> usize {
        let lists = [&self.by_id, &self.by_birth, &self.by_file, &self.by_national_id];
        self.columns.bytes()
            + self.dictionary.bytes()
            + self.by_word.bytes()
            + self.by_gram.bytes()
            + lists.iter().map(|list| list.len() * 4).sum::<usize>()
    }
}

/// The rows of a list sorted by `key` whose keys lie between two, both included.
fn between<K: Ord>(list: &[u32], key: impl Fn(usize) -> K, first: K, last: K) -> &[u32] {
    let start = list.partition_point(|row| key(*row as usize) < first);
    let length = list[start..].partition_point(|row| key(*row as usize) <= last);
    &list[start..start + length]
}

fn gram(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |gram, digit| gram * 10 + u32::from(digit - b'0'))
}

/// The grams of numbers that begin with these digits: one for three or more, a range of them for fewer.
fn beginning(digits: &str) -> std::ops::Range<usize> {
    let first = &digits.as_bytes()[..digits.len().min(3)];
    let width = [1_000, 100, 10, 1][first.len()];
    let at = FOUR + gram(first) as usize * width;
    at..at + width
}

fn grams<'a>(all: &'a [u8], number: &'a [u8]) -> impl Iterator<Item = u32> + 'a {
    let beginnings = [all, number].into_iter().map(|digits| FOUR as u32 + gram(&digits[..3]));
    all.windows(4).map(gram).chain(beginnings)
}

/// A row stands once in a list, however often it has the key. Rows have a dozen keys, so looking back is the quickest way.
fn for_each_once(keys: impl Iterator<Item = u32>, each: &mut dyn FnMut(u32)) {
    let mut seen = [u32::MAX; 32];
    let mut many = Vec::new();
    for (at, key) in keys.enumerate() {
        if seen.contains(&key) || many.contains(&key) {
            continue;
        }
        match seen.get_mut(at) {
            Some(place) => *place = key,
            None => many.push(key),
        }
        each(key);
    }
}
