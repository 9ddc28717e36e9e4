//! A real hub with its PostgreSQL, behind a cable that can be pulled, by hand or by what goes through it, and that counts its bytes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use hub::server::{Hub, Listening, Settings, routes, serve};
use hub::store::Store;
use hub::throwaway::{Database, Postgres};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use uuid::Uuid;

/// A hub, with the codes for two desks, behind a cable.
pub struct Cabled {
    pub runtime: Runtime,
    pub address: String,
    /// Each lets one desk in.
    pub codes: Vec<String>,
    pub clinic: Uuid,
    pub operator: Store,
    cable: Arc<Cable>,
    database: Database,
    behind: watch::Sender<SocketAddr>,
    stop: watch::Sender<bool>,
    _postgres: Postgres,
}

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

struct Cable {
    plugged: watch::Sender<bool>,
    up: AtomicU64,
    down: AtomicU64,
    /// Pulled by itself when so many bytes have gone this way in all.
    cut_up: AtomicU64,
    cut_down: AtomicU64,
    /// The next large piece has a bit of it turned over.
    damages: AtomicBool,
}

/// Pieces of files are larger, and hardly anything else is.
const LARGE: usize = 4 << 10;

impl Cabled {
    pub fn hub() -> Self {
        let runtime = Runtime::new().expect("a runtime starts");
        let postgres = Postgres::start().expect("PostgreSQL is installed");
        let (plugged, _) = watch::channel(true);
        let unlimited = || AtomicU64::new(u64::MAX);
        let (up, down, cut_up, cut_down) = (AtomicU64::new(0), AtomicU64::new(0), unlimited(), unlimited());
        let cable = Arc::new(Cable { plugged, up, down, cut_up, cut_down, damages: AtomicBool::new(false) });
        let (database, operator, clinic, codes) = runtime.block_on(async {
            let database = postgres.database("hub").await.expect("a database can be made");
            let (_, operator) = database.stores(1).expect("it can be reached");
            let clinic = operator.add_clinic("Al Nour").await.expect("a clinic can be made");
            let mut codes = Vec::new();
            for _ in 0..2 {
                codes.push(new_code(&operator, clinic).await);
            }
            (database, operator, clinic, codes)
        });
        let (behind_now, stop) = runtime.block_on(start(&database));
        let (behind, to) = watch::channel(behind_now);
        let address = runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
            let address = listener.local_addr().expect("it is bound");
            tokio::spawn(lay(listener, to, Arc::clone(&cable)));
            format!("http://{address}")
        });
        Self { runtime, address, codes, clinic, operator, cable, database, behind, stop, _postgres: postgres }
    }

    /// A code for one more desk.
    pub fn code(&self) -> String {
        self.runtime.block_on(new_code(&self.operator, self.clinic))
    }

    pub fn pull(&self) {
        self.cable.plugged.send_replace(false);
    }

    pub fn plug_in(&self) {
        self.cable.cut_up.store(u64::MAX, Ordering::SeqCst);
        self.cable.cut_down.store(u64::MAX, Ordering::SeqCst);
        self.cable.plugged.send_replace(true);
    }

    /// Pulls itself when so many more bytes have gone this way.
    pub fn pull_after(&self, way: Way, bytes: u64) {
        let limit = match way {
            Way::Up => &self.cable.cut_up,
            Way::Down => &self.cable.cut_down,
        };
        limit.store(self.carried(way) + bytes, Ordering::SeqCst);
    }

    pub fn is_plugged(&self) -> bool {
        *self.cable.plugged.borrow()
    }

    /// How many bytes have gone this way.
    pub fn carried(&self, way: Way) -> u64 {
        match way {
            Way::Up => self.cable.up.load(Ordering::SeqCst),
            Way::Down => self.cable.down.load(Ordering::SeqCst),
        }
    }

    /// Turns a bit of the next large piece over, whichever way it goes.
    pub fn damage_next(&self) {
        self.cable.damages.store(true, Ordering::SeqCst);
    }

    pub fn has_damaged(&self) -> bool {
        !self.cable.damages.load(Ordering::SeqCst)
    }

    /// Another process takes over on the same database. What was under way is cut off.
    pub fn restart(&mut self) {
        let (address, stop) = self.runtime.block_on(start(&self.database));
        self.behind.send_replace(address);
        self.stop.send_replace(true);
        self.stop = stop;
    }
}

async fn new_code(operator: &Store, clinic: Uuid) -> String {
    operator.new_code(clinic, Duration::from_secs(3600)).await.expect("a code can be made")
}

async fn start(database: &Database) -> (SocketAddr, watch::Sender<bool>) {
    let (store, _) = database.stores(8).expect("it can be reached");
    let (stop, stopping) = watch::channel(false);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let hub = Hub::new(store, Settings::default(), stopping);
    let routes = routes(&hub);
    tokio::spawn(serve(hub, Listening { listener, routes, tls: None }));
    (address, stop)
}

/// Carries bytes while the cable is plugged in, and drops every connection when it is pulled, or when what is behind it changes.
async fn lay(listener: TcpListener, behind: watch::Receiver<SocketAddr>, cable: Arc<Cable>) {
    while let Ok((here, _)) = listener.accept().await {
        let (mut behind, cable) = (behind.clone(), Arc::clone(&cable));
        tokio::spawn(async move {
            let mut plug = cable.plugged.subscribe();
            if !*plug.borrow_and_update() {
                return;
            }
            let address = *behind.borrow_and_update();
            let Ok(there) = TcpStream::connect(address).await else { return };
            let ((from_here, to_here), (from_there, to_there)) = (here.into_split(), there.into_split());
            let both = async {
                tokio::join!(
                    carry(from_here, to_there, &cable, Way::Up),
                    carry(from_there, to_here, &cable, Way::Down)
                )
            };
            tokio::select! {
                _ = both => {}
                _ = plug.wait_for(|plugged| !plugged) => {}
                _ = behind.changed() => {}
            }
        });
    }
}

async fn carry(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    cable: &Cable,
    way: Way,
) {
    let (carried, limit) = match way {
        Way::Up => (&cable.up, &cable.cut_up),
        Way::Down => (&cable.down, &cable.cut_down),
    };
    let mut piece = vec![0; 16 << 10];
    while let Ok(read) = from.read(&mut piece).await {
        if read == 0 {
            break;
        }
        let so_far = carried.fetch_add(read as u64, Ordering::SeqCst) + read as u64;
        if so_far > limit.load(Ordering::SeqCst) {
            cable.plugged.send_replace(false);
            return;
        }
        if read >= LARGE && cable.damages.swap(false, Ordering::SeqCst) {
            piece[read / 2] ^= 1;
        }
        if to.write_all(&piece[..read]).await.is_err() {
            return;
        }
    }
    let _ = to.shutdown().await;
}
