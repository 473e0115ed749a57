//! One connection of a peer's.
//!
//! The library behind it wants to be emptied after every single change; who
//! forgets that loses media without a word. So there is one way to change a
//! connection, [`Link::change`], and it empties it.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::bwe::Bitrate;
use str0m::config::{CryptoProvider, DtlsCert};
use str0m::net::{TcpType, Transmit};
use str0m::{Candidate, Event, Input, Output, Reason, Rtc, RtcError};

use super::ports::Ports;
use crate::names::{PeerId, RoomId, Side};
use crate::settings::BindError;

/// Rounds of emptying that one change may take.
const ROUNDS: usize = 64;
/// How long an estimate of the network may wait: longer than from one frame to the next.
const PATIENCE: Duration = Duration::from_millis(50);
/// How soon one that got nowhere is tried again.
const PAUSE: Duration = Duration::from_millis(2);
/// Packets held back until those before them have come: more than the
/// keyframe of a large screen has.
const REORDERED: usize = 600;
/// What a receiver is taken to bear before anything is known.
const FIRST_ESTIMATE: Bitrate = Bitrate::mbps(2);

/// A connection; numbers are used once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct LinkId(pub u64);

/// What connections said, in order.
pub(super) type Said = VecDeque<(LinkId, Event)>;

/// Why a connection cannot go on.
#[derive(Debug)]
pub(super) enum Broken {
    Wrong(RtcError),
    /// The library panicked: this connection ends, the others do not notice.
    Fault,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Wrong(error) => error.fmt(f),
            Self::Fault => f.write_str("a fault of ours"),
        }
    }
}

/// What every connection is made of.
pub(super) struct Maker {
    provider: Arc<CryptoProvider>,
    certificate: DtlsCert,
}

impl Maker {
    pub fn new() -> Result<Self, BindError> {
        let provider = str0m::crypto::from_feature_flags();
        let certificate = provider.dtls_provider.generate_certificate();
        Ok(Self {
            certificate: certificate.ok_or(BindError::Certificate)?,
            provider: Arc::new(provider),
        })
    }

    fn rtc(&self, side: Side, now: Instant) -> Rtc {
        let config = Rtc::builder()
            .set_crypto_provider(Arc::clone(&self.provider))
            .set_dtls_cert(self.certificate.clone())
            .set_ice_lite(true)
            .clear_codecs()
            .enable_vp8(true)
            .enable_vp9(true)
            .enable_opus(true, false)
            .set_reordering_size_video(REORDERED);
        let config = match side {
            Side::Publishing => config,
            Side::Receiving => config.enable_bwe(Some(FIRST_ESTIMATE)),
        };
        config.build(now)
    }
}

pub(super) struct Link {
    pub id: LinkId,
    pub room: RoomId,
    pub peer: PeerId,
    pub side: Side,
    rtc: Rtc,
    /// Streams whose packets may leave. All others are kept back, even those
    /// that waited their turn when the permission ended, or are asked for
    /// once more.
    open: Vec<u32>,
    /// When it wants to be woken.
    pub due: Instant,
    /// The soonest alarm that is set for it.
    pub alarm: Option<Instant>,
    /// When media, or a report on them, last came.
    pub heard: Instant,
    /// When a packet of media last left.
    pub spoke: Option<Instant>,
    /// A stall has been told.
    pub stalled: bool,
    /// Since when it has had no path; none while it has one.
    pub lost: Option<Instant>,
}

impl Link {
    pub fn new(
        maker: &Maker,
        (id, room, peer, side): (LinkId, RoomId, PeerId, Side),
        (told, udp): (&[std::net::SocketAddr], bool),
        now: Instant,
    ) -> Self {
        let mut rtc = maker.rtc(side, now);
        for address in told {
            if udp && let Ok(candidate) = Candidate::host(*address, "udp") {
                rtc.add_local_candidate(candidate);
            }
            let tcp = Candidate::builder().tcp().host(*address);
            if let Ok(candidate) = tcp.tcptype(TcpType::Passive).build() {
                rtc.add_local_candidate(candidate);
            }
        }
        Self {
            id,
            room,
            peer,
            side,
            rtc,
            open: Vec::new(),
            due: now,
            alarm: None,
            heard: now,
            spoke: None,
            stalled: false,
            lost: Some(now),
        }
    }

    /// Changes the connection, and empties it.
    pub fn change<T>(
        &mut self,
        now: Instant,
        ports: &mut Ports,
        said: &mut Said,
        change: impl FnOnce(&mut Rtc) -> Result<T, RtcError>,
    ) -> Result<T, Broken> {
        let tried = catch_unwind(AssertUnwindSafe(|| {
            let changed = change(&mut self.rtc)?;
            self.empty(now, ports, said)?;
            Ok(changed)
        }));
        match tried {
            Ok(Ok(changed)) => Ok(changed),
            Ok(Err(error)) => Err(Broken::Wrong(error)),
            Err(_) => Err(Broken::Fault),
        }
    }

