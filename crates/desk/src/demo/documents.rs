//! What hangs on the files of a made-up clinic: a laboratory's sheet, a heart's curve, an insurance card. Drawn here as PDF of the plainest kind, in the letters
//! that every reader has.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::document::DocumentAudience;

use super::prescriptions::Seen;
use crate::documents::{AttachDocument, attach};
use crate::error::Result;
use crate::{Desk, Session};

const A4: (u32, u32) = (595, 842);
const CARD: (u32, u32) = (380, 240);

/// Attaches to the files of those who were seen today: to the first everything, to the others one thing each.
pub(super) fn write(desk: &Desk, session: &Session, visits: &[Seen]) -> Result<()> {
    let sheets: [(&str, &str, DocumentAudience, Vec<u8>); 3] = [
        (
            "Blood count.pdf",
            "Complete blood count, from the laboratory",
            DocumentAudience::Chart,
            pdf(A4, &blood_count()),
        ),
        ("ECG.pdf", "Resting ECG, lead II", DocumentAudience::Chart, pdf(A4, &curve())),
        ("Insurance card.pdf", "Front side", DocumentAudience::Registry, pdf(CARD, &card())),
    ];
    for (at, visit) in visits.iter().enumerate().take(sheets.len() + 1) {
        for (which, (name, description, audience, bytes)) in sheets.iter().enumerate() {
            if at != 0 && at - 1 != which {
                continue;
            }
            let is_of_the_visit = *audience == DocumentAudience::Chart;
            let request = AttachDocument {
                patient_id: visit.patient,
                appointment_id: is_of_the_visit.then_some(visit.id),
                prescription_id: None,
                lab_test_id: None,
                name: (*name).to_owned(),
                mime_type: "application/pdf".to_owned(),
                base64: BASE64_STANDARD.encode(bytes),
                description: Some((*description).to_owned()),
                tags: Vec::new(),
                audience: Some(*audience),
                named: Vec::new(),
            };
            attach(desk, session, request)?;
        }
    }
    Ok(())
}

/// A PDF of one page.
fn pdf((width, height): (u32, u32), drawn: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 5 0 R \
             /Resources << /Font << /F1 4 0 R >> >> >>"
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len()),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = String::new();
    for (at, object) in objects.iter().enumerate() {
        let _ = writeln!(places, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let (begins, count) = (file.len(), objects.len() + 1);
    let _ = write!(
        file,
        "xref\n0 {count}\n0000000000 65535 f \n{places}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n"
    );
    file.into_bytes()
}

fn text(page: &mut String, (x, y): (u32, u32), size: u32, words: &str) {
    let _ = writeln!(page, "BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET");
}

fn blood_count() -> String {
    const LINES: [(&str, &str, &str); 6] = [
        ("Haemoglobin", "11.2 g/dL", "12.0 - 15.5"),
        ("Red cells", "4.1 x10^12/L", "3.9 - 5.2"),
        ("White cells", "7.8 x10^9/L", "4.0 - 11.0"),
        ("Platelets", "268 x10^9/L", "150 - 400"),
        ("MCV", "78 fL", "80 - 100"),
        ("Ferritin", "9 ug/L", "13 - 150"),
    ];
    let mut page = String::from("0.15 0.35 0.4 rg 0 770 595 72 re f 1 g\n");
    text(&mut page, (56, 798), 22, "Corniche Laboratory");
    page.push_str("0.1 g\n");
    text(&mut page, (56, 730), 15, "Complete blood count");
    for (row, (name, found, usual)) in (0..).zip(LINES) {
        let y = 690 - row * 30;
        text(&mut page, (56, y), 12, name);
        text(&mut page, (260, y), 12, found);
        text(&mut page, (430, y), 12, usual);
        let _ = writeln!(page, "0.8 G 56 {} m 539 {} l S", y - 11, y - 11);
    }
    page
}

/// Six beats on the paper they are written on.
fn curve() -> String {
    const BEAT: [(u32, i32); 11] = [
        (0, 0),
        (14, 0),
        (20, 9),
        (27, 0),
        (34, 0),
        (37, -8),
        (41, 78),
        (45, -20),
        (49, 0),
        (60, 16),
        (72, 0),
    ];
    let mut page = String::from("0.96 0.75 0.75 RG 0.4 w\n");
    for line in (0..=480).step_by(12) {
        let _ = writeln!(page, "{} 480 m {} 720 l S", 56 + line, 56 + line);
    }
    for line in (480..=720).step_by(12) {
        let _ = writeln!(page, "56 {line} m 536 {line} l S");
    }
    page.push_str("0.1 G 1.4 w\n");
    for (at, (x, y)) in (0..6).flat_map(|beat| BEAT.map(|(x, y)| (56 + beat * 80 + x, 590 + y))).enumerate() {
        let _ = writeln!(page, "{x} {y} {}", if at == 0 { "m" } else { "l" });
    }
    page.push_str("S 0.1 g\n");
    text(&mut page, (56, 750), 16, "Lead II   25 mm/s   10 mm/mV");
    text(&mut page, (56, 450), 12, "Sinus rhythm, 74/min");
    page
}

fn card() -> String {
    let mut page =
        String::from("0.16 0.36 0.42 rg 0 0 380 240 re f 0.85 0.7 0.35 rg 0 150 380 14 re f 1 g\n");
    text(&mut page, (26, 190), 22, "Delta Health Insurance");
    text(&mut page, (26, 105), 13, "Member 4471 0093 2218");
    text(&mut page, (26, 80), 13, "Plan B, valid until 12/2027");
    text(&mut page, (26, 34), 11, "Show this card at the reception");
    page
}
