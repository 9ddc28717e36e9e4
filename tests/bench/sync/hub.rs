//! The hub: its server as it is served, on a PostgreSQL of its own.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Result;
use hub::server::{Hub as Server, Listening, Settings, routes, serve};
use hub::store::Store;
use hub::throwaway::{Database, Postgres};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use uuid::Uuid;

/// As many connections to the database as `clinic-hub serve` takes.
const CONNECTIONS: usize = 16;

pub struct Hub {
    pub address: SocketAddr,
    pub runtime: Runtime,
    pub database: Database,
    pub postgres: Postgres,
    operator: Store,
    _stopping: watch::Sender<bool>,
}

impl Hub {
    pub fn start() -> Result<Self> {
        let runtime = Runtime::new()?;
        let postgres = Postgres::start()?;
        let (stopping, stop) = watch::channel(false);
        let (address, database, operator) = runtime.block_on(async {
            let database = postgres.database("hub").await?;
            let (store, operator) = database.stores(CONNECTIONS)?;
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address = listener.local_addr()?;
            // How often a desk may ask is a rule, and what is measured here is how fast it is answered.
            let settings = Settings { desk_rate: (u32::MAX, 1e9), ..Settings::default() };
            let hub = Server::new(store, settings, stop);
            tokio::spawn(serve(hub.clone(), Listening { listener, routes: routes(&hub), tls: None }));
            anyhow::Ok((address, database, operator))
        })?;
        Ok(Self { address, runtime, database, postgres, operator, _stopping: stopping })
    }

    pub fn new_clinic(&self) -> Result<Uuid> {
        Ok(self.runtime.block_on(self.operator.add_clinic("Al Nour"))?)
    }

    /// A code by which one desk enrols.
    pub fn code(&self, clinic: Uuid) -> Result<String> {
        Ok(self.runtime.block_on(self.operator.new_code(clinic, Duration::from_secs(600)))?)
    }
}
