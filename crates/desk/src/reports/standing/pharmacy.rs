//! Reports of the pharmacy: what was prescribed, and what is on the shelf.

use domain::id::Id as _;
use domain::time::{Date, Instant};

use super::ask::Ask;
use super::openings::Pick;
use super::requests::{Cell, Chart, ColumnKind as K, Named};
use super::store;
use super::table::{Answer, maybe, number, text};
use crate::error::Result;
use crate::reports::begin_of;
use crate::{medicines, stock};

/// 20: what was prescribed, the most often in front.
pub(super) fn prescriptions(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("medicine", K::Medicine),
            ("prescriptions", K::Count),
            ("units", K::Count),
            ("patients", K::Count),
        ],
        Chart::Bars { label: "medicine", values: vec!["prescriptions"] },
    );
    let moments = moments(ask);
    for row in store::prescribed(ask.connection, ask.scope, moments)? {
        let cells = vec![
            Cell::Named(Named { id: row.id.unwrap_or_default(), name: row.name.clone(), second_name: None }),
            number(row.prescriptions),
            number(row.units),
            number(row.patients),
        ];
        answer.row(row.id.map_or(row.name, |id| id.to_string()), cells);
    }
    let (prescriptions, patients) = store::prescriptions(ask.connection, ask.scope, moments)?;
    answer.counted = prescriptions;
    answer.total(vec![number(prescriptions), Cell::Nothing, number(patients)]);
    Ok(answer)
}

/// From the first moment of the period until the first after it.
fn moments(ask: &Ask<'_>) -> (Instant, Instant) {
    let day_after: Date = ask.scope.to.plus_days(1).unwrap_or(ask.scope.to);
    (begin_of(ask.scope.from, ask.zone), begin_of(day_after, ask.zone))
}

/// The visits for which a medicine was prescribed.
pub(super) fn picks_of_medicine<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    _column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let visits = store::prescribed_at(ask.connection, ask.scope, moments(ask), row)?;
    Ok(Some(Pick { visits: Some(visits), ..Pick::default() }))
}

/// The visits after which something of a medicine was handed out.
pub(super) fn picks_of_stock<'a>(
    ask: &'a Ask<'_>,
    row: Option<&'a str>,
    _column: Option<&'a str>,
) -> Result<Option<Pick<'a>>> {
    let site = stock::store::site(ask.connection, ask.scope.site)?;
    let visits = store::dispensed_after(ask.connection, site, row)?;
    Ok(Some(Pick { visits: Some(visits), ..Pick::default() }))
}

/// 21: what is on the shelf, what it is worth, what is short and what expires within so many days.
pub(super) fn stock(ask: &Ask<'_>) -> Result<Answer> {
    let mut answer = Answer::new(
        &[
            ("medicine", K::Medicine),
            ("strength", K::Text),
            ("unit", K::Text),
            ("on_hand", K::Count),
            ("minimum", K::Count),
            ("below", K::Count),
            ("expiring", K::Count),
            ("expired", K::Count),
            ("value", K::Money),
        ],
        Chart::Bars { label: "medicine", values: vec!["value"] },
    );
    answer.currency = Some(ask.currency.clone());
    let site = stock::store::site(ask.connection, ask.scope.site)?;
    let ahead = i64::from(ask.scope.threshold.unwrap_or(0));
    let soon = ask.today.plus_days(ahead).unwrap_or(ask.today);
    let lots = stock::store::with_stock(ask.connection, site, ask.today)?;
    let mut worth = 0;
    for medicine in medicines::all(ask.connection, ask.today, Some(site))? {
        let of = lots.iter().filter(|lot| lot.medicine_id == medicine.id && lot.left > 0);
        let (mut expiring, mut expired, mut value) = (0, 0, None);
        for lot in of {
            if lot.is_expired {
                expired += lot.left;
                continue;
            }
            if lot.expires_on <= soon {
                expiring += lot.left;
            }
            value = lot.value_minor.map(|worth| value.unwrap_or(0) + worth).or(value);
        }
        let below = (i64::from(medicine.minimum_stock) - medicine.stock).max(0);
        worth += value.unwrap_or(0);
        let cells = vec![
            Cell::Named(Named { id: medicine.id.uuid(), name: medicine.name, second_name: None }),
            medicine.strength.map_or(Cell::Nothing, text),
            text(medicine.unit),
            number(medicine.stock),
            number(medicine.minimum_stock),
            number(below),
            number(expiring),
            number(expired),
            maybe(value),
        ];
        answer.row(medicine.id.uuid(), cells);
    }
    answer.counted = lots.len() as u64;
    // Units of different medicines are not added up.
    let mut totals = vec![Cell::Nothing; 7];
    totals.push(number(worth));
    answer.total(totals);
    Ok(answer)
}
