//! A thin WebDriver client: WebKit's own driver, the window it starts, and JSON over a socket. Nothing here knows the clinic.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};

const DRIVER: &str = "/usr/bin/WebKitWebDriver";

/// How long anything on the screen may take. Generous: a busy machine of two cores also hashes a password.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The key under which WebDriver hands out an element (W3C WebDriver, section 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element of the page, as the driver names it.
pub struct Element(String);

/// The driver and the window it started. Both end with it.
pub struct Driver {
    process: Child,
    port: u16,
    session: String,
}

impl Driver {
    /// Starts the window on a directory. It finds the system's programs in `programs` and nowhere else.
    pub fn start(window: &Path, dir: &Path, programs: &Path) -> Result<Self> {
        // Free now; the driver takes it at once.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let process = Command::new(DRIVER)
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("PATH", programs)
            .stdout(Stdio::null())
            // A group of its own, so that the window ends with the driver.
            .process_group(0)
            .spawn()
            .with_context(|| format!("{DRIVER} is missing (package webkit2gtk-driver)"))?;
        let mut driver = Self { process, port, session: String::new() };
        let options = json!({ "binary": window, "args": ["--dir", dir] });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let begun =
            until(|| driver.ask("POST", "/session", Some(&wanted))).context("the window did not open")?;
        driver.session = begun["sessionId"].as_str().context("the driver gave no session")?.to_owned();
        Ok(driver)
    }

    /// Runs a script as a function body and returns what it returns.
    pub fn run(&self, script: &str, arguments: Value) -> Result<Value> {
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Runs a script that returns an element, if it finds one.
    pub fn find(&self, script: &str, arguments: Value) -> Result<Option<Element>> {
        let found = self.run(script, arguments)?;
        Ok(found[ELEMENT].as_str().map(|id| Element(id.to_owned())))
    }

    /// A click in the middle of the element, which fails when something lies over it.
    pub fn click(&self, element: &Element) -> Result<()> {
        self.post(&format!("/element/{}/click", element.0), &json!({})).map(drop)
    }

    /// Keys pressed one after the other, for whatever has the focus.
    pub fn type_keys(&self, text: &str) -> Result<()> {
        let press = |key: char| {
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        };
        self.keyboard(text.chars().flat_map(press).collect())
    }

    /// A key pressed while another one is held down.
    pub fn press_with(&self, held: char, key: char) -> Result<()> {
        let one = |what: &str, key: char| json!({ "type": what, "value": key });
        self.keyboard(vec![one("keyDown", held), one("keyDown", key), one("keyUp", key), one("keyUp", held)])
    }

    fn keyboard(&self, actions: Vec<Value>) -> Result<()> {
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.post("/actions", &json!({ "actions": [keyboard] })).map(drop)
    }

    /// A picture of the page, as PNG.
    pub fn picture(&self) -> Result<Vec<u8>> {
        let encoded = self.ask("GET", &format!("/session/{}/screenshot", self.session), None)?;
        Ok(from_base64(encoded.as_str().unwrap_or_default()))
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.ask("POST", &format!("/session/{}{path}", self.session), Some(body))
    }

    /// One request over a connection of its own: HTTP/1.1 with `Connection: close`, so the answer ends where the stream does.
    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (_, body) = answer.split_once("\r\n\r\n").context("the driver said nothing")?;
        let answer: Value = serde_json::from_str(body).context("the driver's answer is no JSON")?;
        let value = &answer["value"];
        if let Some(error) = value["error"].as_str() {
            bail!("{method} {path}: {error}: {}", value["message"].as_str().unwrap_or_default());
        }
        Ok(value.clone())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        // The window ends as in a power cut, which it must survive anyway.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.process.wait();
    }
}

/// Tries until it works, for as long as patience lasts.
pub fn until<T>(mut attempt: impl FnMut() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    loop {
        match attempt() {
            Ok(value) => return Ok(value),
            Err(error) if start.elapsed() > PATIENCE => return Err(error),
            Err(_) => thread::sleep(Duration::from_millis(40)),
        }
    }
}

/// As `until`, for a question that is answered with yes or no.
pub fn until_true(what: &str, mut question: impl FnMut() -> Result<bool>) -> Result<()> {
    until(|| {
        ensure!(question()?, "{what}");
        Ok(())
    })
}

/// RFC 4648, without the checks: only pictures of failed tests come this way.
fn from_base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes() {
        let Some(six) = LETTERS.iter().position(|known| *known == letter) else { continue };
        held = held << 6 | six as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}
