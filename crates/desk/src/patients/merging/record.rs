//! What a merge writes down about itself, so that it can be taken back exactly at any desk: it stands in the row of the record that went
//! and travels with it.

use domain::patient::MergeField;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wire::changes::Value;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct MergeRecord {
    /// Whose record it became.
    pub into: Uuid,
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    pub moved: Vec<Moved>,
    pub replaced: Vec<Replaced>,
}

/// A row that named the one and then the other: numbers of the registry, and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Moved(pub u16, pub u16, pub Uuid);

/// A column of the record that stayed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Replaced {
    pub column: String,
    pub before: Held,
    pub after: Held,
}

/// A value of a patient's columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Held {
    Nothing,
    Number(i64),
    Text(String),
}

impl Held {
    /// `None` for what no column of a field holds.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(Self::Nothing),
            Value::Integer(number) => Some(Self::Number(*number)),
            Value::Text(text) => Some(Self::Text(text.clone())),
            Value::Real(_) | Value::Blob(_) => None,
        }
    }

    pub(super) fn value(&self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Number(number) => Value::Integer(*number),
            Self::Text(text) => Value::Text(text.clone()),
        }
    }
}

/// The columns of a field.
pub(super) const fn columns_of(field: MergeField) -> &'static [&'static str] {
    match field {
        MergeField::FullName => &["full_name"],
        MergeField::SecondName => &["second_name"],
        MergeField::Birth => &["date_of_birth", "born_about"],
        MergeField::Gender => &["gender"],
        MergeField::Phones => &["phones"],
        MergeField::Email => &["email"],
        MergeField::NationalId => &["national_id"],
        MergeField::Address => &["address"],
        MergeField::BloodType => &["blood_type"],
        MergeField::EmergencyContact => &["emergency_name", "emergency_relationship", "emergency_phone"],
        MergeField::Notes => &["notes"],
        MergeField::FavouriteDoctors => &["favourite_doctors"],
    }
}
