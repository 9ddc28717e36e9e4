//! A program that was started, with all that it started itself.

use std::collections::HashMap;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::display::Display;

pub struct Started {
    child: Child,
    pub at: Instant,
}

impl Started {
    pub fn on(display: &Display, mut program: Command) -> Result<Self> {
        let at = Instant::now();
        let program = program.env("DISPLAY", &display.name).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(Self { child: program.spawn().context("a program could not be started")?, at })
    }

    /// Memory of the program and of all below it; what several processes share is counted in parts.
    pub fn mebibytes(&self) -> Result<f64> {
        let mut kibibytes = 0;
        for process in self.tree()? {
            // One that ended meanwhile holds nothing.
            let Ok(sums) = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")) else { continue };
            let line = sums.lines().find_map(|line| line.strip_prefix("Pss:"));
            let amount =
                line.and_then(|line| line.trim().strip_suffix("kB")).context("the system tells no memory")?;
            kibibytes += amount.trim().parse::<u64>()?;
        }
        Ok(kibibytes as f64 / 1_024.0)
    }

    pub fn end(mut self) -> Result<()> {
        let tree = self.tree()?;
        self.child.kill()?;
        self.child.wait()?;
        for process in tree {
            // Most have ended with the first.
            let _ = Command::new("kill").args(["-9", &process.to_string()]).stderr(Stdio::null()).status();
        }
        Ok(())
    }

    fn tree(&self) -> Result<Vec<u32>> {
        let mut below: HashMap<u32, Vec<u32>> = HashMap::new();
        for entry in std::fs::read_dir("/proc")? {
            let Some(process) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
                continue;
            };
            let Ok(stat) = std::fs::read_to_string(format!("/proc/{process}/stat")) else { continue };
            // The name before it is in brackets and may hold anything.
            let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1));
            if let Some(parent) = parent.and_then(|parent| parent.parse().ok()) {
                below.entry(parent).or_default().push(process);
            }
        }
        let mut tree = vec![self.child.id()];
        let mut next = 0;
        while let Some(process) = tree.get(next) {
            tree.extend(below.get(process).into_iter().flatten().copied().collect::<Vec<_>>());
            next += 1;
        }
        Ok(tree)
    }
}
