//! Clients that are broken or mean no good.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;
use wire::sync::http::{CONTENT_TYPE, ENROL_PATH, sync_path};
use wire::sync::{MOST_BYTES_READ, MOST_BYTES_SENT, Pushed, SyncReply, SyncRequest, TroubleCode, pack};

use super::client::{answer, head, post, raw, send};
use super::{Settings, World, world};
use crate::store::tests::world::Dice;

#[tokio::test]
async fn a_body_that_unpacks_to_more_than_a_message_is_refused_and_its_memory_given_back() {
    let World { operator, clinic, server, .. } = world(Settings::default()).await;
    let (_, token) = server.desk(&operator, clinic).await;
    let bomb = pack(&"x".repeat(MOST_BYTES_READ + 1));
    assert!(bomb.len() < 20_000);
    for _ in 0..20 {
        assert_eq!(
            send(server.address, &sync_path(clinic), Some(&token), &bomb).await.trouble(),
            TroubleCode::Malformed
        );
    }
    assert_eq!(server.hub.memory.taken(), 0);
}

#[tokio::test]
async fn bombs_at_once_wait_for_one_another() {
    // Room for two of them.
    let settings = Settings { memory: 2 * 4 * MOST_BYTES_READ + (1 << 20), ..Settings::default() };
    let World { operator, clinic, server, .. } = world(settings).await;
    let (_, token) = server.desk(&operator, clinic).await;
    let bomb = pack(&"x".repeat(MOST_BYTES_READ + 1));
    let sending: Vec<_> = (0..30)
        .map(|_| {
            let (bomb, token, address) = (bomb.clone(), token.clone(), server.address);
            tokio::spawn(async move { send(address, &sync_path(clinic), Some(&token), &bomb).await.status })
        })
        .collect();
    for status in sending {
        assert!([400, 429].contains(&status.await.expect("sent")));
    }
    assert_eq!(server.hub.memory.taken(), 0);
}

#[tokio::test]
async fn bodies_that_are_too_large_are_refused_before_they_are_read() {
    let World { operator, clinic, server, .. } = world(Settings::default()).await;
    let (_, token) = server.desk(&operator, clinic).await;
    let path = sync_path(clinic);
    let announced = head("POST", &path, Some(&token), MOST_BYTES_SENT + 1);
    assert_eq!(
        raw(server.address, announced.as_bytes()).await.expect("an answer").trouble(),
        TroubleCode::TooLarge
    );

    let chunked =
        head("POST", &path, Some(&token), 0).replace("content-length: 0", "transfer-encoding: chunked");
    let mut stream = TcpStream::connect(server.address).await.expect("connected");
    stream.write_all(chunked.as_bytes()).await.expect("sent");
    let part = [b"10000\r\n".as_slice(), &vec![b'x'; 65536], b"\r\n"].concat();
    let mut sent = 0;
    while sent <= 3 * MOST_BYTES_SENT && stream.write_all(&part).await.is_ok() {
        sent += part.len();
    }
    assert!(sent <= 2 * MOST_BYTES_SENT + (4 << 20), "the server read on: {sent}");
}

