//! A private PostgreSQL for one run of the tests.
//!
//! It lives in a temporary folder under a small shell that reads from a pipe
//! of ours: when the pipe closes, because we dropped it or died in whatever
//! way, the shell stops the server and removes the folder.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::Done;
use crate::{debian, shell};

/// Stops at once when standard input closes; what it holds is worth nothing.
const UNTIL_THE_PIPE_CLOSES: &str = r#"
folder=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
(cat <&3; kill -QUIT "$server") >/dev/null 2>&1 &
wait "$server"
kill $! 2>/dev/null
rm -rf "$folder"
"#;

/// Nothing here need outlive a power cut; everything should be quick.
const SETTINGS: [&str; 9] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
    "shared_buffers=64MB",
    "autovacuum=off",
    "listen_addresses=127.0.0.1",
    "logging_collector=off",
    "log_destination=stderr",
];

const START: Duration = Duration::from_secs(60);

/// A running server; stopped and removed on drop.
pub struct Postgres {
    process: Child,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and waits until it takes connections. Another program
    /// may take the port between our look and the server's: then once more.
    pub fn start() -> Done<Self> {
        let binaries = debian::postgres_binaries().ok_or("no PostgreSQL server is installed")?;
        let mut why = String::new();
        for _ in 0..3 {
            match Self::attempt(&binaries) {
                Ok(running) => return Ok(running),
                Err(said) => why = said,
            }
        }
        Err(format!("PostgreSQL did not start: {why}"))
    }

    /// Where the tests find it.
    pub fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn attempt(binaries: &Path) -> Done<Self> {
        let folder = folder()?;
        let mut initdb = as_postgres(&binaries.join("initdb"));
        initdb.args([
            "--encoding=UTF8",
            "--locale=C",
            "--auth=trust",
            "--username=postgres",
        ]);
        initdb
            .args(["--no-sync", "--pgdata"])
            .arg(folder.join("data"))
            .current_dir("/");
        let started = shell::output(&mut initdb).and_then(|_| {
            let port = TcpListener::bind("127.0.0.1:0")
                .and_then(|listener| listener.local_addr())
                .map_err(|error| format!("no free port: {error}"))?
                .port();
            Self::serve(binaries, &folder, port)
        });
        if started.is_err() {
            let _ = std::fs::remove_dir_all(&folder);
        }
        started
    }

    fn serve(binaries: &Path, folder: &Path, port: u16) -> Done<Self> {
        let server = as_postgres(&binaries.join("postgres"));
        let mut command = Command::new("/bin/sh");
        command
            .arg("-c")
            .arg(UNTIL_THE_PIPE_CLOSES)
            .arg("sh")
            .arg(folder);
        command.arg(server.get_program()).args(server.get_args());
        command.arg("-D").arg(folder.join("data"));
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command.args(["-c", &format!("port={port}")]);
        command.args([
            "-c",
            &format!("unix_socket_directories={}", folder.display()),
        ]);
        command.current_dir("/").env("LC_ALL", "C").process_group(0);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut process = command
            .spawn()
            .map_err(|error| format!("/bin/sh: {error}"))?;
        match wait_until_ready(&mut process) {
            Ok(()) => Ok(Self { process, port }),
            Err(why) => {
                drop(process.stdin.take());
                let _ = process.wait();
                Err(why)
            }
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// A folder that the server's own user may write.
fn folder() -> Done<PathBuf> {
    let made =
        shell::output(Command::new("mktemp").args(["-d", "-t", "madoguchi-postgres.XXXXXX"]))?;
    if shell::is_root() {
        shell::output(Command::new("chown").args(["postgres:", &made]))?;
    }
    Ok(made.into())
}

/// PostgreSQL refuses the superuser: become its own user then.
fn as_postgres(program: &Path) -> Command {
    if !shell::is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args([
        "--reuid=postgres",
        "--regid=postgres",
        "--init-groups",
        "--",
    ]);
    command.arg(program);
    command
}

/// Reads the server's log: until it is ready, and on, so that it never blocks.
fn wait_until_ready(process: &mut Child) -> Done {
    let log = process.stderr.take().ok_or("the server has no log")?;
    let (lines, received) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(log).lines().map_while(Result::ok) {
            let _ = lines.send(line);
        }
    });
    let mut said = Vec::new();
    while let Ok(line) = received.recv_timeout(START) {
        if line.contains("ready to accept connections") {
            return Ok(());
        }
        said.push(line);
    }
    Err(said.join("\n"))
}
