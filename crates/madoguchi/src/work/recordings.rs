//! Records what the rules let be recorded (L8, L9): a track from the moment on that they do, until they do not any more. It follows
//! what happens with media on this node; what another node carries, that one records.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    SessionId,
    session::{Seat, Session},
};
use media::{Event, Kind, RecordingId, Refused, TrackId};
use store::sessions::recordings::{Recording, RecordingState, TrackKind};

use crate::app::{
    App, Fail,
    live_media::{Happened, LiveMedia, Told, Track},
    recordings::{Written, stretch},
};

/// How often a node says that it records; one that is silent for a minute is gone.
const SAYS: Duration = Duration::from_secs(15);
/// How often a node that cannot looks for what others have left behind.
const LOOKS: Duration = Duration::from_secs(60);

fn kind(kind: Kind) -> TrackKind {
    match kind {
        Kind::Screen => TrackKind::Screen,
        Kind::ScreenSound => TrackKind::ScreenSound,
        Kind::Camera => TrackKind::Camera,
        Kind::Microphone => TrackKind::Voice,
    }
}

/// The stretch to which a track belongs now; nothing where it is not to be recorded.
fn stretch_of(session: &Session, seat: Seat, of: Kind) -> Option<u32> {
    stretch(session, seat, kind(of))
}

struct Taped {
    recording: RecordingId,
    stretch: u32,
}

#[derive(Default)]
struct Room {
    session: Option<Arc<Session>>,
    tracks: BTreeMap<TrackId, Track>,
    taped: HashMap<TrackId, Taped>,
}

struct Recorder {
    app: App,
    media: Arc<LiveMedia>,
    rooms: HashMap<SessionId, Room>,
    /// What is being written, with the session under whose rules it is kept.
    open: HashMap<RecordingId, (Recording, Arc<Session>)>,
}

/// Runs as long as the program; what it was writing when that is killed is mended at the next start.
pub async fn run(app: App) {
    let media = app.live_media.clone().filter(|_| app.records());
    // What happens while others are mended waits.
    let following = media.map(|media| (media.follow(), media));
    if let Err(error) = app.mend_tapes().await {
        tracing::warn!(%error, "recordings wait to be mended");
    }
    let Some((mut told, media)) = following else {
        loop {
            if let Err(error) = app.fail_recordings().await {
                tracing::warn!(%error, "sessions are told as recorded that are not");
            }
            // Another node may go meanwhile, and leave something behind.
            tokio::time::sleep(LOOKS).await;
        }
    };
    let mut recorder = Recorder {
        app,
        media,
        rooms: HashMap::new(),
        open: HashMap::new(),
    };
    let mut says = tokio::time::interval(SAYS);
    says.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            told = told.recv() => match told {
                Some(told) => recorder.hear(told).await,
                None => return,
            },
            _ = says.tick() => {
                if let Err(error) = recorder.app.says_it_records().await {
                    tracing::warn!(%error, "other nodes do not know that this one records");
                }
            }
        }
    }
}

impl Recorder {
    async fn hear(&mut self, told: Told) {
        let id = told.session;
        match told.happened {
            Happened::Applied(session) => {
                self.rooms.entry(id).or_default().session = Some(session);
                self.settle(id).await;
            }
            Happened::TrackStarted(track) => {
                let room = self.rooms.entry(id).or_default();
                room.tracks.insert(track.id, track);
                self.settle(id).await;
            }
            Happened::TrackEnded(track) => {
                if let Some(room) = self.rooms.get_mut(&id) {
                    // The unit ends its recording, and tells of it.
                    room.tracks.remove(&track.id);
                    room.taped.remove(&track.id);
                }
            }
            Happened::Recording(event) => {
                let whole = matches!(event, Event::RecordingEnded { .. });
                self.tell(event).await;
                // What stood still for a change that did not come about is recorded on.
                if whole {
                    self.settle(id).await;
                }
            }
            Happened::Closed => {
                self.rooms.remove(&id);
            }
        }
    }

