//! A client that costs next to nothing: the request is ready-made, the answer is read by its length and thrown away.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

/// Connections that ask at once.
pub const CLIENTS: usize = 8;

/// One connection that stays open.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer, with its head as it came.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

/// The bytes of a GET request; no compression is asked for.
pub fn request(path: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n").into_bytes()
}

/// The bytes of a request to follow a case's page.
pub fn stream(number: i64, cookie: &str) -> Vec<u8> {
    format!(
        "GET /cases/{number:08}/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n"
    )
    .into_bytes()
}

impl Client {
    pub fn connect(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self {
            stream,
            buffer: vec![0; 512 * 1024],
        })
    }

    /// Sends the request and reads the whole answer: (length of the head, length of all).
    fn exchange(&mut self, request: &[u8]) -> std::io::Result<(usize, usize)> {
        self.stream.write_all(request)?;
        let mut filled = 0;
        let mut whole: Option<(usize, usize)> = None;
        loop {
            if let Some((_, all)) = whole
                && filled >= all
            {
                break;
            }
            if filled == self.buffer.len() {
                self.buffer.resize(filled * 2, 0);
            }
            let read = self.stream.read(&mut self.buffer[filled..])?;
            if read == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            filled += read;
            if whole.is_none()
                && let Some(end) = self.buffer[..filled]
                    .windows(4)
                    .position(|four| four == b"\r\n\r\n")
            {
                let head = String::from_utf8_lossy(&self.buffer[..end]).to_ascii_lowercase();
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
                let length: usize = length.ok_or(std::io::ErrorKind::InvalidData)?;
                whole = Some((end + 4, end + 4 + length));
            }
        }
        whole.ok_or_else(|| std::io::ErrorKind::InvalidData.into())
    }

    pub fn get(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        let (head, all) = self.exchange(request)?;
        let text = String::from_utf8_lossy(&self.buffer[..head]).into_owned();
        let status = text
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .unwrap_or(0);
        Ok(Answer {
            status,
            head: text,
            body: self.buffer[head..all].to_vec(),
        })
    }
}

/// What a server did in a while.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Answers a second.
    pub answers: f64,
    /// Processor time of one answer in seconds, the client's part included. On a machine that others use too it says
    /// more than the answers do.
    pub cpu: f64,
}

/// Processor time of this program so far, in seconds; counted in hundredths.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    behind_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// What [`CLIENTS`] connections get that ask again as soon as they are answered.
pub fn rate(address: SocketAddr, request: &[u8], during: Duration) -> Rate {
    let stop = AtomicBool::new(false);
    let stop = &stop;
    let mut clients: Vec<Client> = (0..CLIENTS)
        .map(|_| Client::connect(address).expect("the server takes connections"))
        .collect();
    for client in &mut clients {
        client.exchange(request).expect("an answer");
    }
    let (begun, spent) = (Instant::now(), cpu());
    let answers: u64 = std::thread::scope(|scope| {
        let asking: Vec<_> = clients
            .into_iter()
            .map(|mut client| {
                scope.spawn(move || {
                    let mut answers = 0;
                    while !stop.load(Ordering::Relaxed) {
                        client.exchange(request).expect("an answer");
                        answers += 1;
                        if begun.elapsed() >= during {
                            stop.store(true, Ordering::Relaxed);
                        }
                    }
                    answers
                })
            })
            .collect();
        asking
            .into_iter()
            .map(|one| one.join().expect("a client comes back"))
            .sum()
    });
    Rate {
        answers: answers as f64 / begun.elapsed().as_secs_f64(),
        cpu: (cpu() - spent) / answers as f64,
    }
}
