//! Values that have no column of their own, in the `ext` of their row: columns newer than this hub, and what does not fit its column's type.
//! A JSON object from column number to the value with its kind, so that exactly the same value comes back.

use serde_json::{Map, Value as Json, json};
use wire::changes::{Malformed, Value};

/// What `ext` holds; null for nothing.
pub fn write<'v>(values: impl Iterator<Item = (u16, &'v Value)>) -> Option<String> {
    let object: Map<String, Json> =
        values.map(|(column, value)| (column.to_string(), written(value))).collect();
    (!object.is_empty()).then(|| Json::Object(object).to_string())
}

/// Reads what `write` wrote.
pub fn read(text: &str) -> Result<Vec<(u16, Value)>, Malformed> {
    let object: Map<String, Json> = serde_json::from_str(text).map_err(|_| Malformed)?;
    object.iter().map(|(column, held)| Ok((column.parse().map_err(|_| Malformed)?, value(held)?))).collect()
}

fn written(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => json!({ "i": number }),
        // The bits: not every number is one in JSON.
        Value::Real(number) => json!({ "r": format!("{:016x}", number.to_bits()) }),
        // PostgreSQL has no NUL in texts, in JSON neither.
        Value::Text(text) if text.contains('\0') => json!({ "z": hex(text.as_bytes()) }),
        Value::Text(text) => json!({ "t": text }),
        Value::Blob(bytes) => json!({ "b": hex(bytes) }),
    }
}

fn value(held: &Json) -> Result<Value, Malformed> {
    if held.is_null() {
        return Ok(Value::Null);
    }
    let (kind, content) = held.as_object().and_then(|object| object.iter().next()).ok_or(Malformed)?;
    let text = || content.as_str().ok_or(Malformed);
    Ok(match kind.as_str() {
        "i" => Value::Integer(content.as_i64().ok_or(Malformed)?),
        "r" => Value::Real(f64::from_bits(u64::from_str_radix(text()?, 16).map_err(|_| Malformed)?)),
        "t" => Value::Text(text()?.to_owned()),
        "z" => Value::Text(String::from_utf8(unhex(text()?)?).map_err(|_| Malformed)?),
        "b" => Value::Blob(unhex(text()?)?),
        _ => return Err(Malformed),
    })
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Result<Vec<u8>, Malformed> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return Err(Malformed);
    }
    let pairs = (0..text.len()).step_by(2);
    pairs.map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| Malformed)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
    use wire::changes::Value;

    use super::{read, write};

    fn values() -> impl Strategy<Value = Value> {
        prop_oneof![
            any::<i64>().prop_map(Value::Integer),
            (-1e300f64..1e300).prop_map(Value::Real),
            ".{0,40}".prop_map(Value::Text),
            "a\0{0,3}b".prop_map(Value::Text),
            prop::collection::vec(any::<u8>(), 0..40).prop_map(Value::Blob),
        ]
    }

    proptest! {
        #[test]
        fn what_is_spilled_is_read_back(values in prop::collection::btree_map(any::<u16>(), values(), 1..6)) {
            let text = write(values.iter().map(|(column, value)| (*column, value))).expect("not empty");
            prop_assert_eq!(read(&text).expect("ours").into_iter().collect::<std::collections::BTreeMap<_, _>>(), values);
        }
    }

    #[test]
    fn numbers_that_json_does_not_have_are_kept() {
        let text = write([(1, &Value::Real(f64::NEG_INFINITY))].into_iter()).expect("not empty");
        assert_eq!(read(&text), Ok(vec![(1, Value::Real(f64::NEG_INFINITY))]));
        assert_eq!(write(std::iter::empty()), None);
    }
}
