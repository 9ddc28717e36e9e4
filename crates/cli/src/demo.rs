//! A demo clinic of a wanted size.

use clap::Args;
use desk::Desk;
use desk::demo::{DemoOptions, make};
use desk::door::Trouble;
use serde_json::Value;

use crate::Stopped;

#[derive(Args)]
pub struct Demo {
    /// Another number makes another clinic; the same number the same one.
    #[arg(long, default_value_t = DemoOptions::default().seed)]
    seed: u64,
    #[arg(long, default_value_t = DemoOptions::default().doctors)]
    doctors: u32,
    #[arg(long, default_value_t = DemoOptions::default().patients)]
    patients: u32,
    #[arg(long, default_value_t = DemoOptions::default().reps)]
    reps: u32,
    #[arg(long, default_value_t = DemoOptions::default().appointments)]
    appointments: u32,
    #[arg(long, default_value_t = DemoOptions::default().rep_visits)]
    rep_visits: u32,
}

impl Demo {
    /// What was made: how many of each, and one login a role.
    pub fn run(self, desk: &Desk) -> Result<Value, Stopped> {
        let Self { seed, doctors, patients, reps, appointments, rep_visits } = self;
        let options = DemoOptions { seed, doctors, patients, reps, appointments, rep_visits };
        let report = make(desk, &options).map_err(|error| Box::new(Trouble::of(error, "demo")))?;
        Ok(serde_json::to_value(report).map_err(anyhow::Error::from)?)
    }
}
