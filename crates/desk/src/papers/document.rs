//! A document of a patient's file on paper: a PDF as it is, a picture on a sheet that says whose it is.

use domain::document::{DocumentType, sides};
use print::PictureSheet;

use super::head::Edge;
use super::{DocumentPaperRequest, Paper, PaperReply};
use crate::documents::to_print;
use crate::error::{Refusal, Result};
use crate::{Desk, Session};

/// # Errors
/// `not_found {what: document}`; `document.not_yours`, which is recorded as a denial; `document.not_here_yet`; `document.damaged`;
/// `document.unprintable` for a picture that cannot be unfolded.
pub fn document(desk: &Desk, session: &Session, request: DocumentPaperRequest) -> Result<PaperReply> {
    let edge = Edge::of(desk, session, None, request.language)?;
    let found = to_print(desk, session, request.id)?;
    let attached_on = edge.wall(found.attached_at).0.to_string();
    let name = format!("{}-{attached_on}.pdf", found.file);
    if found.kind == DocumentType::Pdf {
        return Ok(PaperReply { paper: Paper::pdf(name, &found.content) });
    }
    let sheet = PictureSheet {
        head: edge.head,
        patient: found.patient,
        file: found.file,
        title: found.name,
        description: found.description,
        attached_on,
        is_wide: sides(&found.content).is_some_and(|(width, height)| width > height),
    };
    let pdf = print::picture_sheet(&sheet, found.content.to_vec());
    let pdf = pdf.map_err(|_| Refusal::new("document.unprintable"))?;
    Ok(PaperReply { paper: Paper::pdf(name, &pdf) })
}
