//! A real hub with its PostgreSQL, behind a cable that can be pulled.

use std::net::SocketAddr;
use std::time::Duration;

use hub::server::{Hub, Listening, Settings, routes, serve};
use hub::throwaway::Postgres;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// A hub, with the codes for two desks, behind a cable.
pub struct Cabled {
    pub runtime: Runtime,
    pub address: String,
    /// Each lets one desk in.
    pub codes: Vec<String>,
    plugged: watch::Sender<bool>,
    _stop: watch::Sender<bool>,
    _postgres: Postgres,
}

impl Cabled {
    pub fn hub() -> Self {
        let runtime = Runtime::new().expect("a runtime starts");
        let postgres = Postgres::start().expect("PostgreSQL is installed");
        let (stop, stopping) = watch::channel(false);
        let (plugged, plug) = watch::channel(true);
        let (address, codes) = runtime.block_on(async {
            let database = postgres.database("hub").await.expect("a database can be made");
            let (store, operator) = database.stores(8).expect("it can be reached");
            let clinic = operator.add_clinic("Al Nour").await.expect("a clinic can be made");
            let mut codes = Vec::new();
            for _ in 0..2 {
                let code = operator.new_code(clinic, Duration::from_secs(3600)).await;
                codes.push(code.expect("a code can be made"));
            }
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
            let behind = listener.local_addr().expect("it is bound");
            let hub = Hub::new(store, Settings::default(), stopping);
            let routes = routes(&hub);
            tokio::spawn(serve(hub, Listening { listener, routes, tls: None }));
            let cable = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
            let address = cable.local_addr().expect("it is bound");
            tokio::spawn(lay(cable, behind, plug));
            (format!("http://{address}"), codes)
        });
        Self { runtime, address, codes, plugged, _stop: stop, _postgres: postgres }
    }

    pub fn pull(&self) {
        self.plugged.send_replace(false);
    }

    pub fn plug_in(&self) {
        self.plugged.send_replace(true);
    }
}

/// Carries bytes while the cable is plugged in, and drops every connection when it is pulled.
async fn lay(cable: TcpListener, behind: SocketAddr, plug: watch::Receiver<bool>) {
    while let Ok((mut here, _)) = cable.accept().await {
        let mut plug = plug.clone();
        tokio::spawn(async move {
            if !*plug.borrow() {
                return;
            }
            let Ok(mut there) = TcpStream::connect(behind).await else { return };
            tokio::select! {
                _ = tokio::io::copy_bidirectional(&mut here, &mut there) => {}
                _ = plug.wait_for(|plugged| !plugged) => {}
            }
        });
    }
}
