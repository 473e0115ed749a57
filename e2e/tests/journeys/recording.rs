//! What is recorded of a live session plays on one clock, and outlives the end of the program (L8, L9).

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use e2e::{Done, Page, Server};

use crate::{
    cast::{SATO, sign_in, with_script},
    media::{is_connected, with_devices},
    sessions::{join, start},
};

const DESK: &str = include_str!("../../../desks/default.toml");
const PATIENCE: Duration = Duration::from_secs(60);

pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if let Some(found) = look() {
            return found;
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
    panic!("{what} did not come");
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(folder).into_iter().flatten().flatten();
    all.map(|entry| entry.path()).collect()
}

/// Files that are being written.
pub fn tapes(data: &Path) -> Vec<PathBuf> {
    let mut all = files_in(&data.join("files/recording"));
    all.retain(|path| path.extension().is_some_and(|kind| kind == "webm"));
    all
}

/// WebM files on the shelf.
pub fn shelved(data: &Path) -> Vec<PathBuf> {
    let under = |folders: Vec<PathBuf>| folders.iter().flat_map(|one| files_in(one)).collect();
    let mut folders = files_in(&data.join("files"));
    folders.retain(|folder| !folder.ends_with("recording"));
    let places: Vec<PathBuf> = under(folders);
    let mut pieces: Vec<PathBuf> = under(places);
    let is_webm =
        |path: &PathBuf| fs::read(path).is_ok_and(|all| all.starts_with(b"\x1a\x45\xdf\xa3"));
    pieces.retain(is_webm);
    pieces
}

/// How long a file plays, as ffprobe reads it.
pub fn seconds(file: &Path) -> f64 {
    let read = Command::new("ffprobe")
        .args([
            "-v",
            "error",
            "-show_entries",
            "format=duration",
            "-of",
            "csv=p=0",
        ])
        .arg(file)
        .output()
        .expect("ffprobe");
    let said = String::from_utf8_lossy(&read.stderr);
    assert!(read.status.success() && said.is_empty(), "{said}");
    String::from_utf8_lossy(&read.stdout)
        .trim()
        .parse()
        .expect("a duration")
}

/// So much is written that there is something to see.
pub fn is_written(data: &Path) {
    until("a recording", || {
        let large = |path: &PathBuf| fs::metadata(path).is_ok_and(|file| file.len() > 20_000);
        tapes(data).iter().any(large).then_some(())
    });
}

pub fn record(host: &Page, customer: &Page) -> Done {
    host.wait_for("form[action$='/record'] button")?;
    host.click("form[action$='/record'] button")?;
    for page in [host, customer] {
        page.wait_for_text("このセッションは録画中です")?;
    }
    Ok(())
}

#[test]
fn l8_l9_what_was_agreed_to_is_recorded_plays_on_one_clock_and_outlives_a_kill() -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let desk = folder.path().join("desk.toml");
    let asks = DESK.replace("recording = \"off\"", "recording = \"ask\"");
    fs::write(&desk, asks).expect("a desk");
    let (place, desk) = (data.display().to_string(), desk.display().to_string());
    let demo = [
        "demo",
        "--listen",
        "127.0.0.1:0",
        "--data",
        &place,
        "--desk",
        &desk,
    ];
    let server = Server::with(&demo, &[])?;
    let before = shelved(&data);
    let ours = || {
        let mut all = shelved(&data);
        all.retain(|file| !before.contains(file));
        all
    };
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = start(&host)?;
    let at = host.path()?;
    let at = at.split('?').next().unwrap_or_default();
    let customer = server.page(&with_script(true))?;
    join(&customer, &number, &passcode, "田中 花子")?;
    for page in [&host, &customer] {
        with_devices(page)?;
        is_connected(page)?;
    }
    // Before anybody's word nothing can be recorded; with it, what is theirs is.
    host.wait_for_text("お客様に許可を依頼")?;
    host.click_text("お客様に許可を依頼")?;
    host.select("許可してほしいこと", "録画")?;
    host.fill("目的", "手順を残すため")?;
    host.submit("form[action$='/ask']")?;
    customer.wait_for("#yes-recording")?;
    customer.click("#yes-recording")?;
    host.wait_for_text("田中 花子")?;
    customer.wait_for("#withdraw-recording")?;
    customer.wait_for("#control-share")?;
    customer.click("#control-share")?;
    host.wait_until("seen('screen') === '100 010 001 110'")?;
    record(&host, &customer)?;
    is_written(&data);
    host.click("form[action$='/stop-recording'] button")?;
    customer.wait_for_gone(".session-recorded")?;
    until("the shelf", || tapes(&data).is_empty().then_some(()));
    let first = until("a file", || ours().first().cloned());
    assert!(seconds(&first) > 0.5);
    // It plays, and goes where one wants.
    let viewer = host.another_tab()?;
    viewer.goto(&format!("{at}/recording"))?;
    viewer.wait_for("session-player[data-ready]")?;
    viewer.click("[data-toggle]")?;
    viewer.wait_until("document.querySelector('video').currentTime > 0.2")?;
    viewer.press("ArrowLeft")?;
    viewer.eval("{ const seek = document.querySelector('[data-seek]'); seek.value = '300'; seek.dispatchEvent(new Event('input', { bubbles: true })); }")?;
    viewer.wait_until("document.querySelector('video').currentTime >= 0.3")?;
    viewer.assert_clean()?;
    // The program is killed while it records: what was written until then plays after the next start.
    record(&host, &customer)?;
    is_written(&data);
    drop(server);
    assert_eq!(tapes(&data).len(), 1);
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", &place];
    let _server = Server::with(&serve, &[])?;
    until("the mended file", || tapes(&data).is_empty().then_some(()));
    let all = until("two files", || {
        let all = ours();
        (all.len() == 2).then_some(all)
    });
    for file in all {
        assert!(seconds(&file) > 0.5, "{}", file.display());
    }
    Ok(())
}
