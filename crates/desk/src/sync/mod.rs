//! The desk's side of the sync: the ledger's newest part goes up as the outbox, rows of the hub come down and are taken in, and what two
//! people did at once is put before a person. A desk never waits for any of it, and without a hub nothing here ever runs.
//!
//! `client` says what to ask and what to do with an answer, without a network; `apply` and `rows` take answers in; `outbox` reads the
//! ledger; `link` remembers how far we are, `files` carries what documents hold beside the rows. No rule of merging stands here: the hub merges.

mod ahead;
mod apply;
pub mod client;
pub mod desks;
pub(crate) mod driver;
mod enrol;
mod files;
mod http;
pub mod invitation;
pub mod join;
mod left_over;
pub mod link;
mod listening;
mod outbox;
#[cfg(test)]
mod pinned_tests;
pub mod requests;
mod rows;
mod shared;
mod slots;
mod status;
pub(crate) mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod tls;
pub mod trail;
pub(crate) mod unsent;
mod using;

pub(crate) use apply::take_over;
pub use client::{Answer, Asked, Client, Message, Next, Stopped};
pub(crate) use link::Link;
pub use link::{HubLink, LeftOver, Standing, Token};
pub use outbox::Budget;
pub(crate) use store::Beyond;
pub use using::{at_once, enrol, state};
