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

/// One reference, shown as `PAT-A-000007`. The number grows past six digits when it must.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reference {
    pub kind: ReferenceKind,
    pub desk_letter: char,
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
    use super::{Reference, ReferenceKind};

    #[test]
    fn a_reference_is_read_aloud_in_three_parts_and_grows_when_it_must() {
        let reference = |kind, number| Reference { kind, desk_letter: 'B', number }.to_string();
        assert_eq!(reference(ReferenceKind::Appointment, 123), "APT-B-000123");
        assert_eq!(reference(ReferenceKind::Prescription, 12_345_678), "RX-B-12345678");
    }
}
