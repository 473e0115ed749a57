//! Media of live sessions (L3, L4, L9): one room of the forwarding unit for each session in which somebody is with a browser that
//! can. What goes from whom to whom is the rules' verdict alone, applied with every change of the session before whoever made it
//! has their answer, and looked at again by a follower (`work/media.rs`) for what other nodes change. Where the session cannot be
//! read, nothing goes anywhere. A seat is one peer, under the seat's number.

mod following;
mod holding;
mod relay;
mod settings;
mod verdict;

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{
    Instant, SessionId,
    session::{Seat, Session},
};
use media::{Event, Events, Kind, Media, PeerId, Refused, Room, RoomId, ToBrowser, TrackId};
use tokio::sync::{Mutex as AsyncMutex, mpsc};

pub use holding::Held;
pub use relay::{IceServer, Relay};
pub use settings::{MediaPlace, PublicAddress};
pub use verdict::{sends, verdict};

/// What waits for a page at the most; one that takes nothing is not there.
const WAITING: usize = 128;
/// Rooms that are over and whose last events are still told whose they are.
const REMEMBERED: usize = 1024;

/// What a page in a session is told.
#[derive(Clone, Debug)]
pub enum ToPage {
    Media(ToBrowser),
    /// What its own side may send from now on, under this version of the session; all else is over.
    May {
        version: i64,
        kinds: Vec<Kind>,
    },
    /// Somebody points at what is shared, or draws on it.
    Marked {
        from: Seat,
        mark: Mark,
    },
    /// The same seat goes on in another page.
    Elsewhere,
    /// The seat is nobody's any more, or the session is over.
    Over,
}

/// A place on what is shared, in ten-thousandths of its width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    pub x: u16,
    pub y: u16,
    /// A line is drawn to here from the mark before.
    pub draws: bool,
}

/// A track that somebody sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Track {
    pub id: TrackId,
    pub seat: Seat,
    pub kind: Kind,
}

/// What happens with the media of a session, for those who do something with it besides: record it, say.
#[derive(Clone, Debug)]
pub enum Happened {
    /// The session as the rules were applied from it; nothing else goes anywhere from then on.
    Applied(Arc<Session>),
    /// The first frame of a track has arrived, and the rules let it go on.
    TrackStarted(Track),
    TrackEnded(Track),
    /// What the unit tells of a recording: `RecordingStarted`, `RecordingEnded`, `RecordingDamaged`.
    Recording(Event),
    /// The room is closed; of its recordings more may be told.
    Closed,
}

/// The same, with the session that it happened in.
#[derive(Clone, Debug)]
pub struct Told {
    pub session: SessionId,
    pub happened: Happened,
}

/// A page's place in a room.
pub struct Entered {
    /// Names the place: who was here before by the same seat has another.
    pub number: u64,
    /// The page goes on with the connections that it had.
    pub resumed: bool,
    pub told: mpsc::Receiver<ToPage>,
}

struct Line {
    number: u64,
    /// What the page calls itself.
    page: String,
    /// Nothing once the page took nothing any more.
    out: Option<mpsc::Sender<ToPage>>,
}

struct Open {
    room: Arc<Room>,
    /// As it was applied; nothing where it could not be read, and nothing goes anywhere.
    session: Option<Arc<Session>>,
    /// The newest version that was seen: an older one never counts again.
    newest: i64,
    /// What it is about to become: nothing goes that these do not let go either.
    held: HashMap<u64, Arc<Session>>,
    lines: HashMap<Seat, Line>,
    tracks: HashMap<TrackId, Track>,
}

/// Which session a room belongs to, while it is open and a while after.
#[derive(Default)]
struct Names {
    of: HashMap<RoomId, SessionId>,
    over: VecDeque<RoomId>,
}

/// See the module.
pub struct LiveMedia {
    media: Media,
    relay: Option<Relay>,
    events: Mutex<Option<Events>>,
    rooms: AsyncMutex<HashMap<SessionId, Open>>,
    names: Mutex<Names>,
    followers: Mutex<Vec<mpsc::UnboundedSender<Told>>>,
    numbers: std::sync::atomic::AtomicU64,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whoever panicked in here has left plain data behind.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The seat as the unit knows it.
pub fn peer(seat: Seat) -> PeerId {
    PeerId(u64::from(seat.0))
}

fn seat(peer: PeerId) -> Seat {
    Seat(u32::try_from(peer.0).unwrap_or_default())
}

impl LiveMedia {
    /// Opens the sockets. What comes of it is carried on by [`crate::work::media`].
    pub fn open(place: &MediaPlace) -> Result<Self, media::BindError> {
        let (media, events) = Media::bind(place.settings())?;
        Ok(Self {
            media,
            relay: place.relay.clone(),
            events: Mutex::new(Some(events)),
            rooms: AsyncMutex::default(),
            names: Mutex::default(),
            followers: Mutex::default(),
            numbers: Default::default(),
        })
    }

    /// Where both sockets are.
    pub fn address(&self) -> SocketAddr {
        self.media.address()
    }

    /// The servers that a browser may go by besides, opened for one seat.
    pub fn servers(&self, id: SessionId, own: Seat, now: Instant) -> Vec<IceServer> {
        let relay = self.relay.iter();
        relay.map(|relay| relay.opened_by(id, own, now)).collect()
    }

    /// The room of a session, while there is one.
    pub async fn room(&self, session: SessionId) -> Option<Arc<Room>> {
        let rooms = self.rooms.lock().await;
        rooms.get(&session).map(|open| open.room.clone())
    }

