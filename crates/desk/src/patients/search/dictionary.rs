//! The distinct words of all names. A million patients share a hundred thousand words, so a query is first compared with the
//! words, and only then are the patients of the fitting words looked at.

use std::collections::HashMap;

use domain::text::sound::{Reading, readings};

use super::query::{EXACT, INSIDE, NONE, PREFIX, SOUND, Term, Tier};

/// Words in order, each with its number from 0.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    /// Every word and a line break after it.
    text: String,
    /// Where each word begins, and the end.
    starts: Vec<u32>,
    /// By skeleton: how a word sounds, and its number.
    sounds: Vec<(Reading, u32)>,
}

/// Words numbered in the order they come.
#[derive(Debug, Default)]
pub(super) struct Words {
    numbers: HashMap<Box<str>, u32>,
}

impl Words {
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.numbers.len()).expect("a registry has fewer words than that");
        self.numbers.insert(word.into(), number);
        number
    }
}

impl Dictionary {
    /// The dictionary of these words, and for each number they had the number they have in it.
    pub(super) fn new(words: Words) -> (Self, Vec<u32>) {
        let mut sorted: Vec<(Box<str>, u32)> = words.numbers.into_iter().collect();
        sorted.sort_unstable();
        let mut renumbered = vec![0; sorted.len()];
        let mut dictionary = Self::default();
        for (number, (word, before)) in (0..).zip(&sorted) {
            renumbered[*before as usize] = number;
            dictionary.starts.push(dictionary.end());
            dictionary.text.push_str(word);
            dictionary.text.push('\n');
            dictionary.sounds.extend(readings(word).into_iter().map(|reading| (reading, number)));
        }
        dictionary.starts.push(dictionary.end());
        dictionary
            .sounds
            .sort_unstable_by(|one, two| (one.0.skeleton(), one.1).cmp(&(two.0.skeleton(), two.1)));
        (dictionary, renumbered)
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).expect("the words of a registry fit in 4 GiB")
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    pub(super) fn word(&self, number: usize) -> &str {
        &self.text[self.starts[number] as usize..self.starts[number + 1] as usize - 1]
    }

    pub(super) fn find(&self, word: &str) -> Option<u32> {
        let at = self.first_from(word);
        (at < self.len() && self.word(at) == word).then_some(at as u32)
    }

    /// The first word that is not before this text.
    fn first_from(&self, text: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle) < text { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Notes in `tiers` the words that fit the term at exactly this tier and no better one, as `Term::tier_of_word` has it, and
    /// calls `found` for each.
    pub(super) fn fit(&self, term: &Term, tier: Tier, tiers: &mut [Tier], mut found: impl FnMut(u32)) {
        if term.word.is_empty() {
            return;
        }
        let mut note = |word: u32| {
            if tiers[word as usize] == NONE {
                tiers[word as usize] = tier;
                found(word);
            }
        };
        match tier {
            EXACT => self.find(&term.word).into_iter().for_each(note),
            PREFIX => {
                let words = self.first_from(&term.word)..self.len();
                words.take_while(|at| self.word(*at).starts_with(&term.word)).for_each(|at| note(at as u32));
            }
            INSIDE => self.holding(&term.word, note),
            SOUND => {
                for mine in &term.readings {
                    let first =
                        self.sounds.partition_point(|(reading, _)| reading.skeleton() < mine.skeleton());
                    self.sounds[first..]
                        .iter()
                        .take_while(|(reading, _)| reading.skeleton().starts_with(mine.skeleton()))
                        .filter(|(reading, _)| mine.agrees(reading) || mine.begins(reading))
                        .for_each(|(_, word)| note(*word));
                }
            }
            _ => {}
        }
    }

    fn holding(&self, part: &str, mut note: impl FnMut(u32)) {
        let finder = memchr::memmem::Finder::new(part);
        let mut from = 0;
        while let Some(at) = finder.find(&self.text.as_bytes()[from..]) {
            let word = self.starts.partition_point(|start| *start as usize <= from + at) - 1;
            note(word as u32);
            from = self.starts[word + 1] as usize;
        }
    }

    /// Bytes held, about.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
            + self.starts.len() * 4
            + self.sounds.len() * (std::mem::size_of::<(Reading, u32)>() + 32)
    }
}
