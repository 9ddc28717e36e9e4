//! The server over real connections.

mod administration;
mod blobs;
mod client;
mod document;
mod encrypted;
mod hostile;
mod life;
mod protocol;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;
use wire::sync::EnrolReply;
use wire::sync::http::ENROL_PATH;

use super::{Hub, Listening, Settings, Tls, metrics_routes, routes, serve};
use crate::store::Store;
use crate::store::tests::database;
use crate::store::tests::world::{Desk, enrolling};
use crate::throwaway::Database;
use client::post;

/// One process that serves a database.
struct Server {
    hub: Arc<Hub>,
    address: SocketAddr,
    metrics: SocketAddr,
    stopping: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Server {
    async fn start(database: &Database, settings: Settings, tls: Option<Arc<Tls>>) -> Self {
        let (store, _) = database.stores(8).expect("stores");
        let (stopping, stop) = watch::channel(false);
        let hub = Hub::new(store, settings, stop);
        let listen = || TcpListener::bind("127.0.0.1:0");
        let (listener, other) = (listen().await.expect("a port"), listen().await.expect("a port"));
        let (address, metrics) = (listener.local_addr().expect("bound"), other.local_addr().expect("bound"));
        let others = Listening { listener: other, routes: metrics_routes(&hub), tls: None };
        tokio::spawn(serve(hub.clone(), others));
        let serving = tokio::spawn(serve(hub.clone(), Listening { listener, routes: routes(&hub), tls }));
        Self { hub, address, metrics, stopping, serving }
    }

    /// A desk that came in over HTTP, with its token.
    async fn desk(&self, operator: &Store, clinic: Uuid) -> (Desk, String) {
        let code = operator.new_code(clinic, Duration::from_secs(60)).await.expect("a code");
        let request = enrolling(Uuid::new_v4(), &code);
        let answer = post(self.address, ENROL_PATH, None, &request).await;
        assert_eq!(answer.status, 200);
        let reply: EnrolReply = answer.message();
        (Desk::new(reply.number, request.desk), reply.token)
    }
}

struct World {
    database: Database,
    operator: Store,
    clinic: Uuid,
    server: Server,
}

async fn world(settings: Settings) -> World {
    let database = database().await;
    let (_, operator) = database.stores(1).expect("stores");
    let clinic = operator.add_clinic("One").await.expect("a clinic");
    let server = Server::start(&database, settings, None).await;
    World { database, operator, clinic, server }
}
