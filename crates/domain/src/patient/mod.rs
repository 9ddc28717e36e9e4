//! Who a patient is: what may be entered, how old somebody is, (`likeness`) how likely two records are one
//! person, (`merging`) what stands when they are made one, and (`kinship`) who belongs to whom.

mod kinship;
mod likeness;
mod merging;

use chrono::Datelike as _;

use crate::text;
use crate::text::phone::{self, NumberProblem};
use crate::time::Date;

pub use kinship::Kinship;
pub use likeness::{Agreement, Likeness, Traits};
pub use merging::{MergeChoice, MergeField, Said, are_of_two_scripts};

crate::code_enum! {
    Gender {
        Male = "male",
        Female = "female",
        Other = "other",
    }
}

crate::code_enum! {
    BloodType {
        APositive = "A+",
        ANegative = "A-",
        BPositive = "B+",
        BNegative = "B-",
        AbPositive = "AB+",
        AbNegative = "AB-",
        OPositive = "O+",
        ONegative = "O-",
    }
}

/// Nobody has been older: the longest life on record is 122 years.
pub const OLDEST_YEARS: i32 = 130;
/// Letters in a name.
pub const NAME_LIMIT: usize = 200;
/// Letters in a line such as an address.
pub const LINE_LIMIT: usize = 500;
/// Letters in notes.
pub const NOTES_LIMIT: usize = 4000;
/// RFC 5321 allows a path of 256 octets, angle brackets included.
const EMAIL_LIMIT: usize = 254;
const NATIONAL_ID_LIMIT: usize = 40;

/// Why a field cannot be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    Required,
    /// More letters than `most`.
    TooLong {
        most: usize,
    },
    TooShort,
    Format,
    InTheFuture,
    /// Longer ago than a life.
    TooLongAgo,
}

impl Problem {
    /// Stable code, for the sentence on the screen.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong { .. } => "too_long",
            Self::TooShort => "too_short",
            Self::Format => "format",
            Self::InTheFuture => "in_the_future",
            Self::TooLongAgo => "too_long_ago",
        }
    }
}

/// Full years lived, `None` before birth. Whoever was born on 29 February is a year older on 1 March of a common year, as
/// most countries' law has it.
pub fn age_years(date_of_birth: Date, today: Date) -> Option<u16> {
    let (birth, today) = (date_of_birth.naive(), today.naive());
    let not_yet = (today.month(), today.day()) < (birth.month(), birth.day());
    u16::try_from(today.year() - birth.year() - i32::from(not_yet)).ok()
}

/// The age in years as well as it is known: from the day of birth, or from the year as told.
pub fn known_age_years(date_of_birth: Option<Date>, born_about: Option<u16>, today: Date) -> Option<u16> {
    match date_of_birth {
        Some(date) => age_years(date, today),
        None => u16::try_from(today.naive().year() - i32::from(born_about?)).ok(),
    }
}

/// A person's name as it is kept: cleaned, with at least one letter in it.
pub fn name(text: &str) -> Result<String, Problem> {
    optional_name(text)?.ok_or(Problem::Required)
}

/// Like `name`, for one that may be left out.
pub fn optional_name(text: &str) -> Result<Option<String>, Problem> {
    match optional_line(text, NAME_LIMIT)? {
        Some(name) if !name.chars().any(char::is_alphabetic) => Err(Problem::Format),
        name => Ok(name),
    }
}

/// One line that may be left out, at most `most` letters.
pub fn optional_line(text: &str, most: usize) -> Result<Option<String>, Problem> {
    limited(text::line(text), most)
}

/// Several lines that may be left out.
pub fn notes(text: &str) -> Result<Option<String>, Problem> {
    limited(text::paragraph(text), NOTES_LIMIT)
}

fn limited(text: String, most: usize) -> Result<Option<String>, Problem> {
    match text.chars().count() {
        0 => Ok(None),
        letters if letters > most => Err(Problem::TooLong { most }),
        _ => Ok(Some(text)),
    }
}

/// A phone number as dialled.
pub fn phone_number(text: &str) -> Result<String, Problem> {
    let number = text::line(text);
    if number.is_empty() {
        return Err(Problem::Required);
    }
    match phone::check(&number) {
        Ok(()) => Ok(number),
        Err(NumberProblem::Format) => Err(Problem::Format),
        Err(NumberProblem::TooShort) => Err(Problem::TooShort),
        Err(NumberProblem::TooLong) => Err(Problem::TooLong { most: 20 }),
    }
}

/// An address that mail could go to: something, `@`, a host with a dot. Only a sent mail proves more.
pub fn email(text: &str) -> Result<Option<String>, Problem> {
    let Some(email) = optional_line(text, EMAIL_LIMIT)? else { return Ok(None) };
    let Some((local, host)) = email.rsplit_once('@') else { return Err(Problem::Format) };
    let host_is_plausible =
        host.contains('.') && host.split('.').all(|label| !label.is_empty() && !label.starts_with('-'));
    let plain = !email.contains(char::is_whitespace) && !local.is_empty() && !local.contains('@');
    if plain && host_is_plausible { Ok(Some(email)) } else { Err(Problem::Format) }
}

/// A number of an identity card or passport, of any country: letters, digits and the usual signs between them.
pub fn national_id(text: &str) -> Result<Option<String>, Problem> {
    let Some(id) = optional_line(text, NATIONAL_ID_LIMIT)? else { return Ok(None) };
    let usual = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/' | '.');
    if !id.chars().all(usual) || !id.chars().any(char::is_numeric) {
        return Err(Problem::Format);
    }
    if national_id_key(&id).len() < 4 { Err(Problem::TooShort) } else { Ok(Some(id)) }
}

