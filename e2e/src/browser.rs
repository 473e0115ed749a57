//! One headless Chromium, shared by the pages of a test process.

use std::path::PathBuf;
use std::process::Child;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use serde_json::json;

use crate::cdp::Wire;
use crate::fault::{Done, Tried, told};
use crate::page::{Options, Page};
use crate::watched::{self, Ending};

/// What every start needs: no first-run pages and no calls home.
const FLAGS: [&str; 15] = [
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--hide-scrollbars",
    // Else a press before the first frame is painted is dropped without a word.
    "--allow-pre-commit-input",
    "--lang=ja",
];

/// What Chromium is called, the first that is there.
const PROGRAMS: [&str; 4] = [
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
];

/// A running Chromium with an empty profile; gone when the last page is.
pub struct Browser {
    wire: Arc<Wire>,
    agent: String,
    process: Mutex<Child>,
    _folder: tempfile::TempDir,
}

impl Browser {
    /// Starts a browser of its own.
    #[track_caller]
    pub fn launch() -> Done<Arc<Self>> {
        told(Self::start().map(Arc::new))
    }

    /// The browser of this test process, started at the first call and ended
    /// with its last page.
    #[track_caller]
    pub fn shared() -> Done<Arc<Self>> {
        static ONE: Mutex<Weak<Browser>> = Mutex::new(Weak::new());
        let mut one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = one.upgrade() {
            return Ok(running);
        }
        let started = told(Self::start().map(Arc::new))?;
        *one = Arc::downgrade(&started);
        Ok(started)
    }

    /// A page with cookies and storage of its own.
    #[track_caller]
    pub fn page(self: &Arc<Self>, options: &Options) -> Done<Page> {
        told(Page::create(Arc::clone(self), options))
    }

    pub(crate) fn wire(&self) -> &Arc<Wire> {
        &self.wire
    }

    pub(crate) fn agent(&self) -> &str {
        &self.agent
    }

    fn start() -> Tried<Self> {
        let folder = tempfile::Builder::new()
            .prefix("e2e-chromium-")
            .tempdir()
            .map_err(|error| format!("no temporary folder: {error}"))?;
        let program = program()?;
        let mut flags: Vec<String> = FLAGS.map(String::from).into();
        flags.push(format!(
            "--user-data-dir={}",
            folder.path().join("profile").display()
        ));
        if is_root() {
            flags.push("--no-sandbox".into());
        }
        let mut process = watched::start(Ending::OwnPipe, folder.path(), &program, flags, |_| {})
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let (Some(out), Some(input)) = (process.stdin.take(), process.stdout.take()) else {
            return Err("the browser has no pipes".into());
        };
        let wire = Wire::open(out, input);
        let version = wire
            .call(None, "Browser.getVersion", json!({}))
            .map_err(|why| {
                let log = std::fs::read_to_string(folder.path().join("chromium.log"));
                let log = log.unwrap_or_default();
                format!("{} did not start: {why}\n{log}", program.display())
            })?;
        let agent = version["userAgent"].as_str().unwrap_or_default().to_owned();
        Ok(Self {
            wire,
            agent,
            process: Mutex::new(process),
            _folder: folder,
        })
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let process = self
            .process
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        if self.wire.close(Duration::from_secs(5)) {
            let _ = process.wait();
        } else {
            watched::kill_group(process);
        }
    }
}

/// `CHROMIUM`, or the first of the usual names on the path: the shell is the same engine without a window around it, and takes
/// a third of the processor time.
fn program() -> Tried<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    PROGRAMS
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
        .ok_or_else(|| "no chromium found: run `cargo xtask test`, or set CHROMIUM".into())
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
