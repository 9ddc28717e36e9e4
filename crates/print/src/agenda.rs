//! A day of visits, a page for each doctor.

use serde::Serialize;

use crate::NotSet;
use crate::head::{Doctor, Head};
use crate::world::set;

#[derive(Debug, Clone, Serialize)]
pub struct Agenda {
    #[serde(flatten)]
    pub head: Head,
    pub date: String,
    pub doctors: Vec<AgendaDoctor>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AgendaDoctor {
    #[serde(flatten)]
    pub doctor: Doctor,
    pub open: Vec<AgendaHours>,
    pub closures: Vec<AgendaClosure>,
    /// `missing` or `twice` on a day on which the clock changes.
    pub clock: Option<&'static str>,
    /// How many were called off and are not listed.
    pub cancelled: usize,
    pub visits: Vec<AgendaVisit>,
    pub rep_visits: Vec<AgendaRepVisit>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AgendaHours {
    /// `patient`, `rep` or `online`.
    pub audience: &'static str,
    pub start: String,
    pub end: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct AgendaClosure {
    /// Absent: the whole day.
    pub start: Option<String>,
    pub end: Option<String>,
    /// `closed` or `opened`.
    pub effect: &'static str,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct AgendaVisit {
    pub start: String,
    pub minutes: u16,
    pub name: String,
    pub age: Option<u16>,
    /// The file number.
    pub file: String,
    pub phone: Option<String>,
    pub reason: Option<String>,
    pub overbook_reason: Option<String>,
    /// The code of its state.
    pub status: &'static str,
    pub queue_number: Option<u32>,
    pub online: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct AgendaRepVisit {
    pub start: String,
    pub minutes: u16,
    pub name: String,
    pub company: String,
    /// The code of its state.
    pub status: &'static str,
}

/// A4, with room to write.
///
/// # Errors
/// `NotSet` when the template fails, which a test of every language would have shown.
pub fn agenda(agenda: &Agenda) -> Result<Vec<u8>, NotSet> {
    set(include_str!("agenda.typ"), agenda)
}
