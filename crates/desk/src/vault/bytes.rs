//! Bytes in a JSON file: lower-case hexadecimal, which a person can compare by eye.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A run of bytes of any length.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Bytes(pub Vec<u8>);

impl Bytes {
    /// The bytes as an array, when there are exactly so many.
    pub(crate) fn array<const N: usize>(&self) -> Option<[u8; N]> {
        self.0.as_slice().try_into().ok()
    }
}

impl<const N: usize> From<[u8; N]> for Bytes {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(self.0.len() * 2);
        for byte in &self.0 {
            text.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
            text.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
        }
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        let digit =
            |byte: u8| char::from(byte).to_digit(16).ok_or_else(|| D::Error::custom("not hexadecimal"));
        if text.len() % 2 != 0 {
            return Err(D::Error::custom("half a byte"));
        }
        text.as_bytes()
            .chunks_exact(2)
            .map(|pair| {
                let byte = digit(pair[0])? * 16 + digit(pair[1])?;
                Ok(u8::try_from(byte).expect("two hexadecimal digits make a byte"))
            })
            .collect::<Result<_, _>>()
            .map(Bytes)
    }
}
