//! Values in columns: what fits a column's type stands in it, everything else is spilled.

use tokio_postgres::types::ToSql;
use uuid::Uuid;
use wire::changes::{Malformed, Value};
use wire::registry::{Column, Kind};

/// What a b-tree takes in one entry is about 2,700 bytes; the desk's forms end far below this (200 characters, 800 bytes).
const MOST_INDEXED_BYTES: usize = 1000;

/// The text columns that stand in an index.
const INDEXED: [&str; 6] = ["date", "email", "key", "license_number", "ref", "username"];

/// The type in PostgreSQL.
pub fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "bigint",
        Kind::Real => "double precision",
        // JSON as the text it came as: the table's digest is over its bytes.
        Kind::Text | Kind::Json => "text",
        Kind::Blob => "bytea",
        Kind::Id => "uuid",
    }
}

/// Whether the value can stand in its column.
pub fn fits(column: &Column, value: &Value) -> bool {
    match (column.kind, value) {
        (Kind::Integer, Value::Integer(_)) | (Kind::Real, Value::Real(_)) | (Kind::Blob, Value::Blob(_)) => {
            true
        }
        (Kind::Text | Kind::Json, Value::Text(text)) => {
            !text.contains('\0') && (text.len() <= MOST_INDEXED_BYTES || !INDEXED.contains(&column.name))
        }
        (Kind::Id, Value::Blob(bytes)) => bytes.len() == 16,
        (Kind::Integer | Kind::Real | Kind::Blob | Kind::Text | Kind::Json | Kind::Id, _) => false,
    }
}

/// One column of many rows, for `unnest`: null where none of them has a value, which saves the database taking an array of nothing apart.
pub fn array<'v>(
    kind: Kind,
    values: impl Iterator<Item = Option<&'v Value>>,
) -> Box<dyn ToSql + Sync + Send + 'v> {
    fn each<'v, T: ToSql + Sync + Send + 'v>(
        values: impl Iterator<Item = Option<&'v Value>>,
        read: impl Fn(&'v Value) -> Option<T>,
    ) -> Box<dyn ToSql + Sync + Send + 'v> {
        let all: Vec<Option<T>> = values.map(|value| value.and_then(&read)).collect();
        Box::new(all.iter().any(Option::is_some).then_some(all))
    }
    match kind {
        Kind::Integer => {
            each(values, |value| if let Value::Integer(number) = value { Some(*number) } else { None })
        }
        Kind::Real => {
            each(values, |value| if let Value::Real(number) = value { Some(*number) } else { None })
        }
        Kind::Text | Kind::Json => {
            each(values, |value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
        }
        Kind::Blob => {
            each(values, |value| if let Value::Blob(bytes) = value { Some(bytes.as_slice()) } else { None })
        }
        Kind::Id => {
            each(
                values,
                |value| if let Value::Blob(bytes) = value { Uuid::from_slice(bytes).ok() } else { None },
            )
        }
    }
}

/// The value in a column of a row; none for null.
pub fn read(row: &tokio_postgres::Row, at: usize, kind: Kind) -> Result<Option<Value>, Malformed> {
    let value = match kind {
        Kind::Integer => row.try_get::<_, Option<i64>>(at).map(|held| held.map(Value::Integer)),
        Kind::Real => row.try_get::<_, Option<f64>>(at).map(|held| held.map(Value::Real)),
        Kind::Text | Kind::Json => row.try_get::<_, Option<String>>(at).map(|held| held.map(Value::Text)),
        Kind::Blob => row.try_get::<_, Option<Vec<u8>>>(at).map(|held| held.map(Value::Blob)),
        Kind::Id => {
            row.try_get::<_, Option<Uuid>>(at).map(|held| held.map(|id| Value::Blob(id.as_bytes().to_vec())))
        }
    };
    value.map_err(|_| Malformed)
}
