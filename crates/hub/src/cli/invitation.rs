//! Invitations: a code together with where the hub is and how it is known, as a line and as a square for a scanner.

use std::io::IsTerminal as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use wire::sync::{Invitation, Pin};

/// Where desks find this hub.
pub struct Place {
    address: String,
    pin: Option<Pin>,
}

impl Place {
    pub fn read(address: Option<&str>, certificate: Option<&Path>) -> Result<Option<Self>> {
        let Some(address) = address else { return Ok(None) };
        let address = address.trim().trim_end_matches('/');
        let address = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
        let pin = match certificate {
            Some(file) => {
                let certificate = CertificateDer::from_pem_file(file)
                    .with_context(|| format!("{} holds no certificate", file.display()))?;
                Some(Pin::of(&certificate))
            }
            None => None,
        };
        let place = Self { address, pin };
        // Before a code is drawn that nobody could use.
        if place.with("0000-0000-0000-0000").to_string().parse::<Invitation>().is_err() {
            bail!("an address looks like https://hub.example.org");
        }
        Ok(Some(place))
    }

    fn with(&self, code: &str) -> Invitation {
        Invitation { address: self.address.clone(), code: code.to_owned(), pin: self.pin }
    }

    /// The line, and below it the square.
    pub fn invitation(&self, code: &str) -> Result<String> {
        let line = self.with(code).to_string();
        let square = QrCode::with_error_correction_level(&line, EcLevel::M)?.render::<Dense1x2>().build();
        // Dark on white, whatever the colours of the terminal are.
        let (begin, end) =
            if std::io::stdout().is_terminal() { ("\x1b[30;107m", "\x1b[0m") } else { ("", "") };
        let rows: Vec<String> = square.lines().map(|row| format!("{begin}{row}{end}")).collect();
        Ok(format!("{line}\n\n{}", rows.join("\n")))
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn an_invitation_is_a_line_and_a_square() {
        let place = Place::read(Some("hub.example.org:8443/"), None).expect("an address").expect("a place");
        let text = place.invitation("01AB-CDEF-GH10-QRST").expect("it is short enough");
        assert_eq!(text.lines().next(), Some("clinic-desk:https://hub.example.org:8443/01ab-cdef-gh10-qrst"));
        assert!(text.lines().count() > 15, "{text}");
    }

    #[test]
    fn what_is_no_address_makes_no_invitation() {
        for address in ["", "ftp://hub", "hub/path", "two words"] {
            assert!(Place::read(Some(address), None).is_err(), "{address}");
        }
    }
}
