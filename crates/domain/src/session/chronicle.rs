//! What went on in a session and how long, read from its events (L8): for the case's timeline, for downloads, for the marks of a
//! player.

use super::{Seat, SessionEvent, Surface};
use crate::{Instant, Prose, event::Recorded};

/// Something that lasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Somebody was there.
    Present(Seat),
    Led(Seat),
    Shared(Seat, Surface),
    Pointed(Seat),
    Camera(Seat),
    /// Somebody was in the call.
    Spoke(Seat),
    /// A stretch that was recorded.
    Recorded(u32),
}

impl Deed {
    /// A name for catalogues and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Deed::Present(_) => "present",
            Deed::Led(_) => "led",
            Deed::Shared(..) => "shared",
            Deed::Pointed(_) => "pointed",
            Deed::Camera(_) => "camera",
            Deed::Spoke(_) => "spoke",
            Deed::Recorded(_) => "recorded",
        }
    }

    /// Whose it is.
    pub fn seat(self) -> Option<Seat> {
        match self {
            Deed::Present(seat)
            | Deed::Led(seat)
            | Deed::Shared(seat, _)
            | Deed::Pointed(seat)
            | Deed::Camera(seat)
            | Deed::Spoke(seat) => Some(seat),
            Deed::Recorded(_) => None,
        }
    }
}

/// From when to when; while it goes on, without an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub deed: Deed,
    pub from: Instant,
    pub until: Option<Instant>,
}

/// What went on, in the order in which it began.
pub fn chronicle<'a>(events: impl IntoIterator<Item = &'a Recorded<SessionEvent>>) -> Vec<Span> {
    let mut told = Told(Vec::new());
    for one in events {
        told.take(&one.event, one.at);
    }
    told.0
}

struct Told(Vec<Span>);

impl Told {
    fn begin(&mut self, deed: Deed, from: Instant) {
        let until = None;
        self.0.push(Span { deed, from, until });
    }

    fn end(&mut self, at: Instant, which: impl Fn(Deed) -> bool) {
        let open = self.0.iter_mut().filter(|span| span.until.is_none());
        for span in open.filter(|span| which(span.deed)) {
            span.until = Some(at);
        }
    }

    fn take(&mut self, event: &SessionEvent, at: Instant) {
        match event {
            SessionEvent::Started { .. } => {
                self.begin(Deed::Present(Seat(1)), at);
                self.begin(Deed::Led(Seat(1)), at);
            }
            SessionEvent::Joined { seat, waits, .. } if !waits => {
                self.begin(Deed::Present(*seat), at);
            }
            SessionEvent::Admitted { seat } => self.begin(Deed::Present(*seat), at),
            SessionEvent::Left { seat, .. } => {
                let (seat, own) = (*seat, |deed: Deed, seat| deed.seat() == Some(seat));
                self.end(at, |deed| own(deed, seat));
            }
            SessionEvent::ControlPassed { to, .. } => {
                self.end(at, |deed| matches!(deed, Deed::Led(_)));
                self.begin(Deed::Led(*to), at);
            }
            SessionEvent::HostLost | SessionEvent::Transferred { .. } => {
                self.end(at, |deed| matches!(deed, Deed::Led(_)));
            }
            SessionEvent::ShareStarted { seat, surface } => {
                self.begin(Deed::Shared(*seat, *surface), at);
            }
            SessionEvent::ShareEnded { .. } => {
                self.end(at, |deed| matches!(deed, Deed::Shared(..)));
            }
            SessionEvent::PointerStarted { seat } => self.begin(Deed::Pointed(*seat), at),
            SessionEvent::PointerEnded { .. } => {
                self.end(at, |deed| matches!(deed, Deed::Pointed(_)));
            }
            SessionEvent::CameraStarted { seat } => self.begin(Deed::Camera(*seat), at),
            SessionEvent::CameraEnded { seat, .. } => {
                self.end(at, |deed| deed == Deed::Camera(*seat));
            }
            SessionEvent::CallStarted { seat } | SessionEvent::CallJoined { seat } => {
                self.begin(Deed::Spoke(*seat), at);
            }
            SessionEvent::CallLeft { seat, .. } => self.end(at, |deed| deed == Deed::Spoke(*seat)),
            SessionEvent::CallEnded { .. } => self.end(at, |deed| matches!(deed, Deed::Spoke(_))),
            SessionEvent::RecordingStarted { stretch } => self.begin(Deed::Recorded(*stretch), at),
            SessionEvent::RecordingEnded { .. } => {
                self.end(at, |deed| matches!(deed, Deed::Recorded(_)));
            }
            SessionEvent::Ended { .. } => self.end(at, |_| true),
            _ => {}
        }
    }
}

/// How a file that somebody sent ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileEnd {
    /// It is on its way.
    Open,
    /// Whole, with its SHA-256 in hexadecimal.
    Arrived { digest: String },
    /// Declined, stopped, or ended with something else.
    Stopped,
}

/// A file that somebody sent (L3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentFile {
    pub file: u32,
    pub from: Seat,
    pub to: Seat,
    pub name: Prose,
    pub bytes: u64,
    pub at: Instant,
    pub end: FileEnd,
}

/// The files of a session, in order.
pub fn sent_files<'a>(
    events: impl IntoIterator<Item = &'a Recorded<SessionEvent>>,
) -> Vec<SentFile> {
    let mut all: Vec<SentFile> = Vec::new();
    for one in events {
        let (file, end) = match &one.event {
            SessionEvent::FileOffered {
                file,
                from,
                to,
                name,
                bytes,
            } => {
                all.push(SentFile {
                    file: *file,
                    from: *from,
                    to: *to,
                    name: name.clone(),
                    bytes: *bytes,
                    at: one.at,
                    end: FileEnd::Open,
                });
                continue;
            }
            SessionEvent::FileArrived { file, digest } => {
                let digest = digest.clone();
                (file, FileEnd::Arrived { digest })
            }
            SessionEvent::FileEnded { file, .. } => (file, FileEnd::Stopped),
            _ => continue,
        };
        if let Some(sent) = all.iter_mut().find(|sent| sent.file == *file) {
            sent.end = end;
        }
    }
    all
}
