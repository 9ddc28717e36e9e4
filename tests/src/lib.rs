//! What tests of more than one room share: the real `clinic-desk` as a child process, spoken to over JSON-RPC, and a clinic made with it.

pub mod cabled;
pub mod clinic;
pub mod rpc;
