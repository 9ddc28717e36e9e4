//! Running other programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies inside the repository")
}

/// One program to run, in the repository unless said otherwise. It inherits our output.
pub struct Run {
    name: String,
    command: Command,
}

impl Run {
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let name = program.as_ref().to_string_lossy().into_owned();
        let mut command = Command::new(program);
        command.current_dir(root());
        Self { name, command }
    }

    #[must_use]
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    #[must_use]
    pub fn args(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(arguments);
        self
    }

    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    #[must_use]
    pub fn in_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.command.current_dir(dir.into());
        self
    }

    /// Ends the program, and what it started, when it takes longer.
    #[must_use]
    pub fn at_most(self, limit: Duration) -> Self {
        let mut command = Command::new("timeout");
        command.arg("--kill-after=10").arg(limit.as_secs().to_string());
        command.arg(self.command.get_program()).args(self.command.get_args());
        if let Some(dir) = self.command.get_current_dir() {
            command.current_dir(dir);
        }
        command.envs(self.command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Self { name: self.name, command }
    }

    /// # Errors
    /// When the program is missing or ends with anything but success.
    pub fn run(mut self) -> Result<()> {
        let status = self.command.status().with_context(|| format!("{} cannot be started", self.name))?;
        if !status.success() {
            bail!("{} ended with {status}", self.name);
        }
        Ok(())
    }

    /// What the program wrote to its output.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn read(mut self) -> Result<String> {
        let output = self.command.stderr(Stdio::inherit()).output();
        let output = output.with_context(|| format!("{} cannot be started", self.name))?;
        if !output.status.success() {
            bail!("{} ended with {}", self.name, output.status);
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// What the program wrote to its output, or nothing when it failed, which may well be.
    pub fn read_quietly(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Whether the program is there and says it succeeded. Its output is swallowed.
    pub fn succeeds(mut self) -> bool {
        self.command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    }
}
