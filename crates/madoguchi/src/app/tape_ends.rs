//! Where a recording ends (L9): at the moment that the log names, whichever node wrote it. On the node that carries the media they
//! have stopped by then; what another one took a moment to hear of is cut off before the file is kept.

use std::{fs, path::Path, time::Duration};

use domain::{
    Instant,
    event::Recorded,
    session::{self, Kind, Seat, Session, SessionEvent, To},
};
use store::sessions::recordings::{Recording, TrackKind};

use super::{App, Fail};

/// What is in a file that was written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written {
    pub lasts: Duration,
    /// How far a frame's place in it lies before its arrival, at the most.
    pub late: Duration,
    /// When its last frame arrived; nothing where that is not known any more.
    pub ended_at: Option<Instant>,
}

/// The stretch to which a track belongs in a session as it is; nothing where it is not to be recorded.
pub fn stretch(session: &Session, seat: Seat, kind: TrackKind) -> Option<u32> {
    let kind = match kind {
        TrackKind::Screen | TrackKind::ScreenSound => Kind::Screen,
        TrackKind::Camera => Kind::Camera,
        TrackKind::Voice => Kind::Voice,
    };
    let stretch = session.recording?;
    session::allowed(session, seat, To::Recorder, kind).then_some(stretch)
}

/// The first moment, from its beginning on, at which a track was not to be recorded any more.
fn end_of(recording: &Recording, events: &[Recorded<SessionEvent>]) -> Option<Instant> {
    let (first, rest) = events.split_first()?;
    let mut session = Session::replay([first])?;
    let mut went_on = false;
    for event in rest {
        session.apply(event);
        let stretch = stretch(&session, recording.seat, recording.kind);
        let goes_on = stretch == Some(recording.stretch);
        if went_on && !goes_on && event.at >= recording.started_at {
            return Some(event.at);
        }
        went_on = goes_on;
    }
    None
}

impl App {
    /// Cuts off what came later than it should; how long the file plays then.
    pub(super) async fn cut_at_its_end(
        &self,
        recording: &Recording,
        path: &Path,
        written: &Written,
    ) -> Result<Duration, Fail> {
        let events = self.store.session_events(recording.session).await?;
        let Some(end) = end_of(recording, &events) else {
            return Ok(written.lasts);
        };
        if written.ended_at.is_some_and(|last| last <= end) {
            return Ok(written.lasts);
        }
        let until = end.duration_since(recording.started_at);
        let until = Duration::try_from(until).unwrap_or_default();
        let until = until.saturating_sub(written.late);
        if written.lasts <= until {
            return Ok(written.lasts);
        }
        let path = path.to_owned();
        let cut = tokio::task::spawn_blocking(move || {
            let mut file = fs::OpenOptions::new().read(true).write(true).open(path)?;
            media::cut(&mut file, until)
        });
        let cut = cut.await.map_err(Fail::broken)?.map_err(Fail::broken)?;
        Ok(match cut.frames {
            0 => Duration::ZERO,
            _ => cut.duration,
        })
    }
}
