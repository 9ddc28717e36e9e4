//! A long run in stages: what each took, and in the end what failed.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

#[derive(Default)]
pub struct Stages {
    done: Vec<(&'static str, Duration, bool)>,
}

impl Stages {
    /// A stage that the later ones can do without: when it fails, they still run.
    pub fn next(&mut self, name: &'static str, stage: impl FnOnce() -> Result<()>) {
        if let Err(error) = self.first(name, stage) {
            eprintln!("{name}: {error:#}");
        }
    }

    /// A stage that the later ones need.
    ///
    /// # Errors
    /// The stage's own.
    pub fn first(&mut self, name: &'static str, stage: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n=== {name}");
        let start = Instant::now();
        let result = stage();
        self.done.push((name, start.elapsed(), result.is_ok()));
        result
    }

    /// The table of all stages.
    ///
    /// # Errors
    /// When any of them failed.
    pub fn finish(self) -> Result<()> {
        println!("\n=== done");
        for (name, took, fine) in &self.done {
            println!("{:<22}{:>8.1} s  {}", name, took.as_secs_f64(), if *fine { "ok" } else { "FAILED" });
        }
        let failed: Vec<&str> = self.done.iter().filter(|stage| !stage.2).map(|stage| stage.0).collect();
        if !failed.is_empty() {
            bail!("failed: {}", failed.join(", "));
        }
        Ok(())
    }
}
