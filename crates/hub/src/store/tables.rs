//! The statements for each table of the registry, made once. They differ in nothing but names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use wire::registry::{TABLES, Table};

use super::columns::type_of;

/// A table with its statements. Each takes the clinic as `$1`.
pub struct Stored {
    pub table: &'static Table,
    /// `$2` ids. Answers with [`HEAD`], then the columns.
    pub by_ids: String,
    /// `$2` after, `$3` up to, `$4` but not what this desk has (-1 for everything), in the clinic's order. Answers with `id, seq, presence,
    /// ext`, then the columns.
    pub between: String,
    /// `$2` … arrays of [`HEAD`] and of the columns.
    pub write: String,
    /// The same, for rows that are known not to be there: half as much again to do for the database if it has to look.
    pub insert: String,
    /// What `by_ids` begins with, for other conditions; the table's alias is `held`.
    pub select: String,
}

/// What every row has before its own columns.
pub const HEAD: &str = "id, seq, presence, known_to, stamps, ext, size, part";
/// How many that are.
pub const HEAD_LENGTH: usize = 8;
const HEAD_TYPES: [&str; HEAD_LENGTH] =
    ["uuid", "bigint", "smallint", "integer", "bytea", "text", "integer", "bigint"];

/// By number.
pub static STORED: LazyLock<BTreeMap<u16, Stored>> =
    LazyLock::new(|| TABLES.iter().map(|table| (table.number, Stored::of(table))).collect());

/// Rows of tables that this hub does not know: one table for all of them.
pub static OTHER: LazyLock<Other> = LazyLock::new(Other::new);

/// The statements for `record.other`. As those of [`Stored`], with the table's number before the ids.
pub struct Other {
    pub by_ids: String,
    pub between: String,
    pub write: String,
}

/// What desk `$4` does not have as it is here, but for what nobody is told of (`Held::is_news_for`).
const NEWS: &str = "held.presence <> 2 and held.known_to <> $4";

impl Stored {
    fn of(table: &'static Table) -> Self {
        let name = table.name;
        let columns: Vec<String> =
            table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let own: String = columns.iter().map(|column| format!(", held.{column}")).collect();
        let head = HEAD.split(", ").map(|column| format!("held.{column}")).collect::<Vec<_>>().join(", ");
        let head = head.replace("held.ext", "held.ext::text");
        let select = format!("select {head}{own} from record.{name} held");
        let types = HEAD_TYPES.into_iter().chain(table.columns.iter().map(|column| type_of(column.kind)));
        let all: Vec<String> = HEAD.split(", ").map(str::to_owned).chain(columns).collect();
        let insert = insertion(&format!("record.{name}"), &all, types);
        Self {
            table,
            by_ids: each("unnest($2::uuid[]) as wanted (id)", &format!("{select} where held.clinic_id = $1 and held.id = wanted.id")),
            between: format!(
                "select held.id, held.seq, held.presence, held.ext::text{own} from record.{name} held where held.clinic_id = $1
                and held.seq > $2 and held.seq <= $3 and {NEWS} order by held.seq"
            ),
            write: format!("{insert}{}", or_update("clinic_id, id", &all)),
            insert,
            select,
        }
    }
}

impl Other {
    fn new() -> Self {
        let head = HEAD.replace("ext", "ext::text");
        let all: Vec<String> =
            std::iter::once("table_no").chain(HEAD.split(", ")).map(str::to_owned).collect();
        let types = std::iter::once("integer").chain(HEAD_TYPES);
        Self {
            by_ids: each(
                "unnest($3::uuid[]) as wanted (id)",
                &format!(
                    "select table_no, {head} from record.other where clinic_id = $1 and table_no = $2 and id = wanted.id"
                ),
            ),
            between: format!(
                "select held.table_no, held.id, held.seq, held.presence, held.ext::text from record.other held
                where held.clinic_id = $1 and held.seq > $2 and held.seq <= $3 and {NEWS} order by held.seq"
            ),
            write: insertion("record.other", &all, types) + &or_update("clinic_id, table_no, id", &all),
        }
    }
}

/// What is found for each of `wanted`, one after the other by an index. A plain join or `= any` would be planned as the table was when the
/// statement was prepared: on an empty one that is to read all of the clinic, and to go on doing so when it is large.
pub fn each(wanted: &str, found: &str) -> String {
    format!("select held.* from {wanted} cross join lateral ({found} offset 0) held")
}

/// One statement for any number of rows: an array for each column.
fn insertion<'t>(table: &str, columns: &[String], types: impl Iterator<Item = &'t str>) -> String {
    let arrays: Vec<String> = types.zip(2..).map(|(name, at)| format!("${at}::{name}[]")).collect();
    let given: Vec<String> = columns
        .iter()
        .map(|column| if column == "ext" { "given.ext::jsonb".to_owned() } else { format!("given.{column}") })
        .collect();
    format!(
        "insert into {table} (clinic_id, {}) select $1::uuid, {} from unnest({}) as given ({})",
        columns.join(", "),
        given.join(", "),
        arrays.join(", "),
        columns.join(", ")
    )
}

fn or_update(key: &str, columns: &[String]) -> String {
    let kept: Vec<String> = columns
        .iter()
        .filter(|column| !key.split(", ").any(|part| part == column.as_str()))
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    format!(" on conflict ({key}) do update set {}", kept.join(", "))
}

/// What a desk at `$2` has not seen: place, table and size of each row, in order, at most `$3` of them.
pub static NEWS_IN_ORDER: LazyLock<String> = LazyLock::new(|| {
    let condition = format!("held.clinic_id = $1 and held.seq > $2 and {NEWS} order by held.seq limit $3");
    let arms = TABLES.iter().map(|table| {
        let (name, number) = (table.name, table.number);
        format!(
            "(select held.seq, {number} as table_no, held.size from record.{name} held where {condition})"
        )
    });
    let other =
        format!("(select held.seq, -1 as table_no, held.size from record.other held where {condition})");
    let arms: Vec<String> = arms.chain([other]).collect();
    format!("{} order by seq limit $3", arms.join(" union all "))
});
