//! Leaving a session's page by mistake (L7): it is asked before where something would end, and a share goes on by one press after a
//! reload.

use std::fs;

use e2e::{Done, Page, Server};
use serde_json::json;

use crate::{
    cast::{SATO, sign_in, with_script},
    media::{is_connected, with_devices},
    sessions::{join, start},
};

const DESK: &str = include_str!("../../../desks/default.toml");
const QUARTERS: &str = "seen('screen') === '100 010 001 110'";

/// Whether the page asks before it is left.
fn asks(page: &Page) -> Done<bool> {
    let asked = page.eval(
        "(() => { const leaves = new Event('beforeunload', { cancelable: true }); return !dispatchEvent(leaves); })()",
    )?;
    Ok(asked == json!(true))
}

#[test]
fn l7_a_share_goes_on_by_one_press_after_a_reload() -> Done {
    let server = Server::demo()?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = start(&host)?;
    let customer = server.page(&with_script(true))?;
    join(&customer, &number, &passcode, "田中 花子")?;
    for page in [&host, &customer] {
        with_devices(page)?;
        is_connected(page)?;
    }
    customer.wait_for("#control-share")?;
    customer.click("#control-share")?;
    host.wait_until(QUARTERS)?;
    customer.wait_for_text("画面の共有は終了します")?;
    customer.reload()?;
    with_devices(&customer)?;
    host.wait_for_gone(".tile[data-kind='screen']")?;
    customer.wait_for(".notice[data-again]:not([hidden])")?;
    customer.click("#again-share")?;
    host.wait_until(QUARTERS)?;
    customer.wait_for_gone(".notice[data-again]:not([hidden])")?;
    // A reload after it was stopped offers nothing.
    customer.click("#control-share")?;
    host.wait_for_gone(".tile[data-kind='screen']")?;
    customer.reload()?;
    with_devices(&customer)?;
    is_connected(&customer)?;
    assert_eq!(customer.count(".notice[data-again]:not([hidden])")?, 0);
    for page in [&host, &customer] {
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn l7_leaving_is_asked_about_while_something_would_end_and_only_then() -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = folder.path().join("desk.toml");
    let asks_first = DESK.replace("recording = \"off\"", "recording = \"ask\"");
    fs::write(&desk, asks_first).expect("a desk");
    let desk = desk.display().to_string();
    let demo = ["demo", "--listen", "127.0.0.1:0", "--desk", &desk];
    let server = Server::with(&demo, &[])?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = start(&host)?;
    let customer = server.page(&with_script(true))?;
    join(&customer, &number, &passcode, "田中 花子")?;
    for page in [&host, &customer] {
        with_devices(page)?;
        is_connected(page)?;
        assert!(!asks(page)?, "nothing goes on");
    }
    customer.wait_for("#control-share")?;
    customer.click("#control-share")?;
    host.wait_until(QUARTERS)?;
    assert!(asks(&customer)? && !asks(&host)?, "who shares is asked");
    customer.wait_for("#control-share.button-danger")?;
    customer.click("#control-share")?;
    host.wait_for_gone(".tile[data-kind='screen']")?;
    assert!(!asks(&customer)?);
    // A recording is its host's.
    host.click_text("お客様に許可を依頼")?;
    host.select("許可してほしいこと", "録画")?;
    host.fill("目的", "手順を残すため")?;
    host.submit("form[action$='/ask']")?;
    customer.wait_for("#yes-recording")?;
    customer.click("#yes-recording")?;
    customer.wait_for("#withdraw-recording")?;
    host.wait_for("form[action$='/record'] button")?;
    host.click("form[action$='/record'] button")?;
    customer.wait_for(".session-recorded")?;
    host.wait_for(".session-recorded")?;
    assert!(asks(&host)? && !asks(&customer)?);
    // Their mail program opens beside the page: that leaves nothing, and later it is asked again.
    host.click("mail-opener a")?;
    assert!(!asks(&host)?);
    host.wait_until("!dispatchEvent(new Event('beforeunload', { cancelable: true }))")?;
    host.click("form[action$='/stop-recording'] button")?;
    host.wait_for_gone(".session-recorded")?;
    assert!(!asks(&host)?);
    // A file on its way, over a network that has stopped.
    customer.eval("globalThis.went = fetch; globalThis.fetch = () => new Promise(() => {})")?;
    customer.eval(
        "(() => { const given = new DataTransfer(); given.items.add(new File(['x'], 'a.txt')); \
         const field = document.querySelector('#send-file'); field.files = given.files; \
         field.dispatchEvent(new Event('change', { bubbles: true })); })()",
    )?;
    customer.wait_for(".file-waiting[data-state=going]")?;
    assert!(asks(&customer)?);
    customer.click(".file-waiting button")?;
    assert!(!asks(&customer)?);
    customer.eval("globalThis.fetch = went")?;
    for page in [&host, &customer] {
        page.assert_clean()?;
    }
    Ok(())
}
