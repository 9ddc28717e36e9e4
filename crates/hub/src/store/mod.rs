//! The clinics in PostgreSQL. All SQL of the hub stands here, in the files beside it and in `crates/hub/migrations`. What is decided about rows is
//! decided in `merge`; here they are loaded for it and stored after it.
//!
//! A request of a desk is one transaction that begins with `hub.enter`: it names the clinic to row-level security, finds the desk by its token,
//! and, when there is something to write, takes the clinic's counter row. Requests that only read take no lock at all. What a push may meet is asked
//! for in the same breath, and its end is sent with what it writes (`work`): two round trips, whatever it brings.

mod admin;
mod answer;
mod blobs;
mod columns;
mod connect;
mod desks;
mod enrol;
mod error;
mod migrations;
mod notices;
mod page;
mod quarantine;
mod readers;
mod scope;
mod spill;
mod sync;
mod tables;
mod work;
mod write;

#[cfg(test)]
pub mod tests;

pub use admin::{ClinicLine, DeskLine};
pub use blobs::TakenPart;
pub use connect::{DatabaseUrl, Driving, Role, Store, connect};
pub use error::{Fault, Refused, busy};
pub use migrations::migrate;
pub use notices::Notice;
pub use quarantine::Quarantined;
pub use readers::{add_reader, allow, reader_of, remove_reader};
pub use sync::Synced;

/// The number of the newest migration of a desk that the registry of this hub knows.
pub const SCHEMA: u32 = 30;
