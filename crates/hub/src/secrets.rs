//! Tokens of desks and codes for enrolment: drawn, shown once, kept as SHA-256.

use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use wire::operation::Hash;

use crate::store::Fault;

/// What a desk says with every request: 256 bits in hexadecimal. Never printed.
#[derive(Debug)]
pub struct Token(SecretString);

impl Token {
    /// # Errors
    /// When the system has no randomness.
    pub fn random() -> Result<Self, Fault> {
        let bytes: [u8; 32] = random()?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()))
    }

    pub fn hash(&self) -> Hash {
        hash_of_token(self.0.expose_secret())
    }

    /// For the one answer that carries it.
    pub fn reveal(&self) -> String {
        self.0.expose_secret().to_owned()
    }
}

/// Tokens are random as a whole: one hash is enough.
pub fn hash_of_token(token: &str) -> Hash {
    Sha256::digest(token).into()
}

/// Crockford's base 32: no letter is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code for one enrolment: 80 bits, in four groups.
///
/// # Errors
/// When the system has no randomness.
pub fn random_code() -> Result<String, Fault> {
    let bytes: [u8; 16] = random()?;
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

/// However it was typed: without dashes, in small letters, with O for 0 and I or L for 1.
pub fn hash_of_code(code: &str) -> Hash {
    let typed =
        code.chars().filter(char::is_ascii_alphanumeric).map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        });
    Sha256::digest(typed.collect::<String>()).into()
}

fn random<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Fault::Setting("the system gives no randomness".to_owned()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Token, hash_of_code, random_code};

    #[test]
    fn a_code_may_be_typed_as_one_likes() {
        let hash = hash_of_code("01AB-CDEF-GH10-QRST");
        for typed in ["01abcdefgh10qrst", " oIab cdef ghLO qrst ", "O1AB–CDEF–GH1O–QRST"] {
            assert_eq!(hash_of_code(typed), hash, "{typed}");
        }
        assert_ne!(hash_of_code("01AB-CDEF-GH10-QRSV"), hash);
    }

    #[test]
    fn a_code_has_four_groups_of_four() {
        let code = random_code().expect("randomness");
        assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4; 4]);
        assert_ne!(code, random_code().expect("randomness"));
    }

    #[test]
    fn a_token_is_never_printed() {
        let token = Token::random().expect("randomness");
        assert!(!format!("{token:?}").contains(&token.reveal()));
        assert_eq!(token.reveal().len(), 64);
    }
}
