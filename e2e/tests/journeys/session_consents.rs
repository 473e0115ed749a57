//! What a customer agreed to is taken back by one press (L9), whatever the network and the server do: it stops in their own browser at
//! once, and is told until it has been heard.

use std::fs;

use e2e::{Done, Page, Server};

use crate::{
    cast::{SATO, sign_in, with_script},
    media::{is_connected, with_devices},
    sessions::{join, start},
};

const DESK: &str = include_str!("../../../desks/default.toml");
/// Keeps what the browser gives, by kind.
pub const KEPT: &str = "(() => {
  const devices = navigator.mediaDevices;
  globalThis.took = {};
  for (const name of ['getDisplayMedia', 'getUserMedia']) {
    const gives = devices[name].bind(devices);
    devices[name] = async (how) => {
      const stream = await gives(how);
      took[name === 'getDisplayMedia' ? 'screen' : how.audio ? 'microphone' : 'camera'] = stream;
      return stream;
    };
  }
})()";
/// The server answers what is sent, and cannot just now.
const BUSY: &str = "globalThis.went ??= fetch; globalThis.fetch = async (to, how) => \
    how?.method === 'POST' ? new Response('', { status: 503 }) : went(to, how)";
/// Too much was sent.
const LIMITED: &str = "globalThis.went ??= fetch; globalThis.fetch = async (to, how) => \
    how?.method === 'POST' ? new Response('', { status: 429 }) : went(to, how)";
/// The line is gone.
const GONE: &str =
    "globalThis.went ??= fetch; globalThis.fetch = () => Promise.reject(new TypeError())";
const HEARS: &str = "globalThis.fetch = went";

pub fn ask(host: &Page, customer: &Page, thing: &str, id: &str) -> Done {
    if host.count("session-media details[open]")? == 0 {
        host.click("session-media summary")?;
    }
    host.select("許可してほしいこと", thing)?;
    host.fill("目的", "問題を確認するため")?;
    host.submit("form[action$='/ask']")?;
    customer.wait_for(&format!("#yes-{id}"))?;
    customer.click(&format!("#yes-{id}"))?;
    customer.wait_for(&format!("#withdraw-{id}"))
}

pub fn ended(kind: &str) -> String {
    format!("took.{kind}.getTracks().every((track) => track.readyState === 'ended')")
}

const HELD: &str =
    "Object.values(took).every((given) => given.getTracks().every((track) => !track.enabled))";
const GOES_ON: &str =
    "Object.values(took).every((given) => given.getTracks().every((track) => track.enabled))";

#[test]
fn l9_all_five_things_are_taken_back_at_once_and_told_until_they_are_heard() -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = folder.path().join("desk.toml");
    let asks_first = DESK.replace("recording = \"off\"", "recording = \"ask\"");
    fs::write(&desk, asks_first).expect("a desk");
    let desk = desk.display().to_string();
    let server = Server::with(&["demo", "--listen", "127.0.0.1:0", "--desk", &desk], &[])?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = start(&host)?;
    let customer = server.page(&with_script(true))?;
    join(&customer, &number, &passcode, "田中 花子")?;
    for page in [&host, &customer] {
        with_devices(page)?;
        is_connected(page)?;
    }
    customer.eval(KEPT)?;
    // All five at once.
    customer.click("#control-share")?;
    customer.wait_for("#withdraw-screen")?;
    customer.click("#control-camera")?;
    customer.wait_for("#withdraw-camera")?;
    host.click("#control-call")?;
    customer.wait_for("#control-call")?;
    customer.click("#control-call")?;
    customer.wait_for("#withdraw-voice")?;
    ask(&host, &customer, "画面の指し示しと書き込み", "pointer")?;
    host.wait_for("#control-pointer")?;
    host.click("#control-pointer")?;
    customer.wait_for("#control-pointer")?;
    ask(&host, &customer, "録画", "recording")?;
    let taken_back = |thing: &str| format!("田中 花子が許可を取り消しました：{thing}");

    // What would be recorded does not go out until the server knows; then it goes on.
    customer.eval(BUSY)?;
    customer.click("#withdraw-recording")?;
    customer.wait_until(HELD)?;
    customer.wait_for_text("録画に入らないように、この端末からの送信を止めています")?;
    customer.eval(HEARS)?;
    host.wait_for_text(&taken_back("録画"))?;
    customer.wait_until(GOES_ON)?;
    // Marks are shown no more.
    customer.eval(LIMITED)?;
    customer.click("#withdraw-pointer")?;
    customer.wait_for("session-media[data-no-marks]")?;
    customer.wait_for_text("印の表示を止めました")?;
    customer.eval(HEARS)?;
    host.wait_for_text(&taken_back("画面の指し示しと書き込み"))?;
    customer.wait_for_gone("session-media[data-no-marks]")?;
    // Each of the others ends in the browser itself, also where the control that turned it on is pressed.
    for (fault, press, kind, thing) in [
        (GONE, "#withdraw-voice", "microphone", "音声"),
        (BUSY, "#control-share", "screen", "画面の表示"),
    ] {
        customer.eval(fault)?;
        customer.click(press)?;
        customer.wait_until(&ended(kind))?;
        customer.wait_for_text("この端末からの送信は止めました")?;
        customer.eval(HEARS)?;
        host.wait_for_text(&taken_back(thing))?;
    }
    // A reload in between takes nothing of it back: it is told by the page that comes after, and does not go on.
    customer.eval(BUSY)?;
    customer.click("#withdraw-camera")?;
    customer.wait_until(&ended("camera"))?;
    customer.reload()?;
    with_devices(&customer)?;
    host.wait_for_text(&taken_back("カメラ"))?;
    customer.wait_for_gone("#withdraw-camera")?;
    for page in [&host, &customer] {
        page.assert_clean()?;
    }
    Ok(())
}
