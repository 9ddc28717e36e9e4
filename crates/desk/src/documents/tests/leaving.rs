//! How documents leave the program: on paper, and as files.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::document::{DocumentAudience, DocumentWay};
use domain::id::DocumentId;

use super::{House, PDF, attach, fields, house, openings, refused};
use crate::Session;
use crate::documents::{AttachDocument, CopyDocument, DocumentRef, copy};
use crate::error::Result;
use crate::papers::{DocumentPaperRequest, Paper, document};

/// A real one, of one red point.
const DOT: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

impl House {
    fn copied(&self, who: &Session, id: DocumentId, reason: &str) -> Result<Paper> {
        let request = CopyDocument { id, reason: reason.to_owned() };
        Ok(copy(&self.test.desk, who, request)?.paper)
    }

    fn printed(&self, who: &Session, id: DocumentId) -> Result<Paper> {
        Ok(document(&self.test.desk, who, DocumentPaperRequest { id, language: None })?.paper)
    }
}

#[test]
fn a_copy_takes_a_reason_and_stands_with_it_among_the_openings() {
    let house = house();
    let id = house.attached(&house.doctor, DocumentAudience::Registry);
    assert!(house.opens(&house.doctor, id));
    assert_eq!(fields(&refused(house.copied(&house.doctor, id, "  "))), [("reason", "required")]);
    assert_eq!(house.kinds("documents.copy"), 0);
    let file = house.copied(&house.reception, id, "the insurance asks for it").unwrap();
    assert_eq!((&*file.name, &*file.media_type), ("result.pdf", "application/pdf"));
    assert_eq!(file.file().unwrap(), PDF);
    let paper = house.printed(&house.doctor, id).unwrap();
    assert_eq!(paper.pdf_file().unwrap(), PDF, "a PDF goes to the printer as it is");
    let seen = openings(&house.test.desk, &house.doctor, DocumentRef { id }).unwrap();
    let ways: Vec<_> = seen.openings.iter().map(|opening| (opening.way, opening.reason.as_deref())).collect();
    assert_eq!(
        ways,
        [
            (DocumentWay::Printed, None),
            (DocumentWay::Copied, Some("the insurance asks for it")),
            (DocumentWay::Opened, None)
        ]
    );
    assert!(!seen.of_this_desk, "there is no other desk");
}

#[test]
fn who_may_only_look_takes_nothing_out_and_is_recorded_for_trying() {
    let house = house();
    let id = house.attached(&house.doctor, DocumentAudience::Pharmacy);
    assert!(house.opens(&house.pharmacist, id));
    let mut denied = house.kinds("session.denied");
    for who in [&house.pharmacist, &house.reception, &house.stranger] {
        assert_eq!(refused(house.copied(who, id, "to read at home")).code, "document.not_yours");
        assert_eq!(refused(house.printed(who, id)).code, "document.not_yours");
        denied += 2;
        assert_eq!(house.kinds("session.denied"), denied);
    }
    assert_eq!((house.kinds("documents.copy"), house.kinds("papers.document")), (0, 0));
}

#[test]
fn a_picture_goes_to_paper_on_a_sheet_and_leaves_as_what_it_is() {
    let house = house();
    let picture = AttachDocument {
        mime_type: "image/png".into(),
        base64: DOT.into(),
        name: "wound 3/4.png".into(),
        ..house.file("", DocumentAudience::Chart)
    };
    let id = attach(&house.test.desk, &house.doctor, picture).unwrap().id;
    let sheet = house.printed(&house.doctor, id).unwrap();
    assert!(sheet.pdf_file().unwrap().len() > 1_000, "a sheet of our own around it");
    let file = house.copied(&house.doctor, id, "for the surgeon").unwrap();
    assert_eq!((&*file.name, file.kind()), ("wound 3-4.png", ("PNG", "png")));
    assert_eq!(BASE64_STANDARD.encode(file.file().unwrap()), DOT);
}

#[test]
fn a_picture_that_cannot_be_unfolded_is_refused_by_the_printer_and_not_by_a_fault() {
    let house = house();
    let broken = AttachDocument {
        mime_type: "image/png".into(),
        base64: BASE64_STANDARD.encode(super::PNG),
        name: "broken.png".into(),
        ..house.file("", DocumentAudience::Chart)
    };
    let id = attach(&house.test.desk, &house.doctor, broken).unwrap().id;
    assert_eq!(refused(house.printed(&house.doctor, id)).code, "document.unprintable");
}
