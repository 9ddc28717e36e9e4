//! A private key wrapped by a password: argon2id stretches the password, XChaCha20-Poly1305 wraps, and the account, the cost and
//! the version are bound in, so that no part of an envelope can be swapped for another's.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::bytes::Bytes;
use super::keys::{KeyPair, random};
use super::secret::Secret;
use crate::error::{Refusal, Result};

const VERSION: u8 = 1;

/// What one try at a password costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

/// 64 MiB, three passes, one lane: a quarter of a second on an ordinary PC (RFC 9106 names these figures for small memory, with four lanes).
impl Default for Cost {
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

/// The most a slot may ask for: 1 GiB, 20 passes, 8 lanes, and 4 GiB written in all (about fifteen seconds). A slot that asks for
/// more was made to hang the login screen.
const MOST: Cost = Cost { memory_kib: 1024 * 1024, passes: 20, lanes: 8 };
const MOST_KIB_IN_ALL: u64 = 4 * 1024 * 1024;

impl Cost {
    /// Whether a slot of this cost should be wrapped anew because the setting is higher.
    fn is_below(self, setting: Self) -> bool {
        self.memory_kib < setting.memory_kib || self.passes < setting.passes
    }

    /// # Errors
    /// `vault.parameters_refused` with `memory_kib`, `passes` and `lanes`.
    fn params(self) -> Result<Params> {
        let refused = || {
            Refusal::new("vault.parameters_refused")
                .with("memory_kib", self.memory_kib)
                .with("passes", self.passes)
                .with("lanes", self.lanes)
        };
        let in_all = u64::from(self.memory_kib) * u64::from(self.passes);
        if self.memory_kib > MOST.memory_kib
            || self.passes > MOST.passes
            || self.lanes > MOST.lanes
            || in_all > MOST_KIB_IN_ALL
        {
            return Err(refused().into());
        }
        Ok(Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| refused())?)
    }

    fn stretch(self, password: &Secret, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params()?)
            .hash_password_into(password.normalised().as_bytes(), salt, &mut *key)
            .map_err(|_| Refusal::new("vault.slots_damaged"))?;
        Ok(key)
    }

    /// Spends what a try at a real password costs, for a user name that does not exist.
    pub(crate) fn spend(self, password: &Secret) -> Result<()> {
        let envelope = Envelope {
            version: VERSION,
            cost: self,
            salt: random::<16>().into(),
            nonce: random::<24>().into(),
            sealed: random::<48>().into(),
        };
        envelope.open(password, &[0; 16]).map(|_| ())
    }
}

/// The wrapped private key, as it stands in a slot and in the account's row.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct Envelope {
    version: u8,
    cost: Cost,
    salt: Bytes,
    nonce: Bytes,
    sealed: Bytes,
}

impl Envelope {
    pub(super) fn new(pair: &KeyPair, password: &Secret, cost: Cost, owner: &[u8]) -> Result<Self> {
        let (salt, nonce): ([u8; 16], [u8; 24]) = (random(), random());
        let key = cost.stretch(password, &salt)?;
        let sealed = XChaCha20Poly1305::new(&(*key).into())
            .encrypt(&nonce.into(), Payload { msg: &*pair.secret(), aad: &associated(VERSION, cost, owner) })
            .expect("32 bytes are fewer than the cipher can take");
        Ok(Self { version: VERSION, cost, salt: salt.into(), nonce: nonce.into(), sealed: Bytes(sealed) })
    }

    /// The key pair, or `None` when the password is another one.
    ///
    /// # Errors
    /// `vault.parameters_refused` when the envelope asks for an absurd cost, `vault.newer_slots` when a newer version wrote it.
    pub(super) fn open(&self, password: &Secret, owner: &[u8]) -> Result<Option<KeyPair>> {
        if self.version != VERSION {
            return Err(Refusal::new("vault.newer_slots").into());
        }
        let key = self.cost.stretch(password, &self.salt.0)?;
        let Some(nonce) = self.nonce.array::<24>() else { return Ok(None) };
        let opened = XChaCha20Poly1305::new(&(*key).into()).decrypt(
            &nonce.into(),
            Payload { msg: &self.sealed.0, aad: &associated(self.version, self.cost, owner) },
        );
        let Ok(opened) = opened.map(Zeroizing::new) else { return Ok(None) };
        let secret: Option<[u8; 32]> = opened.as_slice().try_into().ok();
        Ok(secret.map(|secret| KeyPair::from_secret(&Zeroizing::new(secret))))
    }

    pub(super) fn is_cheaper_than(&self, setting: Cost) -> bool {
        self.cost.is_below(setting)
    }

    /// As the account's row keeps it.
    pub(crate) fn to_blob(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("numbers and hexadecimal are JSON")
    }

    /// Reads what `to_blob` wrote.
    pub(super) fn from_blob(blob: &[u8]) -> Option<Self> {
        serde_json::from_slice(blob).ok()
    }
}

fn associated(version: u8, cost: Cost, owner: &[u8]) -> Vec<u8> {
    let mut bytes = b"clinic-desk envelope".to_vec();
    bytes.push(version);
    for number in [cost.memory_kib, cost.passes, cost.lanes] {
        bytes.extend_from_slice(&number.to_be_bytes());
    }
    bytes.extend_from_slice(owner);
    bytes
}

#[cfg(test)]
mod tests {
    use super::{Cost, Envelope, KeyPair, Secret};
    use crate::error::Error;

    const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn only_the_password_opens_an_envelope_and_only_its_owners() {
        let pair = KeyPair::random();
        let envelope = Envelope::new(&pair, &secret("three blue herons"), CHEAP, b"mona").unwrap();
        let open = |password: &str, owner: &[u8]| envelope.open(&secret(password), owner).unwrap();
        assert!(open("three blue herons", b"mona").is_some_and(|opened| opened.public() == pair.public()));
        assert!(open("three blue heronz", b"mona").is_none());
        assert!(open("three blue herons", b"karim").is_none());
    }

    #[test]
    fn a_password_typed_on_another_keyboard_is_the_same_password() {
        // é as one character or as e and an accent: NFKC makes them one.
        let envelope =
            Envelope::new(&KeyPair::random(), &secret("caf\u{e9} of the hour"), CHEAP, b"").unwrap();
        assert!(envelope.open(&secret("cafe\u{301} of the hour"), b"").unwrap().is_some());
    }

    #[test]
    fn a_cost_that_was_changed_opens_nothing() {
        let mut envelope =
            Envelope::new(&KeyPair::random(), &secret("three blue herons"), CHEAP, b"").unwrap();
        envelope.cost.passes = 2;
        assert!(envelope.open(&secret("three blue herons"), b"").unwrap().is_none());
    }

    #[test]
    fn an_absurd_cost_is_refused_before_it_is_spent() {
        let mut envelope =
            Envelope::new(&KeyPair::random(), &secret("three blue herons"), CHEAP, b"").unwrap();
        for (memory_kib, passes, lanes) in
            [(u32::MAX, 1, 1), (8, u32::MAX, 1), (8, 1, 200), (1024 * 1024, 20, 1), (0, 0, 0)]
        {
            envelope.cost = Cost { memory_kib, passes, lanes };
            match envelope.open(&secret("three blue herons"), b"") {
                Err(Error::Refused(refusal)) => assert_eq!(refusal.code, "vault.parameters_refused"),
                _ => panic!("{memory_kib} KiB, {passes} passes, {lanes} lanes were accepted"),
            }
        }
    }
}
