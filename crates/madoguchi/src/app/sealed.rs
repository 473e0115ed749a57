//! Keeping something that its owner may see again: sealed with a key of this installation (ChaCha20-Poly1305), bound to whose it
//! is, so that a row put in another's place does not open.

use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit,
    aead::{Aead, Nonce, Payload},
};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Bytes of the number that is used once, before what is sealed.
const NONCE: usize = 12;

/// The key, from the installation's own secret and, where the operator keeps one apart from the database, a file's.
#[derive(Clone)]
pub struct SealKey([u8; 32]);

impl SealKey {
    pub fn of(secret: &[u8; 32], apart: &[u8]) -> Self {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(secret)
            .expect("any key length will do");
        mac.update(b"seal\0");
        mac.update(apart);
        Self(mac.finalize().into_bytes().into())
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(&self.0.into())
    }

    /// Sealed for this owner; nothing where it cannot be.
    pub fn seal(&self, owner: &str, plain: &[u8]) -> Option<Vec<u8>> {
        let nonce = store::random::<NONCE>();
        let payload = Payload {
            msg: plain,
            aad: owner.as_bytes(),
        };
        let sealed = self
            .cipher()
            .encrypt(&Nonce::<ChaCha20Poly1305>::from(nonce), payload);
        Some([nonce.as_slice(), &sealed.ok()?].concat())
    }

    /// What was sealed for this owner; nothing where it was for another, under another key, or altered.
    pub fn open(&self, owner: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload {
            msg: rest,
            aad: owner.as_bytes(),
        };
        let nonce = Nonce::<ChaCha20Poly1305>::from(*nonce);
        self.cipher().decrypt(&nonce, payload).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c57_what_is_sealed_opens_for_its_owner_under_its_key_and_unaltered_alone() {
        let key = SealKey::of(&[7; 32], b"");
        let sealed = key.seal("person 1", b"892398").unwrap();
        assert_eq!(key.open("person 1", &sealed).unwrap(), b"892398");
        assert_eq!(key.open("person 2", &sealed), None);
        assert_eq!(SealKey::of(&[8; 32], b"").open("person 1", &sealed), None);
        assert_eq!(
            SealKey::of(&[7; 32], b"file").open("person 1", &sealed),
            None
        );
        for place in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[place] ^= 1;
            assert_eq!(key.open("person 1", &altered), None, "{place}");
        }
        assert_eq!(key.open("person 1", b"short"), None);
        let again = key.seal("person 1", b"892398").unwrap();
        assert_ne!(again, sealed, "never twice the same");
    }
}
