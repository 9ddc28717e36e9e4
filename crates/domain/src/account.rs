//! Who may log in, as what, and under which name.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

crate::code_enum! {
    /// What an account is for. Patients and reps have accounts of the clinic's platform and do not sit at the desk.
    Role {
        Admin = "admin",
        Doctor = "doctor",
        Receptionist = "receptionist",
        Pharmacist = "pharmacist",
        Viewer = "viewer",
        Patient = "patient",
        Rep = "rep",
    }
}

impl Role {
    /// Whether this role works at the desk and so may log in there.
    pub const fn sits_at_the_desk(self) -> bool {
        !matches!(self, Self::Patient | Self::Rep)
    }
}

crate::code_enum! {
    AccountStatus {
        Active = "active",
        Inactive = "inactive",
        Blocked = "blocked",
    }
}

/// What somebody types to say who they are: 2 to 64 letters and digits of any script, and `. _ - @ +`, kept in one form (NFKC,
/// lower case) so that `Mona` and `mona` are one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Username(String);

/// The text cannot be a user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a user name has 2 to 64 letters, digits, dots, hyphens or underscores, and no spaces")]
pub struct InvalidUsername;

impl Username {
    pub const MOST_CHARACTERS: usize = 64;

    /// # Errors
    /// When it is too short, too long, or has a space or another sign in it.
    pub fn parse(typed: &str) -> Result<Self, InvalidUsername> {
        let name: String = typed.trim().nfkc().collect::<String>().to_lowercase().nfkc().collect();
        // Marks that no letter stands for alone: the vowel signs of Devanagari belong to a name as its letters do.
        let fits = |character: char| {
            character.is_alphanumeric()
                || unicode_normalization::char::is_combining_mark(character)
                || matches!(character, '.' | '_' | '-' | '@' | '+')
        };
        let length = name.chars().count();
        if (2..=Self::MOST_CHARACTERS).contains(&length) && name.chars().all(fits) {
            Ok(Self(name))
        } else {
            Err(InvalidUsername)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Username;

    #[test]
    fn a_user_name_is_one_however_it_is_typed() {
        for typed in ["Mona.Adel", " mona.adel ", "ＭＯＮＡ.adel"] {
            assert_eq!(Username::parse(typed).unwrap().as_str(), "mona.adel");
        }
        for typed in ["منى", "नमिता", "mona@clinic.example"] {
            assert!(Username::parse(typed).is_ok(), "{typed}");
        }
    }

    #[test]
    fn what_could_be_misread_is_no_user_name() {
        let long = "m".repeat(65);
        for typed in ["", " ", "m", "mona adel", "mona\u{202e}", "mona\n1", "mona/..", "<b>", long.as_str()] {
            assert!(Username::parse(typed).is_err(), "{typed:?}");
        }
    }
}
