//! The network between browsers and the unit, of which a test can take parts
//! away: a relay for UDP and TCP on one port number.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

/// A relay that is open until the process ends.
pub struct Network {
    pub port: u16,
    inside: Arc<Inside>,
}

#[derive(Default)]
struct Inside {
    server: OnceLock<SocketAddr>,
    udp_is_cut: AtomicBool,
    /// Of a thousand packets by UDP, how many are lost.
    lost: AtomicU64,
    /// How long the others are on their way, in milliseconds.
    delay: AtomicU64,
    dice: AtomicU64,
    udp: AtomicU64,
    tcp: AtomicU64,
}

impl Network {
    pub fn open() -> Self {
        let (udp, tcp) = sockets();
        let port = udp.local_addr().expect("an address").port();
        let inside = Arc::new(Inside::default());
        let (one, two) = (Arc::clone(&inside), Arc::clone(&inside));
        thread::spawn(move || one.relay_udp(&Arc::new(udp)));
        thread::spawn(move || two.relay_tcp(&tcp));
        Self { port, inside }
    }

    /// Where the unit is.
    pub fn leads_to(&self, server: SocketAddr) {
        self.inside.server.set(server).expect("one server");
    }

    /// From now on nothing goes by UDP, in either direction.
    pub fn cut_udp(&self) {
        self.inside.udp_is_cut.store(true, Ordering::SeqCst);
    }

    /// From now on so many of a thousand packets by UDP are lost, and the
    /// others are so long on their way.
    pub fn worsen(&self, lost: u64, delay: Duration) {
        self.inside.lost.store(lost, Ordering::SeqCst);
        let delay = delay.as_millis() as u64;
        self.inside.delay.store(delay, Ordering::SeqCst);
    }

    /// Bytes that have gone by UDP and by TCP.
    pub fn carried(&self) -> (u64, u64) {
        let of = |count: &AtomicU64| count.load(Ordering::SeqCst);
        (of(&self.inside.udp), of(&self.inside.tcp))
    }
}

fn sockets() -> (UdpSocket, TcpListener) {
    for _ in 0..20 {
        let udp = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        let at = udp.local_addr().expect("an address");
        if let Ok(tcp) = TcpListener::bind(at) {
            return (udp, tcp);
        }
    }
    panic!("no port that is free for both");
}

/// A long line: what is put in at one end comes out when its time has come.
type Line = Sender<(Instant, Vec<u8>)>;

fn line(out: impl Fn(&[u8]) + Send + 'static) -> Line {
    let (line, end) = channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        for (due, packet) in end {
            while let Some(left) = due.checked_duration_since(Instant::now())
                && !left.is_zero()
            {
                thread::park_timeout(left);
            }
            out(&packet);
        }
    });
    line
}

impl Inside {
    fn server(&self) -> SocketAddr {
        *self.server.get().expect("a server")
    }

    /// Each browser's address has a socket of its own towards the unit.
    fn relay_udp(self: Arc<Self>, near: &Arc<UdpSocket>) {
        let mut far: HashMap<SocketAddr, Line> = HashMap::new();
        let mut packet = [0; 4_000];
        while let Ok((length, from)) = near.recv_from(&mut packet) {
            let out = far
                .entry(from)
                .or_insert_with(|| self.towards_server(near, from));
            if self.gets_through(length) {
                let _ = out.send((self.arrival(), packet[..length].to_vec()));
            }
        }
    }

    /// Whether a packet by UDP gets through; the dice fall the same in each run.
    fn gets_through(&self, length: usize) -> bool {
        let thrown = self.dice.fetch_add(1, Ordering::SeqCst);
        let thrown = (thrown ^ 0x5DEE_CE66).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
        let cut = self.udp_is_cut.load(Ordering::SeqCst);
        let through = !cut && thrown % 1_000 >= self.lost.load(Ordering::SeqCst);
        if through {
            self.udp.fetch_add(length as u64, Ordering::SeqCst);
        }
        through
    }

    fn arrival(&self) -> Instant {
        Instant::now() + Duration::from_millis(self.delay.load(Ordering::SeqCst))
    }

    fn towards_server(self: &Arc<Self>, near: &Arc<UdpSocket>, from: SocketAddr) -> Line {
        let out = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        out.connect(self.server()).expect("a server");
        let out = Arc::new(out);
        let (back, near, inside) = (Arc::clone(&out), Arc::clone(near), Arc::clone(self));
        let home = line(move |packet| drop(near.send_to(packet, from)));
        thread::spawn(move || {
            let mut packet = [0; 4_000];
            while let Ok(length) = back.recv(&mut packet) {
                if inside.gets_through(length) {
                    let _ = home.send((inside.arrival(), packet[..length].to_vec()));
                }
            }
        });
        line(move |packet| drop(out.send(packet)))
    }

    fn relay_tcp(self: Arc<Self>, near: &TcpListener) {
        for browser in near.incoming().flatten() {
            let Ok(server) = TcpStream::connect(self.server()) else {
                continue;
            };
            for stream in [&browser, &server] {
                stream.set_nodelay(true).expect("no delay");
            }
            let (again, back) = (
                browser.try_clone().expect("a copy"),
                server.try_clone().expect("a copy"),
            );
            let (one, two) = (Arc::clone(&self), Arc::clone(&self));
            thread::spawn(move || one.pass(browser, server));
            thread::spawn(move || two.pass(back, again));
        }
    }

    fn pass(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut bytes = [0; 16 * 1024];
        while let Ok(length) = from.read(&mut bytes) {
            if length == 0 || to.write_all(&bytes[..length]).is_err() {
                break;
            }
            self.tcp.fetch_add(length as u64, Ordering::SeqCst);
        }
        let _ = to.shutdown(Shutdown::Both);
    }
}
