//! Where the unit listens, and how much it takes.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// Where media come and go.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address and port number of both sockets; port 0 takes a free one.
    pub bind: SocketAddr,
    /// The addresses that browsers are told, where these are not the bound
    /// one; of the same family as it.
    pub public: Vec<IpAddr>,
    /// The port number that browsers are told, where a gateway maps it.
    pub public_port: Option<u16>,
    /// Whether browsers are told of UDP at all; off where a network has none.
    pub udp: bool,
    /// How much is taken.
    pub limits: Limits,
}

impl Settings {
    /// The usual settings at an address.
    pub fn at(bind: SocketAddr) -> Self {
        Self {
            bind,
            public: Vec::new(),
            public_port: None,
            udp: true,
            limits: Limits::default(),
        }
    }

    /// What browsers are told.
    pub(crate) fn told(&self, bound: SocketAddr) -> Result<Vec<SocketAddr>, BindError> {
        let port = self.public_port.unwrap_or(bound.port());
        if !self.public.is_empty() {
            let addresses = self.public.iter();
            return Ok(addresses.map(|ip| SocketAddr::new(*ip, port)).collect());
        }
        if bound.ip().is_unspecified() {
            return Err(BindError::NoAddress);
        }
        Ok(vec![SocketAddr::new(bound.ip(), port)])
    }
}

/// How much of everything is taken; what goes beyond is refused or dropped.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Rooms at once.
    pub rooms: usize,
    /// Peers of a room.
    pub peers: usize,
    /// Tracks that one peer publishes.
    pub tracks: usize,
    /// Lines of one description.
    pub lines: usize,
    /// Bytes of one description.
    pub description: usize,
    /// Letters of a track's label.
    pub label: usize,
    /// Recordings of a room at once.
    pub recordings: usize,
    /// TCP connections at once.
    pub connections: usize,
    /// TCP connections at once from one address.
    pub connections_each: usize,
    /// Packets that wait for one TCP connection.
    pub waiting: usize,
    /// Bytes of frames that wait for a recording's writer.
    pub unwritten: usize,
    /// How long a TCP connection may belong to nobody.
    pub unproven: Duration,
    /// After how long without a packet a connection has stalled.
    pub stalled: Duration,
    /// After how long without a path a connection is given up.
    pub gone: Duration,
    /// How long a track waits for its publisher's next connection.
    pub parked: Duration,
    /// How far apart requests for a keyframe of one track are.
    pub keyframes: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rooms: 1_000,
            peers: 32,
            tracks: 8,
            lines: 64,
            description: 96 * 1024,
            label: 200,
            recordings: 64,
            connections: 2_000,
            connections_each: 64,
            waiting: 1_024,
            unwritten: 8 * 1024 * 1024,
            unproven: Duration::from_secs(10),
            stalled: Duration::from_secs(2),
            gone: Duration::from_secs(30),
            parked: Duration::from_secs(5),
            keyframes: Duration::from_secs(1),
        }
    }
}

/// Why the unit does not start.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// A socket could not be had.
    #[error("no media socket at {0}: {1}")]
    Socket(SocketAddr, std::io::Error),
    /// Bound to every address, and none that browsers could be told.
    #[error("media are bound to every address: say which of them browsers are to use")]
    NoAddress,
    /// No certificate could be made.
    #[error("no certificate for media could be made")]
    Certificate,
}
