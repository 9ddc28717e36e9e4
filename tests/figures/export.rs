//! The rows, as text and numbers.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    None,
    Number(i64),
    Text(String),
}

pub type Row = BTreeMap<String, Field>;

pub struct Rows {
    pub appointments: Vec<Row>,
    pub rep_visits: Vec<Row>,
    pub doctors: Vec<Row>,
    pub hours: Vec<Row>,
    pub closures: Vec<Row>,
    pub limits: Vec<Row>,
    pub reps: Vec<Row>,
    pub specialties: Vec<Row>,
    pub doctor_specialties: Vec<Row>,
    pub rebooks: Vec<Row>,
    /// All of them, whatever became of them.
    pub prescriptions: Vec<Row>,
    pub prescription_items: Vec<Row>,
    pub medicines: Vec<Row>,
    pub lots: Vec<Row>,
    pub movements: Vec<Row>,
    pub operations: Vec<Row>,
    pub accounts: Vec<Row>,
    pub sites: Vec<Row>,
    /// Whose file became part of whose.
    pub merged: BTreeMap<String, String>,
}

pub trait Fields {
    fn text(&self, name: &str) -> &str;
    fn number(&self, name: &str) -> i64;
    fn has(&self, name: &str) -> bool;
}

impl Fields for Row {
    fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Field::Text(text)) => text,
            other => panic!("{name} is {other:?}"),
        }
    }
    fn number(&self, name: &str) -> i64 {
        match self.get(name) {
            Some(Field::Number(number)) => *number,
            other => panic!("{name} is {other:?}"),
        }
    }
    fn has(&self, name: &str) -> bool {
        self.get(name).is_some_and(|field| *field != Field::None)
    }
}

pub fn rows(connection: &Connection) -> Rows {
    let here = |table: &str| of(connection, &format!("select * from {table} where deleted_at is null"));
    let all = |table: &str| of(connection, &format!("select * from {table}"));
    let merged = of(
        connection,
        "select id, merged_into from patient where merged_into is not null and deleted_at is not null",
    );
    Rows {
        appointments: here("appointment"),
        rep_visits: here("rep_visit"),
        doctors: here("doctor"),
        hours: here("hours"),
        closures: here("closure"),
        limits: here("day_limit"),
        reps: all("rep"),
        specialties: here("specialty"),
        doctor_specialties: all("doctor_specialty"),
        rebooks: here("rebook"),
        prescriptions: all("prescription"),
        prescription_items: here("prescription_item"),
        medicines: here("medicine"),
        lots: all("lot"),
        movements: here("stock_movement"),
        operations: of(connection, "select number, hlc, account_id, kind from operation"),
        accounts: all("account"),
        sites: here("site"),
        merged: merged
            .iter()
            .map(|row| (row.text("id").to_owned(), row.text("merged_into").to_owned()))
            .collect(),
    }
}

fn of(connection: &Connection, sql: &str) -> Vec<Row> {
    let mut statement = connection.prepare(sql).expect("a statement");
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([]).expect("rows");
    let mut all = Vec::new();
    while let Some(row) = rows.next().expect("a row") {
        let field = |at: usize| match row.get_ref(at).expect("a field") {
            ValueRef::Integer(number) => Field::Number(number),
            ValueRef::Text(text) => Field::Text(String::from_utf8(text.to_vec()).expect("text")),
            ValueRef::Blob(bytes) if bytes.len() == 16 => {
                Field::Text(uuid::Uuid::from_slice(bytes).expect("an id").to_string())
            }
            ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => Field::None,
        };
        all.push(names.iter().enumerate().map(|(at, name)| (name.clone(), field(at))).collect());
    }
    all
}
