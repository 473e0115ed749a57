//! Asking clamd whether harm is in a file, over its own protocol: the bytes go in pieces, each behind its length, and a sentence
//! comes back.

use std::{path::PathBuf, time::Duration};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use store::files::Unscanned;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixStream},
    time::timeout,
};

use super::NotKept;

/// Where clamd listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    Tcp(String),
    Unix(PathBuf),
}

/// What it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Clean,
    /// By the name that it gives the harm.
    Threat(String),
}

/// Why it said nothing. Nobody has the file until it does.
#[derive(Debug, thiserror::Error)]
pub enum NotScanned {
    #[error("clamd cannot be reached: {0}")]
    Line(#[from] std::io::Error),
    #[error("clamd does not take anything")]
    Silent,
    #[error(transparent)]
    Bytes(#[from] NotKept),
    /// It hung up in the midst of this file, without a word.
    #[error("clamd hung up on it")]
    HungUp,
    /// It was at this file for longer than anybody waits.
    #[error("clamd was not done with it within {} seconds", ANSWER.as_secs())]
    Slow,
    /// The file is larger than its own settings allow.
    #[error("clamd takes no file as large as this (StreamMaxLength)")]
    TooLarge,
    #[error("clamd said “{0}”")]
    Said(String),
}

impl NotScanned {
    /// What it has to do with this file; nothing where it has with all of them.
    pub fn of_the_file(&self) -> Option<Unscanned> {
        match self {
            Self::Line(_) | Self::Silent => None,
            Self::Bytes(_) => Some(Unscanned::Unread),
            Self::HungUp => Some(Unscanned::HungUp),
            Self::Slow => Some(Unscanned::Slow),
            Self::TooLarge => Some(Unscanned::TooLarge),
            Self::Said(words) => Some(Unscanned::Said(words.clone())),
        }
    }
}

/// How long one step of talking may take.
const STEP: Duration = Duration::from_secs(30);
/// How long looking through a file may take once all of it was handed over.
const ANSWER: Duration = Duration::from_secs(300);

trait Line: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Line for T {}

impl Scanner {
    /// `host:port`, or the path of a socket.
    pub fn at(address: &str) -> Self {
        match address.starts_with('/') {
            true => Self::Unix(address.into()),
            false => Self::Tcp(address.to_owned()),
        }
    }

    async fn line(&self) -> std::io::Result<Box<dyn Line>> {
        Ok(match self {
            Self::Tcp(address) => Box::new(TcpStream::connect(address).await?),
            Self::Unix(path) => Box::new(UnixStream::connect(path).await?),
        })
    }

    /// What is in these bytes.
    pub async fn scan(
        &self,
        bytes: impl Stream<Item = Result<Bytes, NotKept>>,
    ) -> Result<Verdict, NotScanned> {
        let mut line = timeout(STEP, self.line()).await.map_err(late)??;
        timeout(STEP, line.write_all(b"zINSTREAM\0"))
            .await
            .map_err(late)??;
        let mut begun = false;
        match handed_over(&mut line, bytes, &mut begun).await {
            Ok(()) => {}
            // From here on it is this file that it stopped at. Whoever will have no more of it says why before hanging up.
            Err(NotScanned::Line(_)) if begun => {
                return match verdict(&told(&mut line, STEP).await?) {
                    // Not all of it was seen.
                    Ok(Verdict::Clean) => Err(NotScanned::HungUp),
                    other => other,
                };
            }
            Err(NotScanned::Silent) if begun => return Err(NotScanned::Slow),
            Err(other) => return Err(other),
        }
        verdict(&told(&mut line, ANSWER).await?)
    }
}

fn late(_: tokio::time::error::Elapsed) -> NotScanned {
    NotScanned::Silent
}

/// Gives all bytes over; `begun` once the first of them are.
async fn handed_over(
    line: &mut Box<dyn Line>,
    bytes: impl Stream<Item = Result<Bytes, NotKept>>,
    begun: &mut bool,
) -> Result<(), NotScanned> {
    let mut bytes = std::pin::pin!(bytes);
    while let Some(piece) = bytes.next().await {
        let piece = piece?;
        // An empty piece would be the end.
        for piece in piece.chunks(256 * 1024) {
            let length = u32::try_from(piece.len()).unwrap_or(u32::MAX).to_be_bytes();
            let both = async {
                line.write_all(&length).await?;
                line.write_all(piece).await
            };
            timeout(STEP, both).await.map_err(late)??;
            *begun = true;
        }
    }
    timeout(STEP, line.write_all(&[0; 4]))
        .await
        .map_err(late)??;
    Ok(())
}

/// What it said, as far as that arrived before the end of the line.
async fn told(line: &mut Box<dyn Line>, wait: Duration) -> Result<String, NotScanned> {
    let mut said = Vec::new();
    let mut answer = line.take(4096);
    let read = timeout(wait, answer.read_to_end(&mut said)).await;
    match read {
        Err(_) if said.is_empty() => Err(NotScanned::Slow),
        Ok(Err(_)) if said.is_empty() => Err(NotScanned::HungUp),
        _ => Ok(String::from_utf8_lossy(&said).into_owned()),
    }
}

/// `stream: OK`, `stream: Name FOUND`, or a sentence that ends in `ERROR`.
fn verdict(said: &str) -> Result<Verdict, NotScanned> {
    let said = said.trim_end_matches(['\0', '\n']).trim();
    let told = said.strip_prefix("stream: ").unwrap_or(said);
    match (told, told.strip_suffix(" FOUND")) {
        ("OK", _) => Ok(Verdict::Clean),
        (_, Some(name)) => Ok(Verdict::Threat(name.to_owned())),
        ("", _) => Err(NotScanned::HungUp),
        _ if told.contains("size limit exceeded") => Err(NotScanned::TooLarge),
        _ => Err(NotScanned::Said(said.chars().take(200).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c13_what_clamd_says_is_read() {
        assert_eq!(verdict("stream: OK\0").unwrap(), Verdict::Clean);
        let found = Verdict::Threat("Eicar-Signature".into());
        assert_eq!(verdict("stream: Eicar-Signature FOUND\0").unwrap(), found);
        for said in ["", "INSTREAM size limit exceeded. ERROR\0", "stream: OKAY"] {
            assert!(verdict(said).is_err(), "{said}");
        }
        assert!(matches!(verdict(""), Err(NotScanned::HungUp)));
        let large = verdict("INSTREAM size limit exceeded. ERROR\0");
        assert!(matches!(large, Err(NotScanned::TooLarge)));
    }
}
