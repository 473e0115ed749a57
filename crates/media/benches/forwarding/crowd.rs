//! Browsers by the dozen, on one thread: each with a socket, a handshake and
//! feedback of its own.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::{Duration, Instant};

use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::config::CryptoProvider;
use str0m::media::{Direction, MediaKind, MediaTime, Mid};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc};

/// One connection.
pub struct Member {
    rtc: Rtc,
    socket: UdpSocket,
    own: SocketAddr,
    due: Instant,
    pub connected: bool,
    /// Frames that came whole.
    pub frames: u64,
    /// Packets of media that came.
    pub packets: u64,
    pub wants_key: bool,
    /// Of a thousand packets that come, how many are lost on the way.
    losing: u64,
    chance: u64,
}

impl Member {
    pub fn new(at: &str, losing: u64) -> Self {
        let socket = UdpSocket::bind(at).expect("a socket");
        socket.set_nonblocking(true).expect("a socket");
        let own = socket.local_addr().expect("an address");
        let provider: CryptoProvider = str0m::crypto::from_feature_flags();
        let mut rtc = Rtc::builder()
            .set_crypto_provider(Arc::new(provider))
            .clear_codecs()
            .enable_vp8(true)
            .enable_opus(true, false)
            .set_reordering_size_video(600)
            .build(Instant::now());
        rtc.add_local_candidate(Candidate::host(own, "udp").expect("a candidate"));
        Self {
            rtc,
            socket,
            own,
            due: Instant::now(),
            connected: false,
            frames: 0,
            packets: 0,
            wants_key: false,
            losing,
            chance: u64::from(own.port()) | 1,
        }
    }

    /// Whether the network loses a packet; the same in every run.
    fn loses(&mut self) -> bool {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance % 1_000 < self.losing
    }

    pub fn offer(&mut self) -> (String, Mid, SdpPendingOffer) {
        let mut api = self.rtc.sdp_api();
        let mid = api.add_media(MediaKind::Video, Direction::SendOnly, None, None, None);
        let (offer, pending) = api.apply().expect("an offer");
        (offer.to_sdp_string(), mid, pending)
    }

    pub fn answered(&mut self, pending: SdpPendingOffer, answer: &str) {
        let answer = SdpAnswer::from_sdp_string(answer).expect("an answer");
        let api = self.rtc.sdp_api();
        api.accept_answer(pending, answer)
            .expect("a fitting answer");
        self.empty();
    }

    pub fn answer(&mut self, offer: &str) -> String {
        let offer = SdpOffer::from_sdp_string(offer).expect("an offer");
        let answer = self.rtc.sdp_api().accept_offer(offer);
        let answer = answer.expect("a fitting offer").to_sdp_string();
        self.empty();
        answer
    }

    pub fn write(&mut self, mid: Mid, ticks: u64, frame: Vec<u8>) {
        if let Some(writer) = self.rtc.writer(mid) {
            let pt = writer.payload_params().next().expect("a codec").pt();
            let time = MediaTime::from_90khz(ticks);
            let written = writer.write(pt, Instant::now(), time, frame);
            written.expect("a frame that can be sent");
        }
        self.empty();
        let _ = self.rtc.handle_input(Input::Timeout(Instant::now()));
        self.empty();
    }

    /// Takes in what came, and does what is due.
    pub fn turn(&mut self, buffer: &mut [u8]) {
        while let Ok((length, from)) = self.socket.recv_from(buffer) {
            let packet = &buffer[..length];
            let report = (64..96).contains(&(packet[1] & 0x7f));
            if packet[0] >= 128 && self.loses() {
                continue;
            }
            self.packets += u64::from(packet[0] >= 128 && !report);
            if let Ok(packet) = Receive::new(Protocol::Udp, from, self.own, packet) {
                let _ = self
                    .rtc
                    .handle_input(Input::Receive(Instant::now(), packet));
            }
            self.empty();
        }
        let now = Instant::now();
        if self.due <= now {
            let _ = self.rtc.handle_input(Input::Timeout(now));
            self.empty();
        }
    }

    fn empty(&mut self) {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(due)) => {
                    self.due = due;
                    return;
                }
                Ok(Output::Transmit(packet)) => {
                    let _ = self.socket.send_to(&packet.contents, packet.destination);
                }
                Ok(Output::Event(event)) => match event {
                    Event::Connected => self.connected = true,
                    Event::MediaData(_) => self.frames += 1,
                    Event::KeyframeRequest(_) => self.wants_key = true,
                    _ => {}
                },
                Err(_) => {
                    self.due = Instant::now() + Duration::from_secs(1);
                    return;
                }
            }
        }
    }
}

/// One who sends a picture of 1 Mbit/s, and all who get it.
pub struct Crowd {
    pub sender: Member,
    pub mid: Option<Mid>,
    pub receivers: Vec<Member>,
    /// Of a thousand packets to each receiver, how many are lost.
    pub losing: u64,
    /// Frames that were sent.
    pub sent: u64,
    next: Instant,
}

/// Thirty frames a second, of a megabit in all.
const FRAME: usize = 1_000_000 / 8 / 30;
const EACH: Duration = Duration::from_micros(33_333);

impl Crowd {
    pub fn new(at: &str, losing: u64) -> Self {
        Self {
            sender: Member::new(at, 0),
            losing,
            mid: None,
            receivers: Vec::new(),
            sent: 0,
            next: Instant::now(),
        }
    }

    /// Whether everybody has got something.
    pub fn is_served(&self) -> bool {
        self.receivers.iter().all(|one| one.frames > 0)
    }

    /// Plays its part until this is so.
    pub fn until(&mut self, limit: Duration, mut done: impl FnMut(&Self) -> bool) -> bool {
        let deadline = Instant::now() + limit;
        let mut buffer = vec![0; 2_000];
        while Instant::now() < deadline {
            self.turn(&mut buffer);
            if done(self) {
                return true;
            }
            std::thread::park_timeout(Duration::from_micros(500));
        }
        false
    }

    fn turn(&mut self, buffer: &mut [u8]) {
        self.sender.turn(buffer);
        for receiver in &mut self.receivers {
            receiver.turn(buffer);
        }
        let now = Instant::now();
        if let (Some(mid), true) = (self.mid, now >= self.next && self.sender.connected) {
            self.next = (self.next + EACH).max(now - EACH);
            self.sent += 1;
            let key = std::mem::take(&mut self.sender.wants_key);
            let mut frame = vec![0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01];
            frame[0] |= u8::from(!key);
            frame.resize(FRAME, 7);
            self.sender.write(mid, self.sent * 3_000, frame);
        }
    }
}
