//! The OpenAPI document, taken at its word: messages made from its schemas, right and wrong, get nothing but the answers it names.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_bytes::ByteBuf;
use serde_json::Value;
use uuid::Uuid;
use wire::sync::pack;

use super::super::openapi::document;
use super::client::{head, raw};
use super::{Settings, World, world};
use crate::store::tests::world::Dice;

/// Something that a schema allows, or nearly.
enum Made {
    Nothing,
    Number(u64),
    Flag(bool),
    Text(String),
    Bytes(ByteBuf),
    List(Vec<Made>),
    Object(BTreeMap<String, Made>),
}

impl Serialize for Made {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => to.serialize_none(),
            Self::Number(number) => number.serialize(to),
            Self::Flag(flag) => flag.serialize(to),
            Self::Text(text) => text.serialize(to),
            Self::Bytes(bytes) => bytes.serialize(to),
            Self::List(all) => all.serialize(to),
            Self::Object(fields) => fields.serialize(to),
        }
    }
}

const NUMBERS: [u64; 9] = [0, 1, 2, 6, 168, u16::MAX as u64 + 1, u32::MAX as u64, i64::MAX as u64, u64::MAX];

fn make(schema: &Value, dice: &mut Dice) -> Made {
    if dice.one_in(60) {
        return [Made::Nothing, Made::Text("x".into()), Made::Number(7), Made::List(Vec::new())]
            .into_iter()
            .nth(dice.index(4))
            .expect("one of four");
    }
    if let Some(allowed) = schema["enum"].as_array() {
        return Made::Text(allowed[dice.index(allowed.len())].as_str().expect("a text").to_owned());
    }
    match schema["type"].as_str().expect("a type") {
        "integer" => {
            Made::Number(if dice.one_in(2) { 1 + dice.below(6) } else { NUMBERS[dice.index(NUMBERS.len())] })
        }
        "boolean" => Made::Flag(dice.one_in(2)),
        "array" => Made::List((0..dice.below(4)).map(|_| make(&schema["items"], dice)).collect()),
        "object" => {
            let properties = schema["properties"].as_object().expect("properties");
            let required: Vec<&str> =
                schema["required"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
            let mut made = BTreeMap::new();
            for (name, property) in properties {
                let is_there =
                    if required.contains(&name.as_str()) { !dice.one_in(60) } else { dice.one_in(2) };
                let likely = match name.as_str() {
                    "protocol" => Some(Made::Number(1)),
                    "schema" => Some(Made::Number(6)),
                    "epoch" => Some(Made::Nothing),
                    "cursor" => Some(Made::Number(0)),
                    "push" => Some(Made::List(Vec::new())),
                    _ => None,
                };
                let likely = likely.filter(|_| !dice.one_in(10));
                if is_there {
                    made.insert(name.clone(), likely.unwrap_or_else(|| make(property, dice)));
                }
            }
            Made::Object(made)
        }
        _ if schema["contentEncoding"] == "base64" => {
            let length =
                if schema["description"] == "16 bytes." { 16 } else { [0, 1, 32, 300][dice.index(4)] };
            Made::Bytes((0..length).map(|_| dice.below(256) as u8).collect::<Vec<_>>().into())
        }
        _ => Made::Text(["", "a", "سارة", "\0", "' or 1=1 --", "ABCD-EFGH"][dice.index(6)].into()),
    }
}

#[tokio::test]
async fn nothing_is_answered_that_the_document_does_not_name() {
    let settings =
        Settings { failure_rate: (1_000_000, 1.0), desk_rate: (1_000_000, 1.0), ..Settings::default() };
    let World { operator, clinic, server, .. } = world(settings).await;
    let (_, token) = server.desk(&operator, clinic).await;
    let document = document();
    let mut dice = Dice::of(11);
    let mut seen = BTreeMap::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in
            item.as_object().expect("an item").iter().filter(|(name, _)| *name != "parameters")
        {
            // A stream has no end to wait for.
            if path.ends_with("/events") {
                continue;
            }
            for _ in 0..250 {
                let of = if dice.one_in(8) { Uuid::nil() } else { clinic };
                let content = operation["requestBody"]["content"]
                    .as_object()
                    .and_then(|content| content.values().next());
                let name =
                    content.and_then(|content| content["x-message"]["$ref"].as_str()?.rsplit('/').next());
                let body = name.map_or_else(Vec::new, |name| {
                    pack(&make(&document["components"]["schemas"][name], &mut dice))
                });
                let token =
                    [Some(token.as_str()), None, Some("x")][if dice.one_in(8) { dice.index(3) } else { 0 }];
                let path = path.replace("{clinic}", &of.to_string());
                let bytes =
                    [head(&method.to_uppercase(), &path, token, body.len()).as_bytes(), &body].concat();
                let answer = raw(server.address, &bytes).await.expect("an answer");
                let status = answer.status.to_string();
                let named = &operation["responses"][&status];
                assert!(named.is_object(), "{method} {path}: {status}");
                let kinds = named["content"].as_object().expect("contents");
                assert!(
                    kinds.keys().any(|kind| answer.head.contains(kind.as_str())),
                    "{method} {path}: {}",
                    answer.head
                );
                assert!(answer.status < 500, "{method} {path}: {status}");
                if answer.status >= 400 {
                    // A trouble whose code goes with the status.
                    answer.trouble();
                }
                *seen
                    .entry(format!("{status} {method} {}", path.rsplit('/').next().unwrap_or("")))
                    .or_insert(0) += 1;
            }
        }
    }
    // Both what is right and what is wrong came about.
    for wanted in [
        "200 post sync",
        "200 post codes",
        "200 post trail",
        "200 get desks",
        "401 post enrol",
        "409 post number",
        "400 post revoke",
        "404 post sync",
    ] {
        assert!(seen.contains_key(wanted), "{wanted} in {seen:?}");
    }
}
