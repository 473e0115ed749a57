//! The UDP socket: packets of one size for one place leave together.
//!
//! A frame for a receiver is several packets of one length, the last one
//! shorter. Where the system can cut such a bundle up by itself, one call
//! sends it; elsewhere each packet is a call of its own. What has arrived is
//! read by the dozen for the same reason.

use std::io::{ErrorKind, IoSliceMut, Result};
use std::net::SocketAddr;

use quinn_udp::{RecvMeta, Transmit, UdpSocketState};
use tokio::io::Interest;
use tokio::net::UdpSocket;

/// Bytes of a bundle: what an IP packet can hold, less its heads.
const LARGEST: usize = 60_000;
/// Places for what arrives, each as large as the system may fill it.
const PLACES: usize = 8;
const PLACE: usize = u16::MAX as usize;

/// What became of packets that were to leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Left {
    pub packets: u64,
    pub bytes: u64,
    pub dropped: u64,
}

/// The socket, and the bundle that is being put together.
pub(super) struct Udp {
    socket: UdpSocket,
    state: UdpSocketState,
    bundle: Bundle,
}

impl Udp {
    pub fn new(socket: UdpSocket) -> Result<Self> {
        Ok(Self {
            state: UdpSocketState::new((&socket).into())?,
            socket,
            bundle: Bundle::default(),
        })
    }

    /// Waits until something has arrived.
    pub async fn readable(&self) -> Result<()> {
        self.socket.readable().await
    }

    /// Reads what has arrived; whether there may be more.
    pub fn read(&self, inbox: &mut Inbox) -> bool {
        inbox.filled = 0;
        let Inbox {
            bytes,
            told,
            filled,
        } = inbox;
        let mut places = bytes.chunks_exact_mut(PLACE).map(IoSliceMut::new);
        let mut places: [IoSliceMut<'_>; PLACES] =
            std::array::from_fn(|_| places.next().unwrap_or_else(|| IoSliceMut::new(&mut [])));
        let read = self.socket.try_io(Interest::READABLE, || {
            self.state.recv((&self.socket).into(), &mut places, told)
        });
        match read {
            Ok(count) => {
                *filled = count;
                true
            }
            // Any other error tells of a packet that could not be delivered;
            // the socket goes on.
            Err(error) => error.kind() != ErrorKind::WouldBlock,
        }
    }

    /// Takes a packet to be sent; it leaves with [`Self::flush`] at the latest.
    pub fn send(&mut self, to: SocketAddr, packet: &[u8]) -> Left {
        let most = self.state.max_gso_segments();
        if self.bundle.takes(to, packet.len(), most) {
            self.bundle.add(packet);
            return Left::default();
        }
        let left = self.flush();
        self.bundle.begin(to, packet);
        left
    }

    /// Sends what waits.
    pub fn flush(&mut self) -> Left {
        let bundle = &mut self.bundle;
        if bundle.count == 0 {
            return Left::default();
        }
        let transmit = Transmit {
            destination: bundle.to,
            ecn: None,
            contents: &bundle.bytes,
            segment_size: (bundle.count > 1).then_some(bundle.each),
            src_ip: None,
        };
        let sent = self.socket.try_io(Interest::WRITABLE, || {
            self.state.try_send((&self.socket).into(), &transmit)
        });
        let count = std::mem::take(&mut bundle.count) as u64;
        match sent {
            Ok(()) => Left {
                packets: count,
                bytes: bundle.bytes.len() as u64,
                dropped: 0,
            },
            Err(_) => Left {
                dropped: count,
                ..Left::default()
            },
        }
    }
}

/// Packets on their way to one place, one after the other.
struct Bundle {
    to: SocketAddr,
    bytes: Vec<u8>,
    /// Bytes of each packet but the last.
    each: usize,
    count: usize,
    /// A shorter one has come, which is the last.
    full: bool,
}

impl Default for Bundle {
    fn default() -> Self {
        Self {
            to: SocketAddr::from(([0, 0, 0, 0], 0)),
            bytes: Vec::new(),
            each: 0,
            count: 0,
            full: false,
        }
    }
}

impl Bundle {
    fn takes(&self, to: SocketAddr, length: usize, most: usize) -> bool {
        (1..most).contains(&self.count)
            && !self.full
            && self.to == to
            && (1..=self.each).contains(&length)
            && self.bytes.len() + length <= LARGEST
    }

