//! The index as it is searched: the base, and beside it the patients changed since it was built. Both are compared alike; the base by
//! its lists, the few changed ones one by one.

use std::cmp::Reverse;
use std::collections::HashMap;

use domain::text::sound::{Reading, readings};

use super::base::Base;
use super::columns::{Columns, Record};
use super::dictionary::Words;
use super::query::{EXACT, NONE, Query, SOUND, Term, Tier};

/// The index of one moment, kept current by `replace`.
#[derive(Debug, Default)]
pub(super) struct Index {
    base: Base,
    /// Rows of the base that are removed or stand among the fresh ones.
    stale: Vec<bool>,
    fresh: Columns,
    fresh_stale: Vec<bool>,
    fresh_rows: HashMap<[u8; 16], u32>,
    /// Words that the base's dictionary does not have, numbered after its own.
    new_words: HashMap<Box<str>, u32>,
    heard: Vec<(Box<str>, Vec<Reading>)>,
}

/// A patient that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fit {
    pub id: [u8; 16],
    /// As in the columns.
    pub last_visit: i32,
    /// Sum of the terms' tiers.
    distance: u32,
    /// The first word typed is not the name's first word, but a father's or a family's.
    aside: bool,
    recency: i32,
}

/// Of the patients whose worst term fits equally well, so many are looked at, the most recent ones; among them the finer order is
/// made. More than the longest answer, few enough to be had at once.
const WINDOW: usize = 256;
/// From so many changed patients on it pays to build the base anew. Tests come there sooner.
const MANY_FRESH: usize = if cfg!(test) { 8 } else { 8_192 };

/// A term with the words it fits so far.
struct Sought<'a> {
    term: &'a Term,
    by_word: Vec<Tier>,
    /// The words of the base among them.
    words: Vec<u32>,
    /// Patients of the base with any of these words, counted once a word.
    with_words: usize,
}

impl Index {
    pub(super) fn new(columns: Columns, words: Words) -> Self {
        let base = Base::new(columns, words);
        Self { stale: vec![false; base.columns.len()], base, ..Self::default() }
    }

    /// Puts a patient's present state in place of whatever is known; `None` for a patient who is removed.
    pub(super) fn replace(&mut self, id: [u8; 16], record: Option<&Record>) {
        if let Some(row) = self.base.row_of(&id) {
            self.stale[row] = true;
        }
        if let Some(row) = self.fresh_rows.remove(&id) {
            self.fresh_stale[row as usize] = true;
        }
        let Some(record) = record else { return };
        let Self { base, fresh, new_words, heard, .. } = self;
        self.fresh_rows.insert(id, u32::try_from(fresh.len()).expect("few patients are fresh"));
        self.fresh_stale.push(false);
        fresh.push(record, |word| {
            if let Some(number) = base.dictionary.find(word).or_else(|| new_words.get(word).copied()) {
                return number;
            }
            let number =
                u32::try_from(base.dictionary.len() + heard.len()).expect("words are fewer than that");
            new_words.insert(word.into(), number);
            heard.push((word.into(), readings(word)));
            number
        });
    }

    pub(super) fn is_worn(&self) -> bool {
        self.fresh.len() > MANY_FRESH
    }

    /// The patients that fit every term, best first: by the tier of the worst term; then, among the most recent of these, by all
    /// terms together, then whose own name it is, then who was here last.
    pub(super) fn search(&self, query: &Query, limit: usize) -> Vec<Fit> {
        let word_count = self.base.dictionary.len() + self.heard.len();
        let mut sought: Vec<Sought<'_>> =
            query.terms.iter().map(|term| Sought::new(term, word_count)).collect();
        let mut fits = Vec::new();
        for tier in EXACT..=SOUND {
            let mut may_fit = query.terms.is_empty() && tier == EXACT;
            for sought in &mut sought {
                may_fit |= self.widen(sought, tier) || sought.term.reaches_beyond_words(tier);
            }
            if may_fit {
                fits.extend(self.at_tier(&sought, tier));
            }
            if fits.len() >= limit {
                break;
            }
        }
        fits.truncate(limit);
        fits
    }

