//! The unit: one thread, two sockets, all rooms.
//!
//! Between two waits it does one thing: a packet, an errand of the caller's,
//! or what is due. Nothing in here waits, and nothing is shared, so that a
//! permission that ends has ended for the very next packet.

mod beat;
mod connections;
mod doors;
mod errands;
mod forward;
mod framing;
mod hall;
mod link;
mod offers;
mod ports;
mod publish;
mod routes;
mod share;
mod slot;
mod track;
mod udp;
mod watch;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::Input;
use str0m::net::{Protocol, Receive};
use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::mpsc;

use crate::event::{Event, Events};
use crate::names::RoomId;
use crate::room::Errand;
use crate::settings::{BindError, Limits, Settings};
use beat::Beat;
use doors::{Arrived, Doors};
use hall::Hall;
use link::{Link, LinkId, Maker, Said};
use ports::Ports;
use routes::{Routes, Sought};
use udp::{Inbox, Udp};

/// How often connections are looked after.
const LOOK: Duration = Duration::from_millis(250);
/// Readings before anything else has its turn.
const READINGS: usize = 8;

/// Everything that the thread owns.
pub(crate) struct Unit {
    maker: Maker,
    limits: Limits,
    udp: bool,
    ports: Ports,
    routes: Routes,
    halls: HashMap<RoomId, Hall>,
    links: HashMap<LinkId, Link>,
    beat: Beat,
    alarms: BinaryHeap<Reverse<(Instant, LinkId)>>,
    said: Said,
    tell: mpsc::UnboundedSender<Event>,
    /// The last number that was given to anything.
    numbers: u64,
    looks: u64,
}

/// Binds the sockets and starts the thread; where they are bound.
pub(crate) fn start(
    settings: Settings,
    errands: mpsc::UnboundedReceiver<Errand>,
) -> Result<(SocketAddr, Events), BindError> {
    let (udp, tcp) = ports::bind(settings.bind)?;
    let wrong = |error| BindError::Socket(settings.bind, error);
    let address = udp.local_addr().map_err(wrong)?;
    let told = settings.told(address)?;
    let maker = Maker::new()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(wrong)?;
    let inside = runtime.enter();
    let udp = UdpSocket::from_std(udp).and_then(Udp::new).map_err(wrong)?;
    let tcp = TcpListener::from_std(tcp).map_err(wrong)?;
    drop(inside);

    let (tell, events) = mpsc::unbounded_channel();
    let (arriving, arrived) = mpsc::channel(256);
    let unit = Unit {
        maker,
        limits: settings.limits,
        udp: settings.udp,
        ports: Ports {
            udp,
            doors: Doors::new(arriving),
            told,
            stats: crate::event::Stats::default(),
        },
        routes: Routes::default(),
        halls: HashMap::new(),
        links: HashMap::new(),
        beat: Beat::new(Instant::now()),
        alarms: BinaryHeap::new(),
        said: Said::new(),
        tell,
        numbers: 0,
        looks: 0,
    };
    std::thread::Builder::new()
        .name("media".into())
        .spawn(move || runtime.block_on(unit.run(tcp, arrived, errands)))
        .map_err(wrong)?;
    Ok((address, Events(events)))
}

impl Unit {
    async fn run(
        mut self,
        tcp: TcpListener,
        mut arrived: mpsc::Receiver<Arrived>,
        mut errands: mpsc::UnboundedReceiver<Errand>,
    ) {
        let mut inbox = Inbox::new();
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let due = self.next_alarm();
            tokio::select! {
                errand = errands.recv() => match errand {
                    Some(errand) => errand(&mut self),
                    None => return,
                },
                readable = self.ports.udp.readable() => {
                    if readable.is_ok() {
                        self.read_udp(&mut inbox);
                    }
                }
                Some(arrived) = arrived.recv() => match arrived {
                    Arrived::Packet(from, packet) => self.take(Protocol::Tcp, from, &packet),
                    Arrived::End(from, number) => self.ports.doors.ended(from, number),
                },
                taken = tcp.accept() => {
                    if let Ok((stream, from)) = taken {
                        self.ports.doors.open(stream, from, &self.limits, Instant::now());
                    }
                }
                _ = look.tick() => self.look(Instant::now()),
                () = tokio::time::sleep_until(due.into()) => {}
            }
            self.wake_due(Instant::now());
            self.listen(Instant::now());
            self.ports.flush();
        }
    }

    fn read_udp(&mut self, inbox: &mut Inbox) {
        for _ in 0..READINGS {
            if !self.ports.udp.read(inbox) {
                return;
            }
            for (from, packet) in inbox.packets() {
                self.take(Protocol::Udp, from, packet);
            }
        }
    }

    /// A packet has come.
    fn take(&mut self, proto: Protocol, source: SocketAddr, packet: &[u8]) {
        let now = Instant::now();
        let found = self.routes.find((proto, source), packet);
        let (Some(found), Some(destination)) = (found, self.ports.ours(source)) else {
            self.ports.stats.strangers += 1;
            return;
        };
        let Ok(received) = Receive::new(proto, source, destination, packet) else {
            self.ports.stats.strangers += 1;
            return;
        };
        let (Sought::Known(id) | Sought::Claimed(id)) = found;
        let Some(link) = self.links.get_mut(&id) else {
            self.ports.stats.strangers += 1;
            return;
        };
        let received = Input::Receive(now, received);
        if matches!(found, Sought::Claimed(_)) {
            if !link.accepts(&received) {
                self.ports.stats.strangers += 1;
                return;
            }
            self.routes.learn(id, (proto, source));
            if proto != Protocol::Udp {
                self.ports.doors.prove(source);
            }
        } else if packet.first().is_some_and(|first| *first >= 128) {
            link.heard = now;
            if std::mem::take(&mut link.stalled) {
                let (room, peer, side) = (link.room, link.peer, link.side);
                // Nobody listens any more: the unit is about to end.
                let _ = self.tell.send(Event::Connected { room, peer, side });
            }
        }
        self.ports.stats.packets_in += 1;
        let done = link.receive(now, received, &mut self.ports, &mut self.said);
        self.after(id, done);
        self.listen(now);
    }

    fn next_alarm(&self) -> Instant {
        let far = || Instant::now() + Duration::from_secs(60);
        self.alarms
            .peek()
            .map_or_else(far, |Reverse((due, _))| *due)
    }

    /// Wakes whose time has come.
    fn wake_due(&mut self, now: Instant) {
        while let Some(Reverse((due, id))) = self.alarms.peek().copied() {
            if due > now {
                return;
            }
            self.alarms.pop();
            let Some(link) = self.links.get_mut(&id) else {
                continue;
            };
            // A sooner one has been set since, and has done this one's work.
            if link.alarm != Some(due) {
                continue;
            }
            link.alarm = None;
            self.ports.stats.wakes += 1;
            let done = if link.alarm_at() <= now {
                link.wake(now, &mut self.ports, &mut self.said)
            } else {
                Ok(())
            };
            self.after(id, done);
        }
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn tell(&self, event: Event) {
        // Nobody listens any more: the unit is about to end.
        let _ = self.tell.send(event);
    }
}
