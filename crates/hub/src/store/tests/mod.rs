//! The store on a real PostgreSQL.

mod access;
mod enrolment;
mod like_the_model;
mod order;
mod world;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::throwaway::{Database, Postgres};

/// One server for all tests of this process, a database for each.
async fn database() -> Database {
    static SERVER: OnceLock<Postgres> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = SERVER.get_or_init(|| Postgres::start().expect("PostgreSQL"));
    let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    server.database(&name).await.expect("a database")
}
