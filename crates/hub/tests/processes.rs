//! The real program on a real database: hostile clients, kills and crashes.

#[path = "../src/store/tests/world.rs"]
#[allow(dead_code)]
mod world;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use hub::store::Store;
use hub::throwaway::{Database, Postgres};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use wire::sync::http::{CONTENT_TYPE, ENROL_PATH, sync_path};
use wire::sync::{EnrolReply, MOST_BYTES_READ, MOST_BYTES_SENT, SyncReply, decode_rows, pack, unpack};
use world::{Desk, enrolling};

struct Hub {
    address: SocketAddr,
    process: Child,
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port")
}

impl Hub {
    fn start(database: &str, address: SocketAddr) -> Self {
        let process = Command::new(env!("CARGO_BIN_EXE_clinic-hub"))
            .args(["serve", "--memory", "64", "--desk-rate", "100000", "--listen", &address.to_string()])
            .env("CLINIC_HUB_DATABASE", database)
            .env("RUST_LOG", "off")
            .stdout(Stdio::null())
            .spawn()
            .expect("the program");
        let hub = Self { address, process };
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "the hub does not come up");
            std::thread::sleep(Duration::from_millis(20));
        }
        hub
    }

    /// The most memory it ever had, in MiB.
    fn most_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("Linux");
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a line");
        line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).expect("a number") / 1024
    }
}

/// The status and the body; nothing when there was no answer.
fn send(address: SocketAddr, path: &str, token: Option<&str>, body: &[u8]) -> Option<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let token = token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\n{token}content-type: {CONTENT_TYPE}\r\ncontent-length: {length}\r\n\r\n"
    );
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let end = all.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&all[..end]).ok()?;
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())?;
    let body = all[end + 4..].to_vec();
    // An answer that was cut off is none.
    if body.len() == length { Some((head.split(' ').nth(1)?.parse().ok()?, body)) } else { None }
}

fn ask<T: DeserializeOwned>(
    address: SocketAddr,
    path: &str,
    token: Option<&str>,
    message: &impl Serialize,
) -> Option<T> {
    let (status, body) = send(address, path, token, &pack(message))?;
    (status == 200).then(|| unpack(&body).expect("a message"))
}

struct World {
    runtime: tokio::runtime::Runtime,
    postgres: Postgres,
    operator: Store,
    url: String,
    clinic: Uuid,
}

fn world() -> World {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let postgres = Postgres::start().expect("PostgreSQL");
    let (database, operator, clinic) = runtime.block_on(async {
        let database: Database = postgres.database("hub").await.expect("a database");
        let (_, operator) = database.stores(1).expect("stores");
        let clinic = operator.add_clinic("One").await.expect("a clinic");
        (database, operator, clinic)
    });
    World { runtime, url: database.server.reveal().to_owned(), postgres, operator, clinic }
}

impl World {
    fn enrol(&self, address: SocketAddr) -> (Desk, String) {
        let code = self.operator.new_code(self.clinic, Duration::from_secs(600));
        let code = self.runtime.block_on(code).expect("a code");
        let request = enrolling(Uuid::new_v4(), &code);
        let reply: EnrolReply = ask(address, ENROL_PATH, None, &request).expect("enrolled");
        (Desk::new(reply.number, request.desk), reply.token)
    }
}

#[test]
fn bombs_garbage_and_replays_are_borne_with_the_memory_that_was_allowed() {
    let world = world();
    let hub = Hub::start(&world.url, free_address());
    let (mut desk, token) = world.enrol(hub.address);
    let before = hub.most_memory();
    desk.registers(Uuid::new_v4(), "Mona");
    let path = sync_path(world.clinic);
    let mut incompressible = world::Dice::of(1);
    let noise: Vec<u8> = (0..MOST_BYTES_SENT).map(|_| incompressible.below(256) as u8).collect();
    let bomb = pack(&"x".repeat(MOST_BYTES_READ + 1));
    let largest = pack(&vec!["x".repeat(15); MOST_BYTES_READ / 16 - 1]);
    let replay = pack(&desk.request(9, 8 << 20));
    std::thread::scope(|scope| {
        for at in 0..16 {
            let body = [&noise, &bomb, &largest, &replay][at % 4];
            let token = Some(token.as_str()).filter(|_| at % 8 < 6);
            let path = if token.is_some() { &path } else { ENROL_PATH };
            scope.spawn(move || {
                for _ in 0..2 {
                    if let Some((status, _)) = send(hub.address, path, token, body) {
                        assert!([200, 400, 413, 429].contains(&status), "{status}");
                    }
                }
            });
        }
    });
    let most = hub.most_memory();
    // 64 MiB were allowed; the rest is what the allocator keeps of it, and the connections' buffers.
    assert!(most < before + 128, "{before} MiB before, {most} MiB at most");
    let reply: SyncReply =
        ask(hub.address, &path, Some(&token), &desk.request(0, 1)).expect("it still answers");
    assert_eq!((reply.through, reply.head), (1, 1));
}

