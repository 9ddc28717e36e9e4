//! Invitations of a hub as a person hands them on: a line of text, and the same as a picture of dark squares.

use qrcode::{Color, EcLevel, QrCode};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;
use wire::sync::Invitation;

use super::link::HubLink;
use super::requests::{InvitationRead, InvitationText};
use super::tls;
use crate::Desk;
use crate::error::{Fault, Refusal, Result};
use crate::session::Seat;

/// A square code, to be drawn dark on white with a margin of four modules.
#[derive(Serialize, JsonSchema, TS)]
pub struct SquareCode {
    /// How many modules it has each way.
    pub size: u32,
    /// The dark ones, as the `d` of an SVG path in units of a module.
    pub path: String,
}

/// Reads what was pasted or scanned.
///
/// # Errors
/// `sync.no_invitation`.
pub fn read(_desk: &Desk, _seat: &Seat, request: InvitationText) -> Result<InvitationRead> {
    let invitation: Invitation = request.text.parse().map_err(|_| Refusal::new("sync.no_invitation"))?;
    Ok(InvitationRead {
        address: invitation.address,
        code: invitation.code,
        pin: invitation.pin.map(|pin| pin.to_string()),
    })
}

/// An invitation to the hub of this link.
pub(super) fn to(link: &HubLink, code: &str) -> Invitation {
    Invitation {
        address: link.address.trim_end_matches('/').to_owned(),
        code: code.to_owned(),
        pin: link.certificate.as_deref().and_then(tls::pin_of),
    }
}

/// Draws a text. A quarter of it may be dirty or bent.
pub(super) fn drawn(text: &str) -> Result<SquareCode> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q)
        .map_err(|_| Fault::Broken("an invitation is too long to be drawn"))?;
    let mut path = String::new();
    for (row, colors) in code.to_colors().chunks(code.width()).enumerate() {
        let mut column = 0;
        // Neighbours as one rectangle, so that no hair of white stands between them.
        for run in colors.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let length = run.len();
                path.push_str(&format!("M{column} {row}h{length}v1h-{length}z"));
            }
            column += run.len();
        }
    }
    let size = u32::try_from(code.width()).map_err(|_| Fault::Broken("a square code is larger than any"))?;
    Ok(SquareCode { size, path })
}

#[cfg(test)]
mod tests {
    use super::{SquareCode, drawn};

    /// What a scanner reads from the path, drawn on white with four dots for a module.
    fn scanned(code: &SquareCode) -> String {
        const DOTS: usize = 4;
        const MARGIN: usize = 4;
        let modules = usize::try_from(code.size).expect("a small number");
        let mut dark = vec![vec![false; modules]; modules];
        for run in code.path.split_terminator('z') {
            let numbers: Vec<usize> = run
                .split(|letter: char| !letter.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            let [column, row, length, 1, back] = numbers[..] else { panic!("{run} is no line of modules") };
            assert_eq!(length, back, "{run} is closed");
            dark[row][column..column + length].fill(true);
        }
        let side = (modules + 2 * MARGIN) * DOTS;
        let mut photo = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            let at = |dot: usize| (dot / DOTS).checked_sub(MARGIN);
            let module = at(y).and_then(|row| dark.get(row)?.get(at(x)?));
            if module == Some(&true) { 0 } else { 255 }
        });
        let grids = photo.detect_grids();
        grids[0].decode().expect("it can be read").1
    }

    #[test]
    fn a_scanner_reads_what_was_drawn() {
        let line = "clinic-desk:https://hub.example.org:8443/01ab-cdef-gh10-qrst";
        let pin = "4f".repeat(32);
        for text in [line.to_owned(), format!("{line}/{pin}")] {
            assert_eq!(scanned(&drawn(&text).expect("it is short enough")), text);
        }
    }

    #[test]
    fn the_longest_invitation_can_be_drawn() {
        drawn(&"x".repeat(400)).expect("it is short enough");
    }
}
