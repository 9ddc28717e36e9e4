//! A server from start to end.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use uuid::Uuid;
use wire::sync::http::{events_path, sync_path};
use wire::sync::{SyncReply, pack};

use super::client::{Events, answer, head};
use super::{Settings, World, world};

#[tokio::test]
async fn a_stop_lets_what_is_under_way_come_to_its_end() {
    let World { operator, clinic, server, .. } = world(Settings::default()).await;
    let (mut desk, token) = server.desk(&operator, clinic).await;
    let mut events = Events::open(server.address, &events_path(clinic), &token).await;
    events.until(0).await.expect("told");

    desk.registers(Uuid::new_v4(), "Mona");
    let body = pack(&desk.request(9, 1 << 20));
    let mut stream = TcpStream::connect(server.address).await.expect("connected");
    stream
        .write_all(head("POST", &sync_path(clinic), Some(&token), body.len()).as_bytes())
        .await
        .expect("sent");
    stream.write_all(&body[..10]).await.expect("sent");
    tokio::time::sleep(Duration::from_millis(100)).await;

    server.stopping.send_replace(true);
    assert!(events.until(99).await.is_none(), "who listens is let go at once");
    assert!(!server.serving.is_finished(), "a request is under way");
    stream.write_all(&body[10..]).await.expect("sent");
    let answer = answer(&mut stream).await.expect("an answer");
    assert_eq!(answer.message::<SyncReply>().through, 1);
    tokio::time::timeout(Duration::from_secs(5), server.serving).await.expect("an end").expect("fine");
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody is let in any more");
}
