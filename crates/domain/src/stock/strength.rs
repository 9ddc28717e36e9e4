//! How strong a medicine is, held against another by amount: `1 g` is `1000 mg`, `250 mg/5 ml` is `50 mg/ml`, and `1.5 mg` is not `15 mg`. What is
//! not understood in both is the same only where it is written the same.

/// Whether two strengths are one.
pub fn are_same(one: &str, other: &str) -> bool {
    match (read(one), read(other)) {
        (Some(one), Some(other)) => one.equals(&other),
        (None, None) => !spelled(one).is_empty() && spelled(one) == spelled(other),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Every sign of it, in one case and without spaces.
fn spelled(words: &str) -> String {
    western(words).chars().filter(|c| !c.is_whitespace()).collect()
}

/// In lower case, with the digits and the decimal point of the West. A comma stays: it may mean a thousand or a part of one.
fn western(words: &str) -> String {
    let of = |c: char, zero: u32| char::from_digit(u32::from(c) - zero, 10).unwrap_or(c);
    let western = |c: char| match c {
        '\u{660}'..='\u{669}' => of(c, 0x660),
        '\u{6f0}'..='\u{6f9}' => of(c, 0x6f0),
        '\u{66b}' => '.',
        other => other,
    };
    words.chars().map(western).flat_map(char::to_lowercase).collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Mass,
    Units,
    Percent,
    Volume,
}

/// Millionths of a microgram, of an international unit, of a hundredth; of a microlitre.
const SCALE: u128 = 1_000_000;

#[derive(Debug, PartialEq, Eq)]
struct Strength {
    /// Of each thing that is in it, in the order it is written.
    amounts: Vec<(Measure, u128)>,
    /// In how much of a liquid.
    per: Option<u128>,
}

impl Strength {
    fn equals(&self, other: &Self) -> bool {
        let (Some(ours), Some(theirs)) = (self.per.or(Some(1)), other.per.or(Some(1))) else { return false };
        let pairs = || self.amounts.iter().zip(&other.amounts);
        self.per.is_some() == other.per.is_some()
            && self.amounts.len() == other.amounts.len()
            && pairs().all(|((measure, ours_of), (other_measure, theirs_of))| {
                measure == other_measure
                    && ours_of.checked_mul(theirs).is_some()
                    && ours_of.checked_mul(theirs) == theirs_of.checked_mul(ours)
            })
    }
}

/// What it is, and how many of the smallest there are in one.
fn unit(word: &str) -> Option<(Measure, u128)> {
    Some(match word {
        "mcg" | "µg" | "μg" | "ug" | "ميكروجرام" | "ميكروغرام" | "مكجم" => {
            (Measure::Mass, 1)
        }
        "mg" | "مجم" | "ملجم" | "ملغم" | "ملغ" | "مغ" | "مليجرام" => {
            (Measure::Mass, 1_000)
        }
        "g" | "gm" | "gr" | "جم" | "جرام" | "غم" | "غ" | "غرام" => (Measure::Mass, 1_000_000),
        "iu" | "i.u." | "u" | "وحدة" | "وحده" => (Measure::Units, 1),
        "%" | "٪" => (Measure::Percent, 1),
        "ml" | "cc" | "مل" | "مللي" => (Measure::Volume, 1_000),
        "l" | "لتر" => (Measure::Volume, 1_000_000),
        _ => return None,
    })
}

/// Numbers with what they are counted in, joined by `+` or `/`. A number without a unit is in that of the next: `875/125 mg`.
fn read(words: &str) -> Option<Strength> {
    let text = western(words);
    let mut strength = Strength { amounts: Vec::new(), per: None };
    let mut bare: Vec<u128> = Vec::new();
    for part in text.split(['+', '/']).map(str::trim) {
        // Nothing follows what it is dissolved in.
        if strength.per.is_some() {
            return None;
        }
        let end = part.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(part.len());
        let (number, word) = (&part[..end], part[end..].trim());
        let number = if number.is_empty() { None } else { Some(scaled(number)?) };
        if word.is_empty() {
            bare.push(number?);
            continue;
        }
        match unit(word)? {
            (Measure::Volume, each) => {
                // Of a liquid there is one where nobody says how many. It holds what was said before.
                if strength.amounts.is_empty() || !bare.is_empty() {
                    return None;
                }
                let per = number.unwrap_or(SCALE).checked_mul(each)?;
                strength.per = Some(per).filter(|per| *per > 0);
                strength.per?;
            }
            (measure, each) => {
                bare.push(number?);
                for amount in bare.drain(..) {
                    strength.amounts.push((measure, amount.checked_mul(each)?));
                }
            }
        }
    }
    Some(strength).filter(|strength| bare.is_empty() && !strength.amounts.is_empty())
}

/// A decimal number in millionths; none with more digits than that, nor with two points.
fn scaled(number: &str) -> Option<u128> {
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    if rest.len() > 6 || rest.contains('.') || (whole.is_empty() && rest.is_empty()) {
        return None;
    }
    let whole: u128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let rest: u128 = format!("{rest:0<6}").parse().ok()?;
    whole.checked_mul(SCALE)?.checked_add(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::are_same;

    #[test]
    fn one_amount_is_one_strength_however_it_is_written() {
        for (one, other) in [
            ("1 g", "1000 mg"),
            ("1g", "1000MG"),
            ("0.5 mg", "500 mcg"),
            (".5 mg", "0.50 mg"),
            ("١ جم", "1000 mg"),
            ("٥٠٠ مجم", "500 mg"),
            ("٢٫٥ مجم", "2.5 mg"),
            ("250 mg/5 ml", "50 mg / ml"),
            ("875/125 mg", "875 mg + 125 mg"),
            ("875+125 mg", "0.875 g/0.125 g"),
            ("228.5 mg/5ml", "457 mg/10 ml"),
            ("0.1 %", "0.1%"),
            ("100 IU/ml", "1000 iu/10 ml"),
            ("one puff", "One Puff"),
        ] {
            assert!(are_same(one, other) && are_same(other, one), "{one} and {other}");
        }
    }

    #[test]
    fn what_differs_or_is_not_understood_is_another() {
        for (one, other) in [
            ("1.5 mg", "15 mg"),
            ("0.1 %", "01 %"),
            ("1 g", "1 mg"),
            ("100 iu", "100 mg"),
            ("250 mg/5 ml", "250 mg"),
            ("875/125 mg", "125/875 mg"),
            ("500/125 mg", "500 mg"),
            ("1,000 mg", "1000 mg"),
            ("5 ml", "5 mg"),
            ("mg", "1 mg"),
            ("1 mg/0 ml", "1 mg"),
            ("", ""),
            (" ", ""),
            ("1.2.3 mg", "1.23 mg"),
        ] {
            assert!(!are_same(one, other), "{one} and {other}");
        }
    }

    proptest! {
        #[test]
        fn a_gram_is_a_thousand_milligrams_and_nothing_else(grams in 1_u32..10_000, off in 1_u32..1_000_000) {
            let milligrams = u64::from(grams) * 1_000;
            let (one, same) = (format!("{grams} g"), format!("{milligrams} mg"));
            let other = format!("{} mg", milligrams + u64::from(off));
            prop_assert!(are_same(&one, &same));
            prop_assert!(!are_same(&one, &other));
        }

        #[test]
        fn whatever_is_written_is_held_both_ways_alike(one in any::<String>(), other in "[0-9./+%a-z ]{0,12}") {
            prop_assert_eq!(are_same(&one, &other), are_same(&other, &one));
        }
    }
}
