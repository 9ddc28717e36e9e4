//! Medicines from another program's list. All of a file is taken or nothing of it: what is wrong is told row by row, and as long as there is
//! anything, not one medicine is written.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::code::Code as _;
use domain::id::MedicineId;
use domain::money::{minor_digits, parse_minor};
use domain::prescription::MedicineForm;
use domain::text::fold;
use rusqlite::Connection;

use super::entry::{Entry, Identity, identity};
use super::requests::{
    ImportMedicines, ImportPreview, ImportReply, ImportedMedicine, Medicine, RowProblem, SaveMedicine,
};
use super::sheet::{self, SheetRow, Unreadable};
use super::store;
use crate::error::{FieldErrors, Refusal, Result};
use crate::patients::today;
use crate::{Desk, Session};

const MOST_BYTES: usize = 4 * 1024 * 1024;
const MOST_ROWS: usize = 5_000;
const SAMPLE: usize = 20;
const MOST_PROBLEMS: usize = 200;
const SHOWN_CHARACTERS: usize = 60;

/// The columns a file may have, each with what else people call it. Name, form and unit must be there.
const COLUMNS: &[(&str, &[&str])] = &[
    ("name", &["medicine", "trade name", "brand", "الاسم", "اسم الدواء", "الاسم التجاري"]),
    ("generic_name", &["generic", "generic name", "scientific name", "الاسم العلمي"]),
    ("form", &["dosage form", "الشكل", "الشكل الدوائي"]),
    ("strength", &["dose", "concentration", "التركيز"]),
    ("ingredients", &["active ingredients", "المواد الفعالة", "المادة الفعالة"]),
    ("families", &["family", "class", "العائلة", "العائلات"]),
    ("unit", &["الوحدة"]),
    ("pack_size", &["pack", "pack size", "حجم العبوة", "العبوة"]),
    ("barcode", &["ean", "gtin", "الباركود"]),
    ("price", &["unit price", "السعر", "سعر الوحدة"]),
    ("minimum_stock", &["minimum", "minimum stock", "least stock", "الحد الأدنى"]),
];

/// Reads a file and says what it would bring. Writes nothing.
///
/// # Errors
/// `import.too_large {most_bytes}`, `import.not_text`, `import.empty`, `import.too_many_rows {most}`, `import.column_missing {column}`,
/// `import.column_twice {column}`, `input.invalid` (`base64`: `format`).
pub fn preview(desk: &Desk, _session: &Session, request: ImportMedicines) -> Result<ImportPreview> {
    let at = desk.now();
    desk.read(|connection| {
        let read = read(connection, &request, today(connection, at)?)?;
        let sample = read.entries.iter().take(SAMPLE).map(as_shown).collect();
        let problem_count = u32::try_from(read.problems.len()).unwrap_or(u32::MAX);
        let mut problems = read.problems;
        problems.truncate(MOST_PROBLEMS);
        Ok(ImportPreview {
            rows: read.rows,
            sample,
            ignored_columns: read.ignored,
            problems,
            problem_count,
            currency: store::currency(connection)?,
        })
    })
}

/// Adds every medicine of a file in one operation.
///
/// # Errors
/// As `preview`; `import.refused {problems, line}` when any row has something wrong: `preview` tells what.
pub fn import(desk: &Desk, session: &Session, request: ImportMedicines) -> Result<ImportReply> {
    desk.commit(session, "medicines.import", |tx| {
        let read = read(tx, &request, today(tx, tx.now())?)?;
        if let Some(first) = read.problems.first() {
            let refusal = Refusal::new("import.refused").with("problems", read.problems.len());
            return Err(refusal.with("line", first.line).into());
        }
        for entry in &read.entries {
            store::insert(tx, tx.new_id::<MedicineId>(), entry, tx.now())?;
        }
        Ok(ImportReply { added: read.rows })
    })
}

struct ReadFile {
    rows: u32,
    entries: Vec<Entry>,
    ignored: Vec<String>,
    problems: Vec<RowProblem>,
}

