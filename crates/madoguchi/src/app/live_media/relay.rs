//! A relay (TURN) for browsers whose network lets nothing else through. What opens it is made for one seat and for a while, as
//! coturn's REST scheme has it: a name that says until when, and its HMAC under a secret that stays here.

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Instant, SessionId, session::Seat};
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use serde::Serialize;
use sha1::Sha1;

/// How long what opens the relay is good for.
pub const GOOD: SignedDuration = SignedDuration::from_hours(6);
/// Shortest secret that is taken, in bytes.
const SECRET: usize = 16;

/// A relay that the operator runs.
#[derive(Clone)]
pub struct Relay {
    urls: Vec<String>,
    secret: Vec<u8>,
}

/// A server as browsers take it (`RTCIceServer`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IceServer {
    pub urls: Vec<String>,
    pub username: String,
    pub credential: String,
}

impl Relay {
    /// With the addresses that browsers are told (`turn:` or `turns:`), and the secret that it shares with us.
    pub fn new(urls: Vec<String>, secret: &str) -> Result<Self, String> {
        let wrong = urls.iter().find(|url| {
            let rest = url.strip_prefix("turns:").or(url.strip_prefix("turn:"));
            rest.is_none_or(|rest| rest.is_empty() || rest.contains(char::is_whitespace))
        });
        if let Some(url) = wrong {
            return Err(format!("a relay begins with turn: or turns:, not “{url}”"));
        }
        let secret = secret.trim().as_bytes().to_vec();
        match secret.len() < SECRET {
            true => Err(format!("the relay’s secret has less than {SECRET} bytes")),
            false => Ok(Self { urls, secret }),
        }
    }

    /// What one seat opens it with, from now on for a while.
    pub fn opened_by(&self, id: SessionId, seat: Seat, now: Instant) -> IceServer {
        let until = (now + GOOD).as_second();
        let username = format!("{until}:{id}-{}", seat.0);
        // A key of any length is taken.
        let credential = Hmac::<Sha1>::new_from_slice(&self.secret)
            .map(|mac| mac.chain_update(&username).finalize().into_bytes());
        IceServer {
            urls: self.urls.clone(),
            credential: credential.map_or(String::new(), |bytes| STANDARD.encode(bytes)),
            username,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // in a test it is the assertion
mod tests {
    use super::*;

    #[test]
    fn l3_a_relay_is_opened_by_name_and_hmac_for_a_while() {
        let urls = vec!["turns:relay.example:443?transport=tcp".to_owned()];
        let relay = Relay::new(urls.clone(), "north-star-relay-secret\n").unwrap();
        let now = Instant::from_second(1_700_000_000).unwrap();
        let opened = relay.opened_by(SessionId(42), Seat(3), now);
        assert_eq!(opened.urls, urls);
        assert_eq!(opened.username, "1700021600:42-3");
        // As `openssl dgst -sha1 -hmac` has it.
        assert_eq!(opened.credential, "DlfJm5nPO/GkVEhKlLmMHSbkhgI=");
        let other = relay.opened_by(SessionId(42), Seat(4), now);
        assert_ne!(opened.credential, other.credential);
    }

    #[test]
    fn l3_what_is_no_relay_is_told() {
        let secret = "north-star-relay-secret";
        for url in [
            "stun:relay.example",
            "https://relay.example",
            "turn:",
            "turn:a b",
        ] {
            assert!(Relay::new(vec![url.to_owned()], secret).is_err(), "{url}");
        }
        assert!(Relay::new(vec!["turn:relay.example".to_owned()], "short").is_err());
    }
}
