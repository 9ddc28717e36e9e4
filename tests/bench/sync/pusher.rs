//! Clients that push prepared requests as fast as the hub takes them: what a desk does to make them is not measured here.

use anyhow::{Context as _, Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;
use wire::changes::{Action, Change, Field, Value, encode};
use wire::operation::{GENESIS, Hash, Operation, chain_hash, hash_changes};
use wire::registry::Table;
use wire::sync::http::{CONTENT_TYPE, ENROL_PATH, sync_path};
use wire::sync::{EnrolReply, EnrolRequest, PROTOCOL, Pushed, SyncReply, SyncRequest, pack, unpack};

/// 2026-11-21.
pub const NOW: i64 = 1_795_200_000_000;
const SCHEMA: u32 = 6;

/// One desk's requests, as they go over the wire.
pub struct Pusher {
    stream: TcpStream,
    requests: Vec<Vec<u8>>,
    pushes: u64,
    rows: u64,
}

impl Pusher {
    /// Enrols a desk of a clinic of its own, and prepares what it will push: `pushes` times as many operations as `rows`, a booked visit each.
    pub async fn new(hub: std::net::SocketAddr, code: &str, pushes: usize, rows: usize) -> Result<Self> {
        let mut stream = TcpStream::connect(hub).await?;
        stream.set_nodelay(true)?;
        let desk = Uuid::new_v4();
        let enrolment = EnrolRequest {
            protocol: PROTOCOL,
            code: code.to_owned(),
            desk,
            name: "Front".to_owned(),
            schema: SCHEMA,
            operations: 0,
            returning: None,
        };
        send(&mut stream, &http(ENROL_PATH, None, &pack(&enrolment))).await?;
        let enrolled: EnrolReply = unpack(&answer(&mut stream).await?)?;
        let (path, mut chain) = (sync_path(enrolled.clinic), Chain::of(desk));
        let requests = (0..pushes as u64).map(|push| {
            let before = push * rows as u64;
            let request = SyncRequest {
                protocol: PROTOCOL,
                schema: SCHEMA,
                epoch: Some(enrolled.epoch),
                boot: desk,
                // Nobody else is there: the clinic's order is this desk's.
                cursor: before,
                everything: false,
                push: (0..rows).map(|_| chain.book(before)).collect(),
                digests: Vec::new(),
                max_bytes: 1 << 20,
            };
            http(&path, Some(&enrolled.token), &pack(&request))
        });
        let requests = requests.collect();
        Ok(Self { stream, requests, pushes: pushes as u64, rows: rows as u64 })
    }

    /// Pushes all of it, one after the other.
    pub async fn push(&mut self) -> Result<()> {
        let mut last = Vec::new();
        for request in &self.requests {
            send(&mut self.stream, request).await?;
            last = answer(&mut self.stream).await?;
        }
        let reply: SyncReply = unpack(&last)?;
        ensure!(reply.through == self.pushes * self.rows && reply.head == reply.through, "not all was taken");
        ensure!(reply.outcomes.is_empty(), "not all was plain");
        Ok(())
    }
}

fn http(path: &str, token: Option<&str>, body: &[u8]) -> Vec<u8> {
    let token = token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: hub\r\ncontent-type: {CONTENT_TYPE}\r\n{token}content-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

async fn send(stream: &mut TcpStream, request: &[u8]) -> Result<()> {
    Ok(stream.write_all(request).await?)
}

/// The body of an answer that says 200.
async fn answer(stream: &mut TcpStream) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(1024);
    loop {
        ensure!(stream.read_buf(&mut bytes).await? > 0, "the hub hung up");
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(&bytes[..end])?.to_ascii_lowercase();
        ensure!(head.starts_with("http/1.1 200"), "the hub refused: {head}");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.context("an answer says its length")?.trim().parse()?;
        let mut body = bytes.split_off(end + 4);
        while body.len() < length {
            ensure!(stream.read_buf(&mut body).await? > 0, "the hub hung up");
        }
        return Ok(body);
    }
}

/// A desk's ledger in the making.
struct Chain {
    desk: Uuid,
    last: Hash,
    number: u64,
}

impl Chain {
    fn of(desk: Uuid) -> Self {
        Self { desk, last: GENESIS, number: 0 }
    }

    fn book(&mut self, base: u64) -> Pushed {
        let id = Uuid::now_v7();
        let changes = encode(&[visit(id, self.number)]);
        self.number += 1;
        let operation = Operation {
            uid: Uuid::now_v7(),
            number: self.number,
            hlc: NOW << 16,
            at: NOW,
            account: Some(Uuid::from_u128(3)),
            desk: self.desk,
            kind: "appointments.book".to_owned(),
            reason: None,
            detail: None,
            undoes: None,
            schema: SCHEMA,
            changes_hash: hash_changes(&changes),
        };
        let previous = std::mem::replace(&mut self.last, GENESIS);
        self.last = chain_hash(&previous, &operation);
        let operation = wire::operation::encode(&operation);
        Pushed {
            operation: operation.into(),
            changes: changes.into(),
            previous: previous.to_vec().into(),
            base,
        }
    }
}

/// A visit of fourteen fields, at a time of its own.
fn visit(id: Uuid, number: u64) -> Change {
    let table = Table::by_name("appointment").expect("a table of the registry");
    let text = |text: &str| Value::Text(text.to_owned());
    let integer = |number: u64| Value::Integer(number.cast_signed());
    let known = |id: u128| Value::Blob(Uuid::from_u128(id).as_bytes().to_vec());
    let (doctor, day, slot) = (number % 50, number / 50 / 20, number / 50 % 20);
    let fields = [
        ("ref", text(&format!("A-{}", id.simple()))),
        ("patient_id", Value::Blob(id.as_bytes().to_vec())),
        ("doctor_id", known(u128::from(doctor))),
        ("site_id", known(1)),
        ("date", text(&format!("20{:02}-{:02}-{:02}", 26 + day / 336, 1 + day / 28 % 12, 1 + day % 28))),
        ("starts_at", integer(480 + slot * 20)),
        ("minutes", integer(20)),
        ("later_hour", integer(0)),
        ("status", text("scheduled")),
        ("kind", text("in_person")),
        ("reason", text("follow-up of last month")),
        ("notes", text("asked to come in the morning")),
        ("created_at", Value::Integer(NOW)),
        ("arrived_at", Value::Integer(NOW)),
    ];
    let mut fields: Vec<Field> = fields
        .into_iter()
        .map(|(name, after)| {
            let column = table.column(name).expect("a column of the registry").number;
            Field { column, before: Value::Null, after }
        })
        .collect();
    fields.sort_by_key(|field| field.column);
    Change { table: table.number, row: id, action: Action::Insert, fields }
}
