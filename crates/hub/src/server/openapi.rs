//! What this server answers to, as an OpenAPI document.

use serde_json::{Value, json};
use wire::sync::http::{CONTENT_TYPE, ENROL_PATH};
use wire::sync::{MOST_BYTES_SENT, PROTOCOL};

/// The document.
pub fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Clinic Desk hub",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Desks of a clinic say what they did and hear what others did. Bodies are MessagePack maps, compressed with zstd \
                as one frame; their fields are described here as if they were JSON, with binary fields as base64. Protocol version ".to_owned()
                + &PROTOCOL.to_string() + ".",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "paths": {
            ENROL_PATH: { "post": message("enrol", "A desk comes into a clinic by a code that works once.", "EnrolRequest", "EnrolReply", false) },
            "/v1/clinics/{clinic}/sync": { "parameters": [clinic()], "post": message("sync", "Push and pull in one round trip.", "SyncRequest", "SyncReply", true) },
            "/v1/clinics/{clinic}/number": { "parameters": [clinic()], "post": message("number", "A desk that was cloned or restored goes on under a number of its own.", "NewNumberRequest", "NewNumberReply", true) },
            "/v1/clinics/{clinic}/events": { "parameters": [clinic()], "get": {
                "operationId": "events",
                "summary": "Says how far the clinic's order is, at once and whenever it grew.",
                "security": [{ "desk": [] }],
                "responses": with_troubles(json!({
                    "200": { "description": "Events named `head`, whose data is a number.", "content": { "text/event-stream": { "schema": { "type": "string" } } } }
                })),
            } },
            "/v1/clinics/{clinic}/desks": { "parameters": [clinic()], "get": {
                "operationId": "desks",
                "summary": "The clinic's desks.",
                "security": [{ "desk": [] }],
                "responses": with_troubles(json!({ "200": { "description": "They.", "content": body("DesksReply") } })),
            } },
            "/v1/clinics/{clinic}/codes": { "parameters": [clinic()], "post": message("codes", "A code by which one more desk can enrol.", "NewCodeRequest", "NewCodeReply", true) },
            "/v1/clinics/{clinic}/revoke": { "parameters": [clinic()], "post": message("revoke", "Nothing more is taken of another desk.", "RevokeRequest", "DesksReply", true) },
            "/v1/clinics/{clinic}/quarantine": { "parameters": [clinic()], "post": message("quarantine", "What becomes of the work of a revoked desk.", "QuarantineRequest", "QuarantineReply", true) },
            "/v1/clinics/{clinic}/trail": { "parameters": [clinic()], "post": message("trail", "What was done at the clinic's desks, newest first.", "TrailRequest", "TrailReply", true) },
            "/v1/clinics/{clinic}/blobs": {
                "parameters": [clinic(), { "name": "after", "in": "query", "required": false, "schema": hash_in_a_path() }],
                "get": fetched("blobs", "The contents that documents of the clinic name and that are not here whole.", "BlobsReply"),
            },
            "/v1/clinics/{clinic}/blobs/{hash}": {
                "parameters": [clinic(), hash()],
                "get": fetched("blob", "Which parts of a content are here.", "BlobReply"),
            },
            "/v1/clinics/{clinic}/blobs/{hash}/{part}": {
                "parameters": [clinic(), hash(), { "name": "part", "in": "path", "required": true, "schema": { "type": "integer", "minimum": 0 } }],
                "get": fetched("give_part", "A part of a content that is here whole.", "BlobPart"),
                "put": message("take_part", "A part of a content that a document of the clinic names.", "BlobPart", "BlobReply", true),
            },
            "/healthz": { "get": {
                "operationId": "health",
                "summary": "Whether this process can answer.",
                "responses": { "200": plain("It can."), "503": plain("It has no database, or is ending.") },
            } },
            "/openapi.json": { "get": {
                "operationId": "openapi",
                "summary": "This document.",
                "responses": { "200": { "description": "It.", "content": { "application/json": { "schema": { "type": "object" } } } } },
            } },
        },
        "components": {
            "securitySchemes": { "desk": { "type": "http", "scheme": "bearer", "description": "The desk's token: 64 hexadecimal digits." } },
            "schemas": schemas(),
        },
    })
}

