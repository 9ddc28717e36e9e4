//! Belonging to a clinic on a hub: what a desk says of itself, and the link that it becomes.

use domain::id::{DeskId, Id as _};
use domain::reference::DeskLetter;
use uuid::Uuid;
use wire::sync::{EnrolReply, EnrolRequest, PROTOCOL};

use super::apply;
use super::client::{doubt, send_again_from};
use super::link::{HubLink, LeftOver, Standing, Token};
use super::store;
use crate::desk::Opened;
use crate::error::{Fault, Refusal, Result};
use crate::store::migrations;

/// Where the hub is, and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// `https://hub.example.org`.
    pub address: String,
    /// PEM; None: the system's roots say.
    pub certificate: Option<String>,
}

/// What the hub's administrator sees in the list of desks: the name the machine has in its network.
pub(super) fn name_of_this_pc() -> String {
    let of_environment = ["COMPUTERNAME", "HOSTNAME"].iter().find_map(|name| std::env::var(name).ok());
    let name = of_environment.or_else(|| std::fs::read_to_string("/etc/hostname").ok()).unwrap_or_default();
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    if name.is_empty() { "PC".to_owned() } else { name }
}

const LONGEST_NAME: usize = 64;

/// What the desk says to be taken in. One that the hub has lost or shut out comes back with its history, under another identity. Whoever tries
/// the same code again says the same, so that an answer that was lost costs no code and leaves no desk that nobody is.
///
/// # Errors
/// `sync.enrolled_already`.
pub(crate) fn request(opened: &Opened, code: &str, name: &str) -> Result<EnrolRequest> {
    let link = opened.link.hub();
    let (desk, returning) = match &link {
        None => (opened.link.desk_id().uuid(), None),
        // Made from what stands in the database, which changes when the answer has been taken in.
        Some(link) if matches!(link.standing, Standing::Unknown | Standing::Revoked) => {
            (Uuid::new_v5(&link.installation.uuid(), as_meant(code).as_bytes()), Some(link.clinic))
        }
        Some(_) => return Err(Refusal::new("sync.enrolled_already").into()),
    };
    Ok(EnrolRequest {
        protocol: PROTOCOL,
        code: code.to_owned(),
        desk,
        name: name.to_owned(),
        schema: migrations::current_version(),
        operations: opened.store.read(store::newest)?,
        returning,
    })
}

/// A code without what does not matter in it.
fn as_meant(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Keeps what the hub gave. From now on the desk belongs to it.
pub(crate) fn keep(opened: &Opened, place: &Place, request: &EnrolRequest, reply: &EnrolReply) -> Result<()> {
    let letter = DeskLetter::parse(&reply.letter).ok_or(Fault::Broken("the hub gave no letter"))?;
    let installation = DeskId::from_uuid(request.desk);
    if installation != opened.link.desk_id() {
        opened.rename(installation)?;
    }
    let mut link = HubLink {
        address: place.address.clone(),
        certificate: place.certificate.clone(),
        clinic: reply.clinic,
        clinic_name: reply.clinic_name.clone(),
        number: reply.number,
        letter,
        token: Token::new(reply.token.clone()),
        installation,
        epoch: reply.epoch,
        cursor: 0,
        whole: 0,
        through: 0,
        // Who founds the clinic on its hub has all there is.
        refill: reply.joined || request.returning.is_some(),
        left_over: LeftOver::Kept,
        standing: Standing::Working,
        last_contact: None,
    };
    if request.returning.is_some() {
        return apply::change(opened, |connection, known| {
            // Its places in the hub's order mean nothing any more.
            send_again_from(connection, &mut link, 0, 0)?;
            link.last_contact = known.last_contact;
            *known = link;
            doubt(connection, known)
        });
    }
    opened.store.write_locally(|connection| match store::link(connection)? {
        Some(_) => Err(Refusal::new("sync.enrolled_already").into()),
        None => store::put_link(connection, &link),
    })?;
    opened.link.remember(Some(link));
    Ok(())
}
