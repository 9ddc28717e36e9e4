//! The network between one desk and the hub, as bad as one likes.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What the network does to everything that goes through it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    Clear,
    /// Each piece waits so long.
    Slow(Duration),
    /// Connections end in the middle, after so many bytes of one direction.
    Cut(usize),
    /// Everything is taken, and nothing arrives.
    Swallows,
    /// Nobody is there.
    Away,
}

pub struct Proxy {
    pub address: SocketAddr,
    weather: Arc<Mutex<Weather>>,
}

impl Proxy {
    pub fn to(hub: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let weather = Arc::new(Mutex::new(Weather::Clear));
        let of_all = Arc::clone(&weather);
        std::thread::spawn(move || {
            for desk in listener.incoming().flatten() {
                let weather = Arc::clone(&of_all);
                std::thread::spawn(move || carry(desk, hub, &weather));
            }
        });
        Self { address, weather }
    }

    pub fn change(&self, weather: Weather) {
        *self.weather.lock().unwrap_or_else(PoisonError::into_inner) = weather;
    }
}

fn now(weather: &Mutex<Weather>) -> Weather {
    *weather.lock().unwrap_or_else(PoisonError::into_inner)
}

fn carry(desk: TcpStream, hub: SocketAddr, weather: &Mutex<Weather>) {
    if now(weather) == Weather::Away {
        return;
    }
    let Ok(hub) = TcpStream::connect(hub) else { return };
    let (Ok(desk_too), Ok(hub_too)) = (desk.try_clone(), hub.try_clone()) else { return };
    std::thread::scope(|scope| {
        scope.spawn(|| copy(&desk, &hub, weather));
        copy(&hub_too, &desk_too, weather);
    });
}

/// Until either side ends, or the weather ends it.
fn copy(mut from: &TcpStream, mut to: &TcpStream, weather: &Mutex<Weather>) {
    let _ = from.set_read_timeout(Some(Duration::from_millis(50)));
    let mut carried = 0;
    let mut piece = [0; 1_400];
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                if now(weather) == Weather::Away {
                    break;
                }
                continue;
            }
            Err(_) => break,
        };
        carried += read;
        match now(weather) {
            Weather::Clear => {}
            Weather::Slow(pause) => std::thread::sleep(pause),
            Weather::Cut(after) if carried <= after => {}
            Weather::Cut(_) | Weather::Away => break,
            Weather::Swallows => continue,
        }
        if to.write_all(&piece[..read]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
