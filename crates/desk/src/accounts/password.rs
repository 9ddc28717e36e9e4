//! What a lasting password must be: at least 12 characters, any characters, and not one that is tried first. No rules of
//! composition and no expiry: both make people choose worse ones (NIST SP 800-63B, 5.1.1.2).

use std::collections::HashSet;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::Desk;
use crate::clinic;
use crate::error::{FieldError, Refusal, Result};
use crate::session::Session;
use crate::vault::Secret;

/// Fewest characters of a password, as a person counts them.
const LEAST: usize = 12;
/// Most characters; more only makes the machine work.
const MOST: usize = 500;
/// What people hang on to a common word: four digits of a year, an exclamation mark or two.
const ORNAMENT: usize = 8;
/// A shorter part of a name is in half of all words.
const LEAST_NAME: usize = 4;
/// What a password must have beside the clinic's name.
const BESIDE_CLINIC_NAME: usize = 8;

/// Whom a password is for and where: what it must not be made of.
pub(crate) struct Context<'a> {
    pub username: &'a str,
    pub full_name: &'a str,
    pub clinic_name: &'a str,
    /// The clinic's own list.
    pub blocked_words: &'a [String],
}

/// Holds a new password against the rules.
///
/// # Errors
/// `input.invalid` with the field and one of `password.too_short` (with `least`), `too_long` (with `most`), `password.common`,
/// `password.contains_name` (with `word`: a part of the owner's or the clinic's name, or a word of the clinic's list).
pub(crate) fn check(desk: &Desk, field: &str, password: &Secret, owner: &Session) -> Result<()> {
    let settings = desk.read(clinic::store::settings)?;
    let context = Context {
        username: &owner.username,
        full_name: &owner.full_name,
        clinic_name: &settings.clinic_name,
        blocked_words: &settings.blocked_password_words,
    };
    match judge(field, password, &context) {
        None => Ok(()),
        Some(error) => Err(Refusal::invalid(vec![error]).into()),
    }
}

/// What is wrong with a password, if anything is.
pub(crate) fn judge(field: &str, password: &Secret, context: &Context<'_>) -> Option<FieldError> {
    let password = password.normalised();
    let length = password.chars().count();
    if length < LEAST {
        return Some(FieldError::new(field, "password.too_short").with("least", LEAST));
    }
    if length > MOST {
        return Some(FieldError::new(field, "too_long").with("most", MOST));
    }
    let folded = fold(password);
    if let Some(word) = forbidden_word(&folded, context) {
        return Some(FieldError::new(field, "password.contains_name").with("word", word));
    }
    is_common(&folded).then(|| FieldError::new(field, "password.common"))
}

/// Lower case, without accents, spaces and the signs that stand between words.
fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|sign| !is_combining_mark(*sign) && !sign.is_whitespace())
        .filter(|sign| !matches!(sign, '-' | '_' | '.' | ',' | '+' | '\'' | '/'))
        .flat_map(char::to_lowercase)
        .collect()
}

fn forbidden_word(folded: &str, context: &Context<'_>) -> Option<String> {
    let parts = |name: &str| name.split_whitespace().map(fold).collect::<Vec<_>>();
    let mut words: Vec<String> = parts(context.full_name);
    words.retain(|part| part.chars().count() >= LEAST_NAME);
    words.push(fold(context.username));
    words.extend(context.blocked_words.iter().map(|word| fold(word)));
    let found = words.into_iter().find(|word| word.chars().count() > 2 && folded.contains(word.as_str()));
    // A clinic's name may be made of ordinary words: they are forbidden only where they are most of the password.
    found.or_else(|| {
        let mut names = parts(context.clinic_name);
        names.push(fold(context.clinic_name));
        names.retain(|name| name.chars().count() >= LEAST_NAME);
        let beside = |name: &str| folded.replace(name, "").chars().count();
        names
            .into_iter()
            .rev()
            .find(|name| folded.contains(name.as_str()) && beside(name) < BESIDE_CLINIC_NAME)
    })
}

/// Whether it is on the list, as it is, behind the usual ornaments, or in the usual disguise; or no more than a run along the
/// keyboard or the same few signs over and over.
fn is_common(folded: &str) -> bool {
    let core = without_ornaments(folded);
    let disguised = [folded, core].map(undisguise);
    [folded, core, disguised[0].as_str(), disguised[1].as_str(), without_ornaments(&disguised[0])]
        .into_iter()
        .any(|form| is_listed(form) || is_listed(unit_of(form)))
        || unit_of(folded).chars().count() <= 4
        || folded.chars().collect::<HashSet<_>>().len() < 5
        || runs_in(folded) <= 3
}

