//! A browser's stand-in: one connection over UDP or TCP, on a thread.
//!
//! It empties its socket before it does what it is told, so that what a test
//! asks it for is true of everything that was sent before.

#![allow(dead_code)]

pub mod stage;

use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::format::{Codec, PayloadParams};
use str0m::media::{Direction, MediaKind, MediaTime, Mid, Simulcast, SimulcastLayer};
use str0m::net::{Protocol, Receive, TcpType};
use str0m::{Candidate, Event, Input, Output, Rtc};

/// How long anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

type Task = Box<dyn FnOnce(&mut Inside) + Send>;

/// What a client noticed.
#[derive(Debug)]
pub enum Noticed {
    Connected,
    Frame(Frame),
    KeyframeWanted(Mid),
    Closed,
}

/// A frame that arrived.
#[derive(Clone, Debug)]
pub struct Frame {
    pub mid: String,
    pub data: Arc<[u8]>,
    pub time: u64,
    pub contiguous: bool,
}

/// A connection of a peer's.
pub struct Client {
    tasks: Sender<Task>,
    noticed: Receiver<Noticed>,
    frames: VecDeque<Frame>,
}

enum Wire {
    Udp(UdpSocket),
    Tcp(TcpStream, Vec<u8>),
}

/// What lives on the thread.
pub struct Inside {
    pub rtc: Rtc,
    wire: Wire,
    own: SocketAddr,
    server: SocketAddr,
    pending: Option<SdpPendingOffer>,
    /// Packets of media that came, encrypted as they are.
    pub media: u64,
    /// Whether the network is there.
    pub cut: bool,
    noticed: Sender<Noticed>,
    due: Instant,
    /// The next written frame's time.
    ticks: u64,
    /// What pictures are written as.
    pub codec: Codec,
    /// Sends a damaged copy ahead of each packet.
    pub damage: Option<u8>,
}

impl Client {
    /// By UDP.
    pub fn udp(server: SocketAddr) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        let own = socket.local_addr().expect("an address");
        Self::start(Wire::Udp(socket), own, server)
    }

    /// By TCP.
    pub fn tcp(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        let own = stream.local_addr().expect("an address");
        Self::start(Wire::Tcp(stream, Vec::new()), own, server)
    }

    fn start(wire: Wire, own: SocketAddr, server: SocketAddr) -> Self {
        let (tasks, todo) = channel::<Task>();
        let (tell, noticed) = channel();
        std::thread::spawn(move || {
            let provider = Arc::new(str0m::crypto::from_feature_flags());
            let mut rtc = Rtc::builder()
                .set_crypto_provider(provider)
                .clear_codecs()
                .enable_vp8(true)
                .enable_vp9(true)
                .enable_opus(true, false)
                .set_reordering_size_video(600)
                .build(Instant::now());
            let candidate = match wire {
                Wire::Udp(_) => Candidate::host(own, "udp").expect("a candidate"),
                Wire::Tcp(..) => Candidate::builder()
                    .tcp()
                    .host(own)
                    .tcptype(TcpType::Active)
                    .build()
                    .expect("a candidate"),
            };
            rtc.add_local_candidate(candidate);
            let inside = Inside {
                rtc,
                wire,
                own,
                server,
                pending: None,
                media: 0,
                cut: false,
                noticed: tell,
                due: Instant::now(),
                ticks: 90_000,
                codec: Codec::Vp8,
                damage: None,
            };
            inside.run(&todo);
        });
        Self {
            tasks,
            noticed,
            frames: VecDeque::new(),
        }
    }

    /// Does something inside, once all that has arrived is taken in.
    pub fn inside<T: Send + 'static>(
        &self,
        task: impl FnOnce(&mut Inside) -> T + Send + 'static,
    ) -> T {
        let (tell, told) = channel();
        let task: Task = Box::new(move |inside| {
            let _ = tell.send(task(inside));
        });
        self.tasks.send(task).expect("a client");
        told.recv_timeout(PATIENCE).expect("an answer")
    }

    /// An offer to publish lines of these kinds; with their names.
    pub fn offer(&self, kinds: &[MediaKind]) -> (String, Vec<String>) {
        let kinds = kinds.to_vec();
        self.inside(move |inside| inside.offer(&kinds, false))
    }

    /// An offer to publish a camera in two sizes.
    pub fn offer_sizes(&self) -> (String, Vec<String>) {
        self.inside(|inside| inside.offer(&[MediaKind::Video], true))
    }

    pub fn restart(&self) -> String {
        self.inside(|inside| {
            let mut api = inside.rtc.sdp_api();
            api.ice_restart(true);
            let (offer, pending) = api.apply().expect("an offer");
            inside.pending = Some(pending);
            offer.to_sdp_string()
        })
    }

    pub fn answered(&self, answer: &str) {
        let answer = SdpAnswer::from_sdp_string(answer).expect("an answer");
        self.inside(move |inside| {
            let pending = inside.pending.take().expect("an offer");
            let api = inside.rtc.sdp_api();
            api.accept_answer(pending, answer)
                .expect("a fitting answer");
        });
    }

    /// The answer to an offer of the server's.
    pub fn answer(&self, offer: &str) -> String {
        let offer = SdpOffer::from_sdp_string(offer).expect("an offer");
        self.inside(move |inside| {
            let answer = inside.rtc.sdp_api().accept_offer(offer);
            answer.expect("a fitting offer").to_sdp_string()
        })
    }

    /// Sends a frame.
    pub fn write(&self, mid: &str, frame: Vec<u8>) {
        self.write_size(mid, None, frame);
    }

    pub fn write_size(&self, mid: &str, size: Option<&'static str>, frame: Vec<u8>) {
        let mid = Mid::from(mid);
        self.inside(move |inside| inside.write(mid, size, frame));
    }

    /// Packets of media that have come so far.
    pub fn media(&self) -> u64 {
        self.inside(|inside| inside.media)
    }

    pub fn cut(&self, cut: bool) {
        self.inside(move |inside| inside.cut = cut);
    }

    /// Waits until the connection stands.
    pub fn connected(&mut self) {
        self.until("a connection", |noticed| {
            matches!(noticed, Noticed::Connected).then_some(())
        });
    }

    pub fn keyframe_wanted(&mut self) {
        self.until("a wish for a keyframe", |noticed| {
            matches!(noticed, Noticed::KeyframeWanted(_)).then_some(())
        });
    }

    pub fn closed(&mut self) {
        self.until("the end", |noticed| {
            matches!(noticed, Noticed::Closed).then_some(())
        });
    }

    /// The next frame.
    pub fn frame(&mut self) -> Frame {
        self.frame_within(PATIENCE).expect("a frame")
    }

    /// The next frame, if it comes this soon.
    pub fn frame_within(&mut self, limit: Duration) -> Option<Frame> {
        if let Some(frame) = self.frames.pop_front() {
            return Some(frame);
        }
        let deadline = Instant::now() + limit;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.noticed.recv_timeout(left) {
                Ok(Noticed::Frame(frame)) => return Some(frame),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => panic!("the client has ended"),
            }
        }
    }

    fn until<T>(&mut self, what: &str, pick: impl Fn(&Noticed) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(noticed) = self.noticed.recv_timeout(left) else {
                panic!("{what} did not come");
            };
            if let Some(found) = pick(&noticed) {
                return found;
            }
            if let Noticed::Frame(frame) = noticed {
                self.frames.push_back(frame);
            }
        }
    }
}

