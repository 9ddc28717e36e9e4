//! What merging leaves for a person: rows of the table `attention`, which travel like all others.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::json;
use uuid::Uuid;
use wire::changes::Value;
use wire::registry::{Class, Table};
use wire::sync::OutcomeKind;

use super::fields::{Author, Contest, Met};
use super::scope::numbers;
use super::visits::uuid;
use super::{Held, Key, Presence, Scope, Stamp, Stamps};

/// Why a person has to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Two visits at one time: the subject came second to the other.
    Clash,
    /// One more than the day takes.
    OverCap,
    /// Two desks wrote the same field.
    EditedTwice,
    /// One desk called off or removed what the other changed.
    CancelledAndChanged,
    /// The subject had to give up a value that the other has.
    Duplicate,
    /// The operation could not be taken.
    Rejected,
    /// Work of a desk that had been shut out.
    Quarantined,
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::Clash => "clash",
            Self::OverCap => "over_cap",
            Self::EditedTwice => "edited_twice",
            Self::CancelledAndChanged => "cancelled_and_changed",
            Self::Duplicate => "duplicate",
            Self::Rejected => "rejected",
            Self::Quarantined => "quarantined",
        }
    }
}

struct Columns {
    table: u16,
    kind: u16,
    subject_table: u16,
    subject: u16,
    other: u16,
    operation: u16,
    account: u16,
    detail: u16,
    needs_person: u16,
    created_at: u16,
    settled_at: u16,
    settlement: u16,
}

static COLUMNS: LazyLock<Columns> = LazyLock::new(|| {
    let (
        table,
        [
            kind,
            subject_table,
            subject,
            other,
            operation,
            account,
            detail,
            needs_person,
            created_at,
            settled_at,
            settlement,
        ],
    ) = numbers(
        "attention",
        [
            "kind",
            "subject_table",
            "subject_id",
            "other_id",
            "operation",
            "account_id",
            "detail",
            "needs_person",
            "created_at",
            "settled_at",
            "settlement",
        ],
    );
    Columns {
        table,
        kind,
        subject_table,
        subject,
        other,
        operation,
        account,
        detail,
        needs_person,
        created_at,
        settled_at,
        settlement,
    }
});

/// Fields that two desks write every day without anybody having decided anything; that two people settled one matter: what either
/// did to settle it is a change of its own; that two closed the same day: the visits in it stand on either's worklist; and the minute in
/// which two took somebody off the wait list.
const NOBODY_MINDS: &[&str] = &[
    "last_login",
    "reminder_sent_at",
    "queue_number",
    "called_at",
    "settled_at",
    "settlement",
    "worklist_id",
    "ended_at",
];

/// For making the ids of attention rows: the same cause makes the same row.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f4a_4c0e_7f0b_5a39_9d0e_2f6b_1c83_5d11);

/// What an attention row that nobody has settled is about.
pub(super) fn open_subject(key: Key, held: &Held) -> Option<Uuid> {
    let columns = &*COLUMNS;
    (key.0 == columns.table && held.is_here() && *held.value(columns.settled_at) == Value::Null)
        .then(|| uuid(held.value(columns.subject)))
        .flatten()
}

/// Puts something before a person.
pub(super) fn ask(
    scope: &mut Scope,
    author: &Author<'_>,
    kind: Kind,
    subject: Key,
    other: Option<Uuid>,
    detail: serde_json::Value,
) {
    note(scope, author, kind, subject, other, &detail, true);
}

