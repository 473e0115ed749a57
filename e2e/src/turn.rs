//! A real relay (TURN): Debian's coturn on this machine alone, opened by passwords that are made of a shared secret.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use crate::fault::{Done, Tried, told};
use crate::paths;
use crate::watched::{self, Ending};

/// How long it may take until it listens.
const START: Duration = Duration::from_secs(20);

/// A running relay; killed on drop, or with the test process.
pub struct Turn {
    port: u16,
    process: Child,
    folder: tempfile::TempDir,
}

impl Turn {
    /// Starts one with this secret. None, said aloud, where coturn is not installed and nobody demands it; with `CI=true` that is
    /// a failure.
    #[track_caller]
    pub fn start(secret: &str) -> Done<Option<Self>> {
        match program() {
            Some(program) => told(Self::begin(&program, secret)).map(Some),
            None if paths::on_ci() => told(Err(
                "turnserver is needed: install Debian's coturn, or run `cargo xtask test`".into(),
            )),
            None => {
                eprintln!("SKIPPED: no turnserver (Debian's coturn)");
                Ok(None)
            }
        }
    }

    /// Its address as browsers are told it, by `udp` or `tcp`.
    pub fn url(&self, transport: &str) -> String {
        format!("turn:127.0.0.1:{}?transport={transport}", self.port)
    }

    /// What it has said.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("turn.log")).unwrap_or_default()
    }

    fn begin(program: &Path, secret: &str) -> Tried<Self> {
        let folder = tempfile::Builder::new()
            .prefix("e2e-turn-")
            .tempdir()
            .map_err(|error| format!("no temporary folder: {error}"))?;
        let port = free().map_err(|error| error.to_string())?;
        let at = folder.path().display();
        let settings = format!(
            "listening-ip=127.0.0.1\nrelay-ip=127.0.0.1\nlistening-port={port}\nallow-loopback-peers\n\
             use-auth-secret\nstatic-auth-secret={secret}\nrealm=relay.example\n\
             no-tls\nno-dtls\nno-cli\nno-rfc5780\nverbose\nsimple-log\n\
             log-file={at}/turn.log\nuserdb={at}/turndb\npidfile={at}/turn.pid\n"
        );
        let file = folder.path().join("turn.conf");
        std::fs::write(&file, settings).map_err(|error| error.to_string())?;
        let args = [Path::new("-c"), &file];
        let process = watched::start(Ending::Killed, folder.path(), program, args, |_| {})
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let turn = Self {
            port,
            process,
            folder,
        };
        let deadline = Instant::now() + START;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if Instant::now() > deadline {
                return Err(format!("the relay does not listen:\n{}", turn.log()));
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
        Ok(turn)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        watched::kill_group(&mut self.process);
    }
}

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let named = std::env::split_paths(&path).map(|folder| folder.join("turnserver"));
    let usual = ["/usr/bin/turnserver", "/usr/sbin/turnserver"].map(PathBuf::from);
    named.chain(usual).find(|found| found.is_file())
}

fn free() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
