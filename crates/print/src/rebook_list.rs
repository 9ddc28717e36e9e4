//! Whom to ring because their time is gone.

use serde::Serialize;

use crate::NotSet;
use crate::head::{Doctor, Head};
use crate::world::set;

#[derive(Debug, Clone, Serialize)]
pub struct RebookList {
    #[serde(flatten)]
    pub head: Head,
    /// Absent when hours were shortened.
    pub closure: Option<RebookClosure>,
    pub first_date: String,
    pub last_date: String,
    /// Everybody whom a row names.
    pub doctors: Vec<RebookDoctor>,
    pub rows: Vec<RebookRow>,
}

#[derive(Debug, Clone, Serialize)]
pub struct RebookClosure {
    /// Absent: the whole day.
    pub start: Option<String>,
    pub end: Option<String>,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct RebookDoctor {
    /// Whatever the rows name the doctor by.
    pub id: String,
    #[serde(flatten)]
    pub doctor: Doctor,
}

#[derive(Debug, Clone, Serialize)]
pub struct RebookRow {
    pub name: String,
    pub second_name: Option<String>,
    pub age: Option<u16>,
    /// The file number.
    pub file: String,
    pub reason: Option<String>,
    pub phones: Vec<RebookPhone>,
    /// The time that it lost, and where it stands now.
    pub was: RebookTime,
    pub now: RebookTime,
    /// What became of it; absent while somebody has to be called.
    pub end: Option<&'static str>,
    /// Times to offer, the proposed one first.
    pub times: Vec<RebookTime>,
    /// Newest first.
    pub calls: Vec<RebookCall>,
}

#[derive(Debug, Clone, Serialize)]
pub struct RebookPhone {
    pub number: String,
    /// Whose it is.
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct RebookTime {
    pub doctor: String,
    pub date: String,
    pub start: String,
    pub minutes: u16,
}

#[derive(Debug, Clone, Serialize)]
pub struct RebookCall {
    /// `reached`, `no_answer` or `later`.
    pub outcome: &'static str,
    pub date: String,
    pub time: String,
    pub note: Option<String>,
}

/// A4 on its side, with boxes to tick.
///
/// # Errors
/// `NotSet` when the template fails, which a test of every language would have shown.
pub fn rebook_list(list: &RebookList) -> Result<Vec<u8>, NotSet> {
    set(include_str!("rebook_list.typ"), list)
}
