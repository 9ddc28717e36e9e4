//! Cargo and npm. Every build of the workspace is made with the same features and profile, because another set would compile the
//! whole tree once more.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::shell::{Run, root};

/// The one set of packages and features.
pub const EVERYTHING: [&str; 3] = ["--workspace", "--features", "clinic-desk-cli/bridge"];

/// The tests that need a display. The feature adds no code to anything but themselves.
pub const WITH_WINDOW: [&str; 2] = ["--features", "clinic-tests/window"];

pub fn cargo(task: &str) -> Run {
    Run::new(env!("CARGO")).arg(task)
}

pub fn npm() -> Run {
    Run::new("npm").in_dir(root().join("ui"))
}

/// A program that [`programs`] built.
pub fn program(name: &str) -> PathBuf {
    target().join("debug").join(name)
}

/// One that was built to be measured.
pub fn quick_program(name: &str) -> PathBuf {
    target().join("quick").join(name)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

pub fn screens() -> Result<()> {
    npm().args(["run", "build"]).run()
}

/// What somebody runs.
pub fn programs() -> Result<()> {
    cargo("build").args(EVERYTHING).arg("--bins").run()
}

/// The same for the browser tests.
pub fn programs_to_test() -> Result<()> {
    programs()?;
    // What the browser tests leave in a clinic before they look at it.
    cargo("build")
        .args(EVERYTHING)
        .args(["--features", "clinic-desk-core/testing", "--example", "attention"])
        .run()
}

pub fn clippy() -> Result<()> {
    cargo("clippy")
        .args(EVERYTHING)
        .args(WITH_WINDOW)
        .args(["--all-targets", "--", "--deny", "warnings"])
        .run()
}

/// All tests but those that need a display, which have a stage of their own.
pub fn tests() -> Result<()> {
    let nextest = cargo("nextest").arg("--version").succeeds();
    let run = if nextest { cargo("nextest").arg("run") } else { cargo("test") }.arg("--no-fail-fast");
    run.args(EVERYTHING).run()
}

pub fn bindings() -> Result<()> {
    cargo("build").args(EVERYTHING).args(["--bin", "clinic-desk"]).run()?;
    let bindings = Run::new(program("clinic-desk")).args(["commands", "--typescript"]).read()?;
    Ok(fs::write(root().join("ui/src/backend/bindings.ts"), bindings)?)
}
