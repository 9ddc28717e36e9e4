//! JSON Schemas of inputs and outputs, and reading an input so that every wrong field is named at once.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{FieldError, Refusal, Result};

pub(super) fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

/// Reads an input. The common case is one pass; only when that fails is the input held against its schema, to name all fields.
pub(super) fn parse<T: DeserializeOwned + JsonSchema>(input: Value) -> Result<T> {
    // A command without fields may be called with no input at all.
    let input = if input.is_null() { Value::Object(Default::default()) } else { input };
    // A list would be read as the fields in their order: nobody means that.
    if !input.is_object() {
        return Err(Refusal::invalid(vec![FieldError::new("", "type")]).into());
    }
    match T::deserialize(&input) {
        Ok(parsed) => Ok(parsed),
        Err(_) => Err(Refusal::invalid(wrong_fields::<T>(&input)).into()),
    }
}

fn wrong_fields<T: JsonSchema>(input: &Value) -> Vec<FieldError> {
    let schema = of::<T>();
    let Ok(validator) = jsonschema::options().should_validate_formats(true).build(schema.as_value()) else {
        return vec![FieldError::new("", "format")];
    };
    let mut fields: Vec<FieldError> =
        validator.iter_errors(input).flat_map(|error| explain(&error)).collect();
    fields.dedup();
    if fields.is_empty() {
        // The schema is content where the type is not: say at least that.
        fields.push(FieldError::new("", "format"));
    }
    fields
}

fn explain(error: &jsonschema::ValidationError<'_>) -> Vec<FieldError> {
    use jsonschema::error::ValidationErrorKind as Kind;
    let path = dotted(error.instance_path().as_str());
    let inside = |field: &str| if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") };
    match error.kind() {
        Kind::Required { property } => {
            vec![FieldError::new(inside(property.as_str().unwrap_or_default()), "required")]
        }
        Kind::AdditionalProperties { unexpected } => {
            unexpected.iter().map(|field| FieldError::new(inside(field), "unknown_field")).collect()
        }
        Kind::Type { .. } => vec![FieldError::new(path, "type")],
        Kind::Enum { options } => vec![FieldError::new(path, "choice").with("choices", options.as_ref())],
        Kind::Minimum { .. } | Kind::Maximum { .. } => vec![FieldError::new(path, "range")],
        // An optional field may also be null; what is wrong is what its type itself says.
        Kind::AnyOf { context } => match context.first() {
            Some(branch) => branch.iter().flat_map(explain).collect(),
            None => vec![FieldError::new(path, "format")],
        },
        _ => vec![FieldError::new(path, "format")],
    }
}

/// `/phones/1/number` becomes `phones[1].number`.
fn dotted(pointer: &str) -> String {
    let mut path = String::new();
    for part in pointer.split('/').skip(1) {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            path.push_str(&format!("[{part}]"));
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(part);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;
    use crate::appointments::BookRequest;
    use crate::error::Error;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let input = json!({
            "doctor_id": "nobody", "date": "2026-02-30", "start": "25:00", "minutes": -5, "kind": "by_post", "colour": "red",
        });
        let Err(Error::Refused(refusal)) = parse::<BookRequest>(input) else { panic!("accepted") };
        let mut named: Vec<(&str, &str)> =
            refusal.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
        named.sort_unstable();
        let expected = [
            ("colour", "unknown_field"),
            ("date", "format"),
            ("doctor_id", "format"),
            ("kind", "choice"),
            ("minutes", "range"),
            ("patient_id", "required"),
            ("start", "format"),
        ];
        assert_eq!(named, expected);
    }

    #[test]
    fn nothing_at_all_is_an_empty_input() {
        assert!(parse::<crate::session::Empty>(serde_json::Value::Null).is_ok());
    }
}
