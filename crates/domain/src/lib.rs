//! The rules of a clinic, pure. Nothing here reads a clock, draws a random number, touches a file or knows SQL:
//! time and identifiers come in as values, so every rule can be replayed and tried with made-up days.

pub mod account;
pub mod appointment;
pub mod booking;
pub mod calendar;
pub mod calls;
pub mod chart;
pub mod code;
pub mod document;
pub mod id;
pub mod money;
pub mod patient;
pub mod permission;
pub mod prescription;
pub mod queue;
pub mod reference;
pub mod reminder;
pub mod rep_rules;
pub mod rep_visit;
pub mod reports;
pub mod stock;
pub mod text;
pub mod time;
pub mod wait_list;
