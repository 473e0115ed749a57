//! Steps that end something are asked about over the room (L5–L7): nothing that goes on there ends with the question.

use std::fs;

use e2e::{Done, Server};

use crate::{
    cast::{SATO, sign_in, with_script},
    media::{is_connected, with_devices},
    sessions::{join, start},
};

const DESK: &str = include_str!("../../../desks/default.toml");
const QUARTERS: &str = "seen('screen') === '100 010 001 110'";

#[test]
fn l6_l7_whoever_writes_a_long_message_goes_on_sharing_under_the_strictest_rules_too() -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = folder.path().join("desk.toml");
    let strict = DESK
        .replace("host_gone = \"keep\"", "host_gone = \"end\"")
        .replace("seat_seconds = 90", "seat_seconds = 0");
    fs::write(&desk, strict).expect("a desk");
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
    host.click("#control-share")?;
    customer.wait_until(QUARTERS)?;
    let room = host.path()?;
    host.eval("globalThis.here = true")?;
    host.click("a[href$='/steps/transfer']")?;
    host.wait_for("dialog.step[open]")?;
    assert_eq!(host.path()?, room);
    host.wait_for_text("0/345文字")?;
    // Refused, all of it is still there, and so is the share.
    let long = "あ".repeat(346);
    host.fill("引き継ぎ先へのメッセージ", &long)?;
    host.wait_for_text("346/345文字")?;
    host.check("二次対応")?;
    host.submit("form[action$='/transfer']")?;
    host.wait_for("dialog.step .error-summary")?;
    assert_eq!(host.value("引き継ぎ先へのメッセージ")?, long);
    host.wait_until("document.querySelector('dialog.step [value=tier2]').checked")?;
    // The room beneath was never left, and goes on following: that is how whoever only fills in a form is there.
    customer.fill("メッセージ", "見えていますか")?;
    customer.press("Enter")?;
    host.wait_until(
        "document.querySelector('[data-live=told]').textContent.includes('見えていますか')",
    )?;
    assert_eq!(host.eval("globalThis.here")?, true);
    customer.wait_until(QUARTERS)?;
    assert!(!customer.text("main")?.contains("接続が切れています"));
    host.press("Escape")?;
    host.wait_for_gone("dialog.step")?;
    customer.wait_until(QUARTERS)?;
    // An invitation is made without leaving, too.
    host.check("リンクを作る")?;
    host.submit("form[action$='/invite']")?;
    host.wait_for("#invitation #link")?;
    customer.wait_until(QUARTERS)?;
    host.click("a[href$='/steps/end']")?;
    host.submit("form[action$='/end']")?;
    host.wait_for_text("主担当がセッションを終了しました。")?;
    customer.wait_for_text("セッションに参加していません")?;
    // The message that was too long.
    host.assert_clean_but(|trouble| format!("{trouble:?}").contains("422"))?;
    customer.assert_clean()
}
