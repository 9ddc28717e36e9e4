//! Installs what is missing on a Debian machine that has Rust and Node.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::shell::{Run, root};

/// What compiling the window and the encrypted database needs.
const TO_BUILD: [&str; 6] =
    ["build-essential", "libgtk-3-dev", "librsvg2-dev", "libssl-dev", "libwebkit2gtk-4.1-dev", "pkg-config"];

/// What the hub needs: a PostgreSQL to start one of its own from.
const TO_SERVE: [&str; 2] = ["build-essential", "postgresql"];

/// What driving the screens and the window, and the hub's tests, need besides.
const TO_TEST: [&str; 11] = [
    "chromium-headless-shell",
    "dbus",
    "dbus-x11",
    "faketime",
    "fonts-noto-core",
    "openssl",
    "poppler-utils",
    "postgresql",
    "webkit2gtk-driver",
    "xauth",
    "xvfb",
];

/// What measuring the window needs besides: keys for one that nothing drives, and a whole browser to hold its memory against.
const TO_MEASURE: [&str; 2] = ["chromium", "xdotool"];

const OLDEST_NODE: u32 = 20;

pub fn to_build() -> Result<()> {
    packages(&TO_BUILD)?;
    node_modules()
}

pub fn to_serve() -> Result<()> {
    packages(&TO_SERVE)
}

pub fn to_test() -> Result<()> {
    let all: Vec<&str> = TO_BUILD.into_iter().chain(TO_TEST).collect();
    packages(&all)?;
    node_modules()
}

pub fn to_measure() -> Result<()> {
    to_test()?;
    packages(&TO_MEASURE)
}

fn packages(wanted: &[&str]) -> Result<()> {
    if !Run::new("dpkg-query").arg("--version").succeeds() {
        // Not Debian. The compiler says soon enough what it misses.
        return Ok(());
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing {}", missing.join(" "));
    as_root("apt-get").args(["update", "--quiet"]).run()?;
    as_root("apt-get")
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(&missing)
        .run()
        .with_context(|| format!("install these by hand, then try again: {}", missing.join(" ")))
}

fn is_installed(package: &str) -> bool {
    let status = Run::new("dpkg-query").args(["--show", "--showformat=${db:Status-Abbrev}", package]);
    // A package never heard of ends in an error, a removed one in another status.
    status.read_quietly().is_some_and(|status| status.starts_with("ii"))
}

fn as_root(program: &str) -> Run {
    let is_root = Run::new("id").arg("-u").read().is_ok_and(|id| id.trim() == "0");
    let run = if is_root {
        Run::new(program)
    } else {
        Run::new("sudo").arg("--preserve-env=DEBIAN_FRONTEND").arg(program)
    };
    run.env("DEBIAN_FRONTEND", "noninteractive")
}

/// Exactly the packages of the lock file; a second time only when the lock file has changed.
fn node_modules() -> Result<()> {
    let version = Run::new("node").arg("--version").read().context("Node is missing")?;
    let major =
        version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node {} is too old: {OLDEST_NODE} or newer is needed", version.trim());
    }
    let ui = root().join("ui");
    let lock = fs::read(ui.join("package-lock.json"))?;
    let installed = ui.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|kept| kept == lock) {
        return Ok(());
    }
    Run::new("npm").args(["ci", "--no-audit", "--no-fund"]).in_dir(&ui).run()?;
    Ok(fs::write(installed, lock)?)
}
