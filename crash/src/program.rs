//! The program under test: starting it, killing it, asking it to look for faults.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::Done;

const START: Duration = Duration::from_secs(60);

/// The program, and what is added to its environment.
#[derive(Clone)]
pub struct Program {
    pub path: PathBuf,
    pub environment: Vec<(OsString, OsString)>,
}

/// A running server, killed when dropped.
pub struct Server {
    process: Child,
    pub address: SocketAddr,
}

impl Program {
    pub fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            environment: Vec::new(),
        }
    }

    pub fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    fn command(&self, words: &[&str], data: &Path) -> Command {
        let mut command = Command::new(&self.path);
        command.args(words).arg("--data").arg(data);
        command.stdin(Stdio::null()).env("MADOGUCHI_LOG", "warn");
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        command
    }

    /// `serve` or `demo` on a free port; ready when it says its address.
    pub fn start(&self, word: &str, data: &Path) -> Done<Server> {
        let mut command = self.command(&[word], data);
        command
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped());
        let mut process = command
            .spawn()
            .map_err(|error| format!("{}: {error}", self.path.display()))?;
        let (told, hears) = mpsc::channel();
        if let Some(output) = process.stdout.take() {
            // Reads on to the end, so that the program never waits for us.
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    if let Some(address) = address(&line) {
                        let _ = told.send(address);
                    }
                }
            });
        }
        match hears.recv_timeout(START) {
            Ok(address) => Ok(Server { process, address }),
            Err(_) => {
                let _ = process.kill();
                let _ = process.wait();
                Err(format!("{} {word} said no address", self.path.display()))
            }
        }
    }

    pub fn token(&self, data: &Path, email: &str) -> Done<String> {
        let mut command = self.command(&["token", "create"], data);
        command.args(["--for", email]);
        let (well, printed) = finish(&mut command)?;
        let token = printed.trim().to_owned();
        if well { Ok(token) } else { Err(printed) }
    }

    /// Lets this desk serve from now on.
    pub fn apply_desk(&self, data: &Path, desk: &Path) -> Done {
        let mut command = self.command(&["desk", "apply"], data);
        let (well, printed) = finish(command.arg(desk))?;
        if well { Ok(()) } else { Err(printed) }
    }

    /// Asks the program itself whether all is as it was written.
    pub fn verify(&self, data: &Path) -> Done {
        match finish(&mut self.command(&["verify"], data))? {
            (true, _) => Ok(()),
            (false, printed) => Err(format!("madoguchi verify: {}", printed.trim())),
        }
    }
}

impl Server {
    /// SIGKILL.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// Lets the recorder kill it between two steps; it does so once this file is there.
    pub fn kill_between(&mut self, stop: &Path) -> Done {
        let failed = |error: std::io::Error| format!("{}: {error}", stop.display());
        std::fs::write(stop, []).map_err(failed)?;
        // Clients go on asking until their connections break, so a next step comes.
        let _ = self.process.wait();
        std::fs::remove_file(stop).map_err(failed)
    }

    /// SIGTERM, and waits for the end.
    pub fn stop(mut self) -> Done {
        let number = self.process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &number]).status();
        told.map_err(|error| format!("kill: {error}"))?;
        let ended = self.process.wait().map_err(|error| error.to_string())?;
        if ended.success() {
            Ok(())
        } else {
            Err(format!("the program ended with {ended}"))
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn address(line: &str) -> Option<SocketAddr> {
    let rest = line.split_once("http://")?.1;
    rest.split('/').next()?.parse().ok()
}

fn finish(command: &mut Command) -> Done<(bool, String)> {
    let output = command.output().map_err(|error| error.to_string())?;
    let mut printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        printed += &String::from_utf8_lossy(&output.stderr);
    }
    Ok((output.status.success(), printed))
}
