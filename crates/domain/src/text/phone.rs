//! Phone numbers: kept as dialled, compared by what they reach. `+20 10 1234 5678`, `0020 1012345678` and `010-1234-5678`
//! are one number. No country is assumed: a number without a country code agrees with one of any country.

use super::fold;

/// A number taken apart for comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// All digits, without `+` or `00` in front.
    digits: String,
    /// Where the part after the country code or the trunk zero begins.
    significant_at: usize,
    international: bool,
}

impl Number {
    /// Reads a number as people write it, whatever its length; `None` when there is no digit in it.
    pub fn read(text: &str) -> Option<Self> {
        let (international, digits) = digits_of(text);
        if digits.is_empty() {
            return None;
        }
        let significant_at = if international {
            country_code_length(&digits).min(digits.len())
        } else {
            digits.len() - digits.trim_start_matches('0').len()
        };
        Some(Self { digits, significant_at, international })
    }

    /// All digits, country code included, without `+` or `00`.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The digits after the country code or the trunk zero: what is the same however the number is dialled.
    pub fn significant(&self) -> &str {
        &self.digits[self.significant_at..]
    }

    /// Whether the number names its country.
    pub fn is_international(&self) -> bool {
        self.international
    }

    /// Whether both reach the same phone. Fewer than five digits reach nobody.
    pub fn reaches_same(&self, other: &Self) -> bool {
        let same_country = !(self.international && other.international)
            || self.digits[..self.significant_at] == other.digits[..other.significant_at];
        same_country && self.significant().len() >= 5 && self.significant() == other.significant()
    }
}

/// Why a text is no phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberProblem {
    /// Something other than digits and the signs people write between them.
    Format,
    /// Fewer than five digits.
    TooShort,
    /// More than twenty (fifteen by ITU-T E.164, plus an extension).
    TooLong,
}

/// Whether the text could be dialled: digits of any script, `+` in front, and the usual signs between them; an extension after `x`, `#`, `,`.
///
/// # Errors
/// Says what is wrong with it.
pub fn check(text: &str) -> Result<(), NumberProblem> {
    let usual = |c: char| {
        fold(c.encode_utf8(&mut [0; 4])).bytes().all(|byte| byte.is_ascii_digit())
            && !c.is_alphabetic()
            && (c.is_numeric() || " -–—.()/+#,*\u{00a0}\u{2011}".contains(c))
    };
    let text = text.replace(['x', 'X'], "#");
    if !text.chars().all(usual) || text.trim_start().trim_start_matches('+').contains('+') {
        return Err(NumberProblem::Format);
    }
    match fold(&text).bytes().filter(u8::is_ascii_digit).count() {
        0..5 => Err(NumberProblem::TooShort),
        5..=20 => Ok(()),
        _ => Err(NumberProblem::TooLong),
    }
}

/// Whether the number names its country, and its digits without the prefix that says so.
fn digits_of(text: &str) -> (bool, String) {
    let plus =
        text.chars().find(|c| !c.is_whitespace() && *c != '(').is_some_and(|c| matches!(c, '+' | '\u{ff0b}'));
    let digits: String = fold(text).chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("00") {
        _ if plus => (true, digits.trim_start_matches('0').to_owned()),
        Some(rest) if !rest.is_empty() => (true, rest.trim_start_matches('0').to_owned()),
        // Twelve digits without a trunk zero, as chat applications show them: no country's own numbers are that long.
        _ => (digits.len() >= 12 && !digits.starts_with('0'), digits),
    }
}

/// How many digits the country code has. The codes are free of prefixes: `1` and `7` stand alone, these have two digits,
/// all others three (ITU-T E.164, list of assigned country codes).
fn country_code_length(digits: &str) -> usize {
    const TWO: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
        "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
        "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        _ if TWO.iter().any(|code| digits.starts_with(code)) => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{Number, NumberProblem, check};

    fn number(text: &str) -> Number {
        Number::read(text).unwrap()
    }

    #[test]
    fn one_number_dialled_in_many_ways_is_one() {
        let ways = [
            "01012345678",
            "+20 10 1234 5678",
            "0020-1012345678",
            "٠١٠١٢٣٤٥٦٧٨",
            "(010) 1234 5678",
            "201012345678",
            "+٢٠١٠١٢٣٤٥٦٧٨",
        ];
        for way in ways {
            assert!(number(way).reaches_same(&number(ways[0])), "{way}");
            assert_eq!(number(way).significant(), "1012345678", "{way}");
        }
        assert!(number("+44 7911 123456").reaches_same(&number("07911 123456")));
        assert!(number("+84 912 345 678").reaches_same(&number("0912345678")));
    }

    #[test]
    fn another_country_is_another_phone() {
        assert!(!number("+20 1012345678").reaches_same(&number("+966 1012345678")));
        assert!(!number("0101234567").reaches_same(&number("01012345678")));
        assert!(!number("123").reaches_same(&number("123")));
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        for text in ["010 1234 5678", "+20 (2) 2735-1234", "19777", "02 27351234 x12", "٠١٠-١٢٣٤-٥٦٧٨"]
        {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        assert_eq!(check("1234"), Err(NumberProblem::TooShort));
        assert_eq!(check(""), Err(NumberProblem::TooShort));
        assert_eq!(check("call mother"), Err(NumberProblem::Format));
        assert_eq!(check("0101234+5678"), Err(NumberProblem::Format));
        assert_eq!(check("0101234567801012345678"), Err(NumberProblem::TooLong));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,30}|[+0-9٠-٩ ()-]{0,30}") {
            let _ = check(&text);
            if let Some(number) = Number::read(&text) {
                prop_assert!(number.digits().bytes().all(|byte| byte.is_ascii_digit()));
                prop_assert!(number.digits().ends_with(number.significant()));
            }
        }

        #[test]
        fn the_trunk_zero_never_matters(national in "[1-9][0-9]{7,9}") {
            let trunk = number(&format!("0{national}"));
            let international = number(&format!("+20{national}"));
            prop_assert!(trunk.reaches_same(&international));
            prop_assert_eq!(trunk.significant(), national.as_str());
        }
    }
}
