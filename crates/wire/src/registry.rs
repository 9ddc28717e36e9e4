//! The shape of the schema registry: every replicated table and column with a stable number, its type and its class.
//! The numbers are what travels and what the ledger keeps; they are never reused. The tables themselves stand in `schema`.

use crate::schema::GROUPS;
pub use crate::schema::TABLES;

/// A replicated table.
#[derive(Debug)]
pub struct Table {
    /// Stable, never reused.
    pub number: u16,
    pub name: &'static str,
    /// Without the `id`, which every table has.
    pub columns: &'static [Column],
}

#[derive(Debug)]
pub struct Column {
    /// Stable within its table, never reused.
    pub number: u16,
    pub name: &'static str,
    pub kind: Kind,
    pub class: Class,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Integer,
    Real,
    Text,
    /// JSON kept as text.
    Json,
    Blob,
    /// The 16 bytes of another row's id.
    Id,
}

/// How a column is merged and who may see it in the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Ordinary,
    /// About a person's health: concurrent edits are settled by a person.
    Clinical,
    /// Identifies a person.
    Personal,
    /// Insert-only; adds up in any order.
    Movement,
    /// Keys and hashes: never shown, not even to an administrator.
    Secret,
}

impl Table {
    pub fn by_number(number: u16) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.number == number)
    }
    pub fn by_name(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name)
    }
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }
    pub fn column_by_number(&self, number: u16) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.number == number)
    }
    /// The columns that belong together with this one, itself among them: a visit's date means nothing without its time, so one desk's
    /// date never stands beside another's time. A change that writes one of them carries all of them as its author saw them, and
    /// they are merged as one. Most columns stand alone.
    pub fn together_with(&self, column: u16) -> Option<&'static [u16]> {
        let groups = GROUPS.iter().find(|(table, _)| *table == self.number)?.1;
        groups.iter().find(|group| group.contains(&column)).copied()
    }
    /// The columns that hold the id of a row of the table `target`. By their names: `patient_id`, and whatever ends so where a row names
    /// several; `merged_into` names a row of its own table. Whatever moves all that names a row needs no list of its own.
    pub fn columns_naming(&self, target: &str) -> impl Iterator<Item = &'static Column> {
        let (own, suffix, is_target) = (format!("{target}_id"), format!("_{target}_id"), self.name == target);
        self.columns.iter().filter(move |column| {
            column.kind == Kind::Id
                && (column.name == own
                    || column.name.ends_with(&suffix)
                    || (is_target && column.name == "merged_into"))
        })
    }
    /// Whether rows are removed by marking them.
    pub fn deletes_softly(&self) -> bool {
        self.column("deleted_at").is_some()
    }
}