    /// Begins and ends recordings, so that what is recorded is what may be.
    async fn settle(&mut self, id: SessionId) {
        let Some(room) = self.rooms.get_mut(&id) else {
            return;
        };
        let Some(session) = room.session.clone() else {
            return;
        };
        let unit = self.media.room(id).await;
        // First what may not be any more.
        let mut over = Vec::new();
        for (track, taped) in &room.taped {
            let of = room.tracks.get(track);
            let wanted = of.and_then(|of| stretch_of(&session, of.seat, of.kind));
            if wanted != Some(taped.stretch) {
                over.push((*track, taped.recording));
            }
        }
        for (track, recording) in over {
            room.taped.remove(&track);
            if let Some(unit) = &unit {
                let _ = unit.stop(recording).await;
            }
        }
        let Some(unit) = unit else {
            return;
        };
        for track in room.tracks.values() {
            if room.taped.contains_key(&track.id) {
                continue;
            }
            let Some(stretch) = stretch_of(&session, track.seat, track.kind) else {
                continue;
            };
            let begun = self
                .app
                .begin_tape(id, stretch, track.seat, kind(track.kind));
            let tape = match begun.await {
                Ok(tape) => tape,
                Err(error) => {
                    tracing::warn!(%error, session = %id, "a track is not recorded");
                    broken(&self.app, id, stretch);
                    continue;
                }
            };
            match unit.record(track.id, tape.file).await {
                Ok(recording) => {
                    room.taped.insert(track.id, Taped { recording, stretch });
                    self.open
                        .insert(recording, (tape.recording, session.clone()));
                }
                Err(refused) => {
                    // By now it may not be any more: that is the rules, and no trouble.
                    if refused != Refused::NotAllowed {
                        tracing::warn!(%refused, session = %id, "a track is not recorded");
                        broken(&self.app, id, stretch);
                    }
                    let (state, nothing) = (RecordingState::Damaged, Written::default());
                    let dropped = self
                        .app
                        .shelve_tape(tape.recording, &session, state, &nothing);
                    if let Err(error) = dropped.await {
                        tracing::warn!(%error, "an empty recording stays behind");
                    }
                }
            }
        }
    }

    async fn tell(&mut self, event: Event) {
        let app = self.app.clone();
        match event {
            Event::RecordingStarted { recording, at, .. } => {
                if let Some((one, _)) = self.open.get_mut(&recording) {
                    one.started_at = moment(&app, at);
                    let timed = app.store.time_recording(one.id, one.started_at).await;
                    if let Err(error) = timed {
                        tracing::warn!(%error, "when a recording began was not noted");
                    }
                }
            }
            Event::RecordingEnded {
                recording, summary, ..
            } => {
                if let Some((one, session)) = self.open.remove(&recording) {
                    self.forget(recording);
                    let lasts = match summary.frames {
                        0 => Duration::ZERO,
                        _ => summary.duration.max(Duration::from_millis(1)),
                    };
                    let written = Written {
                        lasts,
                        late: summary.late,
                        ended_at: summary.ended.map(|at| moment(&app, at)),
                    };
                    let state = RecordingState::Ready;
                    kept(async move { app.shelve_tape(one, &session, state, &written).await });
                }
            }
            Event::RecordingDamaged {
                recording, damage, ..
            } => {
                tracing::warn!(why = %damage.why, "a recording broke off");
                if let Some((one, _)) = self.open.remove(&recording) {
                    self.forget(recording);
                    broken(&app, one.session, one.stretch);
                    kept(async move { app.mend_broken(one).await });
                }
            }
            _ => {}
        }
    }

    fn forget(&mut self, recording: RecordingId) {
        for room in self.rooms.values_mut() {
            room.taped.retain(|_, taped| taped.recording != recording);
        }
    }
}

/// The moment on the wall's clock.
fn moment(app: &App, at: Instant) -> domain::Instant {
    let ago = Instant::now().saturating_duration_since(at);
    app.now() - jiff::SignedDuration::try_from(ago).unwrap_or_default()
}

/// What is not recorded is not told as being recorded. Beside everything else: what changes a session waits for this follower.
fn broken(app: &App, session: SessionId, stretch: u32) {
    let app = app.clone();
    kept(async move { app.fail_recording(session, stretch).await });
}

/// Beside everything else: a long file takes its time. What fails is mended at the next start.
fn kept(work: impl Future<Output = Result<(), Fail>> + Send + 'static) {
    tokio::spawn(async move {
        if let Err(error) = work.await {
            tracing::warn!(%error, "a recording waits to be kept");
        }
    });
}
