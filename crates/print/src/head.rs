//! What stands at the edge of every paper of the front desk: whose it is, and how old.

use serde::Serialize;

/// Dates are `YYYY-MM-DD` and times `HH:MM` in all papers: the template writes them as words in the paper's language.
#[derive(Debug, Clone, Serialize)]
pub struct Head {
    /// `en` or `ar`.
    pub language: String,
    pub clinic: Clinic,
    pub made: Made,
}

#[derive(Debug, Clone, Serialize)]
pub struct Clinic {
    pub name: String,
    pub site: String,
    pub address: Option<String>,
    pub phone: Option<String>,
}

/// Who had it made and when, by the wall clock of the clinic.
#[derive(Debug, Clone, Serialize)]
pub struct Made {
    pub date: String,
    pub time: String,
    pub by: String,
}

/// A doctor, named in the script of the paper where both are known.
#[derive(Debug, Clone, Serialize)]
pub struct Doctor {
    pub full_name: String,
    pub second_name: Option<String>,
    /// `Dr`, `Prof`: the template knows the Arabic for these.
    pub title: Option<String>,
    /// In the paper's language.
    pub specialty: Option<String>,
}
