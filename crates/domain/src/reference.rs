//! The numbers people read aloud: `APT-A-000123`. A letter per desk and a counter per desk and kind, so that two desks
//! that have not spoken for a week never give out the same one.

use std::fmt;

crate::code_enum! {
    ReferenceKind {
        Appointment = "APT",
        Patient = "PAT",
        RepVisit = "REP",
        Prescription = "RX",
        Receipt = "RCT",
    }
}

/// What tells one desk's references from another's: A to Z, then AA, AB … The hub gives it out; a desk without one is `A`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DeskLetter([u8; 4]);

impl DeskLetter {
    /// The first desk, and one without a hub.
    pub const A: Self = Self([b'A', 0, 0, 0]);

    /// One to four capital letters, or nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let fits = (1..=4).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_uppercase);
        let mut letter = [0; 4];
        fits.then(|| {
            letter[..bytes.len()].copy_from_slice(bytes);
            Self(letter)
        })
    }
}

impl fmt::Display for DeskLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take_while(|byte| **byte != 0).try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

impl serde::Serialize for DeskLetter {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for DeskLetter {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a desk's letter"))
    }
}

/// One reference, shown as `PAT-A-000007`. The number grows past six digits when it must.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reference {
    pub kind: ReferenceKind,
    pub desk_letter: DeskLetter,
    pub number: u32,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use crate::code::Code as _;
        write!(f, "{}-{}-{:06}", self.kind.code(), self.desk_letter, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::{DeskLetter, Reference, ReferenceKind};

    #[test]
    fn a_reference_is_read_aloud_in_three_parts_and_grows_when_it_must() {
        let letter = DeskLetter::parse("B").unwrap();
        let reference = |kind, number| Reference { kind, desk_letter: letter, number }.to_string();
        assert_eq!(reference(ReferenceKind::Appointment, 123), "APT-B-000123");
        assert_eq!(reference(ReferenceKind::Prescription, 12_345_678), "RX-B-12345678");
    }

    #[test]
    fn letters_are_capitals_and_go_on_after_z() {
        for good in ["A", "Z", "AA", "ABCD"] {
            assert_eq!(DeskLetter::parse(good).unwrap().to_string(), good);
        }
        for bad in ["", "a", "ABCDE", "A1", "É"] {
            assert_eq!(DeskLetter::parse(bad), None, "{bad}");
        }
    }
}
