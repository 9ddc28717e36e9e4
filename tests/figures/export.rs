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
    Rows {
        appointments: here("appointment"),
        rep_visits: here("rep_visit"),
        doctors: here("doctor"),
        hours: here("hours"),
        closures: here("closure"),
        limits: here("day_limit"),
        reps: of(connection, "select * from rep"),
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
