//! `clinic-hub`: the central server of clinics, and its administration.
#![allow(clippy::print_stdout, reason = "a command line answers on its output")]

mod cli;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser as _;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("clinic-hub: {}", in_one_line(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes, each said once: some errors repeat their cause in their own words.
fn in_one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain().map(|cause| cause.to_string().trim().to_owned()) {
        if !line.contains(&cause) {
            let between = if line.is_empty() { "" } else { ": " };
            line = format!("{line}{between}{cause}");
        }
    }
    line
}

fn run() -> Result<()> {
    let arguments = cli::Arguments::parse();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(arguments.run())
}
