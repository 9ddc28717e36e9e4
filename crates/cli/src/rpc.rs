//! JSON-RPC 2.0 (<https://www.jsonrpc.org/specification>), one object or batch a line. The method is the command's name, its
//! params are the command's input, by name. An error's `data` is `{code, params, fields?, incident?}`.

use std::io::{self, BufRead, Read as _, Write};

use desk::door::{self, Trouble, answer};
use desk::{Desk, FieldError, Refusal, Seat};
use serde_json::{Value, json};

/// The longest line that is read, in bytes. The largest input anybody sends is a document of 20 MiB, which is 27 in base64.
const LONGEST_LINE: u64 = 32 * 1024 * 1024;

/// Error numbers the specification fixes, and one of the range it leaves to servers for everything the rules refuse.
mod number {
    pub const PARSE: i64 = -32700;
    pub const INVALID_REQUEST: i64 = -32600;
    pub const METHOD_NOT_FOUND: i64 = -32601;
    pub const INVALID_PARAMS: i64 = -32602;
    pub const INTERNAL: i64 = -32603;
    pub const REFUSED: i64 = -32000;
}

/// Answers line by line until the input ends. Each answer is flushed before the next line is read.
///
/// # Errors
/// When a pipe fails. The other side hanging up is an ordinary end.
pub fn serve(desk: &Desk, mut input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let seat = Seat::default();
    while let Some(line) = next_line(&mut input)? {
        let Some(reply) = reply_to(desk, &seat, &line) else { continue };
        let written = serde_json::to_writer(&mut output, &reply)
            .map_err(io::Error::from)
            .and_then(|()| output.write_all(b"\n"))
            .and_then(|()| output.flush());
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            written => written?,
        }
    }
    Ok(())
}

/// One line without its end, or nothing where the line was too long to be kept.
type Line = Option<Vec<u8>>;

fn next_line(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.len() as u64 == LONGEST_LINE && line.last() != Some(&b'\n') {
        input.skip_until(b'\n')?;
        return Ok(Some(None));
    }
    Ok(Some(Some(line)))
}

fn reply_to(desk: &Desk, seat: &Seat, line: &Line) -> Option<Value> {
    let Some(line) = line else {
        return Some(failure(Value::Null, number::PARSE, Refusal::new("rpc.too_long")));
    };
    if line.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    match serde_json::from_slice(line) {
        Err(_) => Some(failure(Value::Null, number::PARSE, Refusal::new("rpc.parse"))),
        Ok(Value::Array(batch)) if !batch.is_empty() => {
            let replies: Vec<Value> =
                batch.into_iter().filter_map(|request| reply_to_one(desk, seat, request)).collect();
            (!replies.is_empty()).then_some(Value::Array(replies))
        }
        Ok(request) => reply_to_one(desk, seat, request),
    }
}

fn reply_to_one(desk: &Desk, seat: &Seat, request: Value) -> Option<Value> {
    let call = match Call::read(request) {
        Ok(call) => call,
        Err(id) => return Some(failure(id, number::INVALID_REQUEST, Refusal::new("rpc.invalid_request"))),
    };
    let answer = if call.params.is_array() {
        // By position is allowed by the specification; a command's fields have names and no order.
        Err(Box::new(Refusal::invalid(vec![FieldError::new("", "type")]).into()))
    } else {
        answer(desk, seat, &call.method, call.params)
    };
    // Without an id it was a notification: done or not, nobody is told.
    let id = call.id?;
    Some(match answer {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(trouble) => failure(id, number_of(&trouble), *trouble),
    })
}

/// A well-formed request object.
struct Call {
    id: Option<Value>,
    method: String,
    params: Value,
}

impl Call {
    /// The call, or the id to answer an invalid one under (null where it cannot be told).
    fn read(request: Value) -> Result<Self, Value> {
        let Value::Object(mut request) = request else { return Err(Value::Null) };
        let id = match request.remove("id") {
            Some(id @ (Value::Null | Value::Number(_) | Value::String(_))) => Some(id),
            Some(_) => return Err(Value::Null),
            None => None,
        };
        let params = request.remove("params");
        match (request.remove("jsonrpc"), request.remove("method"), params) {
            (
                Some(Value::String(version)),
                Some(Value::String(method)),
                params @ (None | Some(Value::Object(_) | Value::Array(_))),
            ) if version == "2.0" => Ok(Self { id, method, params: params.unwrap_or_default() }),
            _ => Err(id.unwrap_or_default()),
        }
    }
}

fn number_of(trouble: &Trouble) -> i64 {
    match trouble.code {
        "command.unknown" => number::METHOD_NOT_FOUND,
        "input.invalid" => number::INVALID_PARAMS,
        door::FAULT => number::INTERNAL,
        _ => number::REFUSED,
    }
}

