//! Two windows and a hub: the first `run --demo --hub` starts a hub and brings the demo clinic to it, the next ones join as further PCs. The
//! hub ends with the first window, and everything it knew with it.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::build::program;
use crate::demo;
use crate::shell::root;

/// A hub that this process started.
pub struct Hub(Child);

impl Drop for Hub {
    fn drop(&mut self) {
        // Asked to end, so that it takes its database along.
        let told = Command::new("kill").arg(self.0.id().to_string()).status();
        if told.is_ok_and(|status| status.success()) {
            let _ = self.0.wait();
        }
    }
}

/// The directory of one more PC of the clinic, ready to log in; and the hub, if it was not running yet.
pub fn desk() -> Result<(PathBuf, Option<Hub>)> {
    let dirs = root().join("target/together");
    if let Some(report) = running() {
        let number =
            (2..).find(|number| !dirs.join(number.to_string()).exists()).expect("numbers do not end");
        let dir = dirs.join(number.to_string());
        join(&dir, &report, number).context("joining the clinic")?;
        println!("PC {number} of the clinic. Log in as on the first one.\n");
        return Ok((dir, None));
    }
    if dirs.exists() {
        fs::remove_dir_all(&dirs)?;
    }
    let hub = start()?;
    let report = running().context("the hub ended")?;
    let dir = dirs.join("1");
    fs::create_dir_all(&dirs)?;
    let admin = demo::made_in(&dir)?;
    found(&dir, &report, &admin).context("bringing the clinic to the hub")?;
    let address = report["address"].as_str().unwrap_or_default();
    println!("A hub is at {address}. The same command in another terminal opens another PC.\n");
    Ok((dir, Some(hub)))
}

fn report_file() -> PathBuf {
    root().join("target/hub.json")
}

/// What the hub told when it began to serve, if it still does.
fn running() -> Option<Value> {
    let report: Value = serde_json::from_str(&fs::read_to_string(report_file()).ok()?).ok()?;
    let address: SocketAddr = report["address"].as_str()?.strip_prefix("http://")?.parse().ok()?;
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).ok()?;
    Some(report)
}

fn start() -> Result<Hub> {
    let _ = fs::remove_file(report_file());
    let log = fs::File::create(root().join("target/hub.log"))?;
    let child = Command::new(program("clinic-hub"))
        .args(["try", "--listen", "127.0.0.1:0", "--report"])
        .arg(report_file())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .context("the hub cannot be started")?;
    let mut hub = Hub(child);
    let begun = Instant::now();
    while !report_file().exists() {
        if hub.0.try_wait()?.is_some() || begun.elapsed() > Duration::from_secs(60) {
            bail!("the hub did not start: see target/hub.log");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(hub)
}

fn found(dir: &Path, report: &Value, admin: &Value) -> Result<()> {
    let mut desk = Desk::open(dir)?;
    desk.ask("session.login", &json!({ "username": admin["username"], "password": admin["password"] }))?;
    desk.ask("sync.enrol", &json!({ "address": report["address"], "code": report["codes"][0] }))?;
    desk.wait("sync.state", |state| Ok(state["unsent"] == 0 && state["phase"] == "in_step"))
}

fn join(dir: &Path, report: &Value, number: usize) -> Result<()> {
    let code = &report["codes"][number - 1];
    if code.is_null() {
        bail!("the hub has no code for a PC {number}");
    }
    let mut desk = Desk::open(dir)?;
    desk.ask("setup.join", &json!({ "address": report["address"], "code": code }))?;
    desk.wait("setup.join_state", |state| match state["phase"].as_str() {
        Some("done") => Ok(true),
        Some("failed") => bail!("{}", state["why"]),
        _ => Ok(false),
    })
}

/// A desk without its window, asked line by line.
struct Desk {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Desk {
    fn open(dir: &Path) -> Result<Self> {
        let mut command = Command::new(program("clinic-desk"));
        command.arg("--dir").arg(dir).arg("rpc").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().context("clinic-desk cannot be started")?;
        let answers = BufReader::new(child.stdout.take().context("no answers")?);
        Ok(Self { child, answers })
    }

    fn ask(&mut self, method: &str, params: &Value) -> Result<Value> {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let input = self.child.stdin.as_mut().context("the desk has ended")?;
        writeln!(input, "{request}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let mut answer: Value = serde_json::from_str(&line).context("the desk has ended")?;
        if !answer["error"].is_null() {
            bail!("{method}: {}", answer["error"]);
        }
        Ok(answer["result"].take())
    }

    fn wait(&mut self, method: &str, is_done: impl Fn(&Value) -> Result<bool>) -> Result<()> {
        let begun = Instant::now();
        loop {
            let state = self.ask(method, &json!({}))?;
            if is_done(&state)? {
                return Ok(());
            }
            if begun.elapsed() > Duration::from_secs(120) {
                bail!("it takes too long: {state}");
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
