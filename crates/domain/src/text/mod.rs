//! Text as people type it: cleaned before it is kept (`line`, `paragraph`), folded before it is compared (`fold`), heard
//! across scripts (`sound`), and phone numbers (`phone`). What is kept stays as entered; folding is for comparing alone.

mod fold;
pub mod phone;
pub mod sound;

pub use fold::{fold, name_tokens, query_terms};

use unicode_normalization::UnicodeNormalization as _;

/// One line of text as it is kept: composed (NFC), without control characters or invisible direction marks, runs of white
/// space as one space, trimmed. Marks that change how a name is read without being seen have no place in a registry.
pub fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in visible(text).split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Text of several lines as it is kept: each line cleaned at its end, empty lines at either end removed.
pub fn paragraph(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = unified.split('\n').map(|line| visible(line).trim_end().to_owned()).collect();
    lines.join("\n").trim().to_owned()
}

/// Drops what cannot be seen and composes the rest. Dropping comes first: it may bring a letter and its accent together.
fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).map(|c| if is_break(c) { ' ' } else { c }).nfc().collect()
}

fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Direction marks and overrides, zero-width spaces, soft hyphens, tags. The joiners U+200C and U+200D stay: Persian and
/// the scripts of India need them to be written correctly.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{is_invisible, line, paragraph};

    #[test]
    fn a_pasted_name_loses_what_cannot_be_seen() {
        assert_eq!(line("  \u{202e}Mona\u{202c}\t  Ali\u{200f}\r\n"), "Mona Ali");
        assert_eq!(line("e\u{200b}\u{301}"), "é");
        assert_eq!(line("می\u{200c}خواهم"), "می\u{200c}خواهم");
        assert_eq!(line("\u{0}\u{7}\u{feff} "), "");
    }

    #[test]
    fn notes_keep_their_lines() {
        assert_eq!(paragraph("\r\none \r\n\r\n two\rthree\u{7}\n"), "one\n\n two\nthree");
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "\\PC{0,40}|[\\x00-\\u{2fff}\\u{feff}]{0,40}") {
            let once = line(&text);
            prop_assert_eq!(line(&once), once.clone());
            prop_assert!(!once.chars().any(|c| c.is_control() || is_invisible(c)));
            let once = paragraph(&text);
            prop_assert_eq!(paragraph(&once), once.clone());
            prop_assert!(!once.chars().any(|c| (c.is_control() && c != '\n') || is_invisible(c)));
        }
    }
}
