//! Passwords and secrets: made, hashed, compared without telling anything by time.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::{Fail, first_guesses};

/// Shortest password taken, in characters.
pub const SHORTEST: usize = 12;
/// Longest password taken, in bytes: beyond that it only costs.
pub const LONGEST: usize = 1024;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    TooShort,
    TooLong,
    /// Among the first that anybody would try.
    Common,
    /// Mostly a name or an address of its owner.
    AboutOwner,
    /// Others have lost it: it stands on the operator's list.
    Lost,
}

impl Weak {
    /// The key of its sentence.
    pub fn key(self) -> &'static str {
        match self {
            Weak::TooShort | Weak::TooLong => "password-wrong-length",
            Weak::Common => "password-wrong-common",
            Weak::AboutOwner => "password-wrong-about",
            Weak::Lost => "password-wrong-lost",
        }
    }
}

/// Whether a password can be taken; `about` holds names and addresses of its owner.
pub fn judged(password: &str, about: &[&str]) -> Result<(), Weak> {
    if password.chars().count() < SHORTEST {
        return Err(Weak::TooShort);
    }
    if password.len() > LONGEST {
        return Err(Weak::TooLong);
    }
    let plain = password.to_lowercase();
    let signs: Vec<char> = plain.chars().collect();
    if few_signs(&signs) || in_a_row(&signs) || repeats(&signs) || first_guesses::walks(&signs) {
        return Err(Weak::Common);
    }
    // What is left without figures and signs at its ends and between.
    let letters: String = plain.chars().filter(|c| c.is_alphabetic()).collect();
    let unleet: String = plain
        .chars()
        .map(unleet)
        .filter(|c| c.is_alphabetic())
        .collect();
    if first_guesses::is_made_of(&letters) || first_guesses::is_made_of(&unleet) {
        return Err(Weak::Common);
    }
    let mut rest = plain.clone();
    let parts = about
        .iter()
        .flat_map(|text| text.split(['@', '.', ' ', '-', '_', '+']));
    for part in parts.filter(|part| part.chars().count() >= 3) {
        rest = rest.replace(&part.to_lowercase(), "");
    }
    // Figures beside one's own name add little.
    let own = rest.chars().filter(|c| c.is_alphabetic()).count();
    match rest.len() < plain.len() && own < 6 {
        true => Err(Weak::AboutOwner),
        false if first_guesses::is_word_and_figures(&plain) => Err(Weak::Common),
        false => Ok(()),
    }
}

fn unleet(sign: char) -> char {
    match sign {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

fn few_signs(signs: &[char]) -> bool {
    let mut different = signs.to_vec();
    different.sort_unstable();
    different.dedup();
    different.len() <= 3
}

/// One sign after the other, up or down, as in `abcdefghijkl`, with a break or two.
pub(super) fn in_a_row(signs: &[char]) -> bool {
    let steps = signs.windows(2).filter(|pair| match pair {
        [a, b] => u32::from(*a).abs_diff(u32::from(*b)) <= 1,
        _ => false,
    });
    steps.count() + 3 > signs.len()
}

/// A short piece over and over.
fn repeats(signs: &[char]) -> bool {
    (1..=signs.len() / 2).any(|length| {
        let (piece, _) = signs.split_at(length);
        signs.chunks(length).all(|chunk| piece.starts_with(chunk))
    })
}

impl super::App {
    /// Whether a password can be taken, by our own rules and the operator's list. A list that cannot be read keeps nobody out.
    pub async fn judged(&self, password: &str, about: &[&str]) -> Result<(), Weak> {
        judged(password, about)?;
        let Some(lost) = self.lost.clone() else {
            return Ok(());
        };
        let password = password.to_owned();
        let found = tokio::task::spawn_blocking(move || lost.has(&password)).await;
        match found {
            Ok(Ok(true)) => Err(Weak::Lost),
            Ok(Ok(false)) => Ok(()),
            other => {
                tracing::warn!(?other, "the list of lost passwords could not be read");
                Ok(())
            }
        }
    }
}

/// A code of 60 bits that can be read out and typed: without letters that look alike.
pub fn fresh_code() -> String {
    const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let signs = store::random::<12>().map(|byte| char::from(SIGNS[usize::from(byte % 32)]));
    let groups: Vec<String> = signs
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

/// A code as it was made, however it was typed.
pub fn typed_code(text: &str) -> String {
    let signs = text.chars().filter(char::is_ascii_alphanumeric);
    let signs: Vec<char> = signs.map(|c| c.to_ascii_uppercase()).collect();
    let groups: Vec<String> = signs
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

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

#[cfg(test)]
mod judging {
    use super::*;

    #[test]
    fn a6_what_anybody_would_try_first_is_not_taken() {
        let about = [
            "森 恵子",
            "Keiko Mori",
            "keiko.mori@hinode.example",
            "日の出精工",
        ];
        for (password, verdict) in [
            ("short", Err(Weak::TooShort)),
            ("password1234", Err(Weak::Common)),
            ("P@ssw0rd!2026", Err(Weak::Common)),
            ("qwertyuiop123", Err(Weak::Common)),
            ("123456789012", Err(Weak::Common)),
            ("aaaaaaaaaaaaaa", Err(Weak::Common)),
            ("abcabcabcabcabc", Err(Weak::Common)),
            ("WelcomeTokyo1!", Err(Weak::Common)),
            ("keiko.mori2026", Err(Weak::AboutOwner)),
            ("hinodekeiko-99", Err(Weak::AboutOwner)),
            ("correct horse battery", Ok(())),
            ("1qaz2wsx3edc", Err(Weak::Common)),
            ("zaq12wsxcde3", Err(Weak::Common)),
            ("sakura123456", Err(Weak::Common)),
            ("Manchester123!", Err(Weak::Common)),
            ("coffee guitar rainbow", Ok(())),
            ("Xk2-vP9q-7Rt", Ok(())),
            ("窓口のむこうは青い海だった", Ok(())),
            ("mori likes strong coffee", Ok(())),
        ] {
            assert_eq!(judged(password, &about), verdict, "{password}");
        }
        assert_eq!(judged(&"長".repeat(400), &[]), Err(Weak::TooLong));
    }

    #[test]
    fn a_code_is_known_again_however_it_is_typed() {
        let code = fresh_code();
        assert_eq!(code.len(), 14);
        let typed = code.to_lowercase().replace('-', " ");
        assert_eq!(typed_code(&typed), code);
    }
}
