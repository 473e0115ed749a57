//! The page of somebody in a live session, without a browser around it: its line for media, and the connection that stands once
//! something was shared from it.

use std::{
    net::{SocketAddr, UdpSocket},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use str0m::{
    Candidate, Input, Output, Rtc,
    change::{SdpAnswer, SdpPendingOffer},
    config::CryptoProvider,
    media::{Direction, MediaKind},
    net::{Protocol, Receive},
};
use tokio::{net::TcpStream, sync::oneshot};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, client::IntoClientRequest, protocol::WebSocketConfig},
};

/// How long a connection may take to come up.
const PATIENCE: Duration = Duration::from_secs(60);
/// From one look at the sockets to the next.
const TURN: Duration = Duration::from_millis(5);
/// What the other end of a line reads at once: it is no part of what is measured.
const READ: usize = 4 * 1024;

/// A page whose line is open, and is answered as a browser would.
pub struct RoomPage {
    share: oneshot::Sender<()>,
    connected: oneshot::Receiver<()>,
}

impl RoomPage {
    /// Opens the line of a room at its address (`/sessions/…`, `/staff/sessions/…`) by whoever has this cookie.
    pub async fn open(at: SocketAddr, room: &str, cookie: &str, browsers: &Browsers) -> Self {
        let mut request = format!("ws://{at}{room}/line?page=p")
            .into_client_request()
            .expect("an address");
        let headers = request.headers_mut();
        headers.insert("cookie", cookie.parse().expect("a cookie"));
        let origin = format!("http://{at}");
        headers.insert("origin", origin.parse().expect("an origin"));
        let stream = TcpStream::connect(at).await.expect("a connection");
        let config = WebSocketConfig::default().read_buffer_size(READ);
        let line = client_async_with_config(request, stream, Some(config));
        let (socket, _) = line.await.expect("a line");
        let (share, shares) = oneshot::channel();
        let (connects, connected) = oneshot::channel();
        tokio::spawn(stand(socket, shares, connects, browsers.clone()));
        Self { share, connected }
    }

    /// What is left when a share from it has ended: a connection that carries nothing. Comes back once it stands.
    pub async fn connects(self) {
        let _ = self.share.send(());
        let connected = tokio::time::timeout(PATIENCE, self.connected).await;
        let connected = connected.expect("the connection comes up");
        connected.expect("the line stands");
    }
}

/// Keeps a line: pings are answered by reading on.
async fn stand(
    mut socket: WebSocketStream<TcpStream>,
    mut share: oneshot::Receiver<()>,
    connects: oneshot::Sender<()>,
    browsers: Browsers,
) {
    let (mut shared, mut connects) = (false, Some(connects));
    let mut offered = None;
    loop {
        tokio::select! {
            asked = &mut share, if !shared => {
                shared = true;
                if asked.is_err() {
                    continue;
                }
                let (end, sdp, pending) = End::offering();
                offered = Some((end, pending));
                let publish = json!({"t": "publish", "sdp": sdp, "tracks": []}).to_string();
                if socket.send(Message::Text(publish.into())).await.is_err() {
                    return browsers.loses();
                }
            }
            said = socket.next() => {
                let Some(Ok(said)) = said else {
                    return browsers.loses();
                };
                let Message::Text(text) = said else {
                    continue;
                };
                let told: Value = serde_json::from_str(&text).expect("a message");
                match told["t"].as_str() {
                    Some("published") => {
                        let (end, pending) = offered.take().expect("an offer");
                        let answer = told["sdp"].as_str().expect("an answer");
                        browsers.takes(end.answered(pending, answer));
                    }
                    Some("connected") => {
                        if let Some(connects) = connects.take() {
                            let _ = connects.send(());
                        }
                    }
                    Some("gone" | "refused" | "elsewhere" | "over") => browsers.loses(),
                    _ => {}
                }
            }
        }
    }
}

/// The browsers' ends of all connections, carried on by one thread until the program ends.
#[derive(Clone, Default)]
pub struct Browsers {
    ends: Arc<Mutex<Vec<End>>>,
    lost: Arc<AtomicUsize>,
}

impl Browsers {
    /// With none yet.
    pub fn begin() -> Self {
        let all = Self::default();
        let ends = all.ends.clone();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 2_000];
            loop {
                let mut ends = ends.lock().unwrap_or_else(PoisonError::into_inner);
                for end in ends.iter_mut() {
                    end.turn(&mut buffer);
                }
                drop(ends);
                std::thread::park_timeout(TURN);
            }
        });
        all
    }

    /// Lines and connections that did not last.
    pub fn lost(&self) -> usize {
        self.lost.load(Ordering::Relaxed)
    }

    fn loses(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }

    fn takes(&self, end: End) {
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        ends.push(end);
    }
}

/// The browser's end of one connection.
struct End {
    rtc: Rtc,
    socket: UdpSocket,
    own: SocketAddr,
    due: Instant,
}

impl End {
    /// With the line that carries nothing, ever, which pages keep a connection by.
    fn offering() -> (Self, String, SdpPendingOffer) {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        socket.set_nonblocking(true).expect("a socket");
        let own = socket.local_addr().expect("an address");
        let provider: CryptoProvider = str0m::crypto::from_feature_flags();
        let mut rtc = Rtc::builder()
            .set_crypto_provider(Arc::new(provider))
            .clear_codecs()
            .enable_vp8(true)
            .enable_opus(true, false)
            .build(Instant::now());
        rtc.add_local_candidate(Candidate::host(own, "udp").expect("a candidate"));
        let mut api = rtc.sdp_api();
        api.add_media(MediaKind::Audio, Direction::Inactive, None, None, None);
        let (offer, pending) = api.apply().expect("an offer");
        let due = Instant::now();
        let end = Self {
            rtc,
            socket,
            own,
            due,
        };
        (end, offer.to_sdp_string(), pending)
    }

    fn answered(mut self, pending: SdpPendingOffer, answer: &str) -> Self {
        let answer = SdpAnswer::from_sdp_string(answer).expect("an answer");
        let api = self.rtc.sdp_api();
        api.accept_answer(pending, answer)
            .expect("a fitting answer");
        self.empty();
        self
    }

    /// Takes in what came, and does what is due.
    fn turn(&mut self, buffer: &mut [u8]) {
        while let Ok((length, from)) = self.socket.recv_from(buffer) {
            let packet = Receive::new(Protocol::Udp, from, self.own, &buffer[..length]);
            if let Ok(packet) = packet {
                let input = Input::Receive(Instant::now(), packet);
                let _ = self.rtc.handle_input(input);
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
                Ok(Output::Event(_)) => {}
                Err(_) => {
                    self.due = Instant::now() + Duration::from_secs(1);
                    return;
                }
            }
        }
    }
}
