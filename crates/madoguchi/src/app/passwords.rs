//! Passwords and secrets: made, hashed, compared without telling anything by time.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::Fail;

/// Shortest password taken, in characters.
pub const SHORTEST: usize = 12;
/// Longest password taken, in bytes: beyond that it only costs.
pub const LONGEST: usize = 1024;

/// A fresh secret of 256 bits as text for cookies, tokens and addresses.
pub fn fresh_secret() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(store::random::<32>())
}

/// Hashes a password with Argon2id, off the threads that serve.
pub async fn hash(password: String) -> Result<String, Fail> {
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(Fail::broken)
    })
    .await
    .map_err(Fail::broken)?
}

/// Whether the password is the one that was hashed; without a hash it takes as long and says no.
pub async fn matches(password: String, hash: Option<String>) -> bool {
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODYS.to_owned());
    let verdict = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        })
    });
    verdict.await.unwrap_or(false) && known
}

/// A hash of a random password that was thrown away, of the same cost as all others.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXRoaW5nc2FsdGVk$YrqrUAnPB9sXF5Vv3wTzg5kMvT5wpdA6uvO0MYkYvgk";

/// Binds a form to the sign-in it was made for.
pub fn form_token(secret: &[u8; 32], sign_in: &str) -> String {
    keyed(secret, "form", sign_in)
}

/// A digest of a text that nobody can make without the secret; texts of one sort never meet those of another.
pub fn keyed(secret: &[u8; 32], sort: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any key length will do");
    mac.update(sort.as_bytes());
    mac.update(b"\0");
    mac.update(text.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

/// Equal, told in the same time wherever they differ.
pub fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

pub fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let hashed = hash("正しい馬 battery staple".into()).await.unwrap();
        assert!(hashed.starts_with("$argon2id$"));
        assert!(matches("正しい馬 battery staple".into(), Some(hashed.clone())).await);
        assert!(!matches("正しい馬 battery stapl".into(), Some(hashed)).await);
        assert!(
            PasswordHash::new(NOBODYS).is_ok(),
            "the hash of nobody costs as much as a real one"
        );
        assert!(!matches("anything".into(), None).await);
    }
}