    /// Adds the words that fit at exactly this tier; whether there are any.
    fn widen(&self, sought: &mut Sought<'_>, tier: Tier) -> bool {
        let Sought { term, by_word, words, with_words } = sought;
        let before = words.len();
        self.base.dictionary.fit(term, tier, by_word, |word| {
            words.push(word);
            *with_words += self.base.with_word(word).len();
        });
        if term.word.is_empty() {
            return false;
        }
        let mut any = words.len() > before;
        for (number, (word, heard)) in (self.base.dictionary.len()..).zip(&self.heard) {
            if by_word[number] == NONE && term.tier_of_word(word, heard) == tier {
                by_word[number] = tier;
                any = true;
            }
        }
        any
    }

    /// The fits whose worst term is of exactly this tier, in their order.
    fn at_tier(&self, sought: &[Sought<'_>], tier: Tier) -> Vec<Fit> {
        let mut fits: Vec<Fit> = self
            .rows_at_tier(sought, tier)
            .into_iter()
            .filter_map(|row| fit(&self.base.columns, row as usize, sought, tier))
            .collect();
        let fresh = (0..self.fresh.len()).filter(|row| !self.fresh_stale[*row]);
        fits.extend(fresh.filter_map(|row| fit(&self.fresh, row, sought, tier)));
        fits.sort_unstable_by_key(Fit::age);
        fits.truncate(WINDOW);
        fits.sort_unstable_by_key(|fit| (fit.distance, fit.aside, fit.age()));
        fits
    }

    /// At least the first `WINDOW` rows of the base of exactly this tier. Where many fit, walking down the rows soon has enough of them;
    /// where few do, the lists of the rarest term lead to them. Which is shorter is guessed from the lengths of the lists, and a
    /// walk that finds too little is broken off.
    fn rows_at_tier(&self, sought: &[Sought<'_>], tier: Tier) -> Vec<u32> {
        let rows = self.base.columns.len();
        let mut likelihood = 1.0;
        let mut rarest: Option<(usize, &Sought<'_>, Vec<&[u32]>)> = None;
        for sought in sought {
            let Some(numbers) = self.base.with_number(sought.term, tier) else {
                likelihood *= GUESS;
                continue;
            };
            let count = sought.with_words + numbers.iter().map(|list| list.len()).sum::<usize>();
            likelihood *= (count as f64 / rows.max(1) as f64).min(1.0);
            if rarest.as_ref().is_none_or(|(fewest, ..)| count < *fewest) {
                rarest = Some((count, sought, numbers));
            }
        }
        let Some((count, driver, numbers)) = rarest else { return self.walk(sought, tier, rows).0 };
        if WINDOW as f64 / likelihood < count as f64 {
            let (found, enough) = self.walk(sought, tier, count);
            if enough {
                return found;
            }
        }
        let holds = |row: &u32| self.holds(*row as usize, sought, tier);
        let mut found: Vec<u32> = Vec::new();
        // The rows of a word go downwards, so its list need not be followed further than to where there are enough by now.
        let mut end = u32::MAX;
        for word in &driver.words {
            let above = self.base.with_word(*word).iter().copied().take_while(|row| *row < end);
            found.extend(above.filter(holds).take(WINDOW));
            if found.len() >= 2 * WINDOW {
                keep_first(&mut found);
                end = found.get(WINDOW - 1).copied().unwrap_or(end);
            }
        }
        for list in numbers {
            found.extend(list.iter().copied().filter(|row| *row < end).filter(holds));
        }
        keep_first(&mut found);
        found
    }

    /// Walks down the rows, at most `steps` of them; what was found, and whether it is all there is to find.
    fn walk(&self, sought: &[Sought<'_>], tier: Tier, steps: usize) -> (Vec<u32>, bool) {
        let rows = self.base.columns.len();
        let mut found = Vec::new();
        for row in 0..rows.min(steps) {
            if self.holds(row, sought, tier) {
                found.push(u32::try_from(row).expect("rows are numbered in 32 bits"));
                if found.len() == WINDOW {
                    return (found, true);
                }
            }
        }
        (found, steps >= rows)
    }

    fn holds(&self, row: usize, sought: &[Sought<'_>], tier: Tier) -> bool {
        !self.stale[row]
            && worst_and_sum(&self.base.columns, row, sought, tier).is_some_and(|(worst, _)| worst == tier)
    }

    /// Where every patient stands.
    pub(super) fn living(&self) -> impl Iterator<Item = (&Columns, usize)> {
        let base = (0..self.base.columns.len()).filter(|row| !self.stale[*row]);
        let fresh = (0..self.fresh.len()).filter(|row| !self.fresh_stale[*row]);
        base.map(|row| (&self.base.columns, row)).chain(fresh.map(|row| (&self.fresh, row)))
    }

    /// The word with this number.
    pub(super) fn word(&self, number: u32) -> &str {
        match self.heard.get((number as usize).wrapping_sub(self.base.dictionary.len())) {
            Some((word, _)) => word,
            None => self.base.dictionary.word(number as usize),
        }
    }

    #[cfg(test)]
    pub(super) fn beside_the_base(&self) -> usize {
        self.fresh.len()
    }

    /// Everything known of every patient, for comparing two indexes.
    #[cfg(test)]
    pub(super) fn known(&self) -> std::collections::BTreeMap<[u8; 16], String> {
        let word = |number: &u32| self.word(*number).to_owned();
        let line = |columns: &Columns, row: usize| {
            let words: Vec<String> = columns.words.get(row).iter().map(word).collect();
            let rest = (
                columns.phones.get(row),
                columns.national_ids.get(row),
                (columns.file_letters[row], columns.file_numbers[row]),
                (columns.births[row], columns.last_visits[row], columns.recency[row]),
            );
            (columns.ids[row], format!("{words:?} {rest:?}"))
        };
        self.living().map(|(columns, row)| line(columns, row)).collect()
    }

    /// Bytes held, about.
    pub(super) fn bytes(&self) -> usize {
        self.base.bytes() + self.stale.len() + self.fresh.bytes()
    }
}

/// The first `WINDOW` rows, in their order.
fn keep_first(rows: &mut Vec<u32>) {
    rows.sort_unstable();
    rows.dedup();
    rows.truncate(WINDOW);
}

/// How likely a fragment of a few digits is to be in a phone number, where no list says so.
const GUESS: f64 = 0.05;

impl<'a> Sought<'a> {
    fn new(term: &'a Term, word_count: usize) -> Self {
        let by_word = if term.word.is_empty() { Vec::new() } else { vec![NONE; word_count] };
        Self { term, by_word, words: Vec::new(), with_words: 0 }
    }
}

impl Fit {
    /// Smaller is more recent.
    fn age(&self) -> Reverse<(i32, [u8; 16])> {
        Reverse((self.recency, self.id))
    }
}

/// The worst tier of all terms and their sum, unless one fits worse than `most`.
fn worst_and_sum(columns: &Columns, row: usize, sought: &[Sought<'_>], most: Tier) -> Option<(Tier, u32)> {
    let (mut worst, mut sum) = (EXACT, 0);
    for sought in sought {
        let tier = columns.tier(row, sought.term, &sought.by_word);
        if tier > most {
            return None;
        }
        worst = worst.max(tier);
        sum += u32::from(tier);
    }
    Some((worst, sum))
}

fn fit(columns: &Columns, row: usize, sought: &[Sought<'_>], tier: Tier) -> Option<Fit> {
    let (worst, distance) = worst_and_sum(columns, row, sought, tier)?;
    let first = sought.iter().find(|sought| !sought.term.word.is_empty() && sought.term.phone.is_none());
    let aside = first.is_some_and(|first| {
        columns.words.get(row).iter().take(2).all(|word| first.by_word[*word as usize] == NONE)
    });
    (worst == tier).then(|| Fit {
        id: columns.ids[row],
        last_visit: columns.last_visits[row],
        distance,
        aside,
        recency: columns.recency[row],
    })
}
