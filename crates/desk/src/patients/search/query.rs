//! What was typed, taken apart: words of names, fragments of phones, file numbers, identity numbers, dates of birth. Any text
//! is a query; what cannot be read as anything else is read as a name.

use chrono::Datelike as _;
use domain::patient::national_id_key;
use domain::text::phone::Number;
use domain::text::sound::{Reading, readings};
use domain::text::{fold, query_terms};
use domain::time::Date;

/// How well something fits, best first. Smaller is better.
pub(super) type Tier = u8;
pub(super) const EXACT: Tier = 0;
pub(super) const PREFIX: Tier = 1;
pub(super) const INSIDE: Tier = 2;
pub(super) const SOUND: Tier = 3;
pub(super) const NONE: Tier = u8::MAX;

/// Terms of one search, all of which have to fit.
#[derive(Debug, Default)]
pub(super) struct Query {
    pub terms: Vec<Term>,
}

/// One thing typed, and everything it may mean.
#[derive(Debug, Default)]
pub(super) struct Term {
    /// Folded; compared with the words of names. Empty for what is no word.
    pub word: String,
    /// How the word sounds.
    pub readings: Vec<Reading>,
    pub phone: Option<Number>,
    /// The key of an identity number, or its beginning.
    pub national_id: Option<String>,
    pub file: Option<FileNumber>,
    /// Days of the common era.
    pub born: Option<i32>,
}

/// A file number or its beginning.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileNumber {
    /// The desk's letter, in lower case; any when absent.
    pub letter: Option<u8>,
    /// As typed, zeros included.
    pub digits: String,
    /// Written as a file number (`PAT-A-0001`), so that its beginning is meant too. A bare number is meant whole.
    pub open: bool,
}

/// A number of fewer significant digits is nothing to search by, and not kept.
pub(super) const SHORTEST_PHONE: usize = 4;

/// Nobody types more; a pasted page is read as far as this.
const MOST_LETTERS: usize = 200;
const MOST_TERMS: usize = 12;
/// From so many digits on, digits written in groups are one number and not several fragments.
const ONE_NUMBER: usize = 7;
/// Shorter beginnings of an identity number fit half the clinic.
const SHORTEST_ID: usize = 4;

impl Query {
    pub(super) fn read(text: &str) -> Self {
        let text: String = text.chars().take(MOST_LETTERS).collect();
        let mut terms = Vec::new();
        let mut names = String::new();
        let mut run: Vec<&str> = Vec::new();
        for word in text.split_whitespace() {
            if is_number(word) && date_of(word).is_none() {
                run.push(word);
                continue;
            }
            end_run(&mut run, &mut terms);
            if let Some(born) = date_of(word) {
                terms.push(Term { born: Some(born.naive().num_days_from_ce()), ..Term::default() });
            } else if let Some(file) = file_of(word) {
                terms.push(Term { national_id: id_of(word), file: Some(file), ..Term::default() });
            } else {
                names.push_str(word);
                names.push(' ');
            }
        }
        end_run(&mut run, &mut terms);
        terms.extend(query_terms(&names).into_iter().map(Term::word));
        terms.truncate(MOST_TERMS);
        Self { terms }
    }
}

/// The file number that was typed, if it was one in full: `pat-a-12` as `PAT-A-000012`.
pub fn whole_file_number(text: &str) -> Option<String> {
    let file = file_of(text.trim())?;
    let letter = char::from(file.letter?.to_ascii_uppercase());
    Some(format!("PAT-{letter}-{:06}", file.number()?))
}

/// Asking for likely duplicates.
impl Query {
    pub(super) fn whole_id(id: &str) -> Self {
        let national_id = id_of(id);
        Self { terms: vec![Term { national_id, ..Term::default() }] }
    }

    pub(super) fn whole_phone(phone: &str) -> Self {
        Self { terms: vec![Term { phone: Number::read(phone), ..Term::default() }] }
    }

    /// All words of the name; the first two; the first and the last: people leave out a part, but hardly ever these.
    pub(super) fn namesakes(full_name: &str) -> Vec<Self> {
        let words: Vec<String> = query_terms(full_name).into_iter().take(MOST_TERMS).collect();
        let of = |words: &[&String]| Self {
            terms: words.iter().map(|word| Term::word((*word).clone())).collect(),
        };
        let mut queries = Vec::new();
        match words.as_slice() {
            [] => {}
            [one] => queries.push(of(&[one])),
            [first, second, rest @ ..] => {
                if let Some(last) = rest.last() {
                    queries.push(of(&words.iter().collect::<Vec<_>>()));
                    queries.push(of(&[first, last]));
                }
                queries.push(of(&[first, second]));
            }
        }
        queries
    }
}

