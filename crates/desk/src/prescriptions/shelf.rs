//! The clinic's medicines, kept in memory for who types a line: found by the beginnings of their words, in either script.

use std::sync::Arc;

use domain::id::MedicineId;
use domain::prescription::MedicineForm;
use domain::prescription::warning::Substance;
use domain::text::sound::{self, Reading};
use domain::text::{fold, query_terms};

use super::store;
use crate::Desk;
use crate::error::Result;

/// A medicine with all that a line and its warnings take.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub id: MedicineId,
    pub name: String,
    pub generic_name: Option<String>,
    pub ingredients: Vec<String>,
    pub families: Vec<String>,
    pub form: MedicineForm,
    pub strength: Option<String>,
    pub unit: String,
    pub pack_size: Option<u32>,
}

impl Listed {
    pub fn substance(&self) -> Substance<'_> {
        Substance {
            name: &self.name,
            generic_name: self.generic_name.as_deref(),
            ingredients: &self.ingredients,
            families: &self.families,
        }
    }

    /// Whether it is counted by the millilitre and not by the bottle.
    pub fn is_counted_in_ml(&self) -> bool {
        matches!(fold(&self.unit).as_str(), "ml" | "مل" | "millilitre" | "milliliter")
    }
}

/// All of them.
pub(crate) struct Shelf(Vec<Entry>);

struct Entry {
    medicine: Listed,
    name: String,
    words: Vec<Word>,
}

/// A word of the name, the generic name or the strength.
struct Word {
    folded: String,
    heard: Vec<Reading>,
    is_of_name: bool,
}

impl Word {
    fn new(folded: &str, is_of_name: bool) -> Self {
        Self { folded: folded.to_owned(), heard: sound::readings(folded), is_of_name }
    }

    fn begins_with(&self, term: &Term) -> bool {
        self.folded.starts_with(&term.folded)
    }

    /// The same for a term of the other script, by its sound.
    fn sounds_like(&self, term: &Term) -> bool {
        let alike = |asked: &Reading| self.heard.iter().any(|own| asked.begins(own) || asked.agrees(own));
        term.is_arabic != is_arabic(&self.folded) && term.heard.iter().any(alike)
    }
}

struct Term {
    folded: String,
    heard: Vec<Reading>,
    is_arabic: bool,
}

fn is_arabic(word: &str) -> bool {
    word.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c))
}

impl Shelf {
    /// As it stands now; read again only when a medicine has changed.
    pub fn of(desk: &Desk) -> Result<Arc<Self>> {
        let shelf = desk.opened()?.memory.shelf.recall((), || {
            let medicines = desk.read(store::medicines)?;
            Ok(Some(Self::new(medicines)))
        })?;
        Ok(shelf.unwrap_or_else(|| Arc::new(Self(Vec::new()))))
    }

    pub fn new(medicines: Vec<Listed>) -> Self {
        let entry = |medicine: Listed| {
            let name = fold(&medicine.name);
            let mut words: Vec<Word> =
                name.split(' ').filter(|word| !word.is_empty()).map(|word| Word::new(word, true)).collect();
            let others =
                [medicine.generic_name.as_deref(), medicine.strength.as_deref()].into_iter().flatten();
            for text in others.chain(medicine.ingredients.iter().map(String::as_str)) {
                words.extend(
                    fold(text).split(' ').filter(|word| !word.is_empty()).map(|word| Word::new(word, false)),
                );
            }
            Entry { medicine, name, words }
        };
        Self(medicines.into_iter().map(entry).collect())
    }

    pub fn get(&self, id: MedicineId) -> Option<&Listed> {
        self.0.iter().map(|entry| &entry.medicine).find(|medicine| medicine.id == id)
    }

    pub fn all(&self) -> impl Iterator<Item = &Listed> {
        self.0.iter().map(|entry| &entry.medicine)
    }

    /// Those that every word of the text begins a word of: first whose name begins with the text, then whose name has it, then by what is in
    /// them; among equals by name. Nothing for an empty text.
    pub fn search(&self, text: &str, limit: usize) -> Vec<&Listed> {
        let whole = fold(text);
        let term =
            |folded: String| Term { heard: sound::readings(&folded), is_arabic: is_arabic(&folded), folded };
        let terms: Vec<Term> = query_terms(text).into_iter().map(term).collect();
        if terms.is_empty() {
            return Vec::new();
        }
        let rank = |entry: &Entry| -> Option<u8> {
            if entry.name.starts_with(&whole) {
                return Some(0);
            }
            let mut rank = 1;
            for term in &terms {
                if entry.words.iter().any(|word| word.is_of_name && word.begins_with(term)) {
                    continue;
                }
                entry.words.iter().find(|word| word.begins_with(term))?;
                rank = 2;
            }
            Some(rank)
        };
        let heard = |entry: &Entry| {
            let fits =
                |term: &Term| entry.words.iter().any(|word| word.begins_with(term) || word.sounds_like(term));
            terms.iter().all(fits).then_some(3)
        };
        let mut found: Vec<(u8, &Entry)> =
            self.0.iter().filter_map(|entry| Some((rank(entry)?, entry))).collect();
        if found.is_empty() {
            // What sounds alike is a guess, and stands beside nothing that is none.
            found.extend(self.0.iter().filter_map(|entry| Some((heard(entry)?, entry))));
        }
        found.sort_by(|(one, a), (other, b)| (one, &a.name).cmp(&(other, &b.name)));
        found.into_iter().take(limit).map(|(_, entry)| &entry.medicine).collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::id::{Id as _, MedicineId};
    use domain::prescription::MedicineForm;
    use uuid::Uuid;

    use super::{Listed, Shelf};

    fn shelf() -> Shelf {
        let names = [
            ("Augmentin 1 g", "amoxicillin + clavulanate"),
            ("Panadol 500", "paracetamol"),
            ("Panadol Extra", "paracetamol + caffeine"),
            ("Adol", "paracetamol"),
            ("بروفين", "ibuprofen"),
        ];
        let medicine = |(at, (name, generic)): (usize, (&str, &str))| Listed {
            id: MedicineId::from_uuid(Uuid::from_u128(at as u128)),
            name: name.to_owned(),
            generic_name: Some(generic.to_owned()),
            ingredients: Vec::new(),
            families: Vec::new(),
            form: MedicineForm::Tablet,
            strength: None,
            unit: "tablet".to_owned(),
            pack_size: None,
        };
        Shelf::new(names.into_iter().enumerate().map(medicine).collect())
    }

    #[track_caller]
    fn finds(text: &str, expected: &[&str]) {
        let shelf = shelf();
        let names: Vec<&str> =
            shelf.search(text, 8).into_iter().map(|medicine| medicine.name.as_str()).collect();
        assert_eq!(names, expected, "{text}");
    }

    #[test]
    fn a_medicine_is_found_by_the_beginning_of_its_name_or_of_what_is_in_it() {
        finds("pana", &["Panadol 500", "Panadol Extra"]);
        finds("pana ex", &["Panadol Extra"]);
        finds("PARA", &["Adol", "Panadol 500", "Panadol Extra"]);
        finds("amoxi", &["Augmentin 1 g"]);
        finds("caff para", &["Panadol Extra"]);
        finds("", &[]);
        finds("zzz", &[]);
        finds("nadol", &[]);
    }

    #[test]
    fn a_medicine_is_found_across_scripts() {
        finds("باندول", &["Panadol 500", "Panadol Extra"]);
        finds("brufen", &["بروفين"]);
        finds("بروفين", &["بروفين"]);
    }
}
