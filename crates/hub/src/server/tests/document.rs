//! The OpenAPI document, taken at its word: messages made from its schemas, right and wrong, get nothing but the answers it names, and the
//! answers hold nothing but what it describes.

use std::collections::BTreeMap;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_bytes::ByteBuf;
use serde_json::Value;
use uuid::Uuid;
use wire::sync::http::CONTENT_TYPE;
use wire::sync::{MOST_BYTES_READ, TroubleCode, pack, unpack};

use super::super::openapi::document;
use super::client::{Answer, head, raw, send};
use super::{Settings, World, world};
use crate::store::tests::world::Dice;

/// Something that a schema allows, or nearly; or what an answer turned out to hold.
#[derive(Debug)]
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

impl<'de> Deserialize<'de> for Made {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Made;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("anything of a message")
    }
    fn visit_unit<E: Error>(self) -> Result<Made, E> {
        Ok(Made::Nothing)
    }
    fn visit_bool<E: Error>(self, flag: bool) -> Result<Made, E> {
        Ok(Made::Flag(flag))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Made, E> {
        Ok(Made::Number(number))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Made, E> {
        Ok(Made::Text(text.to_owned()))
    }
    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Made, E> {
        Ok(Made::Bytes(ByteBuf::from(bytes)))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Made, A::Error> {
        let mut list = Vec::new();
        while let Some(one) = all.next_element()? {
            list.push(one);
        }
        Ok(Made::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Made, A::Error> {
        let mut object = BTreeMap::new();
        while let Some((name, value)) = all.next_entry()? {
            object.insert(name, value);
        }
        Ok(Made::Object(object))
    }
}

fn may_be(schema: &Value, kind: &str) -> bool {
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().any(|allowed| allowed == kind),
        allowed => allowed == kind,
    }
}

/// Holds what was answered against what was promised.
fn conforms(schema: &Value, said: &Made, at: &str) {
    match said {
        Made::Text(text) if schema["enum"].is_array() => {
            assert!(
                schema["enum"].as_array().is_some_and(|all| all.iter().any(|one| one == text)),
                "{at}: {text}"
            );
        }
        Made::Nothing => assert!(may_be(schema, "null"), "{at} is null"),
        Made::Number(_) => assert!(may_be(schema, "integer"), "{at} is a number"),
        Made::Flag(_) => assert!(may_be(schema, "boolean"), "{at} is a flag"),
        Made::Text(_) => {
            assert!(may_be(schema, "string") && schema["contentEncoding"].is_null(), "{at} is a text");
        }
        Made::Bytes(bytes) => {
            assert!(schema["contentEncoding"] == "base64", "{at} is bytes");
            assert!(
                schema["description"] != "16 bytes." || bytes.len() == 16,
                "{at} has {} bytes",
                bytes.len()
            );
        }
        Made::List(all) => {
            assert!(may_be(schema, "array"), "{at} is a list");
            all.iter().for_each(|one| conforms(&schema["items"], one, at));
        }
        Made::Object(fields) => {
            assert!(may_be(schema, "object"), "{at} is an object");
            for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                assert!(fields.contains_key(name), "{at} has no {name}");
            }
            for (name, value) in fields {
                let property = &schema["properties"][name];
                assert!(property.is_object(), "{at}.{name} is not described");
                conforms(property, value, &format!("{at}.{name}"));
            }
        }
    }
}

/// The schema that a message of ours is described by, by the media type's entry.
fn described<'d>(document: &'d Value, content: &Value) -> Option<&'d Value> {
    let name = content["x-message"]["$ref"].as_str()?.rsplit('/').next()?;
    Some(&document["components"]["schemas"][name])
}

