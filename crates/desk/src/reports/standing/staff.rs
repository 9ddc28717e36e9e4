//! Who did what, by the ledger.

use domain::id::{AccountId, Id as _};
use uuid::Uuid;

use super::ask::Ask;
use super::openings::Pick;
use super::requests::{Cell, Chart, ColumnKind as K};
use super::table::{Answer, number, text};
use super::{store, summaries};
use crate::error::Result;
use crate::reports::deeds;

/// 22: operations of this desk under the headings of the closing report, the busiest first.
pub(super) fn who_did_what(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("account", K::Text),
            ("booked", K::Count),
            ("moved", K::Count),
            ("cancelled", K::Count),
            ("queue", K::Count),
            ("registered", K::Count),
            ("other", K::Count),
        ],
        Chart::Bars {
            label: "account",
            values: vec!["booked", "moved", "cancelled", "queue", "registered", "other"],
        },
    );
    let mut sum = [0_u64; 6];
    for of in deeds::by_account(summaries::deeds(ask)?) {
        let figures = [of.booked, of.moved, of.cancelled, of.queue, of.registered, of.other].map(u64::from);
        sum = std::array::from_fn(|at| sum[at] + figures[at]);
        let key = of.account_id.map_or_else(|| "desk".to_owned(), |id| id.uuid().to_string());
        let name = of.full_name.map_or(Cell::Nothing, text);
        answer.row(key, [vec![name], figures.map(number).to_vec()].concat());
    }
    answer.counted = sum.iter().sum();
    answer.total(sum.map(number).to_vec());
    Ok(answer)
}

/// The visits that somebody booked, moved, called off or led through the day, or changed otherwise.
pub(super) fn picks_of_account<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let account = match row {
        None | Some("desk") => None,
        Some(key) => match Uuid::parse_str(key) {
            Ok(id) => Some(AccountId::from_uuid(id)),
            Err(_) => return Ok(None),
        },
    };
    let visits = store::changed_by(ask.connection, summaries::numbers(ask)?, account, |kind| {
        deeds::counts(kind, column)
    })?;
    Ok(Some(Pick { visits: Some(visits), ..Pick::default() }))
}
