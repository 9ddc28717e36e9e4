//! Waiting for what a desk says of itself.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::json;

use crate::clinic::{Open, said};

const LONGEST: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(2);

/// Until the desk has sent everything and heard everything.
pub fn until_in_step(open: &Open) -> Result<()> {
    until("the desk does not come into step", || {
        let state = open.call("sync.state", json!({}))?;
        Ok((state["phase"] == "in_step" && state["unsent"] == 0).then_some(()))
    })
}

/// Until a desk that joins has everything.
pub fn until_joined(desk: &desk::Desk, seat: &desk::Seat) -> Result<()> {
    until("the desk does not join", || {
        let state = desk.call(seat, "setup.join_state", json!({})).map_err(said)?;
        ensure!(state["phase"] != "failed", "joining failed: {state}");
        Ok((state["phase"] == "done").then_some(()))
    })
}

fn until<T>(what: &str, mut is_so: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(answer) = is_so()? {
            return Ok(answer);
        }
        ensure!(begun.elapsed() < LONGEST, "{what}");
        std::thread::sleep(POLL);
    }
}
