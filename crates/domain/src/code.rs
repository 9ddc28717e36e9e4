//! Enumerations that are stored and sent by a stable code (`no_show`, `in_person`). The code, once released, never changes.

/// An enumeration with a stable lower-case code for every case.
pub trait Code: Sized + Copy + 'static {
    /// Every case, in the order people read them.
    const ALL: &'static [Self];
    /// The stable code of this case.
    fn code(self) -> &'static str;
    /// The case with this code, if there is one.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|case| case.code() == code)
    }
}

/// Declares an enumeration whose database code, JSON form and TypeScript form are one and the same word.
#[macro_export]
macro_rules! code_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$case_meta:meta])* $case:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
                 serde::Serialize, serde::Deserialize, schemars::JsonSchema, ts_rs::TS)]
        pub enum $name { $($(#[$case_meta])* #[serde(rename = $code)] $case),+ }

        impl $crate::code::Code for $name {
            const ALL: &'static [Self] = &[$(Self::$case),+];
            fn code(self) -> &'static str {
                match self { $(Self::$case => $code),+ }
            }
        }
    };
}
