//! The clinic's list of codes for diagnoses: looked up while one writes, and taken in from a file, all of it or nothing.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::id::{DiagnosisCodeId, Id as _};
use uuid::{Uuid, uuid};

use super::requests::{
    CodeList, CodesPreview, CodesReply, DiagnosisCode, FindCodes, ImportCodes, RefusedRow,
};
use super::store;
use crate::error::{FieldError, Refusal, Result};
use crate::medicines::sheet::{self, SheetRow, Unreadable};
use crate::{Desk, Session};

const MOST_BYTES: usize = 4 * 1024 * 1024;
/// More than any clinic's own list; the whole of a classification is cut down to what is used.
const MOST_ROWS: usize = 20_000;
const MOST_REFUSED: usize = 200;
const SAMPLE: usize = 10;
const CODE_CHARACTERS: usize = 20;
const NAME_CHARACTERS: usize = 300;
const MOST_FOUND: u32 = 20;

/// A code keeps its row: the same code imported again, at any desk, is the same row.
const NAMESPACE: Uuid = uuid!("0b9bd2d6-64ed-5b0c-9c2c-6a6e9f8d3c51");

fn row_of(code: &str) -> DiagnosisCodeId {
    DiagnosisCodeId::from_uuid(Uuid::new_v5(&NAMESPACE, code.to_uppercase().as_bytes()))
}

/// Codes that begin so, or names with these words, in either language.
pub fn find(desk: &Desk, _session: &Session, request: FindCodes) -> Result<CodeList> {
    desk.read(|connection| {
        Ok(CodeList {
            codes: store::find_codes(connection, &request.text, MOST_FOUND)?,
            count: store::count_codes(connection)?,
        })
    })
}

/// What a file would bring. Writes nothing.
///
/// # Errors
/// `import.too_large {most_bytes}`, `import.not_text`, `import.empty`, `import.too_many_rows {most}`, `import.column_missing {column}`,
/// `input.invalid` (`base64`: `format`).
pub fn preview(desk: &Desk, _session: &Session, request: ImportCodes) -> Result<CodesPreview> {
    let read = read(&request)?;
    desk.read(|connection| {
        let plan = Plan::of(&store::all_codes(connection)?, &read.codes);
        let refused_count = as_count(read.refused.len());
        let mut refused = read.refused;
        refused.truncate(MOST_REFUSED);
        Ok(CodesPreview {
            rows: read.rows,
            added: as_count(plan.added.len()),
            changed: as_count(plan.changed.len()),
            unchanged: as_count(read.codes.len() - plan.added.len() - plan.changed.len()),
            sample: read.codes.iter().take(SAMPLE).cloned().collect(),
            refused,
            refused_count,
        })
    })
}

/// Takes all codes of a file in, as one operation. Codes that the file does not name stay.
///
/// # Errors
/// As `preview`; `import.refused {problems, line}` when any row has something wrong: `preview` tells what.
pub fn import(desk: &Desk, session: &Session, request: ImportCodes) -> Result<CodesReply> {
    let read = read(&request)?;
    if let Some(first) = read.refused.first() {
        let refusal = Refusal::new("import.refused").with("problems", read.refused.len());
        return Err(refusal.with("line", first.line).into());
    }
    desk.commit(session, "charts.import_codes", |tx| {
        let plan = Plan::of(&store::all_codes(tx)?, &read.codes);
        for code in &plan.added {
            store::insert_code(tx, row_of(&code.code), code)?;
        }
        for code in &plan.changed {
            store::change_code(tx, row_of(&code.code), code)?;
        }
        Ok(CodesReply { added: as_count(plan.added.len()), changed: as_count(plan.changed.len()) })
    })
}

fn as_count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What of a file is new, and what is called otherwise here.
struct Plan<'a> {
    added: Vec<&'a DiagnosisCode>,
    changed: Vec<&'a DiagnosisCode>,
}

impl<'a> Plan<'a> {
    fn of(known: &HashMap<DiagnosisCodeId, Option<DiagnosisCode>>, codes: &'a [DiagnosisCode]) -> Self {
        let (mut added, mut changed) = (Vec::new(), Vec::new());
        for code in codes {
            match known.get(&row_of(&code.code)) {
                None => added.push(code),
                Some(Some(stands)) if stands == code => {}
                Some(_) => changed.push(code),
            }
        }
        Self { added, changed }
    }
}

