//! Whether two records may be one person: what agrees, what speaks against it, and how much. People share names and families
//! share phones, so nothing here decides; it only says what is worth a second look.

use super::national_id_key;
use crate::text::phone::Number;
use crate::text::query_terms;
use crate::text::sound::{Reading, readings};
use crate::time::Date;

crate::code_enum! {
    /// What two records have in common.
    Agreement {
        NationalId = "national_id",
        Phone = "phone",
        Name = "name",
        DateOfBirth = "date_of_birth",
    }
}

/// What identifies a person, ready for comparing.
#[derive(Debug, Clone, Default)]
pub struct Traits {
    names: Vec<Vec<Word>>,
    phones: Vec<Number>,
    date_of_birth: Option<Date>,
    national_id: Option<String>,
}

#[derive(Debug, Clone)]
struct Word {
    folded: String,
    readings: Vec<Reading>,
}

/// How alike two records are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// In the order of their weight.
    pub agrees: Vec<Agreement>,
    /// Higher is likelier.
    pub score: i32,
}

/// From this score on, a person should look. A name alone or a phone alone reaches it, a day of birth alone does not.
const WORTH_A_LOOK: i32 = 40;

impl Traits {
    /// `names`: the name in one script or in both. Phones as dialled.
    pub fn new<'a>(
        names: impl IntoIterator<Item = &'a str>,
        phones: impl IntoIterator<Item = &'a str>,
        date_of_birth: Option<Date>,
        national_id: Option<&str>,
    ) -> Self {
        Self {
            names: names.into_iter().map(words).filter(|words| !words.is_empty()).collect(),
            phones: phones.into_iter().filter_map(Number::read).collect(),
            date_of_birth,
            national_id: national_id.map(national_id_key).filter(|key| !key.is_empty()),
        }
    }

    /// Compares two records. `None` when nothing worth a look agrees, or more speaks against it.
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        let mut agrees = Vec::new();
        let mut score = 0;
        match (&self.national_id, &other.national_id) {
            (Some(one), Some(two)) if one == two => {
                agrees.push(Agreement::NationalId);
                score += 100;
            }
            // Two cards are two people, unless a digit was mistyped: then phone and name together still say so.
            (Some(_), Some(_)) => score -= 50,
            (None, _) | (_, None) => {}
        }
        if self.phones.iter().any(|one| other.phones.iter().any(|two| one.reaches_same(two))) {
            agrees.push(Agreement::Phone);
            score += 40;
        }
        if self.names.iter().any(|one| other.names.iter().any(|two| same_name(one, two))) {
            agrees.push(Agreement::Name);
            score += 40;
        }
        match (self.date_of_birth, other.date_of_birth) {
            (Some(one), Some(two)) if one == two => {
                agrees.push(Agreement::DateOfBirth);
                score += 30;
            }
            (Some(_), Some(_)) => score -= 20,
            (None, _) | (_, None) => {}
        }
        (score >= WORTH_A_LOOK).then_some(Likeness { agrees, score })
    }
}

fn words(name: &str) -> Vec<Word> {
    query_terms(name).into_iter().map(|folded| Word { readings: readings(&folded), folded }).collect()
}

/// Every word of the shorter name is in the longer one, in either script, and the first words agree: people leave out
/// grandfathers, not themselves. A name of one word agrees with a name of one word alone.
fn same_name(one: &[Word], two: &[Word]) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    let Some((first, rest)) = short.split_first() else { return false };
    if rest.is_empty() && long.len() > 1 {
        return false;
    }
    first.is(&long[0]) && rest.iter().all(|word| long[1..].iter().any(|other| word.is(other)))
}

impl Word {
    fn is(&self, other: &Self) -> bool {
        self.folded == other.folded
            || self.readings.iter().any(|one| other.readings.iter().any(|two| one.agrees(two)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Agreement as Is, Traits};

    fn traits(name: &str, phones: &[&str], born: Option<&str>, id: Option<&str>) -> Traits {
        Traits::new([name], phones.iter().copied(), born.map(|date| date.parse().unwrap()), id)
    }

    #[track_caller]
    fn agrees(one: &Traits, two: &Traits, expected: &[Is]) {
        assert_eq!(one.likeness(two), two.likeness(one));
        assert_eq!(one.likeness(two).map(|likeness| likeness.agrees).unwrap_or_default(), expected);
    }

    #[test]
    fn the_same_person_in_two_scripts_agrees_in_name_and_phone() {
        agrees(
            &traits("محمد أحمد علي", &["+20 101 234 5678"], None, None),
            &traits("Mohamed Ahmed Ali", &["01012345678"], None, None),
            &[Is::Phone, Is::Name],
        );
    }

    #[test]
    fn a_left_out_grandfather_changes_nothing() {
        agrees(&traits("محمد احمد", &[], None, None), &traits("محمد أحمد علي", &[], None, None), &[Is::Name]);
        agrees(&traits("محمد", &[], None, None), &traits("محمد أحمد علي", &[], None, None), &[]);
        agrees(&traits("احمد علي", &[], None, None), &traits("محمد أحمد علي", &[], None, None), &[]);
    }

    #[test]
    fn namesakes_born_on_different_days_are_two() {
        let one = traits("محمد أحمد علي", &[], Some("1990-05-17"), None);
        agrees(&one, &traits("محمد أحمد علي", &[], Some("1985-01-02"), None), &[]);
        agrees(&one, &traits("محمد أحمد علي", &[], Some("1990-05-17"), None), &[Is::Name, Is::DateOfBirth]);
        agrees(&one, &traits("هدى", &[], Some("1990-05-17"), None), &[]);
    }

    #[test]
    fn a_family_on_one_phone_is_not_one_person() {
        agrees(
            &traits("هدى علي", &["01012345678"], None, Some("29005170123456")),
            &traits("منى علي", &["01012345678"], None, Some("29505170123456")),
            &[],
        );
        agrees(
            &traits("هدى", &["01012345678"], None, None),
            &traits("منى", &["01012345678"], None, None),
            &[Is::Phone],
        );
    }

    #[test]
    fn one_identity_number_is_one_person() {
        agrees(
            &traits("هدى علي", &[], None, Some("٢٩٠٠٥١٧ ٠١٢٣٤٥٦")),
            &traits("Hoda A.", &[], None, Some("29005170123456")),
            &[Is::NationalId],
        );
    }
}
