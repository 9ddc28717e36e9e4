//! The text of an iCalendar file (RFC 5545): content lines, folded and escaped.

/// No line is longer than this many bytes (section 3.1), the break not counted.
const LONGEST: usize = 75;

#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A line whose value is written as it stands: a date, a number, a word of the format.
    pub fn plain(&mut self, name: &str, value: &str) -> &mut Self {
        self.fold(&format!("{name}:{value}"))
    }

    /// A line whose value is text of a person (section 3.3.11).
    pub fn text(&mut self, name: &str, value: &str) -> &mut Self {
        let mut escaped = String::with_capacity(value.len());
        for letter in value.chars() {
            match letter {
                '\\' | ';' | ',' => escaped.extend(['\\', letter]),
                '\n' => escaped.push_str("\\n"),
                letter if letter.is_control() => {}
                letter => escaped.push(letter),
            }
        }
        self.plain(name, &escaped)
    }

    /// A component around what `inside` writes.
    pub fn within(&mut self, name: &str, inside: impl FnOnce(&mut Self)) -> &mut Self {
        self.plain("BEGIN", name);
        inside(self);
        self.plain("END", name)
    }

    pub fn into_text(self) -> String {
        self.0
    }

    /// Breaks between characters, never within one: some readers decode line by line.
    fn fold(&mut self, line: &str) -> &mut Self {
        let mut room = LONGEST;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LONGEST - 1;
            }
            room -= letter.len_utf8();
            self.0.push(letter);
        }
        self.0.push_str("\r\n");
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;

    use super::{LONGEST, Lines};

    #[test]
    fn what_has_a_meaning_in_the_format_is_escaped() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", "Concor; 5, mg\\day\nonce\r");
        assert_eq!(lines.into_text(), "SUMMARY:Concor\\; 5\\, mg\\\\day\\nonce\r\n");
    }

    proptest! {
        #[test]
        fn lines_are_short_and_unfold_to_what_was_written(value in "[ -~\u{627}-\u{64a}\u{1f600}-\u{1f610}]{0,300}") {
            let mut lines = Lines::default();
            lines.plain("X", &value);
            let text = lines.into_text();
            assert!(text.split("\r\n").all(|line| line.len() <= LONGEST));
            assert_eq!(text.replace("\r\n ", ""), format!("X:{value}\r\n"));
        }
    }
}
