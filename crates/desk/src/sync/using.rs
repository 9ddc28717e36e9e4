//! The commands: how it stands, belonging to a hub, asking at once.

use super::driver::Driver;
use super::enrol::{self, Place};
use super::files::Standing;
use super::http::{Failure, Hub, Unreachable};
use super::link::HubLink;
use super::requests::{EnrolInput, FilesOnTheirWay, HubSummary, SyncProgress, SyncState};
use super::status::{Phase, Status};
use super::{Budget, http, outbox, store, tls};
use crate::documents::ContentHash;
use crate::error::{FieldError, FieldErrors, Refusal, Result};
use crate::input::LINE_CHARACTERS;
use crate::session::Empty;
use crate::{Desk, Session};
use domain::code::Code as _;
use wire::sync::{EnrolReply, EnrolRequest, Pin, TroubleCode};

/// How it stands with the hub, and what waits for somebody.
pub fn state(desk: &Desk, _session: &Session, _request: Empty) -> Result<SyncState> {
    now(desk)
}

/// Talks to the hub at once, whatever was planned.
///
/// # Errors
/// `sync.not_enrolled`.
pub fn at_once(desk: &Desk, _session: &Session, _request: Empty) -> Result<SyncState> {
    if desk.opened()?.link.hub().is_none() {
        return Err(Refusal::new("sync.not_enrolled").into());
    }
    desk.with_sync(Driver::ask_now);
    now(desk)
}

/// Makes this desk one of a clinic on a hub. A desk with a history founds its clinic there, or comes back to it.
///
/// # Errors
/// `sync.enrolled_already`; `sync.code_refused` when the code is wrong, used up or too old; `sync.both_have_history` when the clinic on the
/// hub is another one; `sync.unreachable {why}` (see `SyncState::why`); `sync.desk_too_old`; `sync.hub_busy {seconds}`; `sync.hub_failed`;
/// `input.invalid` with `address` (`required`, `format`, `insecure`), `code` (`required`), `certificate` (`format`), `pin` (`format`).
pub fn enrol(desk: &Desk, session: &Session, request: EnrolInput) -> Result<SyncState> {
    let opened = desk.opened()?;
    let known = opened
        .link
        .hub()
        .map(|link| Place { address: link.address.clone(), certificate: link.certificate.clone() });
    let (place, code) = read(request, known)?;
    let message = enrol::request(&opened, &code, &enrol::name_of_this_pc())?;
    let reply = ask(&place, &message)?;
    desk.stop_sync();
    enrol::keep(&opened, &place, &message, &reply)?;
    // The login screen says the letter.
    opened.refresh_face();
    desk.commit(session, "sync.enrol", |tx| {
        tx.note("address", &place.address);
        tx.note("desk_number", reply.number);
        Ok(())
    })?;
    desk.start_sync()?;
    now(desk)
}

/// Reads the form; all that is wrong with it at once. A hub that is known by a pin is asked for its certificate.
pub(super) fn read(request: EnrolInput, known: Option<Place>) -> Result<(Place, String)> {
    let mut errors = FieldErrors::default();
    let code = errors.required_line("code", &request.code, LINE_CHARACTERS);
    if let (Some(place), "") = (known, request.address.trim()) {
        errors.finish()?;
        return Ok((place, code));
    }
    let address = http::address(&request.address);
    let certificate = request.certificate.filter(|pem| !pem.trim().is_empty());
    if certificate.as_deref().is_some_and(|pem| !tls::is_certificate(pem)) {
        errors.push(FieldError::new("certificate", "format"));
    }
    let typed_pin = request.pin.filter(|pin| certificate.is_none() && !pin.trim().is_empty());
    let pin = typed_pin.as_deref().and_then(|pin| pin.trim().parse::<Pin>().ok());
    if typed_pin.is_some() && pin.is_none() {
        errors.push(FieldError::new("pin", "format"));
    }
    let address = match address {
        Ok(url) => url.to_string(),
        Err(error) => {
            errors.push(error);
            String::new()
        }
    };
    errors.finish()?;
    let certificate = match pin.filter(|_| address.starts_with("https:")) {
        Some(pin) => Some(answered(|| Hub::certificate(&address, pin))?),
        None => certificate,
    };
    Ok((Place { address, certificate }, code))
}

/// Asks the hub to be taken in, and waits for its answer.
pub(super) fn ask(place: &Place, message: &EnrolRequest) -> Result<EnrolReply> {
    let hub = Hub::at(place)?;
    answered(|| hub.enrol(message))
}

