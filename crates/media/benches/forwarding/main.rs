//! What forwarding costs: time of the processor for each packet, and so how
//! many streams of 1 Mbit/s a core carries. Encrypted, with feedback, over the
//! loopback; what the crowd itself takes is not counted. Where Janus is installed
//! it gets the same crowd.
//!
//! Run by `cargo xtask forwarding`; `-- 20 250` says how many receive at once: few, so that most of it is waking up, or as many as make a core busy.

mod crowd;
mod janus;

use std::time::{Duration, Instant};

use crowd::{Crowd, Member};
use janus::Janus;
use media::{Allowed, Event, Kind, Limits, Media, PeerId, Published, Room, Settings};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const AT: &str = "127.0.0.1:0";
const SENDER: PeerId = PeerId(0);
const PATIENCE: Duration = Duration::from_secs(60);
/// Between one who joins and the next.
const BETWEEN: Duration = Duration::from_millis(20);
/// Of a thousand packets on the way to a receiver, how many are lost; those
/// are asked for again, and `lost` says what never came whole.
const LOSING: [u64; 2] = [0, 20];
const MEASURED: Duration = Duration::from_secs(10);

fn main() {
    let counts: Vec<usize> = std::env::args()
        .filter_map(|word| word.parse().ok())
        .collect();
    let counts = if counts.is_empty() {
        vec![20, 100, 250]
    } else {
        counts
    };
    println!(
        "{:>24} {:>10} {:>9} {:>8} {:>11} {:>13} {:>14}",
        "receivers",
        "packets/s",
        "of a core",
        "lost",
        "µs a packet",
        "streams/core",
        "kB a receiver"
    );
    let loads = counts
        .into_iter()
        .flat_map(|count| LOSING.map(|losing| (count, losing)));
    for (count, losing) in loads {
        let name = match losing {
            0 => format!("{count}"),
            _ => format!("{count}, losing {} %", losing as f64 / 10.0),
        };
        let ours = measure(count, losing);
        print(&name, count, &ours);
        let Some(janus) = Janus::start() else {
            println!("{:>24}", "Janus is not installed");
            continue;
        };
        let theirs = beside(&janus, count, losing);
        print(&format!("{name}, Janus"), count, &theirs);
        let ratio = theirs.each() / ours.each();
        println!("{:>24} {ratio:.1} times as many streams", "");
    }
}

fn print(name: &str, count: usize, measured: &Measured) {
    println!(
        "{name:>24} {:>10.0} {:>8.1}% {:>7.2}% {:>11.1} {:>13.0} {:>14.0}",
        measured.packets,
        100.0 * measured.core,
        100.0 * measured.lost,
        1e6 * measured.each(),
        count as f64 / measured.core,
        measured.memory / 1024.0,
    );
}

struct Measured {
    packets: f64,
    core: f64,
    lost: f64,
    /// Bytes more of the process for each receiver, its own end included.
    memory: f64,
}

impl Measured {
    /// Seconds of a core for each packet that arrived.
    fn each(&self) -> f64 {
        self.core / self.packets
    }
}

fn measure(count: usize, losing: u64) -> Measured {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let settings = Settings {
        limits: Limits {
            peers: count + 1,
            ..Limits::default()
        },
        ..Settings::at(AT.parse().expect("an address"))
    };
    let (media, mut events) = Media::bind(settings).expect("a unit");
    let room = runtime.block_on(media.open_room()).expect("a room");
    let mut crowd = Crowd::new(AT, losing);
    runtime.block_on(publish(&room, &mut crowd));
    assert!(crowd.until(PATIENCE, |crowd| crowd.sender.connected));

    let before = resident();
    let allowed = (1..=count).fold(Allowed::nobody(), |allowed, peer| {
        allowed.and(SENDER, Kind::Screen, PeerId(peer as u64))
    });
    runtime.block_on(room.allow(allowed)).expect("a room");
    for peer in 1..=count {
        let peer = PeerId(peer as u64);
        runtime.block_on(async {
            room.join(peer).await.expect("a place");
            let offer = loop {
                match events.next().await.expect("a unit") {
                    Event::Offer { sdp, .. } => break sdp,
                    _ => continue,
                }
            };
            let mut member = Member::new(AT, losing);
            let answer = member.answer(&offer);
            room.answer(peer, answer).await.expect("an open line");
            crowd.receivers.push(member);
        });
        crowd.until(BETWEEN, |_| false);
    }
    assert!(crowd.until(PATIENCE, Crowd::is_served), "nothing comes");
    let memory = (resident() - before) / count as f64;
    let measured = watch(&mut crowd, busy);
    Measured { memory, ..measured }
}

/// The same crowd at Janus, of whose memory nothing is said.
fn beside(janus: &Janus, count: usize, losing: u64) -> Measured {
    let mut crowd = Crowd::new(&format!("{}:0", janus.address), losing);
    janus.gather(&mut crowd, count);
    watch(&mut crowd, || janus.busy())
}

fn watch(crowd: &mut Crowd, busy: impl Fn() -> Duration) -> Measured {
    let sum = |crowd: &Crowd, of: fn(&Member) -> u64| crowd.receivers.iter().map(of).sum::<u64>();
    let count = |crowd: &Crowd| (sum(crowd, |one| one.packets), sum(crowd, |one| one.frames));
    let (before, sent) = (count(crowd), crowd.sent);
    let (worked, began) = (busy(), Instant::now());
    crowd.until(MEASURED, |_| false);
    let (after, took) = (count(crowd), began.elapsed().as_secs_f64());
    let expected = (crowd.sent - sent) * crowd.receivers.len() as u64;
    Measured {
        packets: (after.0 - before.0) as f64 / took,
        core: (busy() - worked).as_secs_f64() / took,
        // A frame more or less was on its way when counting began.
        lost: (1.0 - (after.1 - before.1) as f64 / expected as f64).max(0.0),
        memory: f64::NAN,
    }
}

async fn publish(room: &Room, crowd: &mut Crowd) {
    room.join(SENDER).await.expect("a place");
    let (offer, mid, pending) = crowd.sender.offer();
    let track = Published {
        mid: mid.to_string(),
        kind: Kind::Screen,
        label: String::new(),
    };
    let answer = room.publish(SENDER, offer, vec![track]).await;
    crowd
        .sender
        .answered(pending, &answer.expect("an answer").sdp);
    crowd.mid = Some(mid);
}

/// Time that the unit's thread has had a processor.
fn busy() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").expect("threads");
    let times = tasks.flatten().filter_map(|task| {
        let name = std::fs::read_to_string(task.path().join("comm")).ok()?;
        let told = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        let nanos: u64 = told.split(' ').next()?.parse().ok()?;
        (name.trim() == "media").then_some(Duration::from_nanos(nanos))
    });
    times.max().expect("the unit's thread")
}

/// Bytes of memory that the process has.
fn resident() -> f64 {
    let told = std::fs::read_to_string("/proc/self/statm").expect("a table");
    let pages = told
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<f64>().ok());
    pages.expect("a number") * 4096.0
}
