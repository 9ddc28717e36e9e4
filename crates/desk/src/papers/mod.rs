//! Papers: what stands on each comes from here, how it looks from `print`. The desk makes a finished document and hands it over;
//! which printer it goes to, or which file, is the business of whoever asked. Every paper that was made is an operation.

mod agenda;
mod closing_report;
mod document;
mod head;
mod labels;
mod prescription;
mod rebook_list;
mod requests;
mod slip;
mod standing_report;
mod store;

#[cfg(test)]
mod front_desk_tests;
#[cfg(test)]
mod tests;

pub use agenda::agenda;
pub use closing_report::closing_report;
pub use document::document;
pub use labels::labels;
pub use prescription::prescription;
pub use rebook_list::rebook_list;
pub use requests::{
    AgendaPaperRequest, ClosingReportRequest, DocumentPaperRequest, LabelFormat, LabelsRequest, PaperReply,
    PrescriptionFormat, PrescriptionPaperRequest, RebookListRequest, RecoverySheetRequest, SlipFormat,
    SlipRequest,
};
pub use slip::slip;
pub use standing_report::standing_report;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::calendar::zone::{self, Zone};
use domain::code::Code as _;
use print::RecoverySheet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{Fault, FieldError, Refusal, Result};
use crate::session::setup;
use crate::vault::RecoveryCode;
use crate::{Desk, Session};

/// A finished paper, the same for all of them.
#[derive(Serialize, Deserialize, JsonSchema, TS)]
pub struct Paper {
    /// What a file of it would be called, without a folder: it must suit every disk.
    pub name: String,
    /// `application/pdf`, or what can be saved and not printed: `text/calendar`, `text/csv`, a picture.
    pub media_type: String,
    /// The file itself, RFC 4648 with padding.
    pub base64: String,
}

const PDF: &str = "application/pdf";
const CALENDAR: &str = "text/calendar";
/// A table for a spreadsheet, which the screens hand back to be saved.
const CSV: &str = "text/csv";
const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";
const WEBP: &str = "image/webp";

impl Paper {
    fn pdf(name: String, bytes: &[u8]) -> Self {
        Self { name, media_type: PDF.to_owned(), base64: BASE64_STANDARD.encode(bytes) }
    }

    pub(crate) fn calendar(name: String, text: &str) -> Self {
        Self { name, media_type: CALENDAR.to_owned(), base64: BASE64_STANDARD.encode(text) }
    }

    /// Whether it is one for a printer.
    pub fn is_pdf(&self) -> bool {
        self.media_type == PDF
    }

    /// What a kind of file is called where one says where to save it, and the ending of its name.
    pub fn kind(&self) -> (&'static str, &'static str) {
        match &*self.media_type {
            CALENDAR => ("iCalendar", "ics"),
            CSV => ("CSV", "csv"),
            JPEG => ("JPEG", "jpg"),
            PNG => ("PNG", "png"),
            WEBP => ("WebP", "webp"),
            _ => ("PDF", "pdf"),
        }
    }

    /// The file, when a screen hands a paper back to be printed or saved.
    ///
    /// # Errors
    /// A fault when it is none of ours.
    pub fn file(&self) -> Result<Vec<u8>> {
        let file = BASE64_STANDARD.decode(&self.base64).unwrap_or_default();
        let begins: &[u8] = match &*self.media_type {
            PDF => b"%PDF-",
            CALENDAR => b"BEGIN:VCALENDAR\r\n",
            // The mark of its encoding, which every one of ours begins with.
            CSV => "\u{feff}".as_bytes(),
            JPEG => &[0xff, 0xd8, 0xff],
            PNG => b"\x89PNG\r\n\x1a\n",
            WEBP => b"RIFF",
            _ => return Err(Fault::Broken("a paper is of a kind that nobody makes").into()),
        };
        if !file.starts_with(begins) {
            return Err(Fault::Broken("a paper is not what it says").into());
        }
        Ok(file)
    }

    /// The file, for a printer.
    ///
    /// # Errors
    /// A fault when it is no PDF of ours.
    pub fn pdf_file(&self) -> Result<Vec<u8>> {
        if !self.is_pdf() {
            return Err(Fault::Broken("a paper to print is no PDF").into());
        }
        self.file()
    }
}

/// The sheet to keep in a safe. A paper with a code that opens nothing would be worse than none, so the code is tried first.
///
/// # Errors
/// `input.invalid` with `recovery_code`: `recovery.typo` when a character is wrong, `recovery.wrong` when it is another clinic's or
/// an old one.
pub fn recovery_sheet(desk: &Desk, session: &Session, request: RecoverySheetRequest) -> Result<PaperReply> {
    let wrong = |code| Refusal::invalid(vec![FieldError::new("recovery_code", code)]);
    let code = RecoveryCode::parse(&request.recovery_code).map_err(|_| wrong("recovery.typo"))?;
    if desk.slots()?.recovery.open(&code)?.is_none() {
        return Err(wrong("recovery.wrong").into());
    }
    let opened = desk.opened()?;
    let face = desk.read(|connection| setup::face(connection, opened.link.letter()))?;
    let zone: Zone = face.time_zone.parse().map_err(|_| Fault::Corrupt("site.time_zone"))?;
    let date = zone::wall(desk.now(), zone).0.to_string();
    let language = request.language.map_or(&*face.language, |language| language.code());
    let sheet =
        RecoverySheet { clinic_name: &face.name, recovery_code: &code.printed(), language, date: &date };
    let pdf = print::recovery_sheet(&sheet).map_err(Fault::from)?;
    desk.commit(session, "recovery.sheet", |tx| {
        tx.note("username", &session.username);
        Ok(())
    })?;
    Ok(PaperReply { paper: Paper::pdf(format!("recovery-code-{date}.pdf"), &pdf) })
}
