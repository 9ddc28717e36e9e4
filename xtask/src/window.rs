//! Window tests: the real program, driven by WebKit's own driver, on a display and a session bus of their own.

use std::time::Duration;

use anyhow::Result;

use crate::build::{EVERYTHING, WITH_WINDOW, cargo, program};
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
