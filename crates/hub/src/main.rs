//! `clinic-hub`: the central server of clinics, and its administration.
#![allow(clippy::print_stdout, reason = "a command line answers on its output")]

mod cli;

use anyhow::Result;
use clap::Parser as _;

fn main() -> Result<()> {
    let arguments = cli::Arguments::parse();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(arguments.run())
}
