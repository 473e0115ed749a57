//! The ways a letter can take: over SMTP, or into memory, where a demo shows it and tests look at it.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::Instant;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

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
                Err(error) if error.is_permanent() => Err(NotPosted::Never(error.to_string())),
                Err(error) => Err(NotPosted::Later(error.to_string())),
            },
            Self::Caught(caught) => {
                caught.take(letter, now);
                Ok(())
            }
        }
    }
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
