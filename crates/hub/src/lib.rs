//! The central server: it takes what desks did, puts it into one order, merges it, and gives it to the other desks. `merge` is the rules,
//! pure, and the same whether rows lie in PostgreSQL or in a test's memory.

pub mod merge;
pub mod model;
pub mod secrets;
pub mod server;
pub mod store;
pub mod stream;
pub mod throwaway;
