//! Where a door meets the desk: the window, `rpc` and the bridge call [`answer`], and hand on what it says. A fault is logged
//! here, once, with its cause; the caller only hears its incident number.

use std::error::Error as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::desk::Announcement;
use crate::error::{Error, Fault, FieldError, Refusal};
use crate::{Desk, Seat};

/// The code of every fault, whatever broke: a person can only repeat, and report the incident number.
pub const FAULT: &str = "fault";

/// What a caller hears when a command was not done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trouble {
    /// The refusal's stable code, or [`FAULT`].
    pub code: &'static str,
    pub params: Map<String, Value>,
    /// Fields to mend, all at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// Under this number the log tells what broke. Only faults have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
}

/// Runs one command for whoever sits at `seat`. A panic inside is a fault like any other: its transaction is rolled back as
/// the stack unwinds, and the desk goes on.
///
/// # Errors
/// Whatever [`Desk::call`] refuses, and faults under their incident number.
pub fn answer(desk: &Desk, seat: &Seat, command: &str, input: Value) -> Result<Value, Box<Trouble>> {
    guarded(command, || desk.call(seat, command, input))
}

/// The same for a door that sends the answer on as it is.
///
/// # Errors
/// As [`answer`].
pub fn answer_in_text(
    desk: &Desk,
    seat: &Seat,
    command: &str,
    input: Value,
) -> Result<Box<RawValue>, Box<Trouble>> {
    guarded(command, || desk.call_for_text(seat, command, input))
}

fn guarded<T>(command: &str, call: impl FnOnce() -> crate::Result<T>) -> Result<T, Box<Trouble>> {
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or(Err(Error::Fault(Fault::Broken("a command panicked"))))
        .map_err(|error| Box::new(Trouble::of(error, command)))
}

impl Trouble {
    /// What to tell about an error met while doing `what`. Faults are written to the log.
    pub fn of(error: Error, what: &str) -> Self {
        match error {
            Error::Refused(refusal) => refusal.into(),
            Error::Fault(fault) => {
                let incident = incident_number();
                tracing::error!(incident, what, cause = causes(&fault), "a fault");
                Self { code: FAULT, params: Map::new(), fields: Vec::new(), incident: Some(incident) }
            }
        }
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code, params: refusal.params, fields: refusal.fields, incident: None }
    }
}

/// What a screen hears of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct News {
    /// The tables that changed; `None` when so much was missed that everything shown must be read anew.
    pub tables: Option<Vec<&'static str>>,
}

/// Waits for the next change. `None` when the desk is gone.
pub async fn next_news(announcements: &mut Receiver<Announcement>) -> Option<News> {
    match announcements.recv().await {
        Ok(announcement) => Some(News { tables: Some(announcement.tables) }),
        Err(RecvError::Lagged(_)) => Some(News { tables: None }),
        Err(RecvError::Closed) => None,
    }
}

/// The error and everything under it, outermost first.
fn causes(fault: &Fault) -> String {
    let mut text = fault.to_string();
    let mut cause = fault.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// Eight characters that can be read out over the phone, without letters that look or sound like others.
/// 32^8 is near 10^12: two incidents of one clinic do not meet.
fn incident_number() -> String {
    const LETTERS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut random = [0_u8; 8];
    if getrandom::fill(&mut random).is_err() {
        // A machine without randomness has larger troubles, and the log line still stands.
        return "UNNUMBERED".to_owned();
    }
    let letter = |byte: &u8| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]);
    let (first, second) = random.split_at(4);
    format!(
        "{}-{}",
        first.iter().map(letter).collect::<String>(),
        second.iter().map(letter).collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::{FAULT, Trouble};
    use crate::error::{Error, Fault, Refusal};

    #[test]
    fn a_fault_shows_its_number_and_hides_its_cause() {
        let trouble = Trouble::of(Error::Fault(Fault::Broken("the drawer is stuck")), "appointments.book");
        let shown = serde_json::to_string(&trouble).unwrap();
        assert_eq!(trouble.code, FAULT);
        assert_eq!(trouble.incident.as_ref().map(String::len), Some(9));
        assert!(!shown.contains("drawer"), "{shown}");
    }

    #[test]
    fn a_refusal_has_no_number() {
        let trouble =
            Trouble::of(Refusal::new("booking.slot_taken").with("visit", 7).into(), "appointments.book");
        assert_eq!(
            serde_json::to_string(&trouble).unwrap(),
            r#"{"code":"booking.slot_taken","params":{"visit":7}}"#
        );
    }
}