impl Inside {
    fn run(mut self, todo: &Receiver<Task>) {
        let mut buffer = vec![0; 70_000];
        loop {
            self.empty();
            let now = Instant::now();
            if self.due <= now {
                let _ = self.rtc.handle_input(Input::Timeout(now));
                continue;
            }
            let wait = (self.due - now).min(Duration::from_millis(2));
            if self.read(&mut buffer, wait.max(Duration::from_millis(1))) {
                continue;
            }
            match todo.try_recv() {
                Ok(task) => {
                    task(&mut self);
                    self.empty();
                }
                Err(std::sync::mpsc::TryRecvError::Empty) => {}
                Err(std::sync::mpsc::TryRecvError::Disconnected) => return,
            }
        }
    }

    fn offer(&mut self, kinds: &[MediaKind], sizes: bool) -> (String, Vec<String>) {
        let mut api = self.rtc.sdp_api();
        let mut mids = Vec::new();
        for kind in kinds {
            let simulcast = sizes.then(|| {
                let mut simulcast = Simulcast::new();
                simulcast.add_send_layer(SimulcastLayer::new("h"));
                simulcast.add_send_layer(SimulcastLayer::new("l"));
                simulcast
            });
            mids.push(api.add_media(*kind, Direction::SendOnly, None, None, simulcast));
        }
        let (offer, pending) = api.apply().expect("an offer");
        self.pending = Some(pending);
        let mids = mids.iter().map(ToString::to_string).collect();
        (offer.to_sdp_string(), mids)
    }

