//! Answers of a hub taken in, made by hand: what stands in the tables afterwards, and what is kept for later.

use rusqlite::named_params;
use serde_bytes::ByteBuf;
use uuid::Uuid;
use wire::changes::Value;
use wire::registry::Table;
use wire::sync::{EnrolReply, Row, SyncReply, encode_rows};

use super::testing::SyncDesk;
use super::{Answer, Asked, Budget, Client, Message, Next};
use crate::error::Error;
use crate::store::Sql;

mod arriving;
mod waiting;

const SITE: Uuid = Uuid::from_u128(1);
const DOCTOR: Uuid = Uuid::from_u128(2);
const PATIENT: Uuid = Uuid::from_u128(3);
/// Whoever or whatever this is, it has not come.
const STILL_TO_COME: Uuid = Uuid::from_u128(98);

struct Tried {
    desk: SyncDesk,
    client: Client,
    head: u64,
    _dir: tempfile::TempDir,
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn id(id: Uuid) -> Value {
    Value::Blob(id.as_bytes().to_vec())
}

/// A row as the hub tells it; columns by name, or by number where this version has no name for them.
fn row(table: &str, row: Uuid, fields: &[(&str, Value)]) -> Row {
    let table = Table::by_name(table).expect("a table");
    let number = |name: &str| name.parse().unwrap_or_else(|_| table.column(name).expect("a column").number);
    let mut fields: Vec<(u16, Value)> =
        fields.iter().map(|(name, value)| (number(name), value.clone())).collect();
    fields.sort_by_key(|(column, _)| *column);
    Row { table: table.number, id: row, seq: 1, gone: false, fields }
}

fn visit(visit: Uuid, starts_at: i64) -> Row {
    row(
        "appointment",
        visit,
        &[
            ("ref", text("APT")),
            ("patient_id", id(PATIENT)),
            ("doctor_id", id(DOCTOR)),
            ("site_id", id(SITE)),
            ("date", text("2026-11-24")),
            ("starts_at", Value::Integer(starts_at)),
            ("minutes", Value::Integer(20)),
            ("later_hour", Value::Integer(0)),
            ("status", text("scheduled")),
            ("kind", text("in_person")),
            ("created_at", Value::Integer(1)),
        ],
    )
}

fn account(account: Uuid, username: &str) -> Row {
    row(
        "account",
        account,
        &[
            ("username", text(username)),
            ("full_name", text("Mona Adel")),
            ("role", text("receptionist")),
            ("status", text("active")),
            ("grants", text("[]")),
            ("created_at", Value::Integer(1)),
        ],
    )
}

fn patient(patient: Uuid, name: &str) -> Row {
    let fields =
        [("ref", text(&patient.to_string())), ("full_name", text(name)), ("created_at", Value::Integer(1))];
    row("patient", patient, &fields)
}

/// The row with one of its columns naming something that has not come.
fn before_its(column: &str, mut row: Row) -> Row {
    let number = Table::by_number(row.table).unwrap().column(column).unwrap().number;
    let field = row.fields.iter_mut().find(|(column, _)| *column == number);
    field.unwrap().1 = id(STILL_TO_COME);
    row
}

fn clinic() -> Vec<Row> {
    let site = [
        ("name", text("Dokki")),
        ("kind", text("clinic")),
        ("time_zone", text("Africa/Cairo")),
        ("currency", text("EGP")),
        ("week_start", text("sat")),
        ("weekend_days", text("[]")),
        ("created_at", Value::Integer(1)),
    ];
    let doctor =
        [("site_id", id(SITE)), ("full_name", text("Salma Fathy")), ("created_at", Value::Integer(1))];
    // What refers comes before what it refers to.
    vec![row("doctor", DOCTOR, &doctor), row("site", SITE, &site), patient(PATIENT, "Nour Hassan")]
}

impl Tried {
    fn enrolled() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let desk = SyncDesk::empty(&dir.path().join("clinic.db"), Uuid::from_u128(0xDE5C));
        let request = desk.enrolment("7K2M").unwrap();
        let reply = EnrolReply {
            clinic: Uuid::from_u128(8),
            clinic_name: "Al Nour".to_owned(),
            number: 2,
            letter: "B".to_owned(),
            token: "t".to_owned(),
            epoch: Uuid::from_u128(9),
            joined: true,
        };
        desk.enrolled(&request, &reply).unwrap();
        let mut tried =
            Self { desk, client: Client::new(Uuid::from_u128(10), Budget::USUAL), head: 0, _dir: dir };
        tried.hear(&clinic());
        tried
    }

