//! How a result lies to what is usual, where both are plain numbers.

use super::LabFlag;

/// `4.0-6.0`, `4,0 – 6,0`, `< 5.7`, `> 40`: what is usual, as laboratories write it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Usual {
    least: Option<f64>,
    most: Option<f64>,
}

/// The flag that a result gets by itself. None where either is not a number: then whoever reads it says. What is critical no range tells.
pub fn flag_of(result: &str, usual_range: &str) -> Option<LabFlag> {
    let value = number(result)?;
    let usual = usual(usual_range)?;
    Some(if usual.least.is_some_and(|least| value < least) {
        LabFlag::Low
    } else if usual.most.is_some_and(|most| value > most) {
        LabFlag::High
    } else {
        LabFlag::Usual
    })
}

fn usual(text: &str) -> Option<Usual> {
    let text = text.trim();
    let after = |signs: [char; 2]| text.strip_prefix(signs).map(|rest| rest.trim_start_matches('='));
    if let Some(rest) = after(['<', '≤']) {
        return number(rest).map(|most| Usual { least: None, most: Some(most) });
    }
    if let Some(rest) = after(['>', '≥']) {
        return number(rest).map(|least| Usual { least: Some(least), most: None });
    }
    let (least, most) = text.split_once(['-', '–', '—'])?;
    let (least, most) = (number(least)?, number(most)?);
    (least <= most).then_some(Usual { least: Some(least), most: Some(most) })
}

/// A number in Latin or Arabic digits, with a point or a comma, and nothing else.
fn number(text: &str) -> Option<f64> {
    let plain: String = text
        .trim()
        .chars()
        .map(|sign| match sign {
            '٠'..='٩' => char::from_digit(sign as u32 - '٠' as u32, 10).unwrap_or(sign),
            ',' | '٫' => '.',
            other => other,
        })
        .collect();
    let is_plain = plain.starts_with(|sign: char| sign.is_ascii_digit())
        && plain.chars().all(|sign| sign.is_ascii_digit() || sign == '.');
    if is_plain { plain.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::flag_of;
    use crate::chart::LabFlag;

    #[test]
    fn a_result_is_read_as_laboratories_write_it() {
        assert_eq!(flag_of("8.4", "4.0-5.6"), Some(LabFlag::High));
        assert_eq!(flag_of("٨٫٤", "٤ – ٥٫٦"), Some(LabFlag::High));
        assert_eq!(flag_of("3,5", "3.5–5.1"), Some(LabFlag::Usual));
        assert_eq!(flag_of("38", "> 40"), Some(LabFlag::Low));
        assert_eq!(flag_of("142", "<= 100"), Some(LabFlag::High));
        for (result, range) in
            [("positive", "negative"), ("5", ""), ("5", "about 4"), ("5.1.2", "1-2"), ("5", "9-1")]
        {
            assert_eq!(flag_of(result, range), None, "{result} in {range}");
        }
    }

    proptest! {
        #[test]
        fn the_flag_says_on_which_side_of_the_range_it_lies(value in 0..10_000_u32, least in 0..5_000_u32, width in 0..5_000_u32) {
            let most = least + width;
            let wanted = if value < least { LabFlag::Low } else if value > most { LabFlag::High } else { LabFlag::Usual };
            prop_assert_eq!(flag_of(&value.to_string(), &format!("{least}-{most}")), Some(wanted));
        }

        #[test]
        fn whatever_is_typed_there_is_an_answer(result in any::<String>(), range in any::<String>()) {
            let _ = flag_of(&result, &range);
        }
    }
}