/// What two spellings of one identity number have in common: folded, without the signs between.
pub fn national_id_key(id: &str) -> String {
    text::fold(id).replace(' ', "")
}

/// A day of birth that somebody alive may have.
pub fn date_of_birth(date: Date, today: Date) -> Result<Date, Problem> {
    match age_years(date, today) {
        _ if date > today => Err(Problem::InTheFuture),
        Some(age) if i32::from(age) > OLDEST_YEARS => Err(Problem::TooLongAgo),
        _ => Ok(date),
    }
}

/// A year of birth as told that somebody alive may have.
pub fn born_about(year: u16, today: Date) -> Result<u16, Problem> {
    match today.naive().year() - i32::from(year) {
        ..0 => Err(Problem::InTheFuture),
        0..=OLDEST_YEARS => Ok(year),
        _ => Err(Problem::TooLongAgo),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{
        Problem, age_years, born_about, date_of_birth, email, known_age_years, name, national_id,
        phone_number,
    };
    use crate::time::Date;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn somebody_born_on_a_leap_day_is_older_on_the_first_of_march() {
        let birth = day("2004-02-29");
        assert_eq!(age_years(birth, day("2023-02-28")), Some(18));
        assert_eq!(age_years(birth, day("2023-03-01")), Some(19));
        assert_eq!(age_years(birth, day("2024-02-28")), Some(19));
        assert_eq!(age_years(birth, day("2024-02-29")), Some(20));
    }

    #[test]
    fn a_birthday_counts_from_its_morning() {
        assert_eq!(age_years(day("1990-05-17"), day("2026-05-16")), Some(35));
        assert_eq!(age_years(day("1990-05-17"), day("2026-05-17")), Some(36));
        assert_eq!(age_years(day("2026-05-17"), day("2026-05-17")), Some(0));
        assert_eq!(age_years(day("2026-05-18"), day("2026-05-17")), None);
    }

    #[test]
    fn a_year_as_told_gives_the_age_where_no_day_is_known() {
        let today = day("2026-05-17");
        assert_eq!(known_age_years(None, Some(1950), today), Some(76));
        assert_eq!(known_age_years(Some(day("1990-05-17")), Some(1950), today), Some(36));
        assert_eq!(known_age_years(None, None, today), None);
    }

    #[test]
    fn a_name_needs_a_letter() {
        assert_eq!(name("  Mona\u{202e}  Ali "), Ok("Mona Ali".into()));
        assert_eq!(name("محمد"), Ok("محمد".into()));
        assert_eq!(name(" \u{200f} "), Err(Problem::Required));
        assert_eq!(name("0123"), Err(Problem::Format));
        assert_eq!(name(&"م".repeat(200)), Ok("م".repeat(200)));
        assert_eq!(name(&"م".repeat(201)), Err(Problem::TooLong { most: 200 }));
    }

    #[test]
    fn implausible_contacts_are_refused() {
        assert_eq!(phone_number(" ٠١٠ ١٢٣٤ ٥٦٧٨ "), Ok("٠١٠ ١٢٣٤ ٥٦٧٨".into()));
        assert_eq!(phone_number(" "), Err(Problem::Required));
        assert_eq!(phone_number("mother"), Err(Problem::Format));
        assert_eq!(email("Mona.Ali+x@clinic.example"), Ok(Some("Mona.Ali+x@clinic.example".into())));
        assert_eq!(email(""), Ok(None));
        for wrong in
            ["mona", "@x.example", "mona@", "mona@host", "mona@.example", "mo na@x.example", "a@b@x.example"]
        {
            assert_eq!(email(wrong), Err(Problem::Format), "{wrong}");
        }
        assert_eq!(national_id("2900 5170 1234 56"), Ok(Some("2900 5170 1234 56".into())));
        assert_eq!(national_id("12"), Err(Problem::TooShort));
        assert_eq!(national_id("none!"), Err(Problem::Format));
        assert_eq!(national_id("none"), Err(Problem::Format));
    }

    #[test]
    fn nobody_is_born_tomorrow_or_lives_since_1850() {
        let today = day("2026-05-17");
        assert_eq!(date_of_birth(today, today), Ok(today));
        assert_eq!(date_of_birth(day("2026-05-18"), today), Err(Problem::InTheFuture));
        assert_eq!(date_of_birth(day("1896-05-17"), today), Ok(day("1896-05-17")));
        assert_eq!(date_of_birth(day("1895-05-17"), today), Err(Problem::TooLongAgo));
        assert_eq!(born_about(2027, today), Err(Problem::InTheFuture));
        assert_eq!(born_about(1895, today), Err(Problem::TooLongAgo));
        assert_eq!(born_about(1896, today), Ok(1896));
    }

    proptest! {
        #[test]
        fn nobody_grows_younger(birth in 0i64..40_000, age in 0i64..40_000) {
            let epoch = day("1900-01-01");
            let birth = epoch.plus_days(birth).unwrap();
            let (one, next) = (birth.plus_days(age).unwrap(), birth.plus_days(age + 1).unwrap());
            prop_assert!(age_years(birth, one) <= age_years(birth, next));
            prop_assert_eq!(age_years(birth, one).is_some(), true);
        }
    }
}