    fn asked(&mut self) -> Asked {
        let asked = self.client.ask(&self.desk.desk, Uuid::from_u128(11)).unwrap();
        asked.unwrap_or_else(|stopped| panic!("{stopped:?}"))
    }

    /// What the hub has more than before.
    fn reply(&mut self, through: u64, rows: &[Row]) -> SyncReply {
        self.head += 1;
        SyncReply {
            epoch: Uuid::from_u128(9),
            now: 1_795_161_600_000,
            through,
            outcomes: Vec::new(),
            rows: ByteBuf::from(encode_rows(rows.iter())),
            next: self.head,
            head: self.head,
            more: false,
            refilled: true,
            differs: Vec::new(),
            least_schema: 6,
            chains: false,
        }
    }

    /// Hears of rows, the hub having none of this desk's unsent operations.
    fn hear_some(&mut self, rows: &[Row]) {
        let asked = self.asked();
        let mut reply = self.reply(asked.link.through, rows);
        (reply.more, reply.head) = (true, reply.next + 1);
        self.client.hear(&self.desk.desk, &asked, Answer::Sync(Box::new(reply))).unwrap();
    }

    fn hear(&mut self, rows: &[Row]) -> Next {
        let asked = self.asked();
        let through = asked.link.through;
        let reply = self.reply(through, rows);
        self.client.hear(&self.desk.desk, &asked, Answer::Sync(Box::new(reply))).unwrap()
    }

    fn stands(&self, table: &str, id: Uuid, column: &str) -> Option<Value> {
        let table = Table::by_name(table).unwrap();
        let number = table.column(column).unwrap().number;
        Some(self.desk.dump().get(&(table.number, id))?.get(&number).cloned().unwrap_or(Value::Null))
    }

    fn book(&self, starts_at: i64) -> crate::Result<()> {
        self.desk.desk.commit(&self.desk.admin, "appointments.book", |tx| {
            tx.execute(
                "insert into appointment
                     (id, ref, patient_id, doctor_id, site_id, date, starts_at, minutes, created_at)
                 values (:id, 'APT', :patient, :doctor, :site, '2026-11-24', :starts_at, 20, 1)",
                named_params! {
                    ":id": Sql(Uuid::now_v7()), ":patient": Sql(PATIENT), ":doctor": Sql(DOCTOR), ":site": Sql(SITE),
                    ":starts_at": starts_at,
                },
            )?;
            Ok(())
        })
    }
}

#[test]
fn rows_may_come_before_what_they_refer_to_and_defaults_stand_in_for_what_is_not_said() {
    let tried = Tried::enrolled();
    assert_eq!(tried.stands("doctor", DOCTOR, "full_name"), Some(text("Salma Fathy")));
    assert_eq!(tried.stands("doctor", DOCTOR, "default_visit_minutes"), Some(Value::Integer(15)));
    let orphan = tried.desk.desk.commit(&tried.desk.admin, "test", |tx| {
        tx.execute(
            "insert into site_hours (id, site_id, weekday, opens, closes) values (?1, ?1, 'mon', 1, 2)",
            [Sql(Uuid::from_u128(99))],
        )?;
        Ok(())
    });
    assert!(orphan.is_err(), "what is done here still has to refer to something");
}