fn note(
    scope: &mut Scope,
    author: &Author<'_>,
    kind: Kind,
    subject: Key,
    other: Option<Uuid>,
    detail: &serde_json::Value,
    needs_person: bool,
) {
    let columns = &*COLUMNS;
    let mut name = author.operation.uid.as_bytes().to_vec();
    name.extend(kind.code().as_bytes());
    name.extend(subject.1.as_bytes());
    let key = (columns.table, Uuid::new_v5(&NAMESPACE, &name));
    let id = |id: Uuid| Value::Blob(id.as_bytes().to_vec());
    let mut fields = BTreeMap::from([
        (columns.kind, Value::Text(kind.code().to_owned())),
        (columns.subject_table, Value::Integer(i64::from(subject.0))),
        (columns.subject, id(subject.1)),
        (columns.operation, id(author.operation.uid)),
        (columns.detail, Value::Text(detail.to_string())),
        (columns.needs_person, Value::Integer(i64::from(needs_person))),
        (columns.created_at, Value::Integer(author.now)),
    ]);
    fields.extend(other.map(|other| (columns.other, id(other))));
    fields.extend(author.operation.account.map(|account| (columns.account, id(account))));
    let stamp = Stamp { desk: 0, ..author.stamp };
    let seq = stamp.seq;
    let held = Held { seq, presence: Presence::Here, known_to: 0, fields, stamps: Stamps::new(stamp) };
    scope.put(key, held);
}

/// Settles what the hub itself can see is over.
pub(super) fn settle(scope: &mut Scope, author: &Author<'_>, subject: Uuid, kind: Kind) {
    let columns = &*COLUMNS;
    for id in scope.open_attention(subject) {
        let key = (columns.table, id);
        let is_of_kind =
            |held: &Held| matches!(held.value(columns.kind), Value::Text(code) if code == kind.code());
        if scope.row(key).is_some_and(is_of_kind) {
            let values = [
                (columns.settled_at, Value::Integer(author.now)),
                (columns.settlement, Value::Text("done".to_owned())),
            ];
            scope.correct(key, author.stamp, &values);
        }
    }
}

pub(super) fn rejected(scope: &mut Scope, author: &Author<'_>, why: &str) {
    let subject = (COLUMNS.table, author.operation.uid);
    ask(scope, author, Kind::Rejected, subject, None, json!({ "why": why, "kind": author.operation.kind }));
}

/// What attention rows about the work of a revoked desk name as their subject: desks are no rows.
pub fn subject_of_desk(desk: u32) -> Uuid {
    Uuid::new_v5(&NAMESPACE, &[b"desk".as_slice(), &desk.to_be_bytes()].concat())
}

/// Puts before a person that work of a revoked desk has come, or how much it is by now: one matter for each desk until it is settled.
pub fn hold_back(scope: &mut Scope, desk: super::Desk<'_>, name: &str, now: i64, held: &[&super::Received]) {
    let Some(first) = held.first() else { return };
    let seq = scope.begin();
    let stamp = Stamp { seq, hlc: now << 16, desk: 0 };
    let open = quarantined(scope, desk.number);
    let mut work = open.map_or_else(Work::default, |key| Work::read(scope, key));
    held.iter().for_each(|received| work.add(received));
    let detail = json!({
        "desk": desk.number, "letter": desk.letter, "name": name, "count": work.count, "first_at": work.first_at,
        "last_at": work.last_at, "kinds": work.kinds, "accounts": work.accounts,
    });
    match open {
        Some(key) => scope.correct(key, stamp, &[(COLUMNS.detail, Value::Text(detail.to_string()))]),
        None => {
            let author = Author { stamp, base: seq, operation: &first.operation, now };
            ask(
                scope,
                &author,
                Kind::Quarantined,
                (COLUMNS.table, subject_of_desk(desk.number)),
                None,
                detail,
            );
        }
    }
}

/// A person has decided about the work of a revoked desk. `left` of it waits on.
pub fn settle_held_back(scope: &mut Scope, desk: u32, now: i64, settlement: &str, left: u64) {
    let Some(key) = quarantined(scope, desk) else { return };
    let stamp = Stamp { seq: scope.begin(), hlc: now << 16, desk: 0 };
    if left == 0 {
        let settled = [
            (COLUMNS.settled_at, Value::Integer(now)),
            (COLUMNS.settlement, Value::Text(settlement.to_owned())),
        ];
        return scope.correct(key, stamp, &settled);
    }
    let mut detail = detail_of(scope, key);
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("count".to_owned(), json!(left));
    }
    scope.correct(key, stamp, &[(COLUMNS.detail, Value::Text(detail.to_string()))]);
}

