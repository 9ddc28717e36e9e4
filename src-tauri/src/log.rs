//! The log: faults under their incident numbers, never a patient. It stands beside the database, where support looks for it.

use std::fs::{self, File};
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::writer::MakeWriterExt as _;

use crate::place::Place;

/// A fault takes about 200 bytes; five thousand of them are more than anybody reads.
const LARGEST_LOG: u64 = 1_000_000;

/// Starts the log. A grown one makes way, and the one before it is forgotten.
pub fn start(place: &Place) -> anyhow::Result<()> {
    let path = place.log();
    if fs::metadata(&path).is_ok_and(|file| file.len() > LARGEST_LOG) {
        fs::rename(&path, path.with_extension("log.old"))?;
    }
    let file = File::options().create(true).append(true).open(&path)?;
    tracing_subscriber::fmt()
        .with_ansi(false)
        .with_env_filter(
            EnvFilter::try_from_env("CLINIC_DESK_LOG").unwrap_or_else(|_| EnvFilter::new("warn")),
        )
        .with_writer(Mutex::new(file).and(std::io::stderr))
        .init();
    Ok(())
}
