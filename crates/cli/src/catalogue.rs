//! The command table as a document: JSON with schemas for programs, TypeScript for the screens, Markdown for people.

use std::fmt::Write as _;

use anyhow::Result;
use clap::Args;
use desk::commands::{Access, table, typescript};
use domain::code::Code;
use serde_json::{Value, json};

#[derive(Args)]
#[group(multiple = false)]
pub struct Form {
    /// Names, access, and the JSON Schema of each input and output.
    #[arg(long)]
    json: bool,
    /// The types the screens are written against.
    #[arg(long)]
    typescript: bool,
    /// A table to read. The default.
    #[arg(long)]
    markdown: bool,
}

impl Form {
    pub fn render(&self) -> Result<String> {
        match self {
            Self { json: true, .. } => Ok(serde_json::to_string_pretty(&as_json())? + "\n"),
            Self { typescript: true, .. } => Ok(typescript::bindings()),
            Self { .. } => Ok(as_markdown()),
        }
    }
}

fn as_json() -> Value {
    let commands: Vec<Value> = table()
        .iter()
        .map(|command| {
            json!({
                "name": command.name,
                "access": access(command.access),
                "summary": command.summary,
                "input": command.input_schema(),
                "output": command.output_schema(),
            })
        })
        .collect();
    json!({ "commands": commands })
}

fn as_markdown() -> String {
    let mut page = String::from("| command | who | what |\n|---|---|---|\n");
    for command in table() {
        writeln!(page, "| `{}` | {} | {} |", command.name, access(command.access), command.summary)
            .expect("a string takes what is written to it");
    }
    page
}

/// `everybody`, `logged_in`, or the permission's code.
fn access(access: Access) -> &'static str {
    match access {
        Access::Everybody => "everybody",
        Access::LoggedIn => "logged_in",
        Access::Needs(permission) => permission.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::{as_json, as_markdown};

    #[test]
    fn every_command_has_two_schemas_and_a_line() {
        let json = as_json();
        let page = as_markdown();
        for command in json["commands"].as_array().unwrap() {
            for side in ["input", "output"] {
                assert!(jsonschema_of(&command[side]), "{} has no schema of its {side}", command["name"]);
            }
            assert!(page.contains(&format!("| `{}` |", command["name"].as_str().unwrap())));
        }
    }

    fn jsonschema_of(schema: &serde_json::Value) -> bool {
        schema["$schema"] == "https://json-schema.org/draft/2020-12/schema" && schema["type"] == "object"
    }
}
