//! What the windows may call: the one in the waiting room, where anybody can reach it, asks for the numbers and for nothing else.

use serde_json::{Value, json};

use crate::tree::File;
use crate::{Complaints, check, try_on};

const WAITING_ROOM: &str = "waiting-room";
const NUMBERS: &str = "allow-waiting-numbers";

fn the_waiting_room_may_ask_for_numbers_alone(files: &[File]) -> Complaints {
    let mut complaints = Complaints::new();
    for file in files.iter().filter(|file| file.path.starts_with("src-tauri/capabilities/")) {
        let Ok(capability) = serde_json::from_str::<Value>(&file.text) else {
            complaints.push(file.at(1, "no capability can be read here"));
            continue;
        };
        let own = json!([WAITING_ROOM]);
        let reaches_it = capability["windows"]
            .as_array()
            .is_none_or(|windows| windows.iter().any(|window| window.as_str().is_none_or(is_or_may_be_it)));
        if capability.get("webviews").is_some() || capability.get("remote").is_some() {
            complaints.push(file.at(1, "a capability is for a window of ours, by its name"));
        } else if reaches_it
            && (capability["windows"] != own || capability["permissions"] != json!([NUMBERS]))
        {
            complaints
                .push(file.at(1, "the window of the waiting room may ask for the numbers and nothing else"));
        }
    }
    complaints
}

/// A pattern may name it as well.
fn is_or_may_be_it(window: &str) -> bool {
    window == WAITING_ROOM || window.contains('*')
}

#[test]
fn what_hangs_in_the_waiting_room_may_ask_for_numbers_alone() {
    check(the_waiting_room_may_ask_for_numbers_alone);
    let on = |windows: Value, permissions: Value, should_complain| {
        let capability = json!({ "windows": windows, "permissions": permissions }).to_string();
        let path = "src-tauri/capabilities/sample.json";
        try_on(the_waiting_room_may_ask_for_numbers_alone, path, &capability, should_complain);
    };
    on(json!([WAITING_ROOM]), json!([NUMBERS]), false);
    on(json!(["main"]), json!(["allow-call"]), false);
    on(json!([WAITING_ROOM]), json!([NUMBERS, "allow-call"]), true);
    on(json!(["main", WAITING_ROOM]), json!([NUMBERS]), true);
    on(json!(["*"]), json!(["allow-call"]), true);
    on(Value::Null, json!(["allow-call"]), true);
}
