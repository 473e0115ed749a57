//! The recorder: one WebM for each stretch of each track.
//!
//! A tape is written on a thread of its own, so that a slow disk holds nobody
//! up; what waits for it is bounded. It knows frames, and nothing of networks.

mod cut;
mod ebml;
mod picture;
mod reader;
mod stretch;
mod webm;

use std::io::{self, Seek, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

use crate::event::Event;
use crate::names::{RecordingId, RoomId, TrackId};

pub use cut::{LATEST, cut};
pub use reader::{Mended, mend};
pub(crate) use stretch::Frame;
use stretch::Stretch;
pub use stretch::{Gap, Summary};
pub(crate) use webm::Codec;

/// After how long without a frame what came before is written.
const IDLE: Duration = Duration::from_millis(500);

/// What broke a recording off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What the writer said, such as that the disk is full.
    pub why: String,
    /// What kind of thing that is.
    pub kind: io::ErrorKind,
}

/// Which recording it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named {
    pub room: RoomId,
    pub recording: RecordingId,
    pub track: TrackId,
}

/// What became of a frame that was handed to a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    Taken,
    /// The writer is too far behind: the frame is left out.
    Behind,
    /// The writer has given up.
    Over,
}

/// The unit's end of a recording; dropping it finishes the file.
pub(crate) struct Tape {
    pub named: Named,
    frames: mpsc::Sender<Frame>,
    waiting: Arc<AtomicUsize>,
    limit: usize,
}

impl Tape {
    /// Begins a recording, and tells of it.
    pub fn start<W>(
        named: Named,
        to: W,
        limit: usize,
        tell: UnboundedSender<Event>,
    ) -> io::Result<Self>
    where
        W: Write + Seek + Send + 'static,
    {
        let (frames, coming) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let taken = Arc::clone(&waiting);
        std::thread::Builder::new()
            .name("recording".into())
            .spawn(move || {
                let said = write(named, to, &coming, &taken, &tell);
                let _ = tell.send(ended(named, said));
            })?;
        Ok(Self {
            named,
            frames,
            waiting,
            limit,
        })
    }

    /// Hands a frame over.
    pub fn put(&self, frame: Frame) -> Put {
        // The writer's thread holds the other one.
        if Arc::strong_count(&self.waiting) == 1 {
            return Put::Over;
        }
        let bytes = frame.data.len();
        if self.waiting.load(Ordering::Relaxed) + bytes > self.limit {
            return Put::Behind;
        }
        self.waiting.fetch_add(bytes, Ordering::Relaxed);
        match self.frames.send(frame) {
            Ok(()) => Put::Taken,
            Err(_) => Put::Over,
        }
    }
}

fn write<W: Write + Seek>(
    named: Named,
    to: W,
    coming: &mpsc::Receiver<Frame>,
    waiting: &AtomicUsize,
    tell: &UnboundedSender<Event>,
) -> io::Result<Summary> {
    let mut stretch = Stretch::new(to);
    loop {
        match coming.recv_timeout(IDLE) {
            Ok(frame) => {
                let begins = stretch.started().is_none();
                stretch.put(&frame)?;
                waiting.fetch_sub(frame.data.len(), Ordering::Relaxed);
                if begins {
                    let _ = tell.send(Event::RecordingStarted {
                        room: named.room,
                        recording: named.recording,
                        track: named.track,
                        at: frame.at,
                    });
                }
            }
            Err(RecvTimeoutError::Timeout) => stretch.flush()?,
            Err(RecvTimeoutError::Disconnected) => return stretch.finish(),
        }
    }
}

fn ended(named: Named, said: io::Result<Summary>) -> Event {
    let Named {
        room,
        recording,
        track,
    } = named;
    match said {
        Ok(summary) => Event::RecordingEnded {
            room,
            recording,
            track,
            summary,
        },
        Err(error) => Event::RecordingDamaged {
            room,
            recording,
            track,
            damage: Damage {
                why: error.to_string(),
                kind: error.kind(),
            },
        },
    }
}
