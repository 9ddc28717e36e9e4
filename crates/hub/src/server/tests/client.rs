//! As much of an HTTP client as tests need, to whom nothing is too rude.

use std::net::SocketAddr;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use wire::sync::http::CONTENT_TYPE;
use wire::sync::{Trouble, TroubleCode, pack, unpack};

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn message<T: DeserializeOwned>(&self) -> T {
        assert!(self.head.contains(CONTENT_TYPE), "{}", self.head);
        unpack(&self.body).expect("a message")
    }

    pub fn trouble(&self) -> TroubleCode {
        let trouble: Trouble = self.message();
        assert_eq!(trouble.code.status(), self.status);
        trouble.code
    }
}

pub fn head(method: &str, path: &str, token: Option<&str>, length: usize) -> String {
    let token = token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n{token}content-type: {CONTENT_TYPE}\r\ncontent-length: {length}\r\n\r\n"
    )
}

pub async fn post(address: SocketAddr, path: &str, token: Option<&str>, message: &impl Serialize) -> Answer {
    send(address, path, token, &pack(message)).await
}

pub async fn send(address: SocketAddr, path: &str, token: Option<&str>, body: &[u8]) -> Answer {
    let mut bytes = head("POST", path, token, body.len()).into_bytes();
    bytes.extend_from_slice(body);
    raw(address, &bytes).await.expect("an answer")
}

pub async fn put(address: SocketAddr, path: &str, token: Option<&str>, message: &impl Serialize) -> Answer {
    let body = pack(message);
    let head = head("PUT", path, token, body.len());
    raw(address, &[head.as_bytes(), &body].concat()).await.expect("an answer")
}

pub async fn get(address: SocketAddr, path: &str, token: Option<&str>) -> Answer {
    raw(address, head("GET", path, token, 0).as_bytes()).await.expect("an answer")
}

/// Sends bytes and reads to the end; nothing where that is no answer.
pub async fn raw(address: SocketAddr, bytes: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).await.expect("connected");
    // The server may have answered and gone before all was sent.
    let _ = stream.write_all(bytes).await;
    answer(&mut stream).await
}

pub async fn answer(stream: &mut (impl AsyncRead + Unpin)) -> Option<Answer> {
    let mut all = Vec::new();
    let reading = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut all)).await;
    let _ = reading.expect("the server ends what it does not answer");
    let end = all.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(all[..end].to_vec()).ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head, body: all[end + 4..].to_vec() })
}

/// A stream of events that is being read.
pub struct Events {
    stream: TcpStream,
    seen: String,
}

impl Events {
    pub async fn open(address: SocketAddr, path: &str, token: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.expect("connected");
        stream.write_all(head("GET", path, Some(token), 0).as_bytes()).await.expect("sent");
        Self { stream, seen: String::new() }
    }

    /// Waits for a head; none when the stream ends before.
    pub async fn until(&mut self, head: u64) -> Option<()> {
        self.until_it_says(&format!("event: head\ndata: {head}\n\n")).await
    }

    pub async fn until_it_says(&mut self, wanted: &str) -> Option<()> {
        while !self.seen.contains(wanted) {
            let mut part = [0; 1024];
            let read = tokio::time::timeout(Duration::from_secs(10), self.stream.read(&mut part)).await;
            let read = read.expect("something within ten seconds").ok().filter(|read| *read > 0)?;
            self.seen.push_str(&String::from_utf8_lossy(&part[..read]));
        }
        Some(())
    }
}
