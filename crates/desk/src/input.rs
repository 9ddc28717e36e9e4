//! Text as people type and paste it, made fit to keep: trimmed, empty means absent, never cut off silently. Everything wrong with a
//! form is collected in `FieldErrors`, so each of these gives back a value to go on with and notes what is wrong on the side.
//!
//! Field codes: `required`, `too_long` (with `most`), `control_character`, `out_of_range` (with `least` and `most`),
//! `format`.

use crate::error::{FieldError, FieldErrors};

/// Names of people, sites, companies.
pub const NAME_CHARACTERS: usize = 200;
/// Phones, codes, licence numbers, addresses of pages.
pub const LINE_CHARACTERS: usize = 500;
/// Notes, biographies, descriptions.
pub const NOTES_CHARACTERS: usize = 4_000;

impl FieldErrors {
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// One line that must say something.
    pub fn required_line(&mut self, field: &str, text: &str, most: usize) -> String {
        let line = self.optional_line(field, Some(text), most);
        if line.is_none() && !self.as_slice().iter().any(|error| error.field == field) {
            self.push(FieldError::new(field, "required"));
        }
        line.unwrap_or_default()
    }

    /// One line that may be absent. Line breaks and runs of spaces, as pasting brings them, become one space.
    pub fn optional_line(&mut self, field: &str, text: Option<&str>, most: usize) -> Option<String> {
        let line = text?.split_whitespace().collect::<Vec<_>>().join(" ");
        self.kept(field, line, most, |_| false)
    }

    /// Several lines that may be absent. Line breaks stay, as `\n`.
    pub fn optional_text(&mut self, field: &str, text: Option<&str>, most: usize) -> Option<String> {
        let text = text?.trim().replace("\r\n", "\n").replace('\r', "\n");
        self.kept(field, text, most, |character| matches!(character, '\n' | '\t'))
    }

    /// An address with one `@` between two non-empty parts and no space (what else an address may be, only its server knows).
    pub fn email(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        let address = self.optional_line(field, text, NAME_CHARACTERS)?;
        let well_formed = address.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.is_empty() && !host.contains('@') && !address.contains(' ')
        });
        if !well_formed {
            self.push(FieldError::new(field, "format"));
        }
        Some(address)
    }

    /// Something that must be there, given back as it is.
    pub fn present<T>(&mut self, field: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.push(FieldError::new(field, "required"));
        }
        value
    }

    /// A number between two others, both included.
    pub fn within<T: PartialOrd + Copy + serde::Serialize>(
        &mut self,
        field: &str,
        number: T,
        least: T,
        most: T,
    ) {
        if number < least || number > most {
            self.push(FieldError::new(field, "out_of_range").with("least", least).with("most", most));
        }
    }

    fn kept(
        &mut self,
        field: &str,
        text: String,
        most: usize,
        fine: impl Fn(char) -> bool,
    ) -> Option<String> {
        if text.chars().any(|character| character.is_control() && !fine(character)) {
            self.push(FieldError::new(field, "control_character"));
            return None;
        }
        if text.chars().count() > most {
            self.push(FieldError::new(field, "too_long").with("most", most));
            return None;
        }
        (!text.is_empty()).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use crate::error::FieldErrors;

    fn codes(errors: &FieldErrors) -> Vec<&'static str> {
        errors.as_slice().iter().map(|error| error.code).collect()
    }

    #[test]
    fn pasted_text_is_kept_as_one_trimmed_line() {
        let mut errors = FieldErrors::default();
        assert_eq!(errors.required_line("name", "  Nour \r\n\t Hassan ", 20), "Nour Hassan");
        assert_eq!(errors.optional_line("name", Some("  \u{a0} "), 20), None);
        assert_eq!(errors.optional_text("notes", Some(" a\r\nb\tc "), 20).as_deref(), Some("a\nb\tc"));
        assert!(errors.is_empty());
    }

    #[test]
    fn what_cannot_be_kept_is_said_and_never_cut_off() {
        let mut errors = FieldErrors::default();
        errors.required_line("name", "\u{7}bell", 20);
        errors.optional_line("name", Some("نور الهدى"), 8);
        errors.within("fee", -1, 0, 10);
        assert_eq!(codes(&errors), ["control_character", "too_long", "out_of_range"]);
        let mut errors = FieldErrors::default();
        errors.required_line("name", " \n ", 20);
        assert_eq!(codes(&errors), ["required"]);
        assert_eq!(
            FieldErrors::default().optional_line("name", Some("نور الهدى"), 9).as_deref(),
            Some("نور الهدى")
        );
    }
}