/// On the list itself, or with the most usual ending: `welcome` stands there as `welcome123`.
fn is_listed(form: &str) -> bool {
    is_on_list(form) || is_on_list(&format!("{form}123"))
}

fn is_on_list(form: &str) -> bool {
    static LIST: OnceLock<HashSet<&'static str>> = OnceLock::new();
    LIST.get_or_init(|| include_str!("common_passwords.txt").lines().collect()).contains(form)
}

/// `!!sunshine2026` → `sunshine`, unless so much hangs on it that it is a password of its own.
fn without_ornaments(form: &str) -> &str {
    let core = form.trim_matches(|sign: char| !sign.is_alphabetic());
    if form.chars().count() - core.chars().count() <= ORNAMENT { core } else { form }
}

/// `p@ssw0rd` → `password`.
fn undisguise(form: &str) -> String {
    let plain = |sign| match sign {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    form.chars().map(plain).collect()
}

/// The shortest beginning that makes the whole by repetition: `abcabcabcabc` → `abc`.
fn unit_of(form: &str) -> &str {
    let ends = form.char_indices().map(|(at, _)| at).skip(1);
    ends.map(|end| &form[..end])
        .find(|unit| form.len().is_multiple_of(unit.len()) && unit.repeat(form.len() / unit.len()) == form)
        .unwrap_or(form)
}

const ROWS: [&str; 6] =
    ["01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop[]", "asdfghjkl;", "zxcvbnm,", "azertyuiop"];

/// How many runs of neighbouring signs a form falls into: `123456789012` has two, `qwertyuiopas` two.
fn runs_in(form: &str) -> usize {
    let neighbours = |one: char, other: char| {
        one == other
            || ROWS.iter().any(|row| {
                let pairs = || row.chars().zip(row.chars().skip(1));
                pairs().any(|pair| pair == (one, other) || pair == (other, one))
            })
    };
    let signs: Vec<char> = form.chars().collect();
    1 + signs.windows(2).filter(|pair| !neighbours(pair[0], pair[1])).count()
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::{Context, judge};
    use crate::vault::Secret;

    #[track_caller]
    fn check(password: &str, expected: Option<&str>) {
        let context = Context {
            username: "mona",
            full_name: "Mona Adél Sherif",
            clinic_name: "Nile Family Clinic",
            blocked_words: &["dokki".to_owned()],
        };
        let found = judge("password", &Secret::new(password.to_owned()), &context);
        assert_eq!(found.as_ref().map(|error| error.code), expected, "{password}");
    }

    #[test]
    fn a_long_password_of_any_signs_is_fine() {
        for password in [
            "seven herons at dusk",
            "the door of the clinic is blue",
            "كوب شاي بالنعناع",
            "ba nghìn con cò trắng",
            "x9!Kp2$vQ7mZ",
            "🦢🦢🌊🌅🌴⛵🐟🪁🌙⭐☁🌾",
        ] {
            check(password, None);
        }
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        check("كوب شاي بال", Some("password.too_short"));
        check("elevenchars", Some("password.too_short"));
        check("", Some("password.too_short"));
        check(&"long and longer ".repeat(60), Some("too_long"));
    }

    #[test]
    fn what_everybody_tries_first_is_refused_in_every_disguise() {
        for password in [
            "password1234",
            "P@ssw0rd2026!",
            "pass-word-1234",
            "Sunshine2026!",
            "!!iloveyou!!",
            "qwertyuiop[]",
            "123456789012",
            "abcabcabcabc",
            "passwordpassword",
            "aaaaaaaaaaaa",
            "            ",
            "Receptionist1",
            "ahmedahmed12",
            "bismillah786",
            "Welcome123!!",
            "W3lc0me-2026",
        ] {
            check(password, Some("password.common"));
        }
    }

    #[test]
    fn the_owners_and_the_clinics_names_are_refused() {
        for password in [
            "mona loves herons",
            "herons of sherif",
            "ADEL-is-the-word",
            "herons in Dokki",
            "NileFamilyClinic1",
            "family-2026-x",
        ] {
            check(password, Some("password.contains_name"));
        }
    }

    proptest! {
        #[test]
        fn twelve_characters_are_the_least_of_any_text(password in "\\PC{0,40}") {
            let context = Context { username: "a", full_name: "", clinic_name: "", blocked_words: &[String::new()] };
            let secret = Secret::new(password);
            let too_short = secret.normalised().chars().count() < 12;
            let found = judge("password", &secret, &context).map(|error| error.code);
            prop_assert_eq!(found == Some("password.too_short"), too_short);
        }
    }
}
