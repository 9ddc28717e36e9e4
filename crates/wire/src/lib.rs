//! The language that desks and the hub speak, and that the ledger is kept in: which tables and columns are replicated, and how an
//! operation and its changes are written as bytes. No SQL and no rules live here. What is released here outlives a release.

pub mod changes;
pub mod operation;
pub mod registry;
pub mod sync;

mod schema;
