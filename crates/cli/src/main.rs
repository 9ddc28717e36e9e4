//! `clinic-desk`: the command table on stdin and stdout, for scripts, tests and support. It takes a command, calls the desk and
//! returns the answer; nothing is decided here.
//! An answer is JSON on stdout; what went wrong is JSON on stderr with exit code 1; logs go to stderr.
#![allow(clippy::print_stdout)]

#[cfg(feature = "bridge")]
mod bridge;
mod catalogue;
mod demo;
mod rpc;
mod support;

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::{Parser, Subcommand};
use desk::door::Trouble;
use desk::{Desk, SystemClock};
use serde_json::Value;

#[derive(Parser)]
#[command(name = "clinic-desk", version, about = "The clinic's front desk, without its window.")]
struct Arguments {
    /// The desk's directory: the encrypted database and its keys.
    #[arg(long, global = true, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Make a clinic around today's date, and print who can log in.
    Demo(demo::Demo),
    /// Set up a new clinic: reads the input of `setup.create` as JSON from stdin, prints its reply with the recovery code.
    Init,
    /// Answer JSON-RPC 2.0, one object a line, on stdin and stdout. Log in first with `session.login`.
    Rpc,
    /// Log in and check the whole ledger. The password comes from CLINIC_DESK_PASSWORD, or is the first line of stdin.
    Verify(support::Verify),
    /// List every command of the desk.
    Commands(catalogue::Form),
    /// Serve the desk over HTTP on the loopback, for development and browser tests.
    #[cfg(feature = "bridge")]
    Bridge(bridge::Bridge),
}

/// How a task ended that did not succeed.
enum Stopped {
    /// The desk said no, or broke.
    Trouble(Box<Trouble>),
    /// The surroundings failed: arguments, files, pipes.
    Surroundings(anyhow::Error),
}

impl From<Box<Trouble>> for Stopped {
    fn from(trouble: Box<Trouble>) -> Self {
        Self::Trouble(trouble)
    }
}
impl From<anyhow::Error> for Stopped {
    fn from(error: anyhow::Error) -> Self {
        Self::Surroundings(error)
    }
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("CLINIC_DESK_LOG").unwrap_or_else(|_| "warn".into()),
        )
        .init();
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(Stopped::Trouble(trouble)) => {
            eprintln!("{}", serde_json::to_string(&trouble).unwrap_or_else(|_| trouble.code.to_owned()));
            ExitCode::FAILURE
        }
        Err(Stopped::Surroundings(error)) => {
            eprintln!("clinic-desk: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode, Stopped> {
    let open = || -> anyhow::Result<Desk> {
        let dir = arguments.dir.clone().context("say which desk with --dir DIR")?;
        Ok(Desk::at(dir, Arc::new(SystemClock)))
    };
    match arguments.task {
        Task::Demo(demo) => print(&demo.run(&open()?)?)?,
        Task::Init => print(&support::init(&open()?, io::stdin().lock())?)?,
        Task::Rpc => rpc::serve(&open()?, io::stdin().lock(), io::stdout().lock())
            .context("the conversation was cut")?,
        Task::Verify(verify) => {
            let report = verify.run(&open()?, io::stdin().lock())?;
            print(&report)?;
            if report["ok"] != Value::Bool(true) {
                return Ok(ExitCode::FAILURE);
            }
        }
        Task::Commands(form) => print!("{}", form.render()?),
        #[cfg(feature = "bridge")]
        Task::Bridge(bridge) => bridge.serve(open()?)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print(answer: &Value) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(answer)?);
    Ok(())
}
