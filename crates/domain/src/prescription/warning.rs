//! What speaks against a line: that the person is allergic to it, or has the same already. A warning is not a ban: the doctor may keep the line,
//! with a reason. One warning too many costs a sentence, one too few may cost more, so the comparing is generous: across spellings and scripts,
//! and by family.

use super::family::families_of;
use crate::text::{fold, sound};

/// What is known of a medicine. Any of it may be missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Substance<'a> {
    pub name: &'a str,
    pub generic_name: Option<&'a str>,
    pub ingredients: &'a [String],
    pub families: &'a [String],
}

/// What about a medicine it is that was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shared {
    /// It is that very medicine or substance, in the words that stand in the list.
    Substance(String),
    /// It is another one of this family.
    Family(String),
}

/// What of a medicine an allergen names.
pub fn allergy(allergen: &str, medicine: Substance<'_>) -> Option<Shared> {
    let asked = fold(allergen);
    if asked.is_empty() {
        return None;
    }
    for text in medicine.texts() {
        if is_named_in(&asked, &fold(text)) {
            return Some(Shared::Substance(text.to_owned()));
        }
    }
    let of_allergen = known_families(&asked);
    let own = medicine.families.iter().find(|family| {
        let family = fold(family);
        is_named_in(&asked, &family)
            || of_allergen.iter().any(|known| *known == family)
            || known_families(&family).iter().any(|known| of_allergen.contains(known))
    });
    if let Some(family) = own {
        return Some(Shared::Family(family.clone()));
    }
    let known = medicine.known_families();
    known
        .into_iter()
        .find(|family| of_allergen.contains(family))
        .map(|family| Shared::Family(family.to_owned()))
}

/// What two medicines have in common that nobody should take twice.
pub fn in_common(one: Substance<'_>, other: Substance<'_>) -> Option<Shared> {
    let (ours, theirs) = (one.substances(), other.substances());
    for text in &ours {
        let folded = fold(text);
        if theirs.iter().any(|other| fold(other) == folded) {
            return Some(Shared::Substance((*text).to_owned()));
        }
    }
    let theirs: Vec<String> = other.families.iter().map(|family| fold(family)).collect();
    if let Some(family) = one.families.iter().find(|family| theirs.contains(&fold(family))) {
        return Some(Shared::Family(family.clone()));
    }
    let theirs = other.known_families();
    let family = one.known_families().into_iter().find(|family| theirs.contains(family));
    family.map(|family| Shared::Family(family.to_owned()))
}

impl<'a> Substance<'a> {
    fn texts(self) -> impl Iterator<Item = &'a str> {
        [self.name].into_iter().chain(self.generic_name).chain(self.ingredients.iter().map(String::as_str))
    }

    /// What is in it. Where nobody listed that, its generic name says it, part by part, and failing that the name it is sold by.
    pub(crate) fn substances(self) -> Vec<&'a str> {
        let mut found: Vec<&str> = self.ingredients.iter().map(String::as_str).collect();
        if found.is_empty() {
            found.extend(
                self.generic_name.into_iter().flat_map(|name| name.split(['+', '/', ','])).map(str::trim),
            );
        }
        if found.is_empty() {
            found.push(self.name);
        }
        found.retain(|text| !fold(text).is_empty());
        found
    }

    fn known_families(self) -> Vec<&'static str> {
        let listed = self.families.iter().map(String::as_str);
        let mut known: Vec<&'static str> = Vec::new();
        for text in self.texts().chain(listed) {
            known.extend(known_families(&fold(text)));
        }
        known
    }
}

fn known_families(folded: &str) -> Vec<&'static str> {
    let whole = families_of(folded);
    whole.chain(folded.split(' ').flat_map(families_of)).collect()
}

/// Whether the words of `asked` stand in `text` one after the other, in this or the other script. Both are folded.
fn is_named_in(asked: &str, text: &str) -> bool {
    let (asked, words): (Vec<&str>, Vec<&str>) = (asked.split(' ').collect(), text.split(' ').collect());
    words.windows(asked.len()).any(|stretch| asked.iter().zip(stretch).all(|(a, b)| are_same_word(a, b)))
}

fn are_same_word(one: &str, other: &str) -> bool {
    let singular =
        |word: &str| word.strip_suffix('s').filter(|rest| rest.len() > 3).unwrap_or(word).to_owned();
    singular(one) == singular(other) || (is_arabic(one) != is_arabic(other) && sound_alike(one, other))
}

fn is_arabic(word: &str) -> bool {
    word.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c))
}

/// Short words sound like too many others.
const LEAST_CONSONANTS: usize = 3;

fn sound_alike(one: &str, other: &str) -> bool {
    let theirs = sound::readings(other);
    sound::readings(one).iter().any(|reading| {
        reading.skeleton().chars().count() >= LEAST_CONSONANTS
            && theirs.iter().any(|other| reading.agrees(other))
    })
}
