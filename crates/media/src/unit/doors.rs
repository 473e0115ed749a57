//! TCP connections: packets in, packets out, and what ends one.
//!
//! Each connection has one task that reads and one that writes. It belongs to
//! nobody until a packet came over it that proved whose it is.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::framing::{self, Frames};
use crate::settings::Limits;

/// How long a write may take; a reader that takes nothing is not there.
const WRITE: Duration = Duration::from_secs(10);
/// Of those that wait, how many places are kept for what must not be lost.
const RESERVED: usize = 32;

/// What comes from a connection.
pub(super) enum Arrived {
    /// A packet.
    Packet(SocketAddr, Vec<u8>),
    /// Its end.
    End(SocketAddr, u64),
}

struct Door {
    number: u64,
    out: mpsc::Sender<Vec<u8>>,
    opened: Instant,
    proven: bool,
}

/// The open connections, by the address of the other side.
pub(super) struct Doors {
    open: HashMap<SocketAddr, Door>,
    arrived: mpsc::Sender<Arrived>,
    opened: u64,
}

impl Doors {
    pub fn new(arrived: mpsc::Sender<Arrived>) -> Self {
        Self {
            open: HashMap::new(),
            arrived,
            opened: 0,
        }
    }

    pub fn count(&self) -> usize {
        self.open.len()
    }

    /// Takes a connection in, unless there are too many.
    pub fn open(&mut self, stream: TcpStream, from: SocketAddr, limits: &Limits, now: Instant) {
        if self.open.len() >= limits.connections || self.of(from.ip()) >= limits.connections_each {
            return;
        }
        // What is small is to leave at once.
        if stream.set_nodelay(true).is_err() {
            return;
        }
        self.opened += 1;
        let (number, arrived) = (self.opened, self.arrived.clone());
        let (read, write) = stream.into_split();
        let (out, waiting) = mpsc::channel(limits.waiting.max(2 * RESERVED));
        tokio::spawn(async move {
            let writing = tokio::spawn(send(write, waiting));
            receive(read, from, &arrived).await;
            writing.abort();
            let _ = arrived.send(Arrived::End(from, number)).await;
        });
        let door = Door {
            number,
            out,
            opened: now,
            proven: false,
        };
        self.open.insert(from, door);
    }

    /// Sends a packet. Media are dropped where too much waits already; where
    /// even what makes the connection finds no room, it is closed.
    pub fn send(&mut self, to: SocketAddr, packet: Vec<u8>) -> bool {
        let Some(door) = self.open.get(&to) else {
            return false;
        };
        let media = packet.first().is_some_and(|first| *first >= 128);
        if media && door.out.capacity() <= RESERVED {
            return false;
        }
        let taken = door.out.try_send(packet).is_ok();
        if !taken {
            self.open.remove(&to);
        }
        taken
    }

    /// Somebody showed that a connection is theirs.
    pub fn prove(&mut self, from: SocketAddr) {
        if let Some(door) = self.open.get_mut(&from) {
            door.proven = true;
        }
    }

    /// A connection has ended; a newer one from the same address stays.
    pub fn ended(&mut self, from: SocketAddr, number: u64) {
        if self
            .open
            .get(&from)
            .is_some_and(|door| door.number == number)
        {
            self.open.remove(&from);
        }
    }

    /// Closes a connection.
    pub fn close(&mut self, from: SocketAddr) {
        self.open.remove(&from);
    }

    /// Closes those that have belonged to nobody for too long.
    pub fn close_unproven(&mut self, patience: Duration, now: Instant) {
        let late = |door: &Door| !door.proven && now.duration_since(door.opened) > patience;
        self.open.retain(|_, door| !late(door));
    }

    fn of(&self, address: IpAddr) -> usize {
        let same = self.open.keys().filter(|from| from.ip() == address);
        same.count()
    }
}

async fn receive(mut read: OwnedReadHalf, from: SocketAddr, arrived: &mpsc::Sender<Arrived>) {
    let mut frames = Frames::default();
    let mut piece = vec![0; 16 * 1024];
    loop {
        let length = match read.read(&mut piece).await {
            Ok(0) | Err(_) => return,
            Ok(length) => length,
        };
        frames.add(&piece[..length]);
        loop {
            match frames.next() {
                Ok(Some(packet)) => {
                    let packet = Arrived::Packet(from, packet.to_vec());
                    if arrived.send(packet).await.is_err() {
                        return;
                    }
                }
                Ok(None) => break,
                Err(framing::TooLong) => return,
            }
        }
    }
}

/// Ends when the door is closed, and with it the connection: the reader then
/// finds its stream at an end.
async fn send(mut write: OwnedWriteHalf, mut waiting: mpsc::Receiver<Vec<u8>>) {
    let mut stream = Vec::new();
    while let Some(packet) = waiting.recv().await {
        stream.clear();
        framing::append(&packet, &mut stream);
        while stream.len() < 32 * 1024 {
            let Ok(more) = waiting.try_recv() else { break };
            framing::append(&more, &mut stream);
        }
        match timeout(WRITE, write.write_all(&stream)).await {
            Ok(Ok(())) => {}
            _ => break,
        }
    }
    let _ = write.shutdown().await;
}