#[test]
fn what_is_told_to_a_desk_that_has_everything_leaves_the_statements_of_its_writer_prepared() {
    let mut tried = Tried::enrolled();
    let prepared_anew = |tried: &Tried| {
        let opened = tried.desk.desk.opened().unwrap();
        let writer = opened.store.writer();
        let mut statement = writer.connection.prepare_cached("select count(*) from patient").unwrap();
        statement.query_row([], |row| row.get::<_, u32>(0)).unwrap();
        statement.get_status(rusqlite::StatementStatus::RePrepare)
    };
    let before = prepared_anew(&tried);
    tried.hear(&[patient(Uuid::from_u128(20), "Sara Nabil"), visit(Uuid::from_u128(21), 600)]);
    tried.hear(&[]);
    assert_eq!(prepared_anew(&tried), before);
    // A visit before its patient, all the same, in a page that is the last.
    let mut early = visit(Uuid::from_u128(22), 700);
    let named = Table::by_name("appointment").unwrap().column("patient_id").unwrap().number;
    early.fields.iter_mut().find(|(column, _)| *column == named).unwrap().1 = id(Uuid::from_u128(23));
    tried.hear(&[early, patient(Uuid::from_u128(23), "Omar Fathy")]);
    assert!(tried.stands("appointment", Uuid::from_u128(22), "ref").is_some());
    assert!(prepared_anew(&tried) > before, "foreign keys were left alone for it");
}