/// The open matter about the work of a revoked desk.
fn quarantined(scope: &Scope, desk: u32) -> Option<Key> {
    let keys = scope.open_attention(subject_of_desk(desk)).into_iter().map(|id| (COLUMNS.table, id));
    keys.into_iter().next()
}

fn detail_of(scope: &Scope, key: Key) -> serde_json::Value {
    let detail = scope.row(key).map(|held| held.value(COLUMNS.detail));
    match detail {
        Some(Value::Text(text)) => serde_json::from_str(text).unwrap_or_default(),
        _ => serde_json::Value::Null,
    }
}

/// What of a desk's work is held back, as a person wants to know it.
#[derive(Default)]
struct Work {
    count: u64,
    first_at: Option<i64>,
    last_at: Option<i64>,
    kinds: BTreeMap<String, u64>,
    accounts: Vec<Uuid>,
}

impl Work {
    fn read(scope: &Scope, key: Key) -> Self {
        let detail = detail_of(scope, key);
        let kinds = detail["kinds"].as_object().into_iter().flatten();
        let accounts = detail["accounts"].as_array().into_iter().flatten();
        Self {
            count: detail["count"].as_u64().unwrap_or(0),
            first_at: detail["first_at"].as_i64(),
            last_at: detail["last_at"].as_i64(),
            kinds: kinds.filter_map(|(kind, count)| Some((kind.clone(), count.as_u64()?))).collect(),
            accounts: accounts.filter_map(|id| id.as_str()?.parse().ok()).collect(),
        }
    }

    fn add(&mut self, received: &super::Received) {
        let operation = &received.operation;
        self.count += 1;
        self.first_at = Some(self.first_at.map_or(operation.at, |first| first.min(operation.at)));
        self.last_at = Some(self.last_at.map_or(operation.at, |last| last.max(operation.at)));
        *self.kinds.entry(operation.kind.clone()).or_default() += 1;
        if let Some(account) = operation.account.filter(|account| !self.accounts.contains(account)) {
            self.accounts.push(account);
        }
    }
}

/// What comes of two desks having written in one row.
pub(super) fn of_edits(scope: &mut Scope, author: &Author<'_>, key: Key, met: Met) -> OutcomeKind {
    let called_off = met.author_ended != met.others_ended && (met.others_ended || met.others_changed);
    if !called_off && met.contests.is_empty() {
        return OutcomeKind::Accepted;
    }
    let kind = if called_off { Kind::CancelledAndChanged } else { Kind::EditedTwice };
    let detail = json!({ "fields": fields_of(key.0, &met.contests) });
    let needs_person = called_off || met.contests.iter().any(|contest| somebody_minds(key.0, contest));
    note(scope, author, kind, key, None, &detail, needs_person);
    if needs_person { OutcomeKind::Attention } else { OutcomeKind::Merged }
}

fn somebody_minds(table: u16, contest: &Contest) -> bool {
    let Some(table) = Table::by_number(table) else { return true };
    contest.values.keys().any(|column| {
        table.column_by_number(*column).is_none_or(|column| !NOBODY_MINDS.contains(&column.name))
    })
}

fn fields_of(table: u16, contests: &[Contest]) -> Vec<serde_json::Value> {
    let table = Table::by_number(table);
    let described = |column: u16, stands: &Value, lost: &Value| {
        let known = table.and_then(|table| table.column_by_number(column));
        // Keys are for no eyes.
        let shown = |value: &Value| match known.map(|column| column.class) {
            Some(Class::Secret) => serde_json::Value::Null,
            _ => as_json(value),
        };
        json!({ "field": known.map_or_else(|| column.to_string(), |column| column.name.to_owned()),
                "stands": shown(stands), "lost": shown(lost) })
    };
    contests
        .iter()
        .flat_map(|contest| &contest.values)
        .map(|(column, (stands, lost))| described(*column, stands, lost))
        .collect()
}

fn as_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Blob(bytes) => match Uuid::from_slice(bytes) {
            Ok(id) => json!(id),
            Err(_) => serde_json::Value::Null,
        },
    }
}
