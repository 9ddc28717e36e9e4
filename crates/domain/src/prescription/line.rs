//! The line a doctor types: `pana 1x3 5d after food`, «بانا ق×٣ ٥ي بعد الأكل». In any order, in either language, it says how much, how often and how
//! long; what is left is the medicine to look for. Reading never fails: a word that fits nothing belongs to the medicine's name.

mod words;

use super::{DoseUnit, Frequency, Instruction, Route};
use crate::text::fold;

/// What a line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The words to find the medicine by, as they were typed.
    pub medicine: String,
    pub dose_milli: Option<u32>,
    pub dose_unit: Option<DoseUnit>,
    pub frequency: Option<Frequency>,
    pub days: Option<u16>,
    pub instruction: Option<Instruction>,
    pub route: Option<Route>,
}

/// A dose of more than this is a slip of the finger.
const MOST_DOSE_MILLI: u32 = 1_000_000;
pub const MOST_DAYS: u16 = 366;

/// Reads a line.
pub fn read(text: &str) -> Reading {
    let typed: Vec<&str> = text.split_whitespace().map(trim_commas).filter(|word| !word.is_empty()).collect();
    let words: Vec<String> = typed.iter().map(|word| plain(word)).collect();
    let mut reading = Reading::default();
    let mut medicine: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let mut taken = take(&mut reading, &words[at..], medicine.is_empty());
        if taken == 0 && take_fraction(&mut reading, typed[at], &words[at]).is_some() {
            taken = 1;
        }
        if taken == 0 {
            medicine.push(typed[at]);
        }
        at += taken.max(1);
    }
    reading.medicine = medicine.join(" ");
    reading
}

fn trim_commas(word: &str) -> &str {
    word.trim_matches([',', '،', ';', '؛'])
}

/// A word as it is compared: digits of one script, one sign for times, a fraction as a decimal, the rest folded.
fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    let mut letters = String::new();
    for c in word.chars() {
        let sign = match c {
            '×' | '✕' | '*' | 'X' => "x",
            '½' => "0.5",
            '¼' => "0.25",
            '¾' => "0.75",
            '٫' | '.' | ',' => ".",
            '/' | '⁄' => "/",
            _ => {
                letters.push(c);
                continue;
            }
        };
        plain.push_str(&fold(&letters));
        letters.clear();
        plain.push_str(sign);
    }
    plain.push_str(&fold(&letters));
    plain
}

/// Takes what the words begin with into the reading, and says how many words that was. Each thing is taken once. A line begins with its
/// medicine, so what is only a word (`eye`, `night`) counts after it alone.
fn take(reading: &mut Reading, words: &[String], is_first: bool) -> usize {
    let taken = take_every(reading, words).or_else(|| take_course(reading, words));
    if let Some(taken) = taken.or_else(|| take_days(reading, words)).or_else(|| take_dose(reading, words)) {
        return taken;
    }
    if is_first { 0 } else { take_words(reading, words) }
}

/// `every 8 hours`, `q8h`, `كل ٨ ساعات`.
fn take_every(reading: &mut Reading, words: &[String]) -> Option<usize> {
    if reading.frequency.is_some() {
        return None;
    }
    let first = words[0].as_str();
    let (rest, mut taken) = if words::EVERY.contains(&first) {
        (words.get(1)?.as_str(), 2)
    } else {
        (first.strip_prefix('q')?, 1)
    };
    let (number, unit) = split_number(rest)?;
    let unit = if unit.is_empty() {
        taken += 1;
        words.get(taken - 1)?.as_str()
    } else {
        unit
    };
    if !words::HOURS.contains(&unit) {
        return None;
    }
    reading.frequency = Some(match number {
        4_000 => Frequency::Every4Hours,
        6_000 => Frequency::Every6Hours,
        8_000 => Frequency::Every8Hours,
        12_000 => Frequency::Every12Hours,
        24_000 => Frequency::Daily,
        _ => return None,
    });
    Some(taken)
}