    /// What is sent in a session just now, in the order of its beginning.
    pub async fn tracks(&self, session: SessionId) -> Vec<Track> {
        let rooms = self.rooms.lock().await;
        let open = rooms.get(&session).into_iter();
        let mut all: Vec<Track> = open
            .flat_map(|open| open.tracks.values().copied())
            .collect();
        all.sort_by_key(|track| track.id);
        all
    }

    /// Everything that happens from now on, in order, until the receiver is dropped.
    pub fn follow(&self) -> mpsc::UnboundedReceiver<Told> {
        let (tell, told) = mpsc::unbounded_channel();
        locked(&self.followers).push(tell);
        told
    }

    fn number(&self) -> u64 {
        1 + self
            .numbers
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    }

    fn tell(&self, session: SessionId, happened: Happened) {
        let told = Told { session, happened };
        locked(&self.followers).retain(|follower| follower.send(told.clone()).is_ok());
    }

    /// Takes somebody in who holds a seat, with the page that they stand on. A page that comes back goes on; another page of the
    /// same seat takes its place.
    pub async fn enter(
        &self,
        id: SessionId,
        session: &Session,
        own: Seat,
        page: &str,
    ) -> Result<Entered, Refused> {
        let mut rooms = self.rooms.lock().await;
        if !verdict::is_in(session, own) {
            return Err(Refused::UnknownPeer);
        }
        if let Entry::Vacant(place) = rooms.entry(id) {
            let room = self.media.open_room().await?;
            locked(&self.names).of.insert(room.id(), id);
            let open = Open {
                room: Arc::new(room),
                session: None,
                newest: 0,
                held: HashMap::new(),
                lines: HashMap::new(),
                tracks: HashMap::new(),
            };
            place.insert(open);
        }
        let open = rooms.get_mut(&id).ok_or(Refused::Closed)?;
        let resumed = open.lines.get(&own).is_some_and(|line| line.page == page);
        if !resumed {
            open.room.join(peer(own)).await?;
        }
        let number = self.number();
        let (out, told) = mpsc::channel(WAITING);
        let line = Line {
            number,
            page: page.to_owned(),
            out: Some(out),
        };
        if let Some(mut before) = open.lines.insert(own, line) {
            before.say(ToPage::Elsewhere);
        }
        self.take_in(id, &mut rooms, session).await;
        Ok(Entered {
            number,
            resumed,
            told,
        })
    }

    /// The line of a page is gone, and it has not come back: what it sent ends.
    pub async fn forget(&self, id: SessionId, own: Seat, number: u64) {
        let mut rooms = self.rooms.lock().await;
        let Some(open) = rooms.get_mut(&id) else {
            return;
        };
        if open
            .lines
            .get(&own)
            .is_none_or(|line| line.number != number)
        {
            return;
        }
        open.lines.remove(&own);
        let _ = open.room.leave(peer(own)).await;
        if open.lines.is_empty() {
            self.close(id, &mut rooms).await;
        }
    }

    /// Applies the rules to a session as it is now; an older one than was applied changes nothing. When this has come back,
    /// nothing goes anywhere that they do not allow.
    pub async fn apply(&self, id: SessionId, session: &Session) {
        let mut rooms = self.rooms.lock().await;
        if rooms.contains_key(&id) {
            self.take_in(id, &mut rooms, session).await;
        }
    }

    async fn take_in(&self, id: SessionId, rooms: &mut HashMap<SessionId, Open>, now: &Session) {
        let Some(open) = rooms.get_mut(&id) else {
            return;
        };
        if now.version >= open.newest {
            open.session = Some(Arc::new(now.clone()));
            open.newest = now.version;
        }
        let Some(session) = open.session.clone() else {
            return;
        };
        // First of all what must not be forwarded any more.
        let seats: Vec<Seat> = open.lines.keys().copied().collect();
        if open.room.allow(open.allowed(&session)).await.is_err() {
            return self.close(id, rooms).await;
        }
        for own in seats {
            if verdict::is_in(&session, own) {
                let kinds = sends(&session, own);
                let version = session.version;
                open.say(own, ToPage::May { version, kinds });
            } else if let Some(mut line) = open.lines.remove(&own) {
                line.say(ToPage::Over);
                let _ = open.room.leave(peer(own)).await;
            }
        }
        let over = open.tracks.values();
        let over = over.filter(|track| !sends(&session, track.seat).contains(&track.kind));
        for track in over {
            let _ = open.room.end_track(track.id).await;
        }
        self.tell(id, Happened::Applied(session.clone()));
        if session.is_ended() || open.lines.is_empty() {
            self.close(id, rooms).await;
        }
    }

    /// Ends a room with all that is in it.
    async fn close(&self, id: SessionId, rooms: &mut HashMap<SessionId, Open>) {
        let Some(open) = rooms.remove(&id) else {
            return;
        };
        for (own, mut line) in open.lines {
            line.say(ToPage::Over);
            // One by one, so that the end of each track is told.
            let _ = open.room.leave(peer(own)).await;
        }
        for track in open.tracks.into_values() {
            self.tell(id, Happened::TrackEnded(track));
        }
        let mut names = locked(&self.names);
        names.over.push_back(open.room.id());
        while names.over.len() > REMEMBERED {
            if let Some(oldest) = names.over.pop_front() {
                names.of.remove(&oldest);
            }
        }
        drop(names);
        self.tell(id, Happened::Closed);
    }
}

impl Line {
    /// Tells a page; the line of one that takes nothing any more ends, and it may come back.
    fn say(&mut self, what: ToPage) {
        let taken = |out: &mpsc::Sender<ToPage>| out.try_send(what).is_ok();
        if !self.out.as_ref().is_some_and(taken) {
            self.out = None;
        }
    }
}

impl Open {
    fn say(&mut self, to: Seat, what: ToPage) {
        if let Some(line) = self.lines.get_mut(&to) {
            line.say(what);
        }
    }
}
