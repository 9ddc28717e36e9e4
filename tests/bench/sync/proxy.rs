//! The wire between one desk and the hub, and what went over it: every byte of both directions above TCP, headers and all.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Result;

pub struct Proxy {
    pub address: SocketAddr,
    carried: Arc<Carried>,
}

/// Bytes since the beginning.
#[derive(Debug, Default)]
struct Carried {
    up: AtomicU64,
    down: AtomicU64,
}

/// Bytes of a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bytes {
    pub up: u64,
    pub down: u64,
}

impl Bytes {
    pub fn all(self) -> u64 {
        self.up + self.down
    }

    pub fn since(self, before: Self) -> Self {
        Self { up: self.up - before.up, down: self.down - before.down }
    }
}

impl Proxy {
    pub fn to(hub: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let carried = Arc::new(Carried::default());
        let of_all = Arc::clone(&carried);
        std::thread::spawn(move || {
            for desk in listener.incoming().flatten() {
                let Ok(hub) = TcpStream::connect(hub) else { continue };
                // What is written goes out at once, as between the two themselves.
                let _ = (desk.set_nodelay(true), hub.set_nodelay(true));
                if let (Ok(from), Ok(to)) = (desk.try_clone(), hub.try_clone()) {
                    carry(from, to, &of_all, |carried| &carried.up);
                    carry(hub, desk, &of_all, |carried| &carried.down);
                }
            }
        });
        Ok(Self { address, carried })
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn bytes(&self) -> Bytes {
        let read = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
        Bytes { up: read(&self.carried.up), down: read(&self.carried.down) }
    }
}

fn carry(
    mut from: TcpStream,
    mut to: TcpStream,
    carried: &Arc<Carried>,
    counter: fn(&Carried) -> &AtomicU64,
) {
    let carried = Arc::clone(carried);
    std::thread::spawn(move || {
        let mut buffer = vec![0; 256 << 10];
        while let Ok(length) = from.read(&mut buffer) {
            // Counted before it arrives, so that whoever has it finds it counted.
            counter(&carried).fetch_add(length as u64, Ordering::SeqCst);
            if length == 0 || to.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
    });
}