/// `1x3`, `2tabx3`, `1 x 3`, `x3`, `قx3`, `1x3x5`: dose by times a day, and days.
fn take_course(reading: &mut Reading, words: &[String]) -> Option<usize> {
    if reading.frequency.is_some() {
        return None;
    }
    let (joined, taken) = match words {
        [dose, times, number, ..]
            if times == "x" && split_number(number).is_some_and(|(_, rest)| rest.is_empty()) =>
        {
            (format!("{dose}x{number}"), 3)
        }
        [word, ..] => (word.clone(), 1),
        [] => return None,
    };
    let (dose, times) = joined.split_once('x')?;
    let (times, days) = times.split_once('x').map_or((times, None), |(times, days)| (times, Some(days)));
    let frequency = match times {
        "1" => Frequency::Daily,
        "2" => Frequency::Twice,
        "3" => Frequency::Thrice,
        "4" => Frequency::FourTimes,
        "6" => Frequency::Every4Hours,
        _ => return None,
    };
    let days = match days {
        Some(days) => Some(days_of(days.parse().ok()?)?),
        None => None,
    };
    if !dose.is_empty() {
        let (number, unit) = split_number(dose).unwrap_or((1_000, dose));
        let unit = if unit.is_empty() { None } else { Some(words::dose_unit(unit)?) };
        set_dose(reading, number, unit)?;
    }
    reading.frequency = Some(frequency);
    reading.days = days.or(reading.days);
    Some(taken)
}

/// `5d`, `5 days`, `for 2 weeks`, `٥ي`, «يومين».
fn take_days(reading: &mut Reading, words: &[String]) -> Option<usize> {
    if reading.days.is_some() {
        return None;
    }
    if words::FOR.contains(&words[0].as_str()) {
        return take_days(reading, words.get(1..).filter(|rest| !rest.is_empty())?).map(|taken| taken + 1);
    }
    if let Some(days) = words::days_in_one(&words[0]) {
        reading.days = Some(days);
        return Some(1);
    }
    let (number, unit) = split_number(&words[0])?;
    let (unit, taken) = if unit.is_empty() { (words.get(1)?.as_str(), 2) } else { (unit, 1) };
    let each = words::days_each(unit)?;
    let days = number.checked_mul(each).filter(|days| days % 1_000 == 0)? / 1_000;
    reading.days = Some(days_of(days)?);
    Some(taken)
}

/// `2 tabs`, `5ml`, `½ قرص`.
fn take_dose(reading: &mut Reading, words: &[String]) -> Option<usize> {
    let (number, unit) = split_number(&words[0])?;
    let (unit, taken) = if unit.is_empty() { (words.get(1)?.as_str(), 2) } else { (unit, 1) };
    let unit = words::dose_unit(unit)?;
    set_dose(reading, number, Some(unit))?;
    Some(taken)
}

/// `½`, `1/2`: a dose without its unit. A whole number without one may be the strength in a name (`Concor 5`) and stays there.
fn take_fraction(reading: &mut Reading, typed: &str, word: &str) -> Option<()> {
    if !typed.contains(['½', '¼', '¾', '/', '⁄']) {
        return None;
    }
    let (milli, rest) = split_number(word)?;
    if rest.is_empty() && milli < 1_000 { set_dose(reading, milli, None) } else { None }
}

fn set_dose(reading: &mut Reading, milli: u32, unit: Option<DoseUnit>) -> Option<()> {
    if reading.dose_milli.is_some() || milli == 0 || milli > MOST_DOSE_MILLI {
        return None;
    }
    reading.dose_milli = Some(milli);
    reading.dose_unit = unit.or(reading.dose_unit);
    Some(())
}

/// What is said in words alone, the longest of it first.
fn take_words(reading: &mut Reading, words: &[String]) -> usize {
    for length in (1..=words.len().min(words::LONGEST)).rev() {
        let phrase = words[..length].join(" ");
        let phrase = phrase.as_str();
        if reading.instruction.is_none()
            && let Some(instruction) = words::instruction(phrase)
        {
            reading.instruction = Some(instruction);
            return length;
        }
        if reading.frequency.is_none()
            && let Some(frequency) = words::frequency(phrase)
        {
            reading.frequency = Some(frequency);
            return length;
        }
        if reading.route.is_none()
            && let Some(route) = words::route(phrase)
        {
            reading.route = Some(route);
            return length;
        }
    }
    0
}

fn days_of(days: u32) -> Option<u16> {
    u16::try_from(days).ok().filter(|days| (1..=MOST_DAYS).contains(days))
}

/// The number a word begins with, in thousandths, and what follows it: `2.5ml`, `1/2`.
fn split_number(word: &str) -> Option<(u32, &str)> {
    let end = word.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '/').unwrap_or(word.len());
    let (number, rest) = word.split_at(end);
    let milli = match number.split_once('/') {
        Some((above, below)) => {
            let (above, below): (u32, u32) = (above.parse().ok()?, below.parse().ok()?);
            above.checked_mul(1_000)?.checked_div(below)?
        }
        None => decimal(number)?,
    };
    Some((milli, rest))
}

fn decimal(number: &str) -> Option<u32> {
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    if part.is_empty() || part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let part: u32 = format!("{part:0<3}").parse().ok()?;
    whole.checked_mul(1_000)?.checked_add(part)
}