struct ReadFile {
    rows: u32,
    codes: Vec<DiagnosisCode>,
    refused: Vec<RefusedRow>,
}

/// The columns of a file by what people call them; the Arabic name may be missing.
const COLUMNS: [(&str, &[&str]); 3] = [
    ("code", &["code", "icd", "icd10", "icd-10", "الرمز", "الكود"]),
    ("name", &["name", "description", "diagnosis", "title", "الاسم", "التشخيص"]),
    ("name_ar", &["name_ar", "arabic", "arabic name", "الاسم العربي", "الاسم بالعربية"]),
];

fn read(request: &ImportCodes) -> Result<ReadFile> {
    // Base64 is a third longer than what it stands for.
    if request.base64.len() / 4 * 3 > MOST_BYTES {
        return Err(Refusal::new("import.too_large").with("most_bytes", MOST_BYTES).into());
    }
    let bytes = STANDARD
        .decode(&request.base64)
        .map_err(|_| Refusal::invalid(vec![FieldError::new("base64", "format")]))?;
    let rows = match sheet::rows(&bytes) {
        Ok(rows) => rows,
        Err(Unreadable::NotText) => return Err(Refusal::new("import.not_text").into()),
        Err(Unreadable::Quote { line }) => {
            let refused = vec![RefusedRow { line, code: "quote".to_owned(), found: None }];
            return Ok(ReadFile { rows: 0, codes: Vec::new(), refused });
        }
    };
    let (head, body) = match rows.split_first() {
        Some((head, body)) if !body.is_empty() => (head, body),
        _ => return Err(Refusal::new("import.empty").into()),
    };
    if body.len() > MOST_ROWS {
        return Err(Refusal::new("import.too_many_rows").with("most", MOST_ROWS).into());
    }
    let at = |which: usize| {
        let (_, names) = COLUMNS[which];
        head.cells.iter().position(|cell| names.contains(&cell.to_lowercase().as_str()))
    };
    let needed = |which: usize| {
        at(which).ok_or_else(|| Refusal::new("import.column_missing").with("column", COLUMNS[which].0))
    };
    let (code, name, name_ar) = (needed(0)?, needed(1)?, at(2));
    let (mut codes, mut refused) = (Vec::with_capacity(body.len()), Vec::new());
    let mut seen: HashMap<DiagnosisCodeId, u64> = HashMap::new();
    for row in body {
        match one(row, head.cells.len(), code, name, name_ar) {
            Ok(read) => {
                if seen.insert(row_of(&read.code), row.line).is_some() {
                    refused.push(RefusedRow::of(row.line, "repeated", &read.code));
                } else {
                    codes.push(read);
                }
            }
            Err(wrong) => refused.push(wrong),
        }
    }
    Ok(ReadFile { rows: as_count(body.len()), codes, refused })
}

fn one(
    row: &SheetRow,
    width: usize,
    code: usize,
    name: usize,
    name_ar: Option<usize>,
) -> Result<DiagnosisCode, RefusedRow> {
    if row.cells.len() > width {
        return Err(RefusedRow::of(row.line, "too_many_cells", &row.cells.join(" ")));
    }
    let cell = |at: usize| row.cells.get(at).map(|cell| domain::text::line(cell)).unwrap_or_default();
    let fits = |text: String, most: usize| {
        let is_too_long = text.chars().count() > most;
        if is_too_long { Err(RefusedRow::of(row.line, "too_long", &text)) } else { Ok(text) }
    };
    let code = fits(cell(code), CODE_CHARACTERS)?;
    let name = fits(cell(name), NAME_CHARACTERS)?;
    let name_ar = fits(name_ar.map(cell).unwrap_or_default(), NAME_CHARACTERS)?;
    if code.is_empty() {
        return Err(RefusedRow::of(row.line, "code_missing", &name));
    }
    if name.is_empty() {
        return Err(RefusedRow::of(row.line, "name_missing", &code));
    }
    Ok(DiagnosisCode { code, name, name_ar: (!name_ar.is_empty()).then_some(name_ar) })
}

impl RefusedRow {
    fn of(line: u64, code: &str, found: &str) -> Self {
        const SHOWN: usize = 60;
        Self { line, code: code.to_owned(), found: Some(found.chars().take(SHOWN).collect()) }
    }
}
