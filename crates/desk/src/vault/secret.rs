//! A password on its way to a key. It cannot be printed and is wiped when it goes.

use secrecy::{ExposeSecret as _, SecretString};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// A password or a recovery code, in NFKC: the same word typed on another keyboard is the same secret.
pub struct Secret(SecretString);

impl Secret {
    pub fn new(typed: String) -> Self {
        let typed = Zeroizing::new(typed);
        Self(SecretString::from(typed.nfkc().collect::<String>()))
    }

    /// The text itself, for stretching and for the password rules; never for keeping.
    pub(crate) fn normalised(&self) -> &str {
        self.0.expose_secret()
    }
}