#[tokio::test]
async fn what_is_no_message_is_answered_as_such_and_changes_nothing() {
    let World { operator, clinic, server, .. } =
        world(Settings { failure_rate: (100_000, 1.0), desk_rate: (100_000, 1.0), ..Settings::default() })
            .await;
    let (mut desk, token) = server.desk(&operator, clinic).await;
    desk.registers(Uuid::new_v4(), "Mona");
    let request = desk.request(9, 1 << 20);
    let good = pack(&request);
    let mut dice = Dice::of(7);
    for round in 0..300 {
        let mut bytes = good.clone();
        match round % 4 {
            0 => bytes.truncate(dice.index(bytes.len())),
            1 => bytes = (0..dice.index(300)).map(|_| dice.below(256) as u8).collect(),
            2 => {
                let at = dice.index(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
            _ => bytes.extend((0..=dice.below(9)).map(|_| dice.below(256) as u8)),
        }
        // Some bits of a frame mean nothing.
        if wire::sync::unpack::<SyncRequest>(&bytes).is_ok_and(|read| read == request) {
            continue;
        }
        let answer = send(server.address, &sync_path(clinic), Some(&token), &bytes).await;
        assert_eq!(answer.trouble(), TroubleCode::Malformed, "{round}");
    }
    for (name, value) in [("content-type", "application/json"), ("content-encoding", "gzip")] {
        let changed = head("POST", &sync_path(clinic), Some(&token), good.len());
        let changed = if name == "content-type" {
            changed.replace(CONTENT_TYPE, value)
        } else {
            changed.replace("host: hub", &format!("host: hub\r\n{name}: {value}"))
        };
        let answer = raw(server.address, &[changed.as_bytes(), &good].concat()).await.expect("an answer");
        assert_eq!(answer.trouble(), TroubleCode::Malformed);
    }
    assert_eq!(operator.clinics().await.expect("clinics")[0].head, 0, "nothing was taken");
    let answer = send(server.address, &sync_path(clinic), Some(&token), &good).await;
    assert_eq!(answer.message::<SyncReply>().through, 1);
}

#[tokio::test]
async fn garbage_on_the_line_is_hung_up_on() {
    let World { server, .. } =
        world(Settings { patience: Duration::from_millis(300), ..Settings::default() }).await;
    let mut dice = Dice::of(3);
    for round in 0..40 {
        let mut bytes: Vec<u8> = (0..1 + dice.index(2000)).map(|_| dice.below(256) as u8).collect();
        if round % 4 == 0 {
            bytes.splice(0..0, *b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        }
        if let Some(answer) = raw(server.address, &bytes).await {
            assert!(answer.status >= 400);
        }
    }
    let long = format!("GET /{} HTTP/1.1\r\nhost: hub\r\n\r\n", "x".repeat(200_000));
    assert!(raw(server.address, long.as_bytes()).await.is_none_or(|answer| answer.status >= 400));
    let many = format!("GET / HTTP/1.1\r\nhost: hub\r\n{}\r\n", "a: b\r\n".repeat(5_000));
    assert!(raw(server.address, many.as_bytes()).await.is_none_or(|answer| answer.status >= 400));
}

#[tokio::test]
async fn the_same_request_many_times_is_taken_once() {
    let World { operator, clinic, server, .. } = world(Settings::default()).await;
    let (mut desk, token) = server.desk(&operator, clinic).await;
    for _ in 0..3 {
        desk.registers(Uuid::new_v4(), "Mona");
    }
    let bytes = pack(&desk.request(9, 1 << 20));
    let sending: Vec<_> = (0..40)
        .map(|_| {
            let (bytes, token, address) = (bytes.clone(), token.clone(), server.address);
            tokio::spawn(async move { send(address, &sync_path(clinic), Some(&token), &bytes).await })
        })
        .collect();
    for answer in sending {
        let answer = answer.await.expect("sent");
        assert_eq!(answer.message::<SyncReply>().through, 3);
    }
    assert_eq!(operator.clinics().await.expect("clinics")[0].head, 3);
}

#[tokio::test]
async fn pieces_of_two_desks_make_no_third() {
    let World { operator, clinic, server, .. } = world(Settings::default()).await;
    let (mut one, token) = server.desk(&operator, clinic).await;
    let (mut two, _) = server.desk(&operator, clinic).await;
    one.registers(Uuid::new_v4(), "Mona");
    one.registers(Uuid::new_v4(), "Karim");
    two.registers(Uuid::new_v4(), "Sara");
    let (ones, twos) = (one.request(9, 1), two.request(9, 1));
    let swapped: Vec<Pushed> = ones.push.iter().rev().cloned().collect();
    let mixed = vec![ones.push[0].clone(), twos.push[0].clone()];
    let changed =
        vec![Pushed { changes: twos.push[0].changes.clone(), ..ones.push[0].clone() }, ones.push[1].clone()];
    for (push, code) in [
        (swapped, TroubleCode::Gap),
        (mixed, TroubleCode::Gap),
        (changed, TroubleCode::Forked),
        (ones.push[1..].to_vec(), TroubleCode::Gap),
        (vec![Pushed { base: 99, ..ones.push[0].clone() }], TroubleCode::Malformed),
    ] {
        let request = SyncRequest { push, ..ones.clone() };
        assert_eq!(post(server.address, &sync_path(clinic), Some(&token), &request).await.trouble(), code);
    }
    assert_eq!(operator.clinics().await.expect("clinics")[0].head, 0);
}

#[tokio::test]
async fn slow_clients_are_given_up() {
    let patience = Duration::from_millis(300);
    let World { operator, clinic, server, .. } = world(Settings { patience, ..Settings::default() }).await;
    let (_, token) = server.desk(&operator, clinic).await;
    let begun = Instant::now();
    // Nothing; half a head; half a body.
    let half = head("POST", ENROL_PATH, None, 100);
    for sent in ["", "POST /v1/enrol HT", half.as_str()] {
        let mut stream = TcpStream::connect(server.address).await.expect("connected");
        stream.write_all(sent.as_bytes()).await.expect("sent");
        if let Some(answer) = answer(&mut stream).await {
            assert!([400, 408].contains(&answer.status));
        }
    }
    // A body that comes byte by byte, each in time: the whole has an end too.
    let settings = Settings { patience, longest_body: Duration::from_millis(600), ..Settings::default() };
    let slow = super::Server::start(&super::database().await, settings, None).await;
    let mut stream = TcpStream::connect(slow.address).await.expect("connected");
    stream.write_all(head("POST", &sync_path(clinic), Some(&token), 100_000).as_bytes()).await.expect("sent");
    let dripping = async {
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if stream.write_all(b"x").await.is_err() {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), dripping).await.expect("given up");
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!((server.hub.memory.taken(), slow.hub.memory.taken()), (0, 0));
}

#[tokio::test]
async fn one_address_cannot_keep_everybody_else_out() {
    let World { server, .. } = world(Settings { most_of_one_address: 3, ..Settings::default() }).await;
    let mut idle = Vec::new();
    for _ in 0..3 {
        idle.push(TcpStream::connect(server.address).await.expect("connected"));
    }
    let health = head("GET", "/healthz", None, 0);
    let told = async || raw(server.address, health.as_bytes()).await.map(|answer| answer.status);
    assert_eq!(told().await, None, "hung up on");
    drop(idle.pop());
    let let_in = async {
        while told().await != Some(200) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), let_in).await.expect("let in when another one goes");
}

#[tokio::test]
async fn a_client_that_takes_no_answer_is_given_up() {
    let patience = Duration::from_millis(300);
    let World { operator, clinic, server, .. } = world(Settings { patience, ..Settings::default() }).await;
    let (mut desk, token) = server.desk(&operator, clinic).await;
    let mut dice = Dice::of(5);
    // Names that zstd makes nothing smaller of.
    for _ in 0..24 {
        let name: String = (0..200_000).map(|_| char::from(33 + dice.below(90) as u8)).collect();
        desk.registers(dice.uuid(), &name);
        let request = desk.request(1, 1);
        let reply: SyncReply =
            post(server.address, &sync_path(clinic), Some(&token), &request).await.message();
        desk.through = reply.through;
    }
    let request = SyncRequest { everything: true, ..desk.request(0, 8 << 20) };
    let body = pack(&request);
    let bytes = [head("POST", &sync_path(clinic), Some(&token), body.len()).as_bytes(), &body].concat();
    let mut streams = Vec::new();
    for _ in 0..4 {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a small buffer");
        let mut stream = socket.connect(server.address).await.expect("connected");
        stream.write_all(&bytes).await.expect("sent");
        streams.push(stream);
    }
    let connections = || server.hub.metrics.connections.load(std::sync::atomic::Ordering::Relaxed);
    let given_up = async {
        while connections() > 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), given_up).await.expect("given up");
    // All of the answer never came.
    let mut rest = Vec::new();
    let _ = streams[0].read_to_end(&mut rest).await;
    assert!(rest.len() < 3 << 20, "{}", rest.len());
}