    fn write(&mut self, mid: Mid, size: Option<&str>, frame: Vec<u8>) {
        let audio = self.rtc.media(mid).expect("a line").kind() == MediaKind::Audio;
        // A thirtieth of a second for a picture, a fiftieth for a sound.
        self.ticks += if audio { 1_800 } else { 3_000 };
        let time = MediaTime::from_90khz(self.ticks);
        let codec = if audio { Codec::Opus } else { self.codec };
        let mut writer = self.rtc.writer(mid).expect("a line to write to");
        if let Some(size) = size {
            writer = writer.rid(size.into());
        }
        let wanted = |params: &&PayloadParams| params.spec().codec == codec;
        let pt = writer.payload_params().find(wanted).expect("a codec").pt();
        let written = writer.write(pt, Instant::now(), time, frame);
        written.expect("a frame that can be sent");
    }

    fn empty(&mut self) {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(due)) => {
                    self.due = due;
                    return;
                }
                Ok(Output::Transmit(packet)) => self.send(&packet.contents),
                Ok(Output::Event(event)) => self.notice(event),
                Err(_) => {
                    self.due = Instant::now() + Duration::from_secs(1);
                    return;
                }
            }
        }
    }

    fn notice(&self, event: Event) {
        let noticed = match event {
            Event::Connected => Noticed::Connected,
            Event::MediaData(data) => Noticed::Frame(Frame {
                mid: data.mid.to_string(),
                time: data.time.numer(),
                contiguous: data.contiguous,
                data: data.data,
            }),
            Event::KeyframeRequest(request) => Noticed::KeyframeWanted(request.mid),
            Event::Closed => Noticed::Closed,
            _ => return,
        };
        let _ = self.noticed.send(noticed);
    }

    fn send(&mut self, packet: &[u8]) {
        if self.cut {
            return;
        }
        if let Some(seed) = &mut self.damage {
            let mut copy = packet.to_vec();
            *seed = seed.wrapping_mul(31).wrapping_add(7);
            let place = usize::from(*seed) % copy.len();
            copy[place] ^= *seed | 1;
            copy.truncate(copy.len() - usize::from(*seed % 3).min(copy.len() - 1));
            Self::put(&mut self.wire, self.server, &copy);
        }
        Self::put(&mut self.wire, self.server, packet);
    }

    fn put(wire: &mut Wire, server: SocketAddr, packet: &[u8]) {
        match wire {
            Wire::Udp(socket) => drop(socket.send_to(packet, server)),
            Wire::Tcp(stream, _) => {
                // In pieces, as a network would: the head alone, then halves.
                let head = (packet.len() as u16).to_be_bytes();
                let (first, second) = packet.split_at(packet.len() / 2);
                for piece in [&head[..1], &head[1..], first, second] {
                    let _ = stream.write_all(piece);
                }
            }
        }
    }

    /// Takes in what has come; false where nothing did.
    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> bool {
        let mut packets = Vec::new();
        let protocol = match &mut self.wire {
            Wire::Udp(socket) => {
                socket.set_read_timeout(Some(wait)).expect("a timeout");
                match socket.recv_from(buffer) {
                    Ok((length, _)) => packets.push(buffer[..length].to_vec()),
                    Err(_) => return false,
                }
                Protocol::Udp
            }
            Wire::Tcp(stream, bytes) => {
                stream.set_read_timeout(Some(wait)).expect("a timeout");
                match stream.read(buffer) {
                    Ok(0) => return false,
                    Ok(length) => bytes.extend_from_slice(&buffer[..length]),
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(_) => return false,
                }
                while bytes.len() >= 2 {
                    let length = usize::from(u16::from_be_bytes([bytes[0], bytes[1]]));
                    if bytes.len() < 2 + length {
                        break;
                    }
                    packets.push(bytes[2..2 + length].to_vec());
                    bytes.drain(..2 + length);
                }
                Protocol::Tcp
            }
        };
        for packet in packets {
            if self.cut {
                continue;
            }
            let report = (64..96).contains(&(packet.get(1).copied().unwrap_or(0) & 0x7f));
            let stream = packet.get(8..12).is_some_and(|number| number != [0; 4]);
            if packet[0] >= 128 && !report && stream {
                self.media += 1;
            }
            let now = Instant::now();
            if let Ok(packet) = Receive::new(protocol, self.server, self.own, &packet) {
                let _ = self.rtc.handle_input(Input::Receive(now, packet));
            }
            self.empty();
        }
        true
    }
}

/// A frame that looks like VP8, with a number in it.
pub fn picture(key: bool, number: u32, bytes: usize) -> Vec<u8> {
    let mut frame = vec![0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01];
    frame[0] |= u8::from(!key);
    frame.extend_from_slice(&number.to_be_bytes());
    frame.resize(bytes.max(14), number as u8);
    frame
}

/// The number in a frame.
pub fn number(frame: &Frame) -> u32 {
    let bytes = frame.data.get(10..14).expect("a frame of ours");
    u32::from_be_bytes(bytes.try_into().expect("four bytes"))
}
