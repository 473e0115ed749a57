//! Screens and voices of a live session on its real pages: host, assistant and two customers (L3–L5, L9).

use std::time::{Duration, Instant};

use e2e::{Done, Page, Server};
use serde_json::json;

use crate::{
    cast::{HASHIMOTO, SATO, sign_in, with_script},
    sessions::{join, start},
};

const DEVICES: &str = include_str!("devices.js");
const QUARTERS: &str = "seen('screen') === '100 010 001 110'";
/// The longest that it takes from a reload to pixels (L7).
const REJOINED: Duration = Duration::from_secs(5);
const SCREEN: &str = ".tile[data-kind='screen']";
const CAMERA: &str = ".tile[data-kind='camera']";

pub fn with_devices(page: &Page) -> Done {
    page.wait_for("[data-stage]")?;
    page.eval(DEVICES).map(drop)
}

pub fn is_connected(page: &Page) -> Done {
    page.wait_for_text("画面と音声の接続：良好")
}

#[test]
fn l3_l4_l5_l9_a_screen_is_seen_with_its_owners_word_while_they_are_served() -> Done {
    let server = Server::demo()?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = start(&host)?;
    let first = server.page(&with_script(true))?;
    join(&first, &number, &passcode, "田中 花子")?;
    let second = server.page(&with_script(true))?;
    join(&second, &number, &passcode, "鈴木 一郎")?;
    let assistant = sign_in(&server, HASHIMOTO, &with_script(true))?;
    assistant.goto("/staff/sessions")?;
    assistant.fill("セッション番号", &number)?;
    assistant.submit("form[action='/staff/sessions/assist']")?;
    for page in [&host, &assistant, &first, &second] {
        with_devices(page)?;
        is_connected(page)?;
    }
    // Asked, with the purpose; nothing is seen before the word.
    host.click("session-media summary")?;
    host.select("依頼先", "田中 花子")?;
    host.fill("目的", "真っ白な画面を確認するため")?;
    host.submit("form[action$='/ask']")?;
    first.wait_for_text("真っ白な画面を確認するため")?;
    assert_eq!(assistant.count(".tile")?, 0);
    first.click("#yes-screen")?;
    for page in [&assistant, &host, &second] {
        page.wait_until(QUARTERS)?;
        assert_eq!(page.count(".tile [data-waits]")?, 0);
    }
    // Another one is served: nothing is seen any more, and nothing taken from the first.
    host.submit("form[action$='/select']")?;
    for page in [&assistant, &host, &second] {
        page.wait_for_gone(SCREEN)?;
    }
    first.wait_until("given.getTracks().every((track) => track.readyState === 'ended')")?;
    second.wait_for("#control-share")?;
    second.click("#control-share")?;
    assistant.wait_until(QUARTERS)?;
    // Their word taken back, with the network gone, stops it in their own browser at once.
    second.wait_for("#withdraw-screen")?;
    second.eval(
        "globalThis.went = fetch; globalThis.fetch = () => Promise.reject(new TypeError())",
    )?;
    second.click("#withdraw-screen")?;
    second.wait_until("given.getTracks().every((track) => track.readyState === 'ended')")?;
    second.wait_for_text("この端末からの送信は止めました")?;
    assistant.wait_for_gone(SCREEN)?;
    second.eval("globalThis.fetch = went")?;
    host.wait_for_text("鈴木 一郎が許可を取り消しました：画面の表示")?;
    // Passing control ends what the host shares and their camera, and the call goes on.
    host.click("#control-call")?;
    assistant.wait_for("#control-call")?;
    assistant.click("#control-call")?;
    assistant.wait_until("heard() === 440")?;
    host.click("#control-camera")?;
    first.wait_until("seen('camera') !== ''")?;
    host.click("#control-share")?;
    first.wait_until(QUARTERS)?;
    host.click("a[href$='/steps/pass']")?;
    host.submit("form[action$='/pass']")?;
    first.wait_for_gone(SCREEN)?;
    first.wait_for_gone(CAMERA)?;
    assistant.wait_for_text("主担当が替わったため")?;
    // What was heard before would be heard no more, were it not for the call: the new host stops listening, and begins again.
    assistant.eval("heeded = null")?;
    assistant.wait_until("heard() === 440")?;
    assert_eq!(host.count("#control-call.button-danger")?, 1);
    // The new host shares; a reload comes back to the seat and sees it again.
    assistant.wait_for("#control-share")?;
    assistant.click("#control-share")?;
    first.wait_until(QUARTERS)?;
    let reloaded = Instant::now();
    first.reload()?;
    with_devices(&first)?;
    first.wait_until(QUARTERS)?;
    let back = reloaded.elapsed();
    assert!(back < REJOINED, "pixels again after {back:?}");
    is_connected(&first)?;
    for page in [&host, &assistant, &first, &second] {
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn l3_l9_a_share_that_the_browsers_own_bar_ends_is_over_for_all() -> Done {
    let server = Server::demo()?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = start(&host)?;
    let customer = server.page(&with_script(true))?;
    join(&customer, &number, &passcode, "田中 花子")?;
    for page in [&host, &customer] {
        with_devices(page)?;
        is_connected(page)?;
    }
    // A browser that ends it says so to the track, and by that alone.
    let bar = "given.getTracks().forEach((track) => { \
        track.stop(); track.dispatchEvent(new Event('ended')); })";
    let shared =
        "document.querySelector('main').textContent.includes('田中 花子の画面を共有しています')";
    customer.wait_for("#control-share")?;
    customer.click("#control-share")?;
    host.wait_until(QUARTERS)?;
    host.wait_until(shared)?;
    customer.wait_for("#control-share.button-danger")?;
    customer.eval(bar)?;
    host.wait_for_gone(SCREEN)?;
    customer.wait_for("#control-share:not(.button-danger)")?;
    for page in [&host, &customer] {
        page.wait_until(&format!("!{shared}"))?;
    }
    // Another one begins by a press; ended so while the network is away, it is told as soon as that is back.
    customer.click("#control-share")?;
    host.wait_until(QUARTERS)?;
    host.wait_until(shared)?;
    customer.wait_for("#control-share.button-danger")?;
    customer.eval(
        "globalThis.went = fetch; globalThis.fetch = () => Promise.reject(new TypeError())",
    )?;
    customer.eval(bar)?;
    customer.wait_for_text("この端末からの送信は止めました")?;
    host.wait_until(shared)?;
    customer.eval("globalThis.fetch = went")?;
    host.wait_until(&format!("!{shared}"))?;
    customer.wait_for("#control-share:not(.button-danger)")?;
    for page in [&host, &customer] {
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn l3_a_browser_that_carries_no_media_says_so_at_once_and_talks_on() -> Done {
    let server = Server::demo()?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = start(&host)?;
    let customer = server.page(&with_script(true))?;
    let old = json!({ "source": "delete globalThis.RTCPeerConnection;" });
    customer.cdp("Page.addScriptToEvaluateOnNewDocument", old)?;
    join(&customer, &number, &passcode, "田中 花子")?;
    customer.wait_until("document.querySelector('[data-state]').textContent.includes('このブラウザーは画面と音声に対応していません')")?;
    // A press leads nowhere, and says the same; nobody is told that something is shared.
    customer.click("#control-share")?;
    customer.wait_for("[data-trouble]:not([hidden])")?;
    customer.fill("メッセージ", "文字で話します")?;
    customer.press("Enter")?;
    host.wait_for_text("文字で話します")?;
    assert_eq!(host.count(SCREEN)?, 0);
    assert!(
        !host
            .text("main")?
            .contains("田中 花子の画面を共有しています")
    );
    for page in [&host, &customer] {
        page.assert_clean()?;
    }
    Ok(())
}
