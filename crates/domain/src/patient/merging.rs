//! Making one record of two that are one person: what is decided field by field, and what stands when nobody decides.

use crate::text::fold;

crate::code_enum! {
    /// What is decided as one. A day of birth and a year as told exclude one another; a contact without its number is none.
    MergeField {
        FullName = "full_name",
        SecondName = "second_name",
        Birth = "birth",
        Gender = "gender",
        Phones = "phones",
        Email = "email",
        NationalId = "national_id",
        Address = "address",
        BloodType = "blood_type",
        EmergencyContact = "emergency_contact",
        Notes = "notes",
        FavouriteDoctors = "favourite_doctors",
    }
}

crate::code_enum! {
    /// Whose value stands afterwards: that of the record that is kept, that of the record that goes, or both together.
    MergeChoice {
        Kept = "kept",
        Merged = "merged",
        Both = "both",
    }
}

/// What two records say about one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The record that is kept says something.
    pub by_kept: bool,
    pub by_merged: bool,
    /// Both say the same.
    pub alike: bool,
}

impl MergeField {
    /// Whether two values can stand beside one another.
    pub const fn joins(self) -> bool {
        matches!(self, Self::Phones | Self::Notes | Self::FavouriteDoctors)
    }

    /// Whether this can be chosen: nothing that is known is ever replaced by nothing.
    pub const fn may_be(self, choice: MergeChoice, said: Said) -> bool {
        match choice {
            MergeChoice::Kept => true,
            MergeChoice::Merged => said.by_merged,
            MergeChoice::Both => self.joins() && said.by_kept && said.by_merged,
        }
    }

    /// What stands when nobody decides: nothing is lost where both can stand, and a gap is filled.
    pub const fn unless_decided(self, said: Said) -> MergeChoice {
        match said {
            Said { by_merged: false, .. } | Said { alike: true, .. } => MergeChoice::Kept,
            Said { by_kept: false, .. } => MergeChoice::Merged,
            Said { .. } if self.joins() => MergeChoice::Both,
            Said { .. } => MergeChoice::Kept,
        }
    }

    /// Whether a person should look: both say something, not the same, and only one can stand.
    pub const fn is_contested(self, said: Said) -> bool {
        said.by_kept && said.by_merged && !said.alike && !self.joins()
    }
}

/// Whether one name is written in Arabic letters and the other is not: then either can stand as the name in the other script.
pub fn are_of_two_scripts(one: &str, other: &str) -> bool {
    let arabic = |name: &str| {
        fold(name).chars().find(|c| c.is_alphabetic()).is_some_and(|c| ('\u{0600}'..='\u{06ff}').contains(&c))
    };
    arabic(one) != arabic(other)
}

#[cfg(test)]
mod tests {
    use super::{MergeChoice, MergeField, Said, are_of_two_scripts};
    use crate::code::Code as _;

    const EVERY: [Said; 5] = [
        Said { by_kept: false, by_merged: false, alike: true },
        Said { by_kept: true, by_merged: false, alike: false },
        Said { by_kept: false, by_merged: true, alike: false },
        Said { by_kept: true, by_merged: true, alike: true },
        Said { by_kept: true, by_merged: true, alike: false },
    ];

    #[test]
    fn what_is_known_is_never_replaced_by_nothing() {
        for field in MergeField::ALL {
            for said in EVERY {
                let choice = field.unless_decided(said);
                assert!(field.may_be(choice, said), "{field:?} {said:?}");
                let stands = match choice {
                    MergeChoice::Kept => said.by_kept,
                    MergeChoice::Merged => said.by_merged,
                    MergeChoice::Both => true,
                };
                assert_eq!(stands, said.by_kept || said.by_merged, "{field:?} {said:?}");
            }
        }
    }

    #[test]
    fn only_what_differs_and_cannot_be_joined_is_contested() {
        let differ = EVERY[4];
        assert!(MergeField::Gender.is_contested(differ));
        assert!(!MergeField::Phones.is_contested(differ));
        assert!(EVERY[..4].iter().all(|said| !MergeField::Gender.is_contested(*said)));
    }

    #[test]
    fn a_name_in_either_script_can_stand_beside_the_other() {
        assert!(are_of_two_scripts("محمد أحمد", "Mohamed Ahmed"));
        assert!(!are_of_two_scripts("Mona", "Mohamed"));
        assert!(!are_of_two_scripts("محمد", "منى"));
    }
}