impl Term {
    fn word(word: String) -> Self {
        let national_id = if word.bytes().any(|byte| byte.is_ascii_digit()) { id_of(&word) } else { None };
        Self { readings: readings(&word), national_id, word, ..Self::default() }
    }

    fn number(text: &str) -> Self {
        let digits: String = fold(text).chars().filter(char::is_ascii_digit).collect();
        Self {
            phone: Number::read(text),
            national_id: id_of(&digits),
            file: Some(FileNumber { letter: None, digits: digits.clone(), open: false }),
            word: digits,
            ..Self::default()
        }
    }

    /// How this term fits one word of a name, which sounds like `heard`.
    pub(super) fn tier_of_word(&self, word: &str, heard: &[Reading]) -> Tier {
        if self.word.is_empty() {
            return NONE;
        }
        match word.find(&self.word) {
            Some(0) if word.len() == self.word.len() => EXACT,
            Some(0) => PREFIX,
            Some(_) => INSIDE,
            None if heard.iter().any(|reading| self.sounds_like(reading)) => SOUND,
            None => NONE,
        }
    }

    /// Whether anything but a word of a name may fit at this tier.
    pub(super) fn reaches_beyond_words(&self, tier: Tier) -> bool {
        let numbers = self.national_id.is_some() || self.file.is_some();
        (self.phone.is_some() && tier <= INSIDE)
            || (numbers && tier <= PREFIX)
            || (self.born.is_some() && tier == EXACT)
    }

    pub(super) fn sounds_like(&self, reading: &Reading) -> bool {
        self.readings.iter().any(|mine| mine.agrees(reading) || mine.begins(reading))
    }

    /// How this term fits an identity number's key.
    pub(super) fn tier_of_national_id(&self, key: &[u8]) -> Tier {
        match &self.national_id {
            Some(id) if id.as_bytes() == key => EXACT,
            Some(id) if key.starts_with(id.as_bytes()) => PREFIX,
            Some(_) | None => NONE,
        }
    }

    /// How this term fits the file number of a desk's letter and counter.
    pub(super) fn tier_of_file(&self, letter: u8, number: u32) -> Tier {
        match &self.file {
            Some(file) if number > 0 && file.letter.is_none_or(|wanted| wanted == letter) => {
                if file.number() == Some(number) {
                    EXACT
                } else if file.ranges().any(|(first, last)| (first..=last).contains(&number)) {
                    PREFIX
                } else {
                    NONE
                }
            }
            Some(_) | None => NONE,
        }
    }
}

impl FileNumber {
    /// The whole number meant.
    pub(super) fn number(&self) -> Option<u32> {
        self.digits.parse().ok()
    }

    /// The counters, first and last, that written with six digits or more begin with these.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (u32, u32)> {
        let typed = self.digits.len();
        let begun = if typed == 0 { Some(0) } else { self.digits.parse::<u64>().ok() };
        // From the seventh digit on there are no zeros in front.
        let most = match self.open {
            false => 0,
            true if self.digits.starts_with('0') => 6,
            true => 10,
        };
        (typed.max(6)..=most).filter_map(move |length| {
            let unit = 10u64.pow(u32::try_from(length - typed).ok()?);
            let first = begun? * unit;
            let last = (first + unit - 1).min(u64::from(u32::MAX));
            Some((u32::try_from(first).ok()?.max(1), u32::try_from(last).ok()?))
        })
    }
}

fn end_run(run: &mut Vec<&str>, terms: &mut Vec<Term>) {
    let digits = run.iter().flat_map(|word| word.chars()).filter(|c| c.is_numeric()).count();
    if digits >= ONE_NUMBER {
        terms.push(Term::number(&run.concat()));
    } else {
        terms.extend(run.iter().map(|word| Term::number(word)));
    }
    run.clear();
}

/// Digits of any script with the signs that people write between them.
fn is_number(word: &str) -> bool {
    let mut digits = 0;
    word.chars().all(|c| {
        let digit =
            !c.is_alphabetic() && fold(c.encode_utf8(&mut [0; 4])).bytes().any(|byte| byte.is_ascii_digit());
        digits += usize::from(digit);
        digit || "+-–()./,#".contains(c)
    }) && digits > 0
}

fn id_of(word: &str) -> Option<String> {
    Some(national_id_key(word)).filter(|key| key.len() >= SHORTEST_ID)
}