    fn begin(&mut self, to: SocketAddr, packet: &[u8]) {
        self.to = to;
        self.bytes.clear();
        self.each = packet.len();
        self.count = 0;
        self.full = false;
        self.add(packet);
    }

    fn add(&mut self, packet: &[u8]) {
        self.bytes.extend_from_slice(packet);
        self.count += 1;
        self.full = packet.len() < self.each;
    }
}

/// What was read, until the next reading.
pub(super) struct Inbox {
    bytes: Vec<u8>,
    told: [RecvMeta; PLACES],
    filled: usize,
}

impl Inbox {
    pub fn new() -> Self {
        Self {
            bytes: vec![0; PLACES * PLACE],
            told: [RecvMeta::default(); PLACES],
            filled: 0,
        }
    }

    /// The packets, and who sent each.
    pub fn packets(&self) -> impl Iterator<Item = (SocketAddr, &[u8])> {
        let places = self.bytes.chunks_exact(PLACE).zip(&self.told);
        places.take(self.filled).flat_map(|(place, told)| {
            let whole = place.get(..told.len).unwrap_or(place);
            let packets = whole.chunks(told.stride.max(1));
            packets.map(|packet| (told.addr, packet))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    fn bundle(lengths: &[usize]) -> Bundle {
        let mut bundle = Bundle::default();
        bundle.begin(place(1), &vec![0; lengths[0]]);
        for length in &lengths[1..] {
            bundle.add(&vec![0; *length]);
        }
        bundle
    }

    #[test]
    fn a_bundle_is_of_one_length_and_one_place_and_a_shorter_one_ends_it() {
        let open = bundle(&[100, 100]);
        assert!(open.takes(place(1), 100, 64));
        assert!(open.takes(place(1), 60, 64), "the last may be shorter");
        assert!(!open.takes(place(1), 101, 64), "none may be longer");
        assert!(!open.takes(place(1), 0, 64), "an empty one is no part");
        assert!(!open.takes(place(2), 100, 64));
        assert!(!bundle(&[100, 60]).takes(place(1), 60, 64));
        assert!(!Bundle::default().takes(place(1), 100, 64), "none is begun");
    }

    #[test]
    fn a_bundle_is_no_larger_than_the_system_takes() {
        assert!(!bundle(&[100]).takes(place(1), 100, 1), "cut by nobody");
        assert!(!bundle(&[100; 64]).takes(place(1), 100, 64));
        assert!(!bundle(&[1_200; 50]).takes(place(1), 1_200, 64));
    }

    #[tokio::test]
    async fn what_leaves_in_bundles_arrives_as_it_was() {
        let new = async || Udp::new(UdpSocket::bind("127.0.0.1:0").await.unwrap()).unwrap();
        let (mut from, to) = (new().await, new().await);
        let at = to.socket.local_addr().unwrap();
        from.socket.writable().await.unwrap();
        let sent: Vec<Vec<u8>> = [900, 900, 900, 40, 900, 1_000, 3]
            .iter()
            .zip(1..)
            .map(|(length, mark)| vec![mark; *length])
            .collect();
        let mut left = Left::default();
        for packet in &sent {
            let more = from.send(at, packet);
            left.packets += more.packets;
            left.dropped += more.dropped;
        }
        let last = from.flush();
        assert_eq!(left.packets + last.packets, sent.len() as u64);
        assert_eq!(left.dropped + last.dropped, 0);
        assert_eq!(from.flush(), Left::default());

        let mut inbox = Inbox::new();
        let mut came: Vec<Vec<u8>> = Vec::new();
        while came.len() < sent.len() {
            to.readable().await.unwrap();
            to.read(&mut inbox);
            came.extend(inbox.packets().map(|(_, packet)| packet.to_vec()));
        }
        assert_eq!(came, sent);
    }
}
