//! A doctor's agenda as a calendar file (iCalendar, RFC 5545) for the doctor's own calendar. The file says of each visit how often it has
//! changed since it was first told, and says that a visit is off when it went to another day or doctor, was called off or undone:
//! so what was told is remembered (`calendar_entry`), on all desks alike.

mod events;
mod lines;
mod requests;
mod store;
mod zones;

#[cfg(test)]
mod tests;

pub use requests::{CalendarPrivacy, CalendarRequest};

use domain::calendar::zone::{self, Zone};
use domain::code::Code as _;
use domain::permission::Permission;
use domain::time::{Date, Instant, WallTime};

use self::events::Event;
use self::lines::Lines;
use crate::error::{FieldError, Refusal, Result};
use crate::papers::{Paper, PaperReply};
use crate::session::Language;
use crate::{Desk, Session, appointments, clinic};

/// More than anybody looks ahead.
const MOST_DAYS: i64 = 366;

/// The agenda of a doctor between two days, as a file for a calendar.
///
/// # Errors
/// `not_found {what: doctor}`; `input.invalid` with `last_date` (`end_before_start`, `range_too_long {most}`); `permission.denied {permission}` for
/// names, or letters of them, without the right to see patients.
pub fn export(desk: &Desk, session: &Session, request: CalendarRequest) -> Result<PaperReply> {
    let CalendarRequest { doctor_id, first_date, last_date, privacy, language } = request;
    let privacy = privacy.unwrap_or(CalendarPrivacy::Busy);
    check_range(first_date, last_date)?;
    if privacy != CalendarPrivacy::Busy && !session.may(Permission::ReadPatients) {
        session.record_denial(desk, "papers.calendar")?;
        return Err(Refusal::new("permission.denied").with("permission", Permission::ReadPatients).into());
    }
    let text = desk.commit(session, "papers.calendar", |tx| {
        let host = appointments::store::host(tx, doctor_id)?.ok_or_else(|| Refusal::not_found("doctor"))?;
        let zone = appointments::store::zone_of(&host.time_zone)?;
        let language = match language {
            Some(language) => language.code().to_owned(),
            None => clinic::store::settings(tx)?.language,
        };
        let say = Say { privacy, is_arabic: language == Language::Arabic.code() };
        let mut told = store::told(tx, doctor_id)?;
        let mut events = Vec::new();
        for visit in store::visits(tx, doctor_id, first_date, last_date)? {
            let event = Event::of(visit, doctor_id, say);
            let before = told.remove(&event.visit);
            let Some(sequence) = event.sequence(before.as_ref(), first_date, last_date) else { continue };
            if before.as_ref().is_none_or(|told| told.digest != event.digest) {
                store::tell(tx, &event, doctor_id)?;
            }
            events.push((event, sequence));
        }
        tx.note("doctor_id", doctor_id);
        tx.note("first_date", first_date);
        tx.note("last_date", last_date);
        tx.note("privacy", privacy);
        Ok(write(&events, &host.full_name, zone, tx.now(), (first_date, last_date)))
    })?;
    Ok(PaperReply { paper: Paper::calendar(format!("calendar-{first_date}.ics"), &text) })
}

fn check_range(first: Date, last: Date) -> Result<()> {
    if last < first {
        return Err(Refusal::invalid(vec![FieldError::new("last_date", "end_before_start")]).into());
    }
    if last.days_since(first) > MOST_DAYS {
        let too_long = FieldError::new("last_date", "range_too_long").with("most", MOST_DAYS);
        return Err(Refusal::invalid(vec![too_long]).into());
    }
    Ok(())
}

/// How much is said, and in which language.
#[derive(Debug, Clone, Copy)]
struct Say {
    privacy: CalendarPrivacy,
    is_arabic: bool,
}

fn write(
    events: &[(Event, u32)],
    doctor: &str,
    zone: Zone,
    now: Instant,
    (first, last): (Date, Date),
) -> String {
    let days = || [first, last].into_iter().chain(events.iter().map(|(event, _)| event.date));
    let noon = |date: Date| {
        let noon = WallTime::at(12, 0).expect("noon is a time");
        zone::instant(date, noon, zone).pick(false).unwrap_or(now)
    };
    let (from, until) = (days().map(noon).min().unwrap_or(now), days().map(noon).max().unwrap_or(now));
    let mut lines = Lines::default();
    lines.within("VCALENDAR", |lines| {
        lines
            .plain("VERSION", "2.0")
            .plain("PRODID", "-//Clinic Desk//Agenda//EN")
            .plain("CALSCALE", "GREGORIAN");
        lines.plain("METHOD", "PUBLISH").text("X-WR-CALNAME", doctor);
        zones::write(lines, zone, from, until);
        for (event, sequence) in events {
            event.write(lines, *sequence, zone, now);
        }
    });
    lines.into_text()
}

/// `20261124T073000Z` without the letter: what a wall in Greenwich shows, to the second.
fn utc_text(at: Instant) -> String {
    let (date, time) = zone::wall(at, zone::GREENWICH);
    format!("{}T{}{:02}", date_text(date), time_text(time), at.0.div_euclid(1_000).rem_euclid(60))
}

fn date_text(date: Date) -> String {
    date.to_string().replace('-', "")
}

fn time_text(time: WallTime) -> String {
    time.to_string().replace(':', "")
}