fn read(connection: &Connection, request: &ImportMedicines, today: domain::time::Date) -> Result<ReadFile> {
    // Base64 is a third longer than what it stands for.
    if request.base64.len() / 4 * 3 > MOST_BYTES {
        return Err(Refusal::new("import.too_large").with("most_bytes", MOST_BYTES).into());
    }
    let bytes = STANDARD
        .decode(&request.base64)
        .map_err(|_| Refusal::invalid(vec![crate::FieldError::new("base64", "format")]))?;
    let rows = match sheet::rows(&bytes) {
        Ok(rows) => rows,
        Err(Unreadable::NotText) => return Err(Refusal::new("import.not_text").into()),
        // Where a quote is broken no row behind it can be told from the next, so there is this one reason.
        Err(Unreadable::Quote { line }) => {
            let broken = RowProblem { line, column: None, code: "quote".to_owned(), found: None };
            return Ok(ReadFile {
                rows: 0,
                entries: Vec::new(),
                ignored: Vec::new(),
                problems: vec![broken],
            });
        }
    };
    let (head, body) = match rows.split_first() {
        Some((head, body)) if !body.is_empty() => (head, body),
        _ => return Err(Refusal::new("import.empty").into()),
    };
    if body.len() > MOST_ROWS {
        return Err(Refusal::new("import.too_many_rows").with("most", MOST_ROWS).into());
    }
    let (columns, ignored) = columns(head)?;
    let known = store::all(connection, today, None)?;
    let digits = minor_digits(&store::currency(connection)?).unwrap_or(2);
    let mut reader = Rows { columns, width: head.cells.len(), digits, problems: Vec::new() };
    let mut twins = Twins::of(&known);
    let mut entries = Vec::new();
    for row in body {
        let before = reader.problems.len();
        let entry = reader.entry(row);
        if let Some(entry) = entry.filter(|_| reader.problems.len() == before) {
            reader.problems.extend(twins.meet(&entry, row.line));
            entries.push(entry);
        }
    }
    let rows = u32::try_from(body.len()).unwrap_or(u32::MAX);
    Ok(ReadFile { rows, entries, ignored, problems: reader.problems })
}

/// Where each column stands, and the names of those that mean nothing here.
fn columns(head: &SheetRow) -> Result<(BTreeMap<&'static str, usize>, Vec<String>)> {
    let (mut found, mut ignored) = (BTreeMap::new(), Vec::new());
    for (at, name) in head.cells.iter().enumerate() {
        let folded = fold(name);
        let meant = COLUMNS.iter().find(|(column, others)| {
            fold(column) == folded || others.iter().any(|other| fold(other) == folded)
        });
        match meant {
            Some((column, _)) => {
                if found.insert(*column, at).is_some() {
                    return Err(Refusal::new("import.column_twice").with("column", *column).into());
                }
            }
            None if name.is_empty() => {}
            None => ignored.push(shown(name)),
        }
    }
    for needed in ["name", "form", "unit"] {
        if !found.contains_key(needed) {
            return Err(Refusal::new("import.column_missing").with("column", needed).into());
        }
    }
    Ok((found, ignored))
}

struct Rows {
    columns: BTreeMap<&'static str, usize>,
    width: usize,
    digits: u8,
    problems: Vec<RowProblem>,
}

impl Rows {
    fn wrong(&mut self, line: u64, column: Option<&str>, code: &str, found: Option<&str>) {
        self.problems.push(RowProblem {
            line,
            column: column.map(str::to_owned),
            code: code.to_owned(),
            found: found.map(shown),
        });
    }

    fn entry(&mut self, row: &SheetRow) -> Option<Entry> {
        // A spreadsheet leaves out empty cells at the end; more than there are columns means that a comma stands where it should not.
        if row.cells.len() > self.width {
            self.wrong(row.line, None, "cells", None);
            return None;
        }
        for (column, at) in self.columns.clone() {
            // What a spreadsheet would carry out, if the list is ever opened in one again.
            if let Some(cell) = row.cells.get(at).filter(|cell| cell.starts_with(['=', '+', '-', '@'])) {
                self.wrong(row.line, Some(column), "formula", Some(cell));
                return None;
            }
        }
        let form = self.form(row);
        let pack_size = self.number(row, "pack_size");
        let minimum_stock = self.number(row, "minimum_stock");
        let price_minor = self.price(row);
        let request = SaveMedicine {
            id: None,
            name: self.cell(row, "name").unwrap_or_default(),
            generic_name: self.cell(row, "generic_name"),
            ingredients: self.list(row, "ingredients"),
            families: self.list(row, "families"),
            form: form.unwrap_or(MedicineForm::Other),
            strength: self.cell(row, "strength"),
            unit: self.cell(row, "unit").unwrap_or_default(),
            pack_size,
            barcode: self.cell(row, "barcode"),
            price_minor,
            minimum_stock: minimum_stock.unwrap_or(0),
        };
        let mut errors = FieldErrors::default();
        let entry = Entry::read(request, &mut errors);
        for error in errors.as_slice() {
            let column = error.field.split('[').next().unwrap_or_default();
            let column = if column == "price_minor" { "price" } else { column };
            let found = self.cell(row, column);
            self.wrong(row.line, Some(column), error.code, found.as_deref());
        }
        form.map(|_| entry)
    }

    fn cell(&self, row: &SheetRow, column: &str) -> Option<String> {
        let cell = row.cells.get(*self.columns.get(column)?)?;
        (!cell.is_empty()).then(|| cell.clone())
    }

