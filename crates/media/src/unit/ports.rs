//! The two sockets, and what leaves through them.

use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::time::Instant;

use socket2::{Domain, Protocol as Wire, Socket, Type};
use str0m::net::{Protocol, Transmit};

use super::doors::Doors;
use super::udp::{Left, Udp};
use crate::event::Stats;
use crate::settings::BindError;

/// Room for the bursts that keyframes are.
const BUFFER: usize = 4 * 1024 * 1024;

/// One UDP and one TCP socket on the same port number.
pub(super) fn bind(at: SocketAddr) -> Result<(UdpSocket, TcpListener), BindError> {
    let wrong = |error| BindError::Socket(at, error);
    // A free UDP port may be taken for TCP: another one is tried.
    let tries = if at.port() == 0 { 20 } else { 1 };
    let mut last = std::io::Error::from(std::io::ErrorKind::AddrInUse);
    for _ in 0..tries {
        let udp = udp(at).map_err(wrong)?;
        let bound = udp.local_addr().map_err(wrong)?;
        match tcp(bound) {
            Ok(tcp) => return Ok((udp, tcp)),
            Err(error) => last = error,
        }
    }
    Err(wrong(last))
}

fn udp(at: SocketAddr) -> std::io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(at), Type::DGRAM, Some(Wire::UDP))?;
    // What the system grants is enough to work with.
    let _ = socket.set_recv_buffer_size(BUFFER);
    let _ = socket.set_send_buffer_size(BUFFER);
    prepare(&socket, at)?;
    socket.bind(&at.into())?;
    Ok(socket.into())
}

fn tcp(at: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(at), Type::STREAM, Some(Wire::TCP))?;
    socket.set_reuse_address(true)?;
    prepare(&socket, at)?;
    socket.bind(&at.into())?;
    socket.listen(1024)?;
    Ok(socket.into())
}

/// Nothing waits for a socket, and each speaks one family of addresses.
fn prepare(socket: &Socket, at: SocketAddr) -> std::io::Result<()> {
    socket.set_nonblocking(true)?;
    if at.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    Ok(())
}

/// The way out.
pub(super) struct Ports {
    pub udp: Udp,
    pub doors: Doors,
    /// What browsers are told.
    pub told: Vec<SocketAddr>,
    pub stats: Stats,
}

impl Ports {
    /// Sends what a connection wants sent; over UDP with the next
    /// [`Self::flush`] at the latest.
    pub fn send(&mut self, packet: Transmit) {
        let length = packet.contents.len() as u64;
        let left = match packet.proto {
            Protocol::Udp => self.udp.send(packet.destination, &packet.contents),
            _ if self.doors.send(packet.destination, packet.contents.into()) => Left {
                packets: 1,
                bytes: length,
                dropped: 0,
            },
            _ => Left {
                dropped: 1,
                ..Left::default()
            },
        };
        self.count(left);
    }

    /// Sends what waits for more of its kind.
    pub fn flush(&mut self) {
        let left = self.udp.flush();
        self.count(left);
    }

    fn count(&mut self, left: Left) {
        self.stats.packets_out += left.packets;
        self.stats.bytes_out += left.bytes;
        self.stats.dropped += left.dropped;
    }

    /// Which of our addresses somebody has written to.
    pub fn ours(&self, from: SocketAddr) -> Option<SocketAddr> {
        let same = |told: &&SocketAddr| told.is_ipv4() == from.is_ipv4();
        self.told.iter().find(same).copied()
    }

    /// Closes TCP connections that nobody claimed.
    pub fn tidy(&mut self, patience: std::time::Duration, now: Instant) {
        self.doors.close_unproven(patience, now);
    }
}
