//! The front desk without a window: everything a receptionist can do, as commands over an encrypted local database.
//! No Tauri and no HTML live here; the shell and the command line are two doors to the same table (`commands`).

pub mod accounts;
pub mod agenda;
pub mod appointments;
pub mod attention;
pub mod calendars;
pub mod charts;
pub mod clinic;
pub mod closures;
pub mod commands;
pub mod demo;
mod desk;
pub mod doctors;
pub mod documents;
pub mod door;
pub mod error;
pub mod input;
pub mod ledger;
pub mod medicines;
pub mod papers;
pub mod patients;
pub mod prescriptions;
pub mod queue;
pub mod rebooking;
pub mod reminders;
pub mod reports;
pub mod reps;
pub mod schedules;
pub mod session;
pub mod stock;
pub mod store;
pub mod sync;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod vault;
pub mod wait_list;

pub use desk::{Announcement, Clock, Desk, NewClinic, NewVault, SystemClock};
pub use error::{Error, FieldError, Refusal, Result};
pub use session::{Seat, Session};