#[test]
fn slow_clients_take_neither_memory_nor_anybody_elses_place() {
    let world = world();
    let hub = Hub::start(&world.url, free_address());
    let (desk, token) = world.enrol(hub.address);
    let before = hub.most_memory();
    let path = sync_path(world.clinic);
    // They announce as much as there may be, and send a little of it; or a head that never ends.
    let announced = format!(
        "POST {ENROL_PATH} HTTP/1.1\r\nhost: hub\r\ncontent-type: {CONTENT_TYPE}\r\ncontent-length: {MOST_BYTES_SENT}\r\n\r\n{}",
        "x".repeat(1_000)
    );
    let endless = format!("POST {path} HTTP/1.1\r\nhost: hub\r\nx: {}", "y".repeat(30_000));
    let slow: Vec<TcpStream> = (0..200)
        .map(|at| {
            let mut stream = TcpStream::connect(hub.address).expect("connected");
            stream.write_all([&announced, &endless][at % 2].as_bytes()).expect("sent");
            stream
        })
        .collect();
    for _ in 0..5 {
        let begun = Instant::now();
        let reply: Option<SyncReply> = ask(hub.address, &path, Some(&token), &desk.request(0, 1 << 20));
        assert!(reply.is_some(), "somebody who means it is answered");
        assert!(begun.elapsed() < Duration::from_secs(10), "it takes {:?}", begun.elapsed());
    }
    drop(slow);
    let most = hub.most_memory();
    assert!(most < before + 64, "{before} MiB before, {most} MiB at most");
}

/// Desks write and read while the hub is killed and the database crashes; in the end everything that was acknowledged is there once.
#[test]
fn nothing_acknowledged_is_lost_when_hub_and_database_are_killed() {
    const DESKS: usize = 4;
    let mut world = world();
    let address = free_address();
    let mut hub = Some(Hub::start(&world.url, address));
    let desks: Vec<(Desk, String)> = (0..DESKS).map(|_| world.enrol(address)).collect();
    let ending = AtomicBool::new(false);
    let path = sync_path(world.clinic);
    let talk = |desk: &mut Desk, token: &str, heard: &mut std::collections::BTreeSet<Uuid>| {
        let Some(reply) = ask::<SyncReply>(address, &path, Some(token), &desk.request(5, 4_000)) else {
            std::thread::sleep(Duration::from_millis(20));
            return false;
        };
        assert!(reply.through >= desk.through, "what was acknowledged stays so");
        desk.through = reply.through;
        assert!(reply.head >= desk.cursor && reply.next >= desk.cursor);
        desk.cursor = reply.next;
        heard.extend(decode_rows(&reply.rows).expect("rows").into_iter().map(|row| row.id));
        !reply.more && desk.through == desk.length()
    };
    let (talk, ending_now) = (&talk, &ending);
    let done: Vec<_> = std::thread::scope(|scope| {
        let working: Vec<_> = desks
            .into_iter()
            .map(|(mut desk, token)| {
                scope.spawn(move || {
                    let (mut own, mut heard) = (Vec::new(), std::collections::BTreeSet::new());
                    while !ending_now.load(Ordering::Relaxed) {
                        let id = Uuid::new_v4();
                        desk.registers(id, "Mona");
                        own.push(id);
                        talk(&mut desk, &token, &mut heard);
                    }
                    let begun = Instant::now();
                    while !talk(&mut desk, &token, &mut heard) {
                        assert!(
                            begun.elapsed() < Duration::from_secs(60),
                            "desk {} comes to no end",
                            desk.number
                        );
                    }
                    (desk, token, own, heard)
                })
            })
            .collect();
        for round in 0..6 {
            std::thread::sleep(Duration::from_millis(400));
            if round % 2 == 0 {
                drop(hub.take());
                hub = Some(Hub::start(&world.url, address));
            } else {
                world.postgres.crash().expect("crashed");
            }
        }
        std::thread::sleep(Duration::from_millis(400));
        ending.store(true, Ordering::Relaxed);
        working.into_iter().map(|desk| desk.join().expect("a desk")).collect()
    });
    let all: std::collections::BTreeSet<Uuid> =
        done.iter().flat_map(|(.., own, _)| own.iter().copied()).collect();
    assert!(all.len() > 20, "something was done: {}", all.len());
    for (mut desk, token, own, mut heard) in done {
        let begun = Instant::now();
        while !talk(&mut desk, &token, &mut heard) {
            assert!(begun.elapsed() < Duration::from_secs(30), "desk {} comes to no end", desk.number);
        }
        heard.extend(own);
        assert_eq!(heard, all, "desk {} has what all did", desk.number);
        assert_eq!(
            desk.cursor,
            all.len() as u64,
            "each operation has one place, and each place one operation"
        );
    }
}

