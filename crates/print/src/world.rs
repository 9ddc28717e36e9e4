//! The world typst sees: one template, what all templates share, one file of data, where one is printed a picture, four fonts. No files of the machine, no packages, no clock.

use std::sync::OnceLock;

use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::NotSet;

struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

/// Read once: parsing a font takes longer than setting a page.
fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| {
        let files: [&'static [u8]; 4] = [
            include_bytes!("../fonts/plex-sans-400.ttf"),
            include_bytes!("../fonts/plex-sans-600.ttf"),
            include_bytes!("../fonts/plex-sans-arabic-400.ttf"),
            include_bytes!("../fonts/plex-sans-arabic-600.ttf"),
        ];
        let fonts: Vec<Font> = files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
        Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    })
}

struct Page {
    library: LazyHash<Library>,
    template: Source,
    shared: [Source; 2],
    data_id: FileId,
    data: Bytes,
    picture_id: FileId,
    picture: Option<Bytes>,
}

impl World for Page {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &fonts().book
    }
    fn main(&self) -> FileId {
        self.template.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        let known = std::iter::once(&self.template).chain(&self.shared).find(|source| source.id() == id);
        known.cloned().ok_or(FileError::AccessDenied)
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = match id {
            _ if id == self.data_id => Some(self.data.clone()),
            _ if id == self.picture_id => self.picture.clone(),
            _ => None,
        };
        found.ok_or(FileError::AccessDenied)
    }
    fn font(&self, index: usize) -> Option<Font> {
        fonts().fonts.get(index).cloned()
    }
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Sets `template`, which finds `data` as `json("data.json")`, and answers the PDF. Data is text to typst and never markup, so a name
/// with a `#` in it prints as it is.
pub(crate) fn set(template: &str, data: &impl Serialize) -> Result<Vec<u8>, NotSet> {
    set_with(template, data, None)
}

/// The same, with a picture that the template finds as `image("picture")`.
pub(crate) fn set_with(
    template: &str,
    data: &impl Serialize,
    picture: Option<Vec<u8>>,
) -> Result<Vec<u8>, NotSet> {
    let data = serde_json::to_vec(data).map_err(|error| NotSet(error.to_string()))?;
    let page = Page {
        library: LazyHash::new(Library::default()),
        template: Source::new(file_id("main.typ")?, template.to_owned()),
        shared: [
            Source::new(file_id("kit.typ")?, include_str!("kit.typ").to_owned()),
            Source::new(file_id("course.typ")?, include_str!("course.typ").to_owned()),
        ],
        data_id: file_id("data.json")?,
        data: Bytes::new(data),
        picture_id: file_id("picture")?,
        picture: picture.map(Bytes::new),
    };
    let document = typst::compile::<PagedDocument>(&page).output.map_err(|errors| said(&errors[..]))?;
    let pdf = typst_pdf::pdf(&document, &PdfOptions::default()).map_err(|errors| said(&errors[..]));
    // What typst remembers has patients in it, and would only grow.
    typst::comemo::evict(0);
    pdf
}

fn file_id(name: &str) -> Result<FileId, NotSet> {
    let path = VirtualPath::new(name).map_err(|_| NotSet(format!("no path: {name}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

fn said(errors: &[SourceDiagnostic]) -> NotSet {
    NotSet(errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; "))
}
