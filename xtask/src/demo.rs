//! The demo clinic that `run --demo` opens. Its visits lie around the day it was made, so it is made anew each day.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::build::program;
use crate::shell::{Run, root};

const ONE_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The demo clinic's directory. Prints who can log in.
pub fn clinic(fresh: bool) -> Result<PathBuf> {
    let dir = root().join("target/demo");
    let report = root().join("target/demo.json");
    if fresh || !is_of_today(&report) {
        if dir.exists() {
            fs::remove_dir_all(&dir)?;
        }
        let made = Run::new(program("clinic-desk")).arg("demo").arg("--dir").arg(&dir).read()?;
        // Written last: a demo that was cut short is made again.
        fs::write(&report, made)?;
    }
    print_logins(&serde_json::from_str(&fs::read_to_string(&report)?)?)?;
    Ok(dir)
}

/// A demo clinic in a directory of its own. Prints who can log in, and returns the administrator's login.
pub fn made_in(dir: &Path) -> Result<Value> {
    let made = Run::new(program("clinic-desk")).arg("demo").arg("--dir").arg(dir).read()?;
    let report: Value = serde_json::from_str(&made)?;
    print_logins(&report)?;
    let logins = report["logins"].as_array().context("the demo told no logins")?;
    let admin = logins.iter().find(|login| login["role"] == "admin");
    Ok(admin.context("the demo has no administrator")?.clone())
}

fn is_of_today(report: &PathBuf) -> bool {
    let made = fs::metadata(report).and_then(|file| file.modified());
    made.is_ok_and(|made| SystemTime::now().duration_since(made).is_ok_and(|age| age < ONE_DAY))
}

fn print_logins(report: &Value) -> Result<()> {
    println!("\nA demo clinic. Log in as");
    for login in report["logins"].as_array().context("the demo told no logins")? {
        let part = |name: &str| login[name].as_str().unwrap_or_default().to_owned();
        println!("  {:<14} {:<16} {}", part("role"), part("username"), part("password"));
    }
    println!();
    Ok(())
}