fn failure(id: Value, number: i64, trouble: impl Into<Trouble>) -> Value {
    let trouble = trouble.into();
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": number, "message": trouble.code, "data": trouble } })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use desk::{Desk, SystemClock};
    use serde_json::{Value, json};

    use super::serve;

    /// Every line the desk answers to these lines, in an empty directory.
    #[track_caller]
    fn converse(lines: &[u8]) -> Vec<Value> {
        let dir = tempfile::tempdir().unwrap();
        let desk = Desk::at(dir.path(), Arc::new(SystemClock));
        let mut output = Vec::new();
        serve(&desk, lines, &mut output).unwrap();
        let output = String::from_utf8(output).unwrap();
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[track_caller]
    fn check_failure(line: &[u8], id: Value, number: i64, code: &str) {
        let replies = converse(line);
        assert_eq!(replies.len(), 1, "{replies:?}");
        let error = &replies[0]["error"];
        assert_eq!(
            (&replies[0]["id"], &error["code"], &error["data"]["code"]),
            (&id, &json!(number), &json!(code))
        );
        assert_eq!(replies[0]["jsonrpc"], "2.0");
        assert!(replies[0].get("result").is_none());
    }

    #[test]
    fn what_is_not_json_is_a_parse_error() {
        check_failure(b"{\"jsonrpc\": \"2.0\", \"method\n", Value::Null, -32700, "rpc.parse");
        check_failure(b"\xff\xfe\n", Value::Null, -32700, "rpc.parse");
    }

    #[test]
    fn a_line_without_end_is_refused_and_the_next_one_is_read() {
        let mut lines = vec![b' '; usize::try_from(super::LONGEST_LINE).unwrap() + 1];
        lines.extend_from_slice(b"\n[]\n");
        let replies = converse(&lines);
        assert_eq!(replies[0]["error"]["data"]["code"], "rpc.too_long");
        assert_eq!(replies[1]["error"]["data"]["code"], "rpc.invalid_request");
    }

    #[test]
    fn what_is_no_request_is_an_invalid_request() {
        for (line, id) in [
            ("1", Value::Null),
            ("[]", Value::Null),
            (r#"{"method": "session.state", "id": 4}"#, json!(4)),
            (r#"{"jsonrpc": "1.0", "method": "session.state", "id": 4}"#, json!(4)),
            (r#"{"jsonrpc": "2.0", "method": 7, "id": "a"}"#, json!("a")),
            (r#"{"jsonrpc": "2.0", "method": "session.state", "id": {}}"#, Value::Null),
            (r#"{"jsonrpc": "2.0", "method": "session.state", "params": "x", "id": 1}"#, json!(1)),
        ] {
            check_failure(format!("{line}\n").as_bytes(), id, -32600, "rpc.invalid_request");
        }
    }

    #[test]
    fn an_unknown_method_is_named() {
        let line = br#"{"jsonrpc": "2.0", "method": "patients.eat", "id": 1}"#;
        check_failure(line, json!(1), -32601, "command.unknown");
        assert_eq!(converse(line)[0]["error"]["data"]["params"]["command"], "patients.eat");
    }

    #[test]
    fn wrong_params_name_every_field() {
        let line = br#"{"jsonrpc": "2.0", "method": "session.login", "params": {"username": 5}, "id": 1}"#;
        check_failure(line, json!(1), -32602, "input.invalid");
        let fields = &converse(line)[0]["error"]["data"]["fields"];
        assert_eq!(fields.as_array().map(Vec::len), Some(2), "{fields}");
    }

    #[test]
    fn params_by_position_are_refused() {
        let line = br#"{"jsonrpc": "2.0", "method": "session.login", "params": ["a", "b"], "id": 1}"#;
        check_failure(line, json!(1), -32602, "input.invalid");
    }

    #[test]
    fn what_needs_a_login_is_refused_without_one() {
        check_failure(
            br#"{"jsonrpc": "2.0", "method": "session.whoami", "id": null}"#,
            Value::Null,
            -32000,
            "session.required",
        );
    }

    #[test]
    fn a_notification_is_never_answered() {
        let lines = concat!(
            r#"{"jsonrpc": "2.0", "method": "patients.eat"}"#,
            "\n\n",
            r#"[{"jsonrpc": "2.0", "method": "patients.eat"}, {"jsonrpc": "2.0", "method": "session.whoami"}]"#,
            "\n"
        );
        assert_eq!(converse(lines.as_bytes()), Vec::<Value>::new());
    }

    #[test]
    fn a_batch_is_answered_in_one_line_without_its_notifications() {
        let replies = converse(
            br#"[{"jsonrpc": "2.0", "method": "session.whoami", "id": "a"}, 1, {"jsonrpc": "2.0", "method": "session.whoami"}]"#,
        );
        let ids: Vec<&Value> = replies[0].as_array().unwrap().iter().map(|reply| &reply["id"]).collect();
        assert_eq!(ids, [&json!("a"), &Value::Null]);
    }
}
