//! Screens go by a relay where a network lets nothing else through (L3): a real one, opened with what the page was given.

use std::fs;

use e2e::{Done, Page, Server, Turn};
use serde_json::json;

use crate::{
    cast::{SATO, sign_in, with_script},
    media::{is_connected, with_devices},
    sessions::{join, start},
};

const SECRET: &str = "a-secret-of-relay-and-desk-alone";

/// A browser whose network lets nothing through but the relay: it never tries another way, and keeps what it has for questions.
const RELAY_ALONE: &str = r#"
globalThis.ways = [];
const Plain = RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Plain {
  constructor(settings) {
    super({ ...settings, iceTransportPolicy: "relay" });
    ways.push(this);
  }
};
globalThis.byRelay = async () => {
  const kinds = [];
  for (const way of ways.filter((one) => one.connectionState === "connected")) {
    const all = new Map([...(await way.getStats()).entries()]);
    for (const one of all.values()) {
      if (one.type !== "candidate-pair" || !one.nominated || one.state !== "succeeded") continue;
      const own = all.get(one.localCandidateId);
      kinds.push(`${own.candidateType} ${own.relayProtocol}`);
    }
  }
  return [...new Set(kinds)].join();
};
"#;

fn behind_the_relay(page: &Page) -> Done {
    let script = json!({ "source": RELAY_ALONE });
    page.cdp("Page.addScriptToEvaluateOnNewDocument", script)
        .map(drop)
}

fn goes_by(transport: &str) -> Done {
    let Some(turn) = Turn::start(SECRET)? else {
        return Ok(());
    };
    let folder = tempfile::tempdir().expect("a folder");
    let secret = folder.path().join("secret");
    fs::write(&secret, SECRET).expect("a secret");
    let (url, secret) = (turn.url(transport), secret.display().to_string());
    let demo = [
        "demo",
        "--listen",
        "127.0.0.1:0",
        "--relay",
        &url,
        "--relay-secret-file",
        &secret,
    ];
    let server = Server::with(&demo, &[])?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let customer = server.page(&with_script(true))?;
    for page in [&host, &customer] {
        behind_the_relay(page)?;
    }
    let (number, passcode) = start(&host)?;
    join(&customer, &number, &passcode, "田中 花子")?;
    for page in [&host, &customer] {
        with_devices(page)?;
        is_connected(page)?;
    }
    customer.wait_for("#control-share")?;
    customer.click("#control-share")?;
    host.wait_until("seen('screen') === '100 010 001 110'")?;
    let way = json!(format!("relay {transport}"));
    for page in [&host, &customer] {
        assert_eq!(page.eval("byRelay()")?, way, "{}", turn.log());
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn l3_a_screen_goes_by_a_relay_alone() -> Done {
    goes_by("udp")
}

#[test]
fn l3_a_screen_goes_by_a_relay_over_tcp_where_udp_is_not_let_through() -> Done {
    goes_by("tcp")
}

#[test]
fn l3_a_network_that_lets_nothing_through_is_told_and_the_chat_goes_on() -> Done {
    let server = Server::demo()?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let customer = server.page(&with_script(true))?;
    behind_the_relay(&customer)?;
    let (number, passcode) = start(&host)?;
    join(&customer, &number, &passcode, "田中 花子")?;
    with_devices(&host)?;
    is_connected(&host)?;
    with_devices(&customer)?;
    customer.wait_for("#control-share")?;
    customer.click("#control-share")?;
    customer.wait_for_text("別のネットワークを使用するか")?;
    host.wait_for(".tile [data-waits]")?;
    customer.fill("メッセージ", "画面を共有できません")?;
    customer.press("Enter")?;
    host.wait_for_text("画面を共有できません")?;
    host.assert_clean()
}