/// An answer that the document names, holding what it says.
fn is_named(document: &Value, operation: &Value, answer: &Answer, what: &str) {
    let status = answer.status.to_string();
    let named = &operation["responses"][&status];
    assert!(named.is_object(), "{what}: {status}");
    assert!(answer.status < 500, "{what}: {status}");
    let kinds = named["content"].as_object().expect("contents");
    let kind = kinds.iter().find(|(kind, _)| answer.head.contains(kind.as_str()));
    let (_, content) = kind.unwrap_or_else(|| panic!("{what}: {}", answer.head));
    if let Some(schema) = described(document, content) {
        let said: Made = unpack(&answer.body).expect("a message");
        conforms(schema, &said, &format!("{what}: {status}"));
    }
    if answer.status >= 400 {
        // A trouble whose code goes with the status.
        answer.trouble();
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
    let kind = match &schema["type"] {
        Value::Array(_) if dice.one_in(3) => return Made::Nothing,
        Value::Array(kinds) => &kinds[0],
        kind => kind,
    };
    match kind.as_str().expect("a type") {
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

/// A path of the document with something in its holes.
fn within(path: &str, clinic: Uuid) -> String {
    path.replace("{clinic}", &clinic.to_string()).replace("{hash}", &"0f".repeat(32)).replace("{part}", "3")
}

#[tokio::test]
async fn nothing_is_answered_that_the_document_does_not_name() {
    let settings = Settings {
        failure_rate: (1_000_000, 1.0),
        desk_rate: (1_000_000, 1.0),
        file_rate: (1_000_000, 1.0),
        ..Settings::default()
    };
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
                let content = operation["requestBody"]["content"].as_object();
                let schema = content
                    .and_then(|content| content.values().next())
                    .and_then(|content| described(&document, content));
                let body = schema.map_or_else(Vec::new, |schema| pack(&make(schema, &mut dice)));
                let token =
                    [Some(token.as_str()), None, Some("x")][if dice.one_in(8) { dice.index(3) } else { 0 }];
                let path = within(path, of);
                let bytes =
                    [head(&method.to_uppercase(), &path, token, body.len()).as_bytes(), &body].concat();
                let answer = raw(server.address, &bytes).await.expect("an answer");
                is_named(&document, operation, &answer, &format!("{method} {path}"));
                let status = answer.status;
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
        "200 get blobs",
        "404 get 3",
        "413 put 3",
        "404 post sync",
    ] {
        assert!(seen.contains_key(wanted), "{wanted} in {seen:?}");
    }
}

/// Whatever else one may send: other methods, other kinds of body, none, nested or huge ones. All of it gets an answer, and none of it a fault.
#[tokio::test]
async fn what_the_document_does_not_know_is_refused_as_it_says() {
    let settings = Settings {
        failure_rate: (1_000_000, 1.0),
        desk_rate: (1_000_000, 1.0),
        file_rate: (1_000_000, 1.0),
        ..Settings::default()
    };
    let World { operator, clinic, server, .. } = world(settings).await;
    let (_, token) = server.desk(&operator, clinic).await;
    let (document, token) = (document(), Some(token.as_str()));
    let deep = pack(&(0..100).fold(Made::Nothing, |within, _| Made::List(vec![within])));
    let wide = pack(&"x".repeat(MOST_BYTES_READ - 16));
    let ask = async |head: &str, body: &[u8]| {
        raw(server.address, &[head.as_bytes(), body].concat()).await.expect("an answer")
    };
    for (path, item) in document["paths"].as_object().expect("paths") {
        let there = within(path, clinic);
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "BREW"] {
            if item[method.to_lowercase()].is_object() {
                continue;
            }
            let answer = ask(&head(method, &there, token, 0), b"").await;
            assert_eq!(answer.trouble(), TroubleCode::NotFound, "{method} {path}");
        }
        let by = if item["put"].is_object() { "PUT" } else { "POST" };
        let operation = &item[by.to_lowercase()];
        if !operation.is_object() {
            continue;
        }
        let right = pack(&BTreeMap::from([("protocol", 1)]));
        for body in [&b""[..], b"{}", b"\0", &right[..right.len() - 1], &right, &deep, &wide] {
            let answer = ask(&head(by, &there, token, body.len()), body).await;
            is_named(&document, operation, &answer, path);
            assert_eq!(answer.trouble(), TroubleCode::Malformed, "{path}");
        }
        for kind in
            ["application/json", "text/plain; charset=utf-8", "", "application/vnd.clinic-desk.sync; v=2"]
        {
            let of_kind = head(by, &there, token, right.len()).replace(CONTENT_TYPE, kind);
            let answer = ask(&of_kind, &right).await;
            assert_eq!(answer.trouble(), TroubleCode::Malformed, "{path} {kind}");
        }
        let without =
            head(by, &there, token, right.len()).replace(&format!("content-type: {CONTENT_TYPE}\r\n"), "");
        assert_eq!(ask(&without, &right).await.trouble(), TroubleCode::Malformed, "{path}");
    }
    for path in
        ["/", "/v1", "/v2/enrol", "/v1/clinics", "/v1/clinics/x/sync", "/v1/enrol/", "/v1//enrol", "/%00"]
    {
        let answer = send(server.address, path, token, &pack(&())).await;
        assert_eq!(answer.trouble(), TroubleCode::NotFound, "{path}");
    }
    assert_eq!(server.hub.memory.taken(), 0);
}
