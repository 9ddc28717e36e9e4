//! What can go wrong, in two kinds. A *refusal* is an answer: a stable code, parameters, and the fields to mend.
//! A *fault* is unexpected: it keeps its cause, is logged once where a door meets the desk, and shows an incident number.

use std::fmt;
use std::io::{self, ErrorKind};

use rusqlite::ErrorCode;
use serde::Serialize;
use serde_json::{Map, Value};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An answer other than "done": either the rules say no, or something broke.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// The desk says no, for a reason that a person can act on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refusal {
    /// Stable, dotted, never shown to a person as it is: `booking.slot_taken`.
    pub code: &'static str,
    /// What the sentence needs: names, dates, limits. JSON numbers and strings; dates and times in their wire form.
    pub params: Map<String, Value>,
    /// Every field that needs mending, all at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
}

/// One field of an input and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The field's path in the input: `phones[1].number`.
    pub field: String,
    /// Stable code of what is wrong: `required`, `format`, `too_long`, `unknown_field` …
    pub code: &'static str,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub params: Map<String, Value>,
}

impl Refusal {
    pub fn new(code: &'static str) -> Self {
        Self { code, params: Map::new(), fields: Vec::new() }
    }
    /// Adds a parameter. Anything that serialises will do: a date, a typed id, a list.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.params.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }
    /// The input has fields that cannot be accepted.
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        Self { code: "input.invalid", params: Map::new(), fields }
    }
    /// The thing this command is about does not exist (or was removed). `what` is a word of the product: `patient`.
    pub fn not_found(what: &'static str) -> Self {
        Self::new("not_found").with("what", what)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The code alone: parameters may carry names, and an error's text may end in a log.
        f.write_str(self.code)
    }
}
impl std::error::Error for Refusal {}

impl FieldError {
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, params: Map::new() }
    }
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.params.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }
}

/// Collects field errors so that a form hears of all of them at once.
#[derive(Debug, Default)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    pub fn push(&mut self, error: FieldError) {
        self.0.push(error);
    }
    pub fn as_slice(&self) -> &[FieldError] {
        &self.0
    }
    /// Refuses with everything collected, or goes on when there is nothing.
    pub fn finish(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::invalid(self.0)) }
    }
}

/// Something nobody expected. Its text names no patient.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("the database failed")]
    Database(#[from] rusqlite::Error),
    #[error("a file could not be read or written")]
    File(#[from] std::io::Error),
    #[error("the database could not be brought to this version")]
    Migration(#[source] Box<refinery::Error>),
    #[error("the database holds a value this version does not know: {0}")]
    Corrupt(&'static str),
    #[error("a paper could not be made")]
    Paper(#[from] print::NotSet),
    /// What broke and where, as the shell made it of what a screen said.
    #[error("a screen broke: {0}")]
    Screen(String),
    #[error("{0}")]
    Broken(&'static str),
}

/// What a person can act on is a refusal: `storage.full`, `storage.read_only`, `vault.damaged`.
impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Refusal::new("storage.full").into(),
            Some(ErrorCode::ReadOnly) => Refusal::new("storage.read_only").into(),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Refusal::new("vault.damaged").into()
            }
            _ => Self::Fault(Fault::Database(error)),
        }
    }
}

/// `storage.full` and `storage.read_only`; anything else about a file is a fault.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Refusal::new("storage.full").into(),
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
                Refusal::new("storage.read_only").into()
            }
            _ => Self::Fault(Fault::File(error)),
        }
    }
}
