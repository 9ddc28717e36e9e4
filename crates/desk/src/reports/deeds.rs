//! Who did what: operations of a day, put under the few headings a clinic asks about.

use std::collections::BTreeMap;

use domain::id::AccountId;

use super::requests::StaffDeeds;
use super::store::Done;

/// Under which heading an operation of this kind counts; none for coming and going, keys and the talk with the hub.
enum Heading {
    Booked,
    Moved,
    Cancelled,
    Queue,
    Registered,
    Other,
}

fn heading(kind: &str) -> Option<Heading> {
    Some(match kind {
        "appointments.book"
        | "series.book"
        | "waiting.book"
        | "queue.walk_in"
        | "rep_visits.book"
        | "charts.book_follow_up" => Heading::Booked,
        "appointments.move"
        | "series.move"
        | "rep_visits.reschedule"
        | "rebooking.settle"
        | "rebooking.move_all" => Heading::Moved,
        "appointments.cancel" | "series.cancel" | "rep_visits.cancel" => Heading::Cancelled,
        "appointments.arrive"
        | "appointments.start"
        | "appointments.complete"
        | "appointments.no_show"
        | "queue.call"
        | "queue.call_next"
        | "rep_visits.arrive"
        | "rep_visits.refuse_entry"
        | "rep_visits.start"
        | "rep_visits.complete"
        | "rep_visits.no_show" => Heading::Queue,
        "patients.register" | "patients.register_relative" => Heading::Registered,
        _ => match kind.split('.').next() {
            Some("session" | "sync" | "hub" | "setup" | "demo") => return None,
            _ => Heading::Other,
        },
    })
}

/// Whether an operation of this kind is counted in a column, or in any.
pub(super) fn counts(kind: &str, column: Option<&str>) -> bool {
    heading(kind).is_some_and(|heading| {
        let name = match heading {
            Heading::Booked => "booked",
            Heading::Moved => "moved",
            Heading::Cancelled => "cancelled",
            Heading::Queue => "queue",
            Heading::Registered => "registered",
            Heading::Other => "other",
        };
        column.is_none_or(|column| column == name)
    })
}

/// The busiest first; of two as busy, by name.
pub(super) fn by_account(done: Vec<Done>) -> Vec<StaffDeeds> {
    let mut accounts: BTreeMap<Option<AccountId>, StaffDeeds> = BTreeMap::new();
    for Done { account_id, full_name, kind, count } in done {
        let Some(heading) = heading(&kind) else { continue };
        let deeds = accounts.entry(account_id).or_insert_with(|| StaffDeeds {
            account_id,
            full_name,
            booked: 0,
            moved: 0,
            cancelled: 0,
            queue: 0,
            registered: 0,
            other: 0,
        });
        *match heading {
            Heading::Booked => &mut deeds.booked,
            Heading::Moved => &mut deeds.moved,
            Heading::Cancelled => &mut deeds.cancelled,
            Heading::Queue => &mut deeds.queue,
            Heading::Registered => &mut deeds.registered,
            Heading::Other => &mut deeds.other,
        } += count;
    }
    let mut list: Vec<StaffDeeds> = accounts.into_values().collect();
    list.sort_by(|one, other| {
        total(other).cmp(&total(one)).then_with(|| one.full_name.cmp(&other.full_name))
    });
    list
}

fn total(deeds: &StaffDeeds) -> u32 {
    deeds.booked + deeds.moved + deeds.cancelled + deeds.queue + deeds.registered + deeds.other
}

#[cfg(test)]
mod tests {
    use super::{Heading, heading};
    use crate::commands;

    /// What is not listed counts as other, so a new way to book would be lost among the rest.
    #[test]
    fn every_way_to_book_move_and_call_off_stands_under_its_heading() {
        let mut seen = 0;
        // What is moved on a shelf or called off at the pharmacy is nobody's visit.
        let of_visits = |name: &str| !name.starts_with("stock.") && !name.starts_with("prescriptions.");
        for command in commands::table().iter().filter(|command| of_visits(command.name)) {
            let under = heading(command.name);
            let is_right = match command.name.rsplit('.').next() {
                Some("book" | "book_follow_up" | "walk_in") => matches!(under, Some(Heading::Booked)),
                Some("move" | "move_all" | "reschedule") => matches!(under, Some(Heading::Moved)),
                Some("cancel") => matches!(under, Some(Heading::Cancelled)),
                _ => continue,
            };
            assert!(is_right, "{} counts elsewhere", command.name);
            seen += 1;
        }
        assert!(seen > 8, "only {seen} commands book, move or call off");
    }
}
