//! Between a desk and the hub: messages as bytes, and what becomes of them on their way.

use desk::sync::{Asked, Message};
use hub::model::Clinic;
use hub::stream::trouble;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::sync::{
    NewNumberReply, Row, SyncReply, Trouble, TroubleCode, decode_rows, encode_rows, pack, unpack,
};

use crate::dice::Dice;
use crate::witness::Witness;

/// What becomes of a message's bytes on their way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    None,
    Cut,
    Flipped,
}

/// What arrives. Whatever can still be read is what was said, or else bits decide about somebody's appointment.
fn travelled<T: Serialize + DeserializeOwned + PartialEq>(
    message: &T,
    damage: Damage,
    dice: &mut Dice,
) -> Option<T> {
    let mut bytes = pack(message);
    match damage {
        Damage::None => {}
        Damage::Cut => bytes.truncate(dice.index(bytes.len())),
        Damage::Flipped => {
            let at = dice.index(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
        }
    }
    let read = unpack(&bytes).ok()?;
    assert!(read == *message, "damage was read as a message");
    Some(read)
}

/// What the hub said.
#[derive(Clone)]
pub enum Reply {
    Sync(Box<SyncReply>),
    NewNumber(NewNumberReply),
}

impl Reply {
    /// The answer as it arrives, if it does.
    pub fn travelled(
        answer: Result<Self, Trouble>,
        damage: Damage,
        dice: &mut Dice,
    ) -> Option<Result<Self, Trouble>> {
        match answer {
            Ok(Self::Sync(reply)) => {
                travelled(&*reply, damage, dice).map(|reply| Ok(Self::Sync(Box::new(reply))))
            }
            Ok(Self::NewNumber(reply)) => {
                travelled(&reply, damage, dice).map(|reply| Ok(Self::NewNumber(reply)))
            }
            Err(trouble) => travelled(&trouble, damage, dice).map(Err),
        }
    }
}

/// What a desk that passes over some rows hears.
pub fn without_rows(answer: Result<Reply, Trouble>, heard: impl Fn(&Row) -> bool) -> Result<Reply, Trouble> {
    let Ok(Reply::Sync(mut reply)) = answer else { return answer };
    let mut rows = decode_rows(&reply.rows).expect("rows of the protocol");
    rows.retain(heard);
    reply.rows = encode_rows(rows.iter()).into();
    Ok(Reply::Sync(reply))
}

/// The hub, as messages reach it.
pub struct Hub<'w> {
    pub clinic: &'w mut Clinic,
    pub dice: &'w mut Dice,
    pub now: i64,
    /// Who notes what the hub took, where somebody does.
    pub witness: Option<&'w mut Witness>,
    /// Half of its processes are of the first version still.
    pub upgrading: bool,
}

impl Hub<'_> {
    pub fn answer(&mut self, asked: &Asked, damage: Damage) -> Result<Reply, Trouble> {
        let number = self.clinic.desk_of(asked.link.token.expose()).unwrap_or(0);
        let malformed = || trouble(TroubleCode::Malformed);
        match &asked.message {
            Message::Sync(request) => {
                let request = travelled(&**request, damage, self.dice).ok_or_else(malformed)?;
                let of_first_version = self.upgrading && self.dice.one_in(2);
                if of_first_version && request.push.iter().any(|pushed| pushed.previous.is_empty()) {
                    return Err(malformed());
                }
                let (taken, revoked) = (self.clinic.log().len(), self.clinic.is_revoked(number));
                let answer = self.clinic.sync(number, self.now, &request);
                let new = &self.clinic.log()[taken..];
                assert!(
                    new.is_empty() || !revoked,
                    "an operation of desk {number} was taken after its revocation"
                );
                if let Some(witness) = &mut self.witness {
                    witness.saw(self.now, number, &request, new);
                }
                let reply = answer?;
                assert_eq!(
                    reply.differs,
                    Vec::<u16>::new(),
                    "desk {number} holds something else than the hub"
                );
                let chains = reply.chains && !of_first_version;
                Ok(Reply::Sync(Box::new(SyncReply { chains, ..reply })))
            }
            Message::NewNumber(request) => {
                let request = travelled(request, damage, self.dice).ok_or_else(malformed)?;
                self.clinic.new_number(number, &request).map(Reply::NewNumber)
            }
        }
    }
}
