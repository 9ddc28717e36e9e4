//! What is handed to whoever sets up one more PC: where the hub is, the code that lets one desk in, and how the hub is known. One short line
//! that can be sent, drawn as a square code, and typed by a scanner.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// SHA-256 of a certificate, as it stands in the file without its wrapping (DER).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin([u8; 32]);

/// `clinic-desk:https://hub.example.org/41ab-cdef-gh10-qrst`, and a slash and the pin in hexadecimal where the hub has a certificate of its own.
/// It lets somebody in: only its address is ever printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// `https://hub.example.org`, with a port where it has one.
    pub address: String,
    pub code: String,
    pub pin: Option<Pin>,
}

/// It is no invitation, or not all of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an invitation")]
pub struct NoInvitation;

const SCHEME: &str = "clinic-desk:";
/// No invitation is longer; a host's name has at most 253 characters.
const LONGEST: usize = 400;
const CODE_CHARACTERS: usize = 16;

impl Pin {
    /// Of a certificate in DER.
    pub fn of(certificate: &[u8]) -> Self {
        Self(Sha256::digest(certificate).into())
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Pin {
    type Err = NoInvitation;

    fn from_str(text: &str) -> Result<Self, NoInvitation> {
        let digits: Vec<u8> = text.chars().filter_map(|digit| digit.to_digit(16)?.try_into().ok()).collect();
        if digits.len() != text.chars().count() || digits.len() != 64 {
            return Err(NoInvitation);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        Ok(Self(bytes))
    }
}

impl Invitation {
    /// Whether this is meant as one, if perhaps not whole.
    pub fn is_begun(text: &str) -> bool {
        let head = text.trim_start().get(..SCHEME.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(SCHEME))
    }
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invitation").field("address", &self.address).finish_non_exhaustive()
    }
}

impl fmt::Display for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.address.trim_end_matches('/').to_ascii_lowercase();
        write!(f, "{SCHEME}{address}/{}", self.code.to_ascii_lowercase())?;
        self.pin.iter().try_for_each(|pin| write!(f, "/{pin}"))
    }
}

impl FromStr for Invitation {
    type Err = NoInvitation;

    /// However it came: with spaces around it, in capitals, as some scanners type.
    fn from_str(text: &str) -> Result<Self, NoInvitation> {
        let text = text.trim();
        if !Self::is_begun(text) || text.len() > LONGEST || !text.is_ascii() {
            return Err(NoInvitation);
        }
        let text = text[SCHEME.len()..].to_ascii_lowercase();
        let (scheme, rest) = text.split_once("://").ok_or(NoInvitation)?;
        let mut parts = rest.split('/');
        let (host, code) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let pin = parts.next().map(str::parse).transpose()?;
        let is_code = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && code.bytes().filter(u8::is_ascii_alphanumeric).count() == CODE_CHARACTERS;
        let is_host = !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || c.is_control());
        if parts.next().is_some() || !matches!(scheme, "https" | "http") || !is_host || !is_code {
            return Err(NoInvitation);
        }
        Ok(Self { address: format!("{scheme}://{host}"), code: code.to_ascii_uppercase(), pin })
    }
}

#[cfg(test)]
mod tests {
    use proptest::proptest;

    use super::{Invitation, NoInvitation, Pin};

    fn invitation(pin: Option<Pin>) -> Invitation {
        let (address, code) = ("https://hub.example.org:8443".to_owned(), "01AB-CDEF-GH10-QRST".to_owned());
        Invitation { address, code, pin }
    }

    #[test]
    fn an_invitation_is_read_as_it_was_written() {
        for pin in [None, Some(Pin::of(b"a certificate"))] {
            let written = invitation(pin).to_string();
            assert_eq!(written.parse(), Ok(invitation(pin)), "{written}");
            let as_scanned = format!(" {}\r\n", written.to_ascii_uppercase());
            assert_eq!(as_scanned.parse(), Ok(invitation(pin)), "a scanner may type capitals");
        }
        assert_eq!(
            invitation(None).to_string(),
            "clinic-desk:https://hub.example.org:8443/01ab-cdef-gh10-qrst"
        );
    }

    #[test]
    fn what_is_not_whole_is_none() {
        let whole = invitation(Some(Pin::of(b"a certificate"))).to_string();
        let without_pin = invitation(None).to_string();
        for length in 0..whole.len() {
            let part = &whole[..length];
            let is_other = part == without_pin;
            assert_eq!(part.parse::<Invitation>().is_ok(), is_other, "{part}");
        }
        for other in
            ["https://hub.example.org", "01AB-CDEF-GH10-QRST", "clinic-desk:ftp://hub/01ab-cdef-gh10-qrst"]
        {
            assert_eq!(other.parse::<Invitation>(), Err(NoInvitation));
        }
        assert_eq!(format!("{whole}/more").parse::<Invitation>(), Err(NoInvitation));
    }

    #[test]
    fn neither_code_nor_pin_is_printed_by_accident() {
        let printed = format!("{:?}", invitation(None));
        assert!(printed.contains("hub.example.org") && !printed.contains("01AB"), "{printed}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            let _ = text.parse::<Invitation>();
            let _ = format!("clinic-desk:https://{text}").parse::<Invitation>();
        }
    }
}