fn clinic() -> Value {
    json!({ "name": "clinic", "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } })
}

fn hash() -> Value {
    json!({ "name": "hash", "in": "path", "required": true, "schema": hash_in_a_path() })
}

fn hash_in_a_path() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of all of the content." })
}

/// What takes no message and answers with one.
fn fetched(name: &str, summary: &str, reply: &str) -> Value {
    json!({
        "operationId": name,
        "summary": summary,
        "security": [{ "desk": [] }],
        "responses": with_troubles(json!({ "200": { "description": "It.", "content": body(reply) } })),
    })
}

fn plain(description: &str) -> Value {
    json!({ "description": description, "content": { "text/plain": { "schema": { "type": "string" } } } })
}

fn body(schema: &str) -> Value {
    json!({ CONTENT_TYPE: {
        "schema": { "type": "string", "contentMediaType": CONTENT_TYPE, "maxLength": MOST_BYTES_SENT },
        "x-message": { "$ref": format!("#/components/schemas/{schema}") },
    } })
}

fn message(name: &str, summary: &str, request: &str, reply: &str, secured: bool) -> Value {
    let mut operation = json!({
        "operationId": name,
        "summary": summary,
        "requestBody": { "required": true, "content": body(request) },
        "responses": with_troubles(json!({ "200": { "description": "Taken.", "content": body(reply) } })),
    });
    if secured {
        operation["security"] = json!([{ "desk": [] }]);
    }
    operation
}

fn with_troubles(mut responses: Value) -> Value {
    for (status, description) in [
        ("400", "Not a message of this protocol."),
        ("401", "The code is unknown, used up or too old."),
        ("403", "This desk was revoked."),
        ("404", "No such clinic, or not this desk's: one is not told from the other."),
        ("409", "A gap, a fork, another epoch, or a history on both sides."),
        ("410", "The cursor lies before what the hub still has."),
        ("413", "Too large, or no room is left for the clinic's files."),
        ("422", "A part of a file, or all of it, is not what its hash says."),
        ("426", "This version of the desk is no longer understood."),
        ("429", "Come again after `retry-after` seconds."),
        ("500", "A fault of the hub. Nothing was taken."),
    ] {
        responses[status] = json!({ "description": description, "content": body("Trouble") });
    }
    responses
}

fn schemas() -> Value {
    let number = || json!({ "type": "integer", "minimum": 0 });
    let text = || json!({ "type": "string" });
    let id = || json!({ "type": "string", "description": "16 bytes.", "contentEncoding": "base64" });
    let bytes = || json!({ "type": "string", "contentEncoding": "base64" });
    // What is not required may also be said to be null.
    let object = |required: &[&str], mut properties: Value| {
        for (name, property) in properties.as_object_mut().into_iter().flatten() {
            if !required.contains(&name.as_str()) {
                property["type"] = json!([property["type"], "null"]);
            }
        }
        json!({ "type": "object", "required": required, "properties": properties })
    };
    json!({
        "EnrolRequest": object(&["protocol", "code", "desk", "name", "schema", "operations"], json!({
            "protocol": number(), "code": text(), "desk": id(), "name": text(), "schema": number(), "operations": number(), "returning": id(),
        })),
        "EnrolReply": object(&["clinic", "clinic_name", "number", "letter", "token", "epoch", "joined"], json!({
            "clinic": id(), "clinic_name": text(), "number": number(), "letter": text(), "token": text(), "epoch": id(),
            "joined": { "type": "boolean" },
        })),
        "SyncRequest": object(&["protocol", "schema", "boot", "cursor", "push", "max_bytes"], json!({
            "protocol": number(), "schema": number(), "epoch": id(), "boot": id(), "cursor": number(),
            "everything": { "type": "boolean" },
            "push": { "type": "array", "items": object(&["o", "c", "b"], json!({ "o": bytes(), "c": bytes(), "p": bytes(), "b": number() })) },
            "digests": { "type": "array", "items": object(&["table", "sum"], json!({ "table": number(), "sum": number() })) },
            "max_bytes": number(),
        })),
        "SyncReply": object(&["epoch", "now", "through", "outcomes", "rows", "next", "head", "more", "least_schema"], json!({
            "epoch": id(), "now": number(), "through": number(),
            "outcomes": { "type": "array", "items": object(&["number", "kind"], json!({
                "number": number(), "kind": { "enum": ["accepted", "merged", "attention", "rejected"] },
                "why": object(&["code"], json!({ "code": text() })),
            })) },
            "rows": bytes(), "next": number(), "head": number(), "more": { "type": "boolean" },
            "refilled": { "type": "boolean" }, "differs": { "type": "array", "items": number() }, "least_schema": number(),
            "chains": { "type": "boolean" },
        })),
        "NewNumberRequest": object(&["protocol", "boot", "desk", "from_number", "from_hash"], json!({
            "protocol": number(), "boot": id(), "desk": id(), "from_number": number(), "from_hash": bytes(),
        })),
        "NewNumberReply": object(&["number", "letter", "token"], json!({ "number": number(), "letter": text(), "token": text() })),
        "DesksReply": object(&["desks", "quarantined"], json!({
            "desks": { "type": "array", "items": object(&["number", "letter", "name", "schema", "through", "behind", "enrolled_at"], json!({
                "number": number(), "letter": text(), "name": text(), "schema": number(), "through": number(), "behind": number(),
                "enrolled_at": number(), "seen_at": number(), "revoked_at": number(), "follows": number(),
            })) },
            "quarantined": number(),
        })),
        "NewCodeRequest": object(&["protocol", "hours"], json!({ "protocol": number(), "hours": { "type": "integer", "minimum": 1, "maximum": 168 } })),
        "NewCodeReply": object(&["code", "expires_at"], json!({ "code": text(), "expires_at": number() })),
        "RevokeRequest": object(&["protocol", "desk"], json!({ "protocol": number(), "desk": number() })),
        "QuarantineRequest": object(&["protocol", "desk", "verdict"], json!({
            "protocol": number(), "desk": number(), "verdict": { "enum": ["let_in", "discard"] },
        })),
        "QuarantineReply": object(&["settled", "left"], json!({ "settled": number(), "left": number() })),
        "TrailRequest": object(&["protocol", "most"], json!({ "protocol": number(), "before": number(), "desk": number(), "most": number() })),
        "TrailReply": object(&["operations", "more"], json!({
            "operations": { "type": "array", "items": object(&["seq", "desk", "o", "c", "p", "outcome", "received_at"], json!({
                "seq": number(), "desk": number(), "o": bytes(), "c": bytes(), "p": bytes(),
                "outcome": { "enum": ["accepted", "merged", "attention", "rejected"] }, "received_at": number(),
            })) },
            "more": { "type": "boolean" },
        })),
        "BlobPart": object(&["protocol", "size", "digest", "bytes"], json!({
            "protocol": number(), "size": number(), "digest": bytes(), "bytes": bytes(),
        })),
        "BlobReply": object(&["complete"], json!({
            "size": number(), "complete": { "type": "boolean" }, "missing": { "type": "array", "items": number() },
        })),
        "BlobsReply": object(&["wanted"], json!({
            "wanted": { "type": "array", "items": bytes() }, "more": { "type": "boolean" },
        })),
        "Trouble": object(&["code"], json!({
            "code": { "enum": [
                "malformed", "not_found", "unknown", "revoked", "gap", "forked", "epoch", "purged", "too_large", "old_desk", "busy",
                "not_empty", "full", "damaged_part", "damaged_whole", "fault",
            ] },
            "through": number(), "hash": bytes(), "epoch": id(), "head": number(), "least": number(), "after": number(),
        })),
    })
}
