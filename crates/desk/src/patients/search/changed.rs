//! Whose data changed since the index last read it.

use std::collections::HashSet;

use uuid::Uuid;
use wire::changes::{Change, Value};
use wire::registry::Table;

/// Whose data changed since it was last read.
#[derive(Default)]
pub(super) struct Changed {
    pub patients: HashSet<Uuid>,
    /// Appointments of which the change does not say whose they are.
    pub appointments: HashSet<Uuid>,
    /// Too many to be read one by one.
    pub everything: bool,
}

impl Changed {
    pub fn note(&mut self, change: &Change) {
        if self.everything {
            return;
        }
        let Some(table) = Table::by_number(change.table) else { return };
        match table.name {
            "patient" => {
                self.patients.insert(change.row);
            }
            "appointment" => self.note_appointment(table, change),
            _ => {}
        }
    }

    fn note_appointment(&mut self, table: &Table, change: &Change) {
        let patient = table.column("patient_id").map(|column| column.number);
        let named = change.fields.iter().find(|field| Some(field.column) == patient);
        let Some(field) = named else {
            self.appointments.insert(change.row);
            return;
        };
        for id in [&field.before, &field.after] {
            if let Value::Blob(bytes) = id {
                self.patients.extend(Uuid::from_slice(bytes));
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.patients.is_empty() && self.appointments.is_empty() && !self.everything
    }

    pub fn add(&mut self, other: Self) {
        self.patients.extend(other.patients);
        self.appointments.extend(other.appointments);
        self.everything |= other.everything;
    }
}
