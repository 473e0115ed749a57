//! Control passes while all that there is goes on (L5): what the rules end ends in every browser, and what stays stays.

use std::fs;

use e2e::{Done, Server};

use crate::{
    cast::{HASHIMOTO, SATO, sign_in, with_script},
    media::{is_connected, with_devices},
    recording::{is_written, record, seconds, shelved, tapes, until},
    session_consents::{KEPT, ask, ended},
    sessions::{join, start},
};

const DESK: &str = include_str!("../../../desks/default.toml");
const QUARTERS: &str = "seen('screen') === '100 010 001 110'";
const CAMERA: &str = ".tile[data-kind='camera']";
/// The network takes the beginning of a file, and stops.
const STOPPED: &str = "globalThis.went = fetch; globalThis.fetch = (to, how) => \
    how?.method === 'PATCH' ? new Promise(() => {}) : went(to, how)";
/// Somebody sends a file that is longer than what goes at once.
const SENDS: &str = "(() => { const given = new DataTransfer(); \
    given.items.add(new File(['x'.repeat(5 * 1024 * 1024)], 'log.txt')); \
    const field = document.querySelector('#send-file'); field.files = given.files; \
    field.dispatchEvent(new Event('change', { bubbles: true })); })()";

/// The list of files has this state in it.
fn has_file(state: &str) -> String {
    let list = "document.querySelector('#files .files-all')?.textContent";
    format!("({list} ?? '').includes('{state}')")
}

#[test]
fn l5_with_control_end_camera_recording_and_file_and_the_call_goes_on() -> Done {
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
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = start(&host)?;
    let customer = server.page(&with_script(true))?;
    join(&customer, &number, &passcode, "田中 花子")?;
    let assistant = sign_in(&server, HASHIMOTO, &with_script(true))?;
    assistant.goto("/staff/sessions")?;
    assistant.fill("セッション番号", &number)?;
    assistant.submit("form[action='/staff/sessions/assist']")?;
    for page in [&host, &assistant, &customer] {
        with_devices(page)?;
        is_connected(page)?;
    }
    for page in [&host, &customer] {
        page.eval(KEPT)?;
    }
    // Everybody speaks, the customer shows their screen and both show themselves.
    host.click("#control-call")?;
    for page in [&assistant, &customer] {
        page.wait_for("#control-call")?;
        page.click("#control-call")?;
    }
    customer.wait_for("#withdraw-voice")?;
    assistant.wait_until("heard() === 440")?;
    customer.click("#control-share")?;
    customer.wait_for("#withdraw-screen")?;
    customer.click("#control-camera")?;
    customer.wait_for("#withdraw-camera")?;
    host.click("#control-camera")?;
    assistant.wait_until(QUARTERS)?;
    assistant.wait_until(&format!(
        "document.querySelectorAll(\"{CAMERA} video\").length === 2"
    ))?;
    // All of the customer's is recorded, and a file of theirs has come halfway.
    ask(&host, &customer, "録画", "recording")?;
    record(&host, &customer)?;
    is_written(&data);
    customer.eval(STOPPED)?;
    customer.eval(SENDS)?;
    host.wait_for("form[action$='/accept-file'] button")?;
    host.click("form[action$='/accept-file'] button")?;
    for page in [&host, &customer] {
        page.wait_until(&has_file("送信中"))?;
    }
    customer.fill("メッセージ", "届いていますか")?;
    customer.press("Enter")?;
    assistant.wait_for_text("届いていますか")?;

    // The dialog says so before.
    host.click("a[href$='/steps/pass']")?;
    for ends in [
        "田中 花子の画面共有が終了します",
        "送信中のファイル1件の送信を中止します",
        "カメラの映像が終了します",
        "録画が終了します",
        "お客様の許可は無効になります",
        "通話は続きます",
    ] {
        host.wait_for_text(ends)?;
    }
    host.submit("form[action$='/pass']")?;
    assistant.wait_for_text("あなたの役割：主担当")?;

    // What ends, in every browser, and in the devices themselves.
    for page in [&host, &assistant, &customer] {
        page.wait_for_gone(".tile[data-kind='screen']")?;
        page.wait_for_gone(CAMERA)?;
        page.wait_for_gone(".session-recorded")?;
    }
    for kind in ["screen", "camera"] {
        customer.wait_until(&ended(kind))?;
        customer.wait_for_gone(&format!("#withdraw-{kind}"))?;
    }
    host.wait_until(&ended("camera"))?;
    customer.wait_for_gone("#withdraw-recording")?;
    customer.wait_for_text("チャットは終了しました。")?;
    for page in [&host, &customer] {
        page.wait_until(&has_file("送られませんでした"))?;
    }
    until("the shelf", || tapes(&data).is_empty().then_some(()));
    let kept = until("what was recorded", || {
        let mut all = shelved(&data);
        all.retain(|file| !before.contains(file));
        (!all.is_empty()).then_some(all)
    });
    let longest = kept.iter().map(|file| seconds(file)).fold(0.0, f64::max);
    assert!(longest > 0.5, "what was recorded until then plays");

    // What stays: the call with the customer's word for it, and what was said.
    customer.wait_for("#withdraw-voice")?;
    for page in [&host, &assistant, &customer] {
        page.wait_for("#control-call.button-danger")?;
        page.wait_for_text("届いていますか")?;
    }
    customer.wait_until("took.microphone.getTracks().every((track) => track.readyState === 'live' && track.enabled)")?;
    // The new host stops listening, and begins again: it is heard now, not from before.
    assistant.eval("heeded = null")?;
    assistant.wait_until("heard() === 440")?;
    for page in [&host, &assistant, &customer] {
        page.assert_clean()?;
    }
    Ok(())
}