/// `1990-05-17`, `1990/5/17`, `17/5/1990`, `17-5-1990`, `17.5.1990`, in digits of any script; month before day only where
/// nothing else is a date.
fn date_of(word: &str) -> Option<Date> {
    let mut parts = word.split(['-', '/', '.']).map(|part| {
        let folded = fold(part);
        let digits = (1..=4).contains(&folded.len()) && folded.bytes().all(|byte| byte.is_ascii_digit());
        if digits { folded.parse::<u32>().ok().map(|number| (folded.len(), number)) } else { None }
    });
    let (one, two, three) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    let date = |year: u32, month, day| Date::new(i32::try_from(year).ok()?, month, day);
    match (one, two, three) {
        ((4, year), (1..=2, month), (1..=2, day)) => date(year, month, day),
        ((1..=2, day), (1..=2, month), (4, year)) => {
            date(year, month, day).or_else(|| date(year, day, month))
        }
        _ => None,
    }
}

/// `PAT-A-000123`, `PAT-A-12`, `PAT-12`, `A-123`, `A123`, in any case, complete or begun.
fn file_of(word: &str) -> Option<FileNumber> {
    let word: String = word
        .chars()
        .map(|c| {
            if matches!(c, '-' | '‐' | '‑' | '–') {
                '-'.to_string()
            } else {
                fold(c.encode_utf8(&mut [0; 4]))
            }
        })
        .collect();
    let (named, rest) = match word.strip_prefix("pat") {
        Some(rest) if rest.starts_with('-') || rest.starts_with(|c: char| c.is_ascii_digit()) => {
            (true, rest.trim_start_matches('-'))
        }
        _ => (false, word.as_str()),
    };
    let letter = rest.bytes().next().filter(u8::is_ascii_lowercase);
    let digits = rest.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or(rest).trim_start_matches('-');
    let complete = digits.len() <= 10 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let says_something = named || (letter.is_some() && !digits.is_empty());
    (complete && says_something).then(|| FileNumber { letter, digits: digits.to_owned(), open: true })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::{EXACT, NONE, PREFIX, Query, date_of, file_of};

    fn words(text: &str) -> Vec<String> {
        Query::read(text).terms.into_iter().map(|term| term.word).collect()
    }

    #[test]
    fn groups_of_digits_are_one_number_or_several_fragments() {
        assert_eq!(words("+20 10 1234 5678"), ["201012345678"]);
        assert_eq!(words("010 1234"), ["0101234"]);
        assert_eq!(words("010 567"), ["010", "567"]);
        assert_eq!(words("٠١٠-١٢٣٤ محمد"), ["0101234", "محمد"]);
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let expected = "1990-05-17".parse().ok();
        for text in [
            "1990-05-17",
            "1990/5/17",
            "17/5/1990",
            "17-05-1990",
            "17.5.1990",
            "٥/١٧/١٩٩٠",
            "١٧/٥/١٩٩٠",
            "۱۷/۵/۱۹۹۰",
        ] {
            assert_eq!(date_of(text), expected, "{text}");
        }
        for text in ["17/5", "31/2/1990", "1990-5", "010-1234-5678", "17/5/90", "1/2/3/1990"] {
            assert_eq!(date_of(text), None, "{text}");
        }
    }

    #[test]
    fn file_numbers_are_read_whole_and_begun() {
        let term = |text: &str| Query::read(text).terms.remove(0);
        assert_eq!(term("PAT-A-000123").tier_of_file(b'a', 123), EXACT);
        assert_eq!(term("pat-a-٠٠٠١٢٣").tier_of_file(b'a', 123), EXACT);
        assert_eq!(term("PAT-A-0001").tier_of_file(b'a', 123), PREFIX);
        assert_eq!(term("PAT-B-000123").tier_of_file(b'a', 123), NONE);
        assert_eq!(term("PAT-").tier_of_file(b'a', 123), PREFIX);
        assert_eq!(term("A-123").tier_of_file(b'a', 123), EXACT);
        assert_eq!(term("123").tier_of_file(b'a', 123), EXACT);
        assert_eq!(term("12").tier_of_file(b'a', 123), NONE);
        assert_eq!(term("PAT-A-12").tier_of_file(b'a', 123_456), PREFIX);
        assert_eq!(term("PAT-A-12").tier_of_file(b'a', 1_234_567), PREFIX);
        assert_eq!(term("PAT-A-12").tier_of_file(b'a', 1_300), NONE);
        assert_eq!(term("PAT-A-012").tier_of_file(b'a', 1_234_567), NONE);
        assert_eq!(term("PAT-A-9999999999").tier_of_file(b'a', 999_999), NONE);
        assert_eq!(file_of("patricia"), None);
        assert_eq!(file_of("ali"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_query(text in "\\PC{0,60}|[\\x00-\\u{ffff}]{0,40}|[PATpat0-9٠-٩+/. أ-ي-]{0,40}") {
            let query = Query::read(&text);
            prop_assert!(query.terms.len() <= 12);
        }
    }
}