/// The last who asks gets an answer: SIGTERM lets the program end by itself.
#[test]
fn the_program_ends_by_itself_when_it_is_told_to() {
    let world = world();
    let mut hub = Hub::start(&world.url, free_address());
    let (desk, token) = world.enrol(hub.address);
    let reply: SyncReply =
        ask(hub.address, &sync_path(world.clinic), Some(&token), &desk.request(0, 1)).expect("an answer");
    assert_eq!(reply.head, 0);
    let killed = Command::new("kill").arg(hub.process.id().to_string()).status().expect("kill");
    assert!(killed.success());
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = hub.process.try_wait().expect("a child") {
            break status;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success(), "{status}");
}

#[test]
fn a_hub_is_administered_from_a_shell() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let postgres = Postgres::start().expect("PostgreSQL");
    let database = runtime.block_on(postgres.database("hub")).expect("a database");
    let run_as = |login: &hub::store::DatabaseUrl, arguments: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_clinic-hub"))
            .args(arguments)
            .env("CLINIC_HUB_DATABASE", login.reveal())
            .output()
            .expect("the program");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        if done.status.success() { Ok(text(done.stdout)) } else { Err(text(done.stderr)) }
    };
    let run = |arguments: &[&str]| run_as(&database.operator, arguments);
    let clinic = run(&["clinic", "add", " Nile Street "]).expect("added");
    let clinic = clinic.trim();
    assert!(clinic.parse::<Uuid>().is_ok(), "{clinic}");
    assert!(run(&["clinic", "list"]).expect("a list").contains("Nile Street"));
    let code = run(&["code", clinic, "--hours", "1"]).expect("a code");
    assert_eq!(code.trim().len(), 19);
    assert_eq!(run(&["desk", "list", clinic]).expect("a list").lines().count(), 1, "nobody yet");
    assert!(run(&["restored"]).expect("restored").contains(clinic));
    assert_eq!(run(&["quarantine", "list", clinic]).expect("a list").lines().count(), 1);
    assert!(run_as(&database.owner, &["migrate"]).expect("migrated").contains("0 migrations"));
    assert!(run_as(&database.owner, &["reports", clinic]).expect("a login").contains("password  "));
    run_as(&database.owner, &["reports", clinic, "--remove"]).expect("removed");

    let other = Uuid::new_v4().to_string();
    for (login, arguments) in [
        (&database.operator, vec!["clinic", "add", ""]),
        (&database.operator, vec!["code", &other]),
        (&database.operator, vec!["desk", "revoke", clinic, "7"]),
        (&database.server, vec!["clinic", "add", "Mine"]),
        (&database.owner, vec!["serve", "--listen", "127.0.0.1:0"]),
        (&database.server, vec!["serve", "--listen", "0.0.0.0:0"]),
    ] {
        let error = run_as(login, &arguments).expect_err("refused");
        let lines: Vec<&str> = error.lines().filter(|line| !line.starts_with('{')).collect();
        assert_eq!(lines.len(), 1, "{arguments:?}: {error}");
        assert!(lines[0].starts_with("clinic-hub: "), "{error}");
    }
}