#[test]
fn what_two_desks_booked_at_once_is_shown_and_what_is_booked_here_is_still_refused() {
    let mut tried = Tried::enrolled();
    let (one, other) = (Uuid::from_u128(20), Uuid::from_u128(21));
    tried.hear(&[visit(one, 600), visit(other, 605)]);
    assert!(tried.stands("appointment", other, "ref").is_some());
    match tried.book(610) {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.code, "booking.slot_taken"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_done_here_and_not_sent_stands_over_what_the_hub_has() {
    let mut tried = Tried::enrolled();
    let edited = tried.desk.desk.commit(&tried.desk.admin, "patients.update", |tx| {
        tx.execute("update patient set full_name = 'Nour Ali' where id = ?1", [Sql(PATIENT)])?;
        Ok(())
    });
    edited.unwrap();
    let mut changed = patient(PATIENT, "Noor Hassan");
    let email = Table::by_name("patient").unwrap().column("email").unwrap().number;
    changed.fields.push((email, text("a@b")));
    changed.fields.sort_by_key(|(column, _)| *column);
    assert_eq!(tried.hear(std::slice::from_ref(&changed)), Next::AtOnce, "there is something to send");
    assert_eq!(tried.stands("patient", PATIENT, "full_name"), Some(text("Nour Ali")));
    assert_eq!(tried.stands("patient", PATIENT, "email"), Some(text("a@b")));
    // The hub has it now, and decided otherwise.
    let asked = tried.asked();
    let Message::Sync(request) = &asked.message else { panic!("there is something to send") };
    assert_eq!((request.push.len(), request.push[0].base), (1, 1));
    let reply = tried.reply(1, &[changed]);
    let next = tried.client.hear(&tried.desk.desk, &asked, Answer::Sync(Box::new(reply))).unwrap();
    assert_eq!(next, Next::InStep);
    assert_eq!(tried.stands("patient", PATIENT, "full_name"), Some(text("Noor Hassan")));
}

#[test]
fn an_answer_that_was_overtaken_changes_nothing() {
    let mut tried = Tried::enrolled();
    let asked = tried.asked();
    let late = tried.reply(0, &[patient(PATIENT, "as it was")]);
    tried.hear(&[patient(PATIENT, "as it is")]);
    assert_eq!(
        tried.client.hear(&tried.desk.desk, &asked, Answer::Sync(Box::new(late))).unwrap(),
        Next::AtOnce
    );
    assert_eq!(tried.stands("patient", PATIENT, "full_name"), Some(text("as it is")));
}

#[test]
fn what_a_newer_version_added_is_kept_and_goes_with_its_row() {
    let mut tried = Tried::enrolled();
    let mut newer = patient(PATIENT, "Nour Ali");
    newer.fields.push((900, text("of a later version")));
    let unknown =
        Row { table: 900, id: Uuid::from_u128(40), seq: 1, gone: false, fields: vec![(1, text("x"))] };
    tried.hear(&[newer, unknown.clone()]);
    assert_eq!(tried.stands("patient", PATIENT, "full_name"), Some(text("Nour Ali")));
    let kept = |tried: &Tried, kind| {
        tried.desk.desk.read(|connection| super::store::beyond(connection, kind, u32::MAX)).unwrap()
    };
    let columns = kept(&tried, super::Beyond::Columns);
    assert_eq!(columns[0].fields, [(900, text("of a later version"))]);
    assert_eq!(kept(&tried, super::Beyond::Table), std::slice::from_ref(&unknown));
    let tried = &mut tried;
    tried.hear(&[patient(PATIENT, "Nour Ali"), Row { gone: true, fields: Vec::new(), ..unknown }]);
    assert!(!tried.desk.kept_aside(), "told without it, or gone: there is nothing to keep");
}

#[test]
fn a_version_that_knows_it_takes_over_what_the_one_before_could_not_hold() {
    let mut tried = Tried::enrolled();
    tried.hear(&[patient(PATIENT, "Nour Ali")]);
    let email = Table::by_name("patient").unwrap().column("email").unwrap().number;
    let kept = Row { fields: vec![(email, text("a@b"))], ..patient(PATIENT, "") };
    let opened = tried.desk.desk.opened().unwrap();
    opened
        .store
        .write_locally(|connection| {
            super::store::put_beyond(connection, &kept, super::Beyond::Columns)?;
            super::store::put_beyond(
                connection,
                &patient(Uuid::from_u128(50), "Sara"),
                super::Beyond::Table,
            )?;
            connection.execute("update sync_beyond set schema = 1", [])?;
            Ok(())
        })
        .unwrap();
    drop(opened);
    let desk = tried.desk.reopened();
    let tried = Tried { desk, ..tried };
    assert_eq!(tried.stands("patient", PATIENT, "email"), Some(text("a@b")));
    assert_eq!(tried.stands("patient", PATIENT, "full_name"), Some(text("Nour Ali")));
    assert_eq!(tried.stands("patient", Uuid::from_u128(50), "full_name"), Some(text("Sara")));
    assert!(!tried.desk.kept_aside());
}

#[test]
fn references_given_out_carry_the_letter_and_clocks_follow_the_hubs() {
    let tried = Tried::enrolled();
    let (reference, hlc) = tried
        .desk
        .desk
        .commit(&tried.desk.admin, "patients.register", |tx| {
            let reference = tx.next_reference(domain::reference::ReferenceKind::Patient)?;
            tx.note("test", 1);
            Ok(reference.to_string())
        })
        .and_then(|reference| {
            let sql = "select max(hlc) from operation";
            let hlc = tried
                .desk
                .desk
                .read(|connection| Ok(connection.query_row(sql, [], |row| row.get::<_, i64>(0))?))?;
            Ok((reference, hlc))
        })
        .unwrap();
    assert_eq!(reference, "PAT-B-000001");
    assert!(hlc >= 1_795_161_600_000 << 16);
}

#[test]
fn who_comes_back_by_a_code_says_the_same_again_until_the_answer_was_taken_in() {
    let tried = Tried::enrolled();
    tried
        .desk
        .desk
        .opened()
        .unwrap()
        .store
        .write_locally(|connection| {
            connection.execute("update hub_link set standing = 'unknown'", [])?;
            Ok(())
        })
        .unwrap();
    let tried = Tried { desk: tried.desk.reopened(), ..tried };
    let before = tried.desk.id();
    let (lost, again, other) =
        (tried.desk.enrolment("7K2M-01"), tried.desk.enrolment(" 7k2m 01"), tried.desk.enrolment("7K2M-02"));
    let desks = [lost, again, other].map(|request| request.unwrap().desk);
    assert_eq!(desks[0], desks[1]);
    assert!(desks[1] != desks[2] && desks[0] != before);

    // The process ended when the identity was written and the answer was not.
    tried.desk.desk.opened().unwrap().rename(domain::id::Id::from_uuid(desks[0])).unwrap();
    let reopened = tried.desk.reopened();
    assert_eq!(reopened.id(), desks[0]);
    assert_eq!(reopened.enrolment("7K2M-01").unwrap().desk, desks[0], "the code lets it in all the same");
}
