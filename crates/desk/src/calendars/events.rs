//! One visit as a calendar shows it.

use domain::calendar::zone::{self, Zone};
use domain::id::{DoctorId, Id as _};
use domain::time::{Date, Instant, WallTime};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::lines::Lines;
use super::{CalendarPrivacy, Say, date_text, time_text, utc_text};

const HALF: usize = 8;

/// A visit of a patient or a rep as it stands now, wherever it stands.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub id: Uuid,
    pub reference: String,
    pub name: String,
    /// Of a rep.
    pub company: Option<String>,
    pub doctor: DoctorId,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    pub later_hour: bool,
    /// Called off, declined, replaced by another, or its booking undone.
    pub is_off: bool,
}

/// What a calendar was told of a visit before.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub times: u32,
    pub digest: Vec<u8>,
}

#[derive(Debug, Clone)]
pub(super) struct Event {
    pub visit: Uuid,
    pub uid: String,
    pub date: Date,
    pub start: WallTime,
    pub minutes: u16,
    pub later_hour: bool,
    pub is_off: bool,
    pub summary: String,
    pub description: Option<String>,
    /// Of everything a reader would see: eight bytes for where and whether it stands, eight for what is said about it.
    pub digest: Vec<u8>,
}

impl Event {
    /// The visit in the calendar of this doctor: it is off there once it is another one's.
    pub fn of(visit: Visit, doctor: DoctorId, say: Say) -> Self {
        // Made of both, so that no calendar takes another doctor's cancellation for its own. It leads to no patient.
        let uid = Uuid::new_v5(&doctor.uuid(), visit.id.as_bytes());
        let busy = if say.is_arabic { "مشغول" } else { "Busy" };
        let (summary, description) = match say.privacy {
            CalendarPrivacy::Busy => (busy.to_owned(), None),
            CalendarPrivacy::Initials => (initials(&visit.name), None),
            CalendarPrivacy::Full => {
                let name = match &visit.company {
                    Some(company) => format!("{} ({company})", visit.name),
                    None => visit.name.clone(),
                };
                (name, Some(visit.reference.clone()))
            }
        };
        let mut event = Self {
            visit: visit.id,
            uid: format!("{uid}@clinic-desk"),
            date: visit.date,
            start: visit.start,
            minutes: visit.minutes,
            later_hour: visit.later_hour,
            is_off: visit.is_off || visit.doctor != doctor,
            summary,
            description,
            digest: Vec::new(),
        };
        event.digest = event.fingerprint();
        event
    }

    fn fingerprint(&self) -> Vec<u8> {
        let place = format!("{} {} {} {}", self.date, self.start, self.minutes, self.later_hour);
        let said = format!("{}\n{}", self.summary, self.description.as_deref().unwrap_or(""));
        let half = |text: String| Sha256::digest(text)[..HALF].to_vec();
        [half(format!("{place} {}", self.is_off)), half(said)].concat()
    }

    /// How often it has changed since it was first told, or `None` when this file need not speak of it: it was off before anybody heard
    /// of it, or lies outside the days and stands where it was told to stand.
    pub fn sequence(&self, told: Option<&Told>, first: Date, last: Date) -> Option<u32> {
        let is_within = first <= self.date && self.date <= last;
        match told {
            None => (is_within && !self.is_off).then_some(0),
            Some(told) if told.digest == self.digest => is_within.then(|| told.times.saturating_sub(1)),
            Some(told) if is_within || !told.digest.starts_with(&self.digest[..HALF]) => Some(told.times),
            Some(_) => None,
        }
    }

    pub fn write(&self, lines: &mut Lines, sequence: u32, zone: Zone, now: Instant) {
        lines.within("VEVENT", |lines| {
            lines.plain("UID", &self.uid);
            lines.plain("DTSTAMP", &format!("{}Z", utc_text(now)));
            lines.plain("SEQUENCE", &sequence.to_string());
            self.starts(lines, zone);
            lines.plain("DURATION", &format!("PT{}M", self.minutes));
            lines.plain("STATUS", if self.is_off { "CANCELLED" } else { "CONFIRMED" });
            lines.plain("TRANSP", if self.is_off { "TRANSPARENT" } else { "OPAQUE" });
            lines.plain("CLASS", "PRIVATE");
            lines.text("SUMMARY", &self.summary);
            if let Some(description) = &self.description {
                lines.text("DESCRIPTION", description);
            }
        });
    }

    /// By the clinic's wall. Of two equal wall times the format means the first (section 3.3.5); the second is told as a moment.
    fn starts(&self, lines: &mut Lines, zone: Zone) {
        match zone::instant(self.date, self.start, zone).pick(true) {
            Some(at) if self.later_hour => lines.plain("DTSTART", &format!("{}Z", utc_text(at))),
            _ => {
                let local = format!("{}T{}00", date_text(self.date), time_text(self.start));
                lines.plain(&format!("DTSTART;TZID={zone}"), &local)
            }
        };
    }
}

/// The first letters of the first and the last name, apart: Arabic letters would join into a word.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let ends = words.first().into_iter().chain(words.last().filter(|_| words.len() > 1));
    let letters = ends.filter_map(|word| word.strip_prefix("ال").unwrap_or(word).chars().next());
    letters.map(|letter| letter.to_uppercase().to_string()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn two_letters_stand_for_a_name() {
        assert_eq!(initials("Omar Hesham abdelaziz"), "O A");
        assert_eq!(initials("منى عبد العزيز السيد"), "م س");
        assert_eq!(initials("Mona"), "M");
        assert_eq!(initials(" "), "");
    }
}