    /// Several words in one cell: `amoxicillin + clavulanic acid`, `penicillins; beta-lactams`.
    fn list(&self, row: &SheetRow, column: &str) -> Vec<String> {
        let cell = self.cell(row, column).unwrap_or_default();
        cell.split(['+', ';', '،', '|']).map(str::to_owned).collect()
    }

    fn form(&mut self, row: &SheetRow) -> Option<MedicineForm> {
        let Some(text) = self.cell(row, "form") else {
            self.wrong(row.line, Some("form"), "required", None);
            return None;
        };
        let form = form_named(&text);
        if form.is_none() {
            self.wrong(row.line, Some("form"), "unknown", Some(&text));
        }
        form
    }

    fn number(&mut self, row: &SheetRow, column: &'static str) -> Option<u32> {
        let text = self.cell(row, column)?;
        let number = parse_minor(&text, 0).and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            self.wrong(row.line, Some(column), "not_a_number", Some(&text));
        }
        number
    }

    fn price(&mut self, row: &SheetRow) -> Option<i64> {
        let text = self.cell(row, "price")?;
        let price = parse_minor(&text, self.digits);
        if price.is_none() {
            self.wrong(row.line, Some("price"), "not_an_amount", Some(&text));
        }
        price
    }
}

/// By its code, or by what it is called in either language.
fn form_named(text: &str) -> Option<MedicineForm> {
    use MedicineForm as F;
    let folded = fold(text);
    let singular = folded.strip_suffix('s').unwrap_or(&folded);
    let called: &[(MedicineForm, &[&str])] = &[
        (F::Tablet, &["tab", "أقراص", "قرص"]),
        (F::Capsule, &["cap", "كبسول", "كبسولة", "كبسولات"]),
        (F::Syrup, &["شراب"]),
        (F::Suspension, &["susp", "معلق"]),
        (F::Drops, &["drop", "نقط", "قطرة", "نقاط"]),
        (F::Spray, &["بخاخ"]),
        (F::Cream, &["كريم"]),
        (F::Ointment, &["مرهم"]),
        (F::Gel, &["جل"]),
        (F::Injection, &["ampoule", "amp", "vial", "حقن", "حقنة", "أمبول"]),
        (F::Inhaler, &["بخاخة صدر", "بخاخ صدر"]),
        (F::Suppository, &["supp", "suppositorie", "لبوس", "تحاميل"]),
        (F::Sachet, &["أكياس", "كيس"]),
        (F::Solution, &["محلول"]),
        (F::Patch, &["لصقة", "لاصقة"]),
        (F::Device, &["جهاز", "مستلزم"]),
        (F::Other, &["أخرى"]),
    ];
    let by_code = F::ALL.iter().copied().find(|form| form.code() == folded || form.code() == singular);
    by_code.or_else(|| {
        let names = |name: &&str| fold(name) == folded || fold(name) == singular;
        called.iter().find(|(_, others)| others.iter().any(names)).map(|(form, _)| *form)
    })
}

/// Who is there already, in the clinic and in the rows before.
struct Twins {
    clinic: BTreeSet<Identity>,
    clinic_barcodes: BTreeSet<String>,
    file: BTreeMap<Identity, u64>,
    file_barcodes: BTreeMap<String, u64>,
}

impl Twins {
    fn of(known: &[Medicine]) -> Self {
        let identities = known.iter().map(|one| identity(&one.name, one.form, one.strength.as_deref()));
        Self {
            clinic: identities.collect(),
            clinic_barcodes: known.iter().filter_map(|one| one.barcode.clone()).collect(),
            file: BTreeMap::new(),
            file_barcodes: BTreeMap::new(),
        }
    }

    fn meet(&mut self, entry: &Entry, line: u64) -> Vec<RowProblem> {
        let mut problems = Vec::new();
        let mut wrong = |column: &str, code: &str, found: &str| {
            problems.push(RowProblem {
                line,
                column: Some(column.to_owned()),
                code: code.to_owned(),
                found: Some(shown(found)),
            });
        };
        let identity = entry.identity();
        if self.clinic.contains(&identity) {
            wrong("name", "taken", &entry.name);
        }
        if self.file.insert(identity, line).is_some() {
            wrong("name", "repeated", &entry.name);
        }
        if let Some(barcode) = &entry.barcode {
            if self.clinic_barcodes.contains(barcode) {
                wrong("barcode", "taken", barcode);
            }
            if self.file_barcodes.insert(barcode.clone(), line).is_some() {
                wrong("barcode", "repeated", barcode);
            }
        }
        problems
    }
}

fn as_shown(entry: &Entry) -> ImportedMedicine {
    ImportedMedicine {
        name: entry.name.clone(),
        generic_name: entry.generic_name.clone(),
        form: entry.form,
        strength: entry.strength.clone(),
        unit: entry.unit.clone(),
        price_minor: entry.price_minor,
    }
}

fn shown(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(SHOWN_CHARACTERS).collect()
}
