//! The program under test, as a person starts it to try it out.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::browser::Browser;
use crate::fault::{Done, Tried, told};
use crate::page::{Options, Page};
use crate::paths;
use crate::watched::{self, Ending};

/// How long the program may take until it prints its address.
const START: Duration = Duration::from_secs(60);

/// A server in a temporary folder; killed on drop, or with the test process.
pub struct Server {
    address: String,
    process: Child,
    lines: Receiver<String>,
    folder: tempfile::TempDir,
}

impl Server {
    /// `madoguchi demo` on a free port: a desk, people and cases to try.
    #[track_caller]
    pub fn demo() -> Done<Self> {
        told(Self::start(
            &binary(),
            &["demo", "--listen", "127.0.0.1:0"],
            &[],
        ))
    }

    /// Any command of the program that prints `http://127.0.0.1:PORT`, with
    /// more environment; it runs inside the temporary folder.
    #[track_caller]
    pub fn with(args: &[&str], env: &[(&str, &str)]) -> Done<Self> {
        told(Self::start(&binary(), args, env))
    }

    /// Any program that prints such a line.
    #[track_caller]
    pub fn program(program: &Path, args: &[&str], env: &[(&str, &str)]) -> Done<Self> {
        told(Self::start(program, args, env))
    }

    /// Where it listens, without a slash at the end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A path on this server as a full address.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The folder it runs in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What it has printed since the last call, without waiting.
    pub fn printed(&self) -> Vec<String> {
        self.lines.try_iter().collect()
    }

    /// Waits until it prints a line with these words in it, and gives that line.
    #[track_caller]
    pub fn prints(&self, words: &str) -> Done<String> {
        let deadline = Instant::now() + START;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) if line.contains(words) => return Ok(line),
                Ok(_) => {}
                Err(_) => return told(Err(format!("it did not print “{words}”"))),
            }
        }
    }

    /// What it has said on standard error so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("stderr.log")).unwrap_or_default()
    }

    /// Runs another command of the program in the same folder, and gives what it printed.
    #[track_caller]
    pub fn command(&self, args: &[&str]) -> Done<String> {
        let mut command = std::process::Command::new(binary());
        let ran = command.args(args).current_dir(self.folder()).output();
        told(match ran {
            Ok(ran) if ran.status.success() => Ok(String::from_utf8_lossy(&ran.stdout).into()),
            Ok(ran) => Err(String::from_utf8_lossy(&ran.stderr).into()),
            Err(error) => Err(error.to_string()),
        })
    }

    /// A new page of the shared browser, whose paths begin at this server.
    #[track_caller]
    pub fn page(&self, options: &Options) -> Done<Page> {
        let mut options = options.clone();
        options.base = self.address.clone();
        Browser::shared()?.page(&options)
    }

    fn start(program: &Path, args: &[&str], env: &[(&str, &str)]) -> Tried<Self> {
        let folder = tempfile::Builder::new()
            .prefix("e2e-server-")
            .tempdir()
            .map_err(|error| format!("no temporary folder: {error}"))?;
        if !program.is_file() {
            let named = program.display();
            return Err(format!(
                "{named} is not built: run `cargo build -p madoguchi`, or set MADOGUCHI_BIN"
            ));
        }
        let log = folder.path().join("stderr.log");
        let log = std::fs::File::create(&log).map_err(|error| error.to_string())?;
        let mut process = watched::start(Ending::Killed, folder.path(), program, args, |command| {
            command.current_dir(folder.path()).stderr(log);
            command.env("TMPDIR", folder.path());
            // Journeys that are not about it do not wait until answers go out.
            command.env("MADOGUCHI_RECALL", "0");
            command.envs(env.iter().copied());
        })
        .map_err(|error| format!("{}: {error}", program.display()))?;
        let lines = listen(process.stdout.take());
        match wait_for_address(&lines) {
            Ok(address) => Ok(Self {
                address,
                process,
                lines,
                folder,
            }),
            Err(why) => {
                watched::kill_group(&mut process);
                let log = folder.path().join("stderr.log");
                let said = std::fs::read_to_string(log).unwrap_or_default();
                Err(format!("{}: {why}\n{said}", program.display()))
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        watched::kill_group(&mut self.process);
    }
}

fn binary() -> PathBuf {
    match std::env::var_os("MADOGUCHI_BIN") {
        Some(named) => named.into(),
        None => paths::profile().join("madoguchi"),
    }
}

/// Reads on for as long as the program lives, so that it never blocks.
fn listen(stdout: Option<ChildStdout>) -> Receiver<String> {
    let (lines, received) = mpsc::channel();
    if let Some(stdout) = stdout {
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                // Nobody may be listening any more; the program still prints.
                let _ = lines.send(line);
            }
        });
    }
    received
}

fn wait_for_address(lines: &Receiver<String>) -> Tried<String> {
    let deadline = Instant::now() + START;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match lines.recv_timeout(left) {
            Ok(line) => {
                if let Some(address) = address_in(&line) {
                    return Ok(address);
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                return Err(format!("printed no address within {} s", START.as_secs()));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err("ended before it printed an address".into());
            }
        }
    }
}

fn address_in(line: &str) -> Option<String> {
    const HEAD: &str = "http://127.0.0.1:";
    let from = line.find(HEAD)?;
    let port: String = line[from + HEAD.len()..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    (!port.is_empty()).then(|| format!("{HEAD}{port}"))
}

#[cfg(test)]
mod tests {
    use super::address_in;

    #[test]
    fn the_address_is_found_inside_a_sentence() {
        let line = "窓口 http://127.0.0.1:40123/ を開いてください";
        assert_eq!(address_in(line).as_deref(), Some("http://127.0.0.1:40123"));
        assert_eq!(address_in("http://127.0.0.1:"), None);
        assert_eq!(address_in("starting"), None);
    }
}