/// The hub that a desk belongs to.
pub(super) fn hub_of(link: &HubLink) -> Result<Hub> {
    Ok(Hub::at(&Place { address: link.address.clone(), certificate: link.certificate.clone() })?)
}

/// Waits for the hub's answer, on a thread of its own: whoever called may stand on a runtime already.
pub(super) fn answered<T: Send, F: Future<Output = Result<T, Failure>>>(
    ask: impl FnOnce() -> F + Send,
) -> Result<T> {
    let asked = std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.ok().map(|runtime| runtime.block_on(ask()))
        });
        asking.join().ok().flatten()
    });
    match asked {
        Some(Ok(reply)) => Ok(reply),
        Some(Err(failure)) => Err(refusal(failure).into()),
        None => Err(Refusal::new("sync.hub_failed").into()),
    }
}

fn refusal(failure: Failure) -> Refusal {
    let trouble = match failure {
        Failure::Unreachable(why) => return unreachable(why),
        Failure::Trouble(trouble) => trouble,
    };
    match trouble.code {
        TroubleCode::Unknown | TroubleCode::NotFound => Refusal::new("sync.code_refused"),
        TroubleCode::NotEmpty => Refusal::new("sync.both_have_history"),
        TroubleCode::OldDesk => Refusal::new("sync.desk_too_old"),
        TroubleCode::Busy => Refusal::new("sync.hub_busy").with("seconds", trouble.after),
        TroubleCode::Malformed
        | TroubleCode::Revoked
        | TroubleCode::Gap
        | TroubleCode::Forked
        | TroubleCode::Epoch
        | TroubleCode::Purged
        | TroubleCode::TooLarge
        | TroubleCode::Full
        | TroubleCode::DamagedPart
        | TroubleCode::DamagedWhole
        | TroubleCode::Fault => Refusal::new("sync.hub_failed"),
    }
}

pub(super) fn unreachable(why: Unreachable) -> Refusal {
    Refusal::new("sync.unreachable").with("why", why.code())
}

fn now(desk: &Desk) -> Result<SyncState> {
    let opened = desk.opened()?;
    let link = opened.link.hub();
    let status: Option<Status> = desk.with_sync(Driver::status);
    let attention = opened.store.read(store::waiting_for_a_person)?;
    let Some(link) = link else {
        return Ok(SyncState {
            phase: Phase::Off,
            since: None,
            why: None,
            unsent: 0,
            last_contact: None,
            attention,
            progress: None,
            files: None,
            hub: None,
        });
    };
    let head = status.as_ref().map_or(0, |status| status.head);
    Ok(SyncState {
        phase: status.as_ref().map_or(Phase::Offline, |status| status.phase),
        since: status.as_ref().map(|status| status.since),
        why: status.as_ref().and_then(|status| status.why).map(str::to_owned),
        unsent: outbox::unsent(&opened, &link)?,
        last_contact: link.last_contact,
        attention,
        progress: (link.cursor < head).then_some(SyncProgress { done: link.cursor, of: head }),
        files: desk.with_sync(Driver::files).and_then(files),
        hub: Some(HubSummary {
            address: link.address.clone(),
            clinic_name: link.clinic_name.clone(),
            desk_number: link.number,
            desk_letter: link.letter.to_string(),
            pinned: link.certificate.is_some(),
        }),
    })
}

fn files(standing: Standing) -> Option<FilesOnTheirWay> {
    let (up, down) = standing.loads?;
    (up.files > 0 || down.files > 0).then_some(FilesOnTheirWay {
        to_send: up.files,
        bytes_to_send: up.bytes,
        to_fetch: down.files,
        bytes_to_fetch: down.bytes,
        hub_full: standing.hub_full,
        disk_full: standing.disk_full,
    })
}

impl Desk {
    /// A content that somebody tries to open and that is not here is fetched before all others.
    pub fn fetch_first(&self, hash: ContentHash) {
        self.with_sync(|driver| driver.fetch_first(hash));
    }

    /// Begins to talk to the hub, if there is one and nobody does yet.
    pub(crate) fn start_sync(&self) -> Result<()> {
        let opened = self.opened()?;
        if opened.link.hub().is_none() {
            return Ok(());
        }
        let mut driver = self.sync();
        if driver.is_none() {
            *driver = Some(Driver::start(&opened, Budget::USUAL));
        }
        Ok(())
    }

    /// Ends the talk; when this returns, nothing is worked on any more.
    pub(crate) fn stop_sync(&self) {
        if let Some(driver) = self.sync().take() {
            driver.stop();
        }
    }

    fn with_sync<T>(&self, ask: impl FnOnce(&Driver) -> T) -> Option<T> {
        self.sync().as_ref().map(ask)
    }
}
