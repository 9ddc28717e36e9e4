//! The real `clinic-desk rpc` as a child process. Requests go out one a line, answers come back one a line.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// The program that the same `cargo` run built, two folders up from the test's own.
pub fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a running test has a path");
    let folder = test.parent().and_then(Path::parent).expect("tests are built into target/<profile>/deps");
    let program = folder.join("clinic-desk");
    assert!(program.exists(), "{} is missing: build with --workspace", program.display());
    program
}

/// A conversation with one desk process.
pub struct Rpc {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    next_id: u64,
}

/// What the desk answered instead of a result: `{code, params, fields?, incident?}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused(pub Value);

impl Refused {
    pub fn code(&self) -> &str {
        self.0["code"].as_str().unwrap_or_default()
    }
}

impl Rpc {
    pub fn start(dir: &Path) -> Self {
        Self::start_with(dir, &[])
    }

    /// The same with these environment variables.
    pub fn start_with(dir: &Path, environment: &[(&str, &Path)]) -> Self {
        let mut child = Command::new(program())
            .envs(environment.iter().copied())
            .arg("rpc")
            .arg("--dir")
            .arg(dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("clinic-desk starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("stdout is piped"));
        Self { child, input, output, next_id: 0 }
    }

    /// Sends a request and does not wait for the answer. Errors when the process is gone.
    pub fn send(&mut self, method: &str, params: &Value) -> std::io::Result<()> {
        self.next_id += 1;
        let request = json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params });
        let input = self.input.as_mut().expect("the conversation is open");
        writeln!(input, "{request}")?;
        input.flush()
    }

    /// The next answer, or nothing when the process ended (an answer cut off in its middle was never given).
    pub fn receive(&mut self) -> Option<Result<Value, Refused>> {
        let mut line = String::new();
        if self.output.read_line(&mut line).ok()? == 0 || !line.ends_with('\n') {
            return None;
        }
        let mut answer: Value = serde_json::from_str(&line).expect("the desk answers in JSON");
        Some(match answer.get_mut("result") {
            Some(result) => Ok(result.take()),
            None => Err(Refused(answer["error"]["data"].take())),
        })
    }

    /// Sends a request and waits for its answer.
    pub fn call(&mut self, method: &str, params: Value) -> Result<Value, Refused> {
        self.send(method, &params).expect("the desk is there");
        self.receive().expect("the desk answers")
    }

    /// `call` where anything but a result is a failed test.
    #[track_caller]
    pub fn expect(&mut self, method: &str, params: Value) -> Value {
        self.call(method, params).unwrap_or_else(|refused| panic!("{method}: {}", refused.0))
    }

    /// `kill -9`, at once. Returns when it is gone, with everything it held: what waits for its disk dies only then.
    pub fn kill(&mut self) {
        self.child.kill().expect("a child can be killed");
        self.child.wait().expect("a killed child ends");
    }

    /// The process id, for whoever kills from another thread.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Rpc {
    fn drop(&mut self) {
        self.input.take();
        // It ends by itself once its input has ended; a killed one has ended already.
        let _ = self.child.wait();
    }
}
