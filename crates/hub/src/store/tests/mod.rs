//! The store on a real PostgreSQL.

mod access;
mod enrolment;
mod like_the_model;
mod order;
mod reports;
mod upgrade;
pub mod world;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::throwaway::{Database, Postgres};

/// One for all tests of this process.
fn server() -> &'static Postgres {
    static SERVER: OnceLock<Postgres> = OnceLock::new();
    SERVER.get_or_init(|| Postgres::start().expect("PostgreSQL"))
}

/// A database of one's own.
pub async fn database() -> Database {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    server().database(&name).await.expect("a database")
}
