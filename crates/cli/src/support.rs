//! The tasks of one command each: set up a clinic, check its ledger. Secrets come from stdin or the environment, never from an
//! argument, which every user of the machine could read.

use std::io::BufRead;

use anyhow::Context;
use clap::Args;
use desk::door::answer;
use desk::{Desk, Seat};
use serde_json::{Value, json};

use crate::Stopped;

/// Where a password may stand instead of stdin.
const PASSWORD_VARIABLE: &str = "CLINIC_DESK_PASSWORD";

/// Creates the clinic described on stdin.
pub fn init(desk: &Desk, input: impl BufRead) -> Result<Value, Stopped> {
    let request = serde_json::from_reader(input).context("stdin is not the JSON of a set-up")?;
    Ok(answer(desk, &Seat::default(), "setup.create", request)?)
}

#[derive(Args)]
pub struct Verify {
    /// An account that may read the ledger.
    #[arg(long, value_name = "NAME")]
    username: String,
}

impl Verify {
    pub fn run(&self, desk: &Desk, input: impl BufRead) -> Result<Value, Stopped> {
        let seat = Seat::default();
        let login = json!({ "username": self.username, "password": password(input)? });
        answer(desk, &seat, "session.login", login)?;
        let report = answer(desk, &seat, "ledger.verify", Value::Null);
        // Whatever was found, nobody is left sitting at the desk.
        answer(desk, &seat, "session.logout", Value::Null)?;
        Ok(report?)
    }
}

fn password(mut input: impl BufRead) -> anyhow::Result<String> {
    if let Ok(password) = std::env::var(PASSWORD_VARIABLE) {
        return Ok(password);
    }
    let mut line = String::new();
    input.read_line(&mut line).context("no password on stdin")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
