//! The real window: tested, driven by WebKit's own driver on a display of its own, and measured. Either on a session bus of its own.

use std::time::Duration;

use anyhow::Result;

use crate::build::{EVERYTHING, WITH_WINDOW, cargo, program, quick_program};
use crate::shell::Run;

pub fn tests(limit: Duration) -> Result<()> {
    // Compiled outside the display, so that the limit is for the driving.
    cargo("test").args(EVERYTHING).args(WITH_WINDOW).args(["--test", "window", "--no-run"]).run()?;
    Run::new("dbus-run-session")
        .args(["--", "xvfb-run", "--auto-servernum", "--server-args=-screen 0 1440x900x24"])
        .arg(env!("CARGO"))
        .arg("test")
        .args(EVERYTHING)
        .args(WITH_WINDOW)
        .args(["--test", "window", "--", "--test-threads=1"])
        .env("CLINIC_DESK_WINDOW", program("clinic-desk-window"))
        .at_most(limit)
        .run()
}

pub fn bench(only: Option<&str>) -> Result<()> {
    let quick = ["--workspace", "--profile", "quick"];
    cargo("build")
        .args(quick)
        .args(["--package", "clinic-desk-shell", "--bin", "clinic-desk-window", "--example", "empty-window"])
        .run()?;
    cargo("build").args(quick).args(["--package", "clinic-tests", "--bin", "bench-window"]).run()?;
    Run::new("dbus-run-session")
        .arg("--")
        .arg(quick_program("bench-window"))
        .args(only.map(|part| ["--only", part]).into_iter().flatten())
        .env("CLINIC_DESK_WINDOW", quick_program("clinic-desk-window"))
        .env("CLINIC_DESK_EMPTY_WINDOW", quick_program("examples/empty-window"))
        .run()
}
