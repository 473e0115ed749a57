//! Janus from Debian under the same crowd: one room of its video plugin, asked
//! over HTTP. Everything it does not need is left out of its folders.

use std::fs;
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::crowd::{Crowd, Member};
use crate::{BETWEEN, PATIENCE};

const ROOM: u64 = 1234;

/// A running Janus; ended when dropped.
pub struct Janus {
    process: Child,
    at: SocketAddr,
    session: u64,
    /// It takes no candidates on the loopback.
    pub address: IpAddr,
    _folder: tempfile::TempDir,
}

impl Janus {
    /// None where it is not installed.
    pub fn start() -> Option<Self> {
        let parts = parts()?;
        let folder = tempfile::tempdir().expect("a folder");
        let port = free_port();
        configure(folder.path(), &parts, port);
        let process = Command::new("janus")
            .arg("--configs-folder")
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut janus = Self {
            process,
            at: SocketAddr::from(([127, 0, 0, 1], port)),
            session: 0,
            address: own_address(),
            _folder: folder,
        };
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(janus.at).is_err() {
            assert!(Instant::now() < deadline, "Janus does not listen");
            std::thread::park_timeout(Duration::from_millis(50));
        }
        let session = janus.post("", json!({ "janus": "create" }));
        janus.session = session["data"]["id"].as_u64().expect("a session");
        Some(janus)
    }

    /// Time that its process has had a processor.
    pub fn busy(&self) -> Duration {
        let folder = format!("/proc/{}/task", self.process.id());
        let tasks = fs::read_dir(folder).expect("threads");
        let times = tasks.flatten().filter_map(|task| {
            let told = fs::read_to_string(task.path().join("schedstat")).ok()?;
            told.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(times.sum())
    }

    /// The crowd's sender publishes, and so many receive.
    pub fn gather(&self, crowd: &mut Crowd, count: usize) {
        let handle = self.attach();
        let create = json!({ "request": "create", "room": ROOM, "publishers": 10,
                             "videocodec": "vp8", "bitrate": 0, "fir_freq": 0 });
        self.message(handle, create, None);
        let join = json!({ "request": "join", "room": ROOM, "ptype": "publisher" });
        let joined = self.told(handle, join, None, |event| {
            event["plugindata"]["data"]["id"].as_u64()
        });
        let (offer, mid, pending) = crowd.sender.offer();
        let publish = json!({ "request": "publish", "audio": false, "video": true });
        let jsep = json!({ "type": "offer", "sdp": offer });
        let answer = self.told(handle, publish, Some(jsep), sdp);
        crowd.sender.answered(pending, &answer);
        crowd.mid = Some(mid);
        assert!(crowd.until(PATIENCE, |crowd| crowd.sender.connected));
        crowd.until(Duration::from_secs(1), |_| false);
        for _ in 0..count {
            let handle = self.attach();
            let join = json!({ "request": "join", "room": ROOM, "ptype": "subscriber",
                               "streams": [{ "feed": joined }] });
            let offer = self.told(handle, join, None, sdp);
            let mut member = Member::new(&format!("{}:0", self.address), crowd.losing);
            let answer = json!({ "type": "answer", "sdp": member.answer(&offer) });
            crowd.receivers.push(member);
            self.message(handle, json!({ "request": "start" }), Some(answer));
            crowd.until(BETWEEN, |_| false);
        }
        assert!(crowd.until(PATIENCE, Crowd::is_served), "nothing comes");
    }

    fn attach(&self) -> u64 {
        let attach = json!({ "janus": "attach", "plugin": "janus.plugin.videoroom" });
        let attached = self.post(&format!("/{}", self.session), attach);
        attached["data"]["id"].as_u64().expect("a handle")
    }

    fn message(&self, handle: u64, body: Value, jsep: Option<Value>) {
        let mut message = json!({ "janus": "message", "body": body });
        if let Some(jsep) = jsep {
            message["jsep"] = jsep;
        }
        self.post(&format!("/{}/{handle}", self.session), message);
    }

    /// Sends a message, and waits for what is picked from an event that follows.
    fn told<T>(
        &self,
        handle: u64,
        body: Value,
        jsep: Option<Value>,
        pick: impl Fn(&Value) -> Option<T>,
    ) -> T {
        self.message(handle, body, jsep);
        for _ in 0..50 {
            let event = self.ask("GET", &format!("/{}?maxev=1", self.session), "");
            if event["sender"].as_u64() == Some(handle)
                && let Some(found) = pick(&event)
            {
                return found;
            }
        }
        panic!("Janus does not answer");
    }

    fn post(&self, path: &str, mut message: Value) -> Value {
        message["transaction"] = "bench".into();
        self.ask("POST", path, &message.to_string())
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Value {
        let mut stream = TcpStream::connect(self.at).expect("Janus");
        write!(
            stream,
            "{method} /janus{path} HTTP/1.1\r\nHost: janus\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .expect("a question");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        // Whole or in pieces: what is between the first and the last brace.
        let (from, to) = (answer.find('{'), answer.rfind('}'));
        let text = match (from, to) {
            (Some(from), Some(to)) => &answer[from..=to],
            _ => "{}",
        };
        serde_json::from_str(text)
            .or_else(|_| serde_json::from_str(&joined(text)))
            .unwrap_or_else(|why| panic!("{why}: {answer}"))
    }
}

impl Drop for Janus {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Text without the lengths that stand between its pieces.
fn joined(text: &str) -> String {
    let mut lines = text.split("\r\n");
    let mut joined = lines.next().unwrap_or_default().to_owned();
    while let (Some(_), Some(piece)) = (lines.next(), lines.next()) {
        joined.push_str(piece);
    }
    joined
}

fn sdp(event: &Value) -> Option<String> {
    event["jsep"]["sdp"].as_str().map(String::from)
}

/// Where Debian puts its parts.
fn parts() -> Option<PathBuf> {
    let libraries = fs::read_dir("/usr/lib").ok()?;
    let found = libraries
        .flatten()
        .map(|folder| folder.path().join("janus"));
    let mut found = found.filter(|folder| folder.join("plugins/libjanus_videoroom.so").is_file());
    found.next()
}

fn configure(folder: &Path, parts: &Path, port: u16) {
    for (kind, library) in [
        ("plugins", Some("libjanus_videoroom.so")),
        ("transports", Some("libjanus_http.so")),
        ("events", None),
        ("loggers", None),
    ] {
        let own = folder.join(kind);
        fs::create_dir(&own).expect("a folder");
        if let Some(library) = library {
            let from = parts.join(kind).join(library);
            std::os::unix::fs::symlink(from, own.join(library)).expect("a link");
        }
    }
    let at = |kind: &str| folder.join(kind).display().to_string();
    let general = format!(
        "general: {{ plugins_folder = \"{}\" transports_folder = \"{}\" events_folder = \"{}\" \
         loggers_folder = \"{}\" debug_level = 1 }}\n",
        at("plugins"),
        at("transports"),
        at("events"),
        at("loggers")
    );
    let http = format!(
        "general: {{ json = \"compact\" http = true port = {port} ip = \"127.0.0.1\" https = false }}\n"
    );
    fs::write(folder.join("janus.jcfg"), general).expect("a file");
    fs::write(folder.join("janus.transport.http.jcfg"), http).expect("a file");
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// The address that this machine sends from; nothing is sent.
fn own_address() -> IpAddr {
    let socket = UdpSocket::bind("0.0.0.0:0").expect("a socket");
    let connected = socket.connect("192.0.2.1:9");
    connected.expect("a way out");
    socket.local_addr().expect("an address").ip()
}
