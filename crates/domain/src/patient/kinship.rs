//! What one person is to another, read from either end.

crate::code_enum! {
    /// What somebody is to a patient.
    Kinship {
        Parent = "parent",
        Child = "child",
        Spouse = "spouse",
        Sibling = "sibling",
        Grandparent = "grandparent",
        Grandchild = "grandchild",
        /// Answers for the patient without being a parent.
        Guardian = "guardian",
        /// Whom the patient answers for.
        Ward = "ward",
        /// Of the family, however.
        Relative = "relative",
    }
}

impl Kinship {
    /// The same bond from the other end: whoever has a parent is that parent's child.
    #[must_use]
    pub const fn inverse(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            Self::Grandparent => Self::Grandchild,
            Self::Grandchild => Self::Grandparent,
            Self::Guardian => Self::Ward,
            Self::Ward => Self::Guardian,
            Self::Spouse | Self::Sibling | Self::Relative => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kinship;
    use crate::code::Code as _;

    #[test]
    fn a_bond_read_twice_from_the_other_end_is_itself() {
        for kinship in Kinship::ALL {
            assert_eq!(kinship.inverse().inverse(), *kinship);
        }
        assert_eq!(Kinship::Parent.inverse(), Kinship::Child);
        assert_eq!(Kinship::Spouse.inverse(), Kinship::Spouse);
    }
}