    /// A packet came.
    pub fn receive(
        &mut self,
        now: Instant,
        packet: Input<'_>,
        ports: &mut Ports,
        said: &mut Said,
    ) -> Result<(), Broken> {
        self.change(now, ports, said, |rtc| rtc.handle_input(packet))
    }

    /// Its time has come.
    pub fn wake(&mut self, now: Instant, ports: &mut Ports, said: &mut Said) -> Result<(), Broken> {
        self.change(now, ports, said, |rtc| {
            rtc.handle_input(Input::Timeout(now))
        })
    }

    /// Whether a check of ICE is genuine.
    pub fn accepts(&self, input: &Input<'_>) -> bool {
        catch_unwind(AssertUnwindSafe(|| self.rtc.accepts(input))).unwrap_or(false)
    }

    /// What checks of ICE call it.
    pub fn fragment(&mut self) -> String {
        self.rtc.direct_api().local_ice_credentials().ufrag
    }

    /// Lets these streams out, and no others.
    pub fn let_out(&mut self, streams: impl IntoIterator<Item = u32>) {
        self.open = streams.into_iter().collect();
    }

    /// No longer lets these streams out.
    pub fn keep_back(&mut self, streams: &[u32]) {
        self.open.retain(|open| !streams.contains(open));
    }

    /// The streams of a line that we send on.
    pub fn streams(&mut self, mid: str0m::media::Mid) -> Vec<u32> {
        let mut api = self.rtc.direct_api();
        let Some(stream) = api.stream_tx_by_mid(mid, None) else {
            return Vec::new();
        };
        let repair = stream.rtx().map(|ssrc| *ssrc);
        std::iter::once(*stream.ssrc()).chain(repair).collect()
    }

    /// When it has to be woken. Its estimate of the network is made with every frame that leaves; without one it may wait.
    pub fn alarm_at(&self) -> Instant {
        match self.rtc.last_timeout_reason() {
            Reason::BweDelayControl => self.due + PATIENCE,
            _ => self.due,
        }
    }

    /// Whether the connection has been ended from the other side.
    pub fn ended(&self) -> bool {
        !self.rtc.is_alive()
    }

    fn empty(
        &mut self,
        mut now: Instant,
        ports: &mut Ports,
        said: &mut Said,
    ) -> Result<(), RtcError> {
        let mut idle = 0;
        for _ in 0..ROUNDS {
            idle += 1;
            loop {
                match self.rtc.poll_output()? {
                    Output::Timeout(due) => {
                        self.due = due;
                        break;
                    }
                    Output::Transmit(packet) => {
                        idle = 0;
                        self.let_through(packet, now, ports);
                    }
                    Output::Event(event) => {
                        idle = 0;
                        said.push_back((self.id, event));
                    }
                }
            }
            // Each packet that waits its turn wants to be woken for, a
            // moment later: that moment has come by now.
            if self.due > now {
                now = Instant::now();
                if self.due > now {
                    return Ok(());
                }
            }
            // It wants to be woken at once, again and again, where it would
            // fill up with padding and has none that fits.
            if idle > 1 {
                break;
            }
            self.rtc.handle_input(Input::Timeout(now))?;
        }
        self.due = now + PAUSE;
        Ok(())
    }

    /// The door: what is not let out stays.
    fn let_through(&mut self, packet: Transmit, now: Instant, ports: &mut Ports) {
        match stream_of(&packet.contents) {
            Some(stream) if stream != 0 && !self.open.contains(&stream) => {
                ports.stats.kept_back += 1;
            }
            Some(_) => {
                self.spoke = Some(now);
                ports.send(packet);
            }
            None => ports.send(packet),
        }
    }
}

/// Which stream a packet of media belongs to; none for everything else.
/// Stream 0 carries nothing but padding.
pub(super) fn stream_of(packet: &[u8]) -> Option<u32> {
    let number = packet.get(8..12)?;
    let (first, second) = (packet[0], packet[1]);
    let report = (64..96).contains(&(second & 0x7f));
    ((128..192).contains(&first) && !report)
        .then(|| u32::from_be_bytes([number[0], number[1], number[2], number[3]]))
}

#[cfg(test)]
mod tests {
    use super::stream_of;

    #[test]
    fn packets_of_media_are_told_from_everything_else() {
        let media = [0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 1, 2, 9];
        assert_eq!(stream_of(&media), Some(258));
        let report = [0x80, 200, 0, 1, 0, 0, 0, 0, 0, 0, 1, 2, 9];
        assert_eq!(stream_of(&report), None);
        assert_eq!(stream_of(&[22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0]), None);
        assert_eq!(stream_of(&[0x80, 96]), None);
    }
}
