//! The ways a letter can take: over SMTP, or into memory, where a demo shows it and tests look at it.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::Instant;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor, transport::smtp::Error};

use super::{Address, Letter, letter::NotWritten};

/// A server that does not answer is not waited for longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// How letters leave.
#[derive(Clone)]
pub enum Post {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Caught(Arc<Caught>),
}

/// Why a letter did not leave.
#[derive(Debug, thiserror::Error)]
pub enum NotPosted {
    /// Trying again may help.
    #[error("{0}")]
    Later(String),
    /// It never will go like this.
    #[error("{0}")]
    Never(String),
}

impl From<NotWritten> for NotPosted {
    fn from(error: NotWritten) -> Self {
        Self::Never(error.to_string())
    }
}

impl Post {
    /// A mail server, such as `smtp://127.0.0.1:25`, `smtps://name:password@host` or `smtp://host:587?tls=required`.
    pub fn smtp(url: &str) -> Result<Self, String> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
        // The address may hold a password: it is not repeated.
        let transport = transport.map_err(|error| error.to_string())?;
        Ok(Self::Smtp(transport.timeout(Some(PATIENCE)).build()))
    }

    pub async fn send(
        &self,
        letter: Letter,
        from: &Address,
        now: Instant,
    ) -> Result<(), NotPosted> {
        let message = letter.message(from)?;
        match self {
            Self::Smtp(transport) => match transport.send(message).await {
                Ok(_) => Ok(()),
                Err(error) if is_final(transport, &error).await => {
                    Err(NotPosted::Never(error.to_string()))
                }
                Err(error) => Err(NotPosted::Later(error.to_string())),
            },
            Self::Caught(caught) => {
                caught.take(letter, now);
                Ok(())
            }
        }
    }
}

/// Answers that are about the connection, a sign-in or a command, and not about a letter (RFC 5321, RFC 4954).
const OF_THE_CONNECTION: [u16; 9] = [500, 502, 503, 504, 521, 530, 534, 535, 538];
/// What servers say of a sender that they do not take (RFC 3463): a setting of ours.
const OF_THE_SENDER: [&str; 3] = ["5.1.7", "5.1.8", "5.7.60"];

/// Whether the server has refused this letter, or its reader, for good. Where it refuses us, with a password that was changed
/// for one, every letter would be lost: they wait until that is set right.
async fn is_final(transport: &AsyncSmtpTransport<Tokio1Executor>, error: &Error) -> bool {
    let Some(code) = error.status().filter(|_| error.is_permanent()) else {
        return false;
    };
    let said = error.to_string();
    if OF_THE_CONNECTION.contains(&u16::from(code))
        || OF_THE_SENDER.iter().any(|sign| said.contains(sign))
    {
        return false;
    }
    // A server that turns us away as we come says nothing about a letter.
    matches!(transport.test_connection().await, Ok(true))
}

/// Letters that went no further, the latest first.
#[derive(Default)]
pub struct Caught(Mutex<VecDeque<(Instant, Letter)>>);

/// As many are kept.
const KEPT: usize = 500;

impl Caught {
    fn take(&self, letter: Letter, now: Instant) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push_front((now, letter));
        all.truncate(KEPT);
    }

    /// All that are kept, with when each was caught.
    pub fn all(&self) -> Vec<(Instant, Letter)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().cloned().collect()
    }
}
