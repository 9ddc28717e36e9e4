//! The hub over HTTP: what `wire::sync::http` says. Requests are read here within limits of size, time and memory, and answered by the store.
//! The process keeps nothing that another one on the same database would need.

mod administration;
mod answers;
mod blobs;
mod bodies;
mod connections;
mod events;
mod heads;
mod limits;
mod metrics;
mod observe;
mod openapi;
mod routes;
mod tls;

#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;
use wire::operation::Hash;

use crate::store::Store;
use heads::Heads;
use limits::{Buckets, Memory, Shares};
use metrics::Metrics;

pub use connections::{Listening, serve};
pub use metrics::Gauges;
pub use routes::{metrics_routes, routes};
pub use tls::Tls;

/// How a server holds itself.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether addresses are taken from `x-forwarded-for`: only right when nobody reaches the server but through a proxy that sets it.
    pub behind_proxy: bool,
    /// What all requests together may take.
    pub memory: usize,
    pub most_connections: usize,
    /// Of one address, unless all come from a proxy.
    pub most_of_one_address: usize,
    /// How long a client may take for the head of a request, between two parts of its body, and to take a part of an answer.
    pub patience: Duration,
    /// For all of a body.
    pub longest_body: Duration,
    /// How long a stop waits for answers that are under way.
    pub longest_stop: Duration,
    /// Requests of one desk: at once, and each second.
    pub desk_rate: (u32, f64),
    /// The same for parts of files, which never take what a desk may ask otherwise.
    pub file_rate: (u32, f64),
    /// What the files of one clinic may take.
    pub file_space: u64,
    /// Codes and tokens that do not work, of one address: at once, and each second.
    pub failure_rate: (u32, f64),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            behind_proxy: false,
            memory: 512 << 20,
            most_connections: 10_000,
            most_of_one_address: 256,
            patience: Duration::from_secs(20),
            longest_body: Duration::from_secs(300),
            longest_stop: Duration::from_secs(20),
            desk_rate: (100, 20.0),
            file_rate: (200, 40.0),
            file_space: 50 << 30,
            failure_rate: (20, 0.1),
        }
    }
}

const WAIT_FOR_MEMORY: Duration = Duration::from_secs(5);

/// What every request needs.
pub struct Hub {
    store: Store,
    settings: Settings,
    heads: Arc<Heads>,
    by_desk: Buckets<Hash>,
    files_by_desk: Buckets<Hash>,
    failures: Buckets<IpAddr>,
    memory: Memory,
    shares: Arc<Shares>,
    metrics: Metrics,
    stop: watch::Receiver<bool>,
}

impl Hub {
    /// Must be called within a runtime. `stop` becomes true when the server is to end.
    pub fn new(store: Store, settings: Settings, stop: watch::Receiver<bool>) -> Arc<Self> {
        Arc::new(Self {
            heads: Heads::start(&store, stop.clone()),
            by_desk: Buckets::new(settings.desk_rate.0, settings.desk_rate.1),
            files_by_desk: Buckets::new(settings.file_rate.0, settings.file_rate.1),
            failures: Buckets::new(settings.failure_rate.0, settings.failure_rate.1),
            memory: Memory::new(settings.memory, WAIT_FOR_MEMORY),
            shares: Shares::new(if settings.behind_proxy {
                usize::MAX
            } else {
                settings.most_of_one_address
            }),
            metrics: Metrics::default(),
            store,
            settings,
            stop,
        })
    }
}

/// Milliseconds since 1970 UTC.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
