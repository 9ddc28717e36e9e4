//! The data key, the key pairs it is sealed to, and the keys derived from it. Nothing here can be printed.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::bytes::Bytes;
use crate::store::DatabaseKey;

/// Fills an array from the system's random source.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system's random source works; without it nothing here is safe");
    bytes
}

/// The one key of this PC's vault. Everything else is derived from it, so that a leaked backup key opens no database.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    pub(crate) fn random() -> Self {
        Self(Zeroizing::new(random()))
    }

    /// The key of the database file.
    pub(crate) fn database(&self) -> DatabaseKey {
        DatabaseKey::new(*self.derive(b"clinic-desk database v1"))
    }

    /// The key that says "whoever wrote this could open the vault", over the slot file.
    pub(super) fn seal(&self, text: &[u8]) -> [u8; 32] {
        use sha2::Digest as _;
        let mut info = b"clinic-desk slots v1".to_vec();
        info.extend_from_slice(&Sha256::digest(text));
        *self.derive(&info)
    }

    fn derive(&self, info: &[u8]) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, &*self.0)
            .expand(info, &mut *key)
            .expect("32 bytes are fewer than HKDF can give");
        key
    }
}

/// An account's X25519 key pair. The private half leaves memory only wrapped (see `envelope`).
pub(crate) struct KeyPair {
    secret: StaticSecret,
    public: PublicKey,
}

impl KeyPair {
    pub(crate) fn random() -> Self {
        Self::from_secret(&Zeroizing::new(random()))
    }

    pub(super) fn from_secret(secret: &Zeroizing<[u8; 32]>) -> Self {
        let secret = StaticSecret::from(**secret);
        Self { public: PublicKey::from(&secret), secret }
    }

    pub(super) fn secret(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.secret.to_bytes())
    }

    pub(crate) fn public(&self) -> [u8; 32] {
        self.public.to_bytes()
    }
}

/// The data key, sealed so that only the owner of one private key can open it: an ephemeral X25519 key, HKDF-SHA256 over the
/// shared secret and both public keys, XChaCha20-Poly1305.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct SealedKey {
    ephemeral: Bytes,
    nonce: Bytes,
    sealed: Bytes,
}

impl SealedKey {
    pub(super) fn new(data_key: &DataKey, recipient: [u8; 32], owner: &[u8]) -> Self {
        let ephemeral = KeyPair::random();
        let shared = ephemeral.secret.diffie_hellman(&PublicKey::from(recipient));
        let nonce: [u8; 24] = random();
        let sealed = cipher(shared.as_bytes(), &ephemeral.public(), &recipient)
            .encrypt(&nonce.into(), Payload { msg: &*data_key.0, aad: owner })
            .expect("32 bytes are fewer than the cipher can take");
        Self { ephemeral: ephemeral.public().into(), nonce: nonce.into(), sealed: Bytes(sealed) }
    }

    /// The data key, when the pair is the one it was sealed to and nobody touched the bytes.
    pub(super) fn open(&self, pair: &KeyPair, owner: &[u8]) -> Option<DataKey> {
        let ephemeral: [u8; 32] = self.ephemeral.array()?;
        let nonce: [u8; 24] = self.nonce.array()?;
        let shared = pair.secret.diffie_hellman(&PublicKey::from(ephemeral));
        if !shared.was_contributory() {
            return None;
        }
        let opened = Zeroizing::new(
            cipher(shared.as_bytes(), &ephemeral, &pair.public())
                .decrypt(&nonce.into(), Payload { msg: &self.sealed.0, aad: owner })
                .ok()?,
        );
        Some(DataKey(Zeroizing::new(opened.as_slice().try_into().ok()?)))
    }
}

fn cipher(shared: &[u8; 32], ephemeral: &[u8; 32], recipient: &[u8; 32]) -> XChaCha20Poly1305 {
    let salt = [*ephemeral, *recipient].concat();
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(&salt), shared)
        .expand(b"clinic-desk key slot v1", &mut *key)
        .expect("32 bytes are fewer than HKDF can give");
    XChaCha20Poly1305::new(&(*key).into())
}

#[cfg(test)]
mod tests {
    use super::{DataKey, KeyPair, SealedKey};

    #[test]
    fn only_the_pair_it_was_sealed_to_opens_the_data_key() {
        let (data_key, owner, other) = (DataKey::random(), KeyPair::random(), KeyPair::random());
        let sealed = SealedKey::new(&data_key, owner.public(), b"mona");
        assert!(sealed.open(&owner, b"mona") == Some(data_key));
        assert!(sealed.open(&other, b"mona").is_none());
        assert!(sealed.open(&owner, b"karim").is_none(), "a slot moved to another account opens nothing");
    }

    #[test]
    fn a_public_key_of_small_order_opens_nothing() {
        let pair = KeyPair::random();
        let mut sealed = SealedKey::new(&DataKey::random(), pair.public(), b"mona");
        sealed.ephemeral = [0; 32].into();
        assert!(sealed.open(&pair, b"mona").is_none());
    }

    #[test]
    fn the_derived_keys_differ() {
        let key = DataKey::random();
        assert_ne!(*key.database().literal(), *DataKey::random().database().literal());
        assert_ne!(key.seal(b"a"), key.seal(b"b"));
    }
}
