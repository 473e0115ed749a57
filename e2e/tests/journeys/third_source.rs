//! The third source from the start of a session to its transfer, at its own desk and in its own words: started with an invitation by
//! mail, two customers who join, consent, what is shared, who is served, an assistant, control passed on and given back, the transfer
//! to a queue, and what the customers say of it.

use e2e::{Done, Page, Server};

use crate::{
    cast::{HASHIMOTO, IYER, SATO, holds, sign_in, speak, with_script},
    media::{is_connected, with_devices},
};

const QUARTERS: &str = "seen('screen') === '100 010 001 110'";
const SCREEN: &str = ".tile[data-kind='screen']";

#[test]
fn the_third_source_from_the_start_of_a_session_to_its_transfer() -> Done {
    let desk = [
        "demo",
        "--desk",
        "remote-support",
        "--listen",
        "127.0.0.1:0",
    ];
    let server = Server::with(&desk, &[])?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let room = started(&host)?;
    let [first, second] = two_customers(&server, &host)?;
    for page in [&host, &first, &second] {
        with_devices(page)?;
        is_connected(page)?;
    }
    consent_and_share(&host, &first, &second)?;
    another_is_served(&host, &first, &second)?;
    let assistant = an_assistant(&server, &host)?;
    control_goes_round(&host, &assistant, &first)?;
    transferred(&server, &host, &assistant, &room, &first)?;
    for page in [&host, &assistant, &first, &second] {
        page.assert_clean()?;
    }
    Ok(())
}

/// An agent starts one; the mail of invitation is there at once, in their own program.
fn started(host: &Page) -> Done<String> {
    assert_eq!(host.text(".brand-desk")?, "みちしるべリモートサポート");
    host.click(".rail a[href='/staff/sessions']")?;
    // One session at a time or several, by the agent's own choice within the site's.
    for mode in ["一度に1つのセッション", "複数のセッションをタブで切り替え"]
    {
        assert!(host.text("main")?.contains(mode), "{mode}");
    }
    host.wait_until("document.querySelector('[name=invite]').checked")?;
    host.fill("メールアドレス", "hanako@example.co.jp")?;
    host.submit("form[action='/staff/sessions']")?;
    let mail = host.attribute("mail-opener a", "href")?;
    let mail = mail.unwrap_or_default();
    assert!(
        mail.starts_with("mailto:hanako@example.co.jp?subject="),
        "{mail}"
    );
    // It opens once: a reload is no second mail.
    host.wait_until("!location.search.includes('opens')")?;
    let room = host.path()?;
    Ok(room.split('?').next().unwrap_or_default().to_owned())
}

/// One by the link of the invitation, one by the page of the site where everybody can join; no account is needed.
fn two_customers(server: &Server, host: &Page) -> Done<[Page; 2]> {
    let link = host.eval("document.querySelector('#link').value")?;
    let link = link.as_str().unwrap_or_default().to_owned();
    let at = link.find("/sessions/join/").unwrap_or_default();
    let codes = host.texts(".session-code dd")?;
    let first = server.page(&with_script(true))?;
    first.goto(&link[at..])?;
    first.fill("お名前", "田中 花子")?;
    first.click_text("参加")?;
    let second = server.page(&with_script(true))?;
    second.goto("/help")?;
    second.click_text("セッションに参加")?;
    second.fill("セッション番号", &codes[0])?;
    second.fill("パスコード", &codes[1])?;
    second.fill("お名前", "鈴木 一郎")?;
    second.click_text("参加")?;
    host.wait_for_text("鈴木 一郎が参加しました")?;
    first.wait_for_text("佐藤 美香が対応しています")?;
    second.wait_for_text("いま別のお客様に対応しています")?;
    Ok([first, second])
}

/// The customer who is served is asked, agrees, and all see what they share.
fn consent_and_share(host: &Page, first: &Page, second: &Page) -> Done {
    host.click("session-media summary")?;
    host.select("依頼先", "田中 花子")?;
    host.fill("目的", "印刷の設定を確認するため")?;
    host.submit("form[action$='/ask']")?;
    first.wait_for_text("印刷の設定を確認するため")?;
    assert_eq!(host.count(SCREEN)?, 0, "nothing before their word");
    first.click("#yes-screen")?;
    for page in [host, second] {
        page.wait_until(QUARTERS)?;
    }
    Ok(())
}

/// Another customer is picked: what was shared ends on both sides.
fn another_is_served(host: &Page, first: &Page, second: &Page) -> Done {
    host.submit("form[action$='/select']")?;
    for page in [host, second] {
        page.wait_for_gone(SCREEN)?;
    }
    first.wait_until("given.getTracks().every((track) => track.readyState === 'ended')")?;
    second.wait_for_text("佐藤 美香が対応しています")?;
    // The agent's own screen is seen by both.
    host.click("#control-share")?;
    for page in [first, second] {
        page.wait_until(QUARTERS)?;
    }
    Ok(())
}

/// Another agent joins by the number, and does not lead.
fn an_assistant(server: &Server, host: &Page) -> Done<Page> {
    let codes = host.texts(".session-code dd")?;
    let assistant = sign_in(server, HASHIMOTO, &with_script(true))?;
    assistant.goto("/staff/sessions")?;
    assistant.fill("セッション番号", &codes[0])?;
    assistant.submit("form[action='/staff/sessions/assist']")?;
    assert!(holds(&assistant, "あなたの役割：支援担当")?);
    for step in ["pass", "transfer", "end"] {
        assert_eq!(assistant.count(&format!("a[href$='/steps/{step}']"))?, 0);
    }
    host.wait_for_text("橋本 健司が参加しました")?;
    Ok(assistant)
}

/// 操作権限をわたす: what was shared ends, who gave it stays and talks, cannot end it, and has it back.
fn control_goes_round(host: &Page, assistant: &Page, first: &Page) -> Done {
    host.wait_for("a[href$='/steps/pass']")?;
    host.click_text("操作権限をわたす")?;
    host.wait_for("dialog.step[open]")?;
    host.check("橋本 健司")?;
    host.submit("form[action$='/pass']")?;
    host.wait_for_text("あなたの役割：前の主担当")?;
    first.wait_for_gone(SCREEN)?;
    assert_eq!(host.count("a[href$='/steps/end']")?, 0);
    assistant.wait_for_text("あなたの役割：主担当")?;
    assistant.fill("メッセージ", "ここからは橋本が伺います")?;
    assistant.press("Enter")?;
    for page in [host, first] {
        page.wait_for_text("ここからは橋本が伺います")?;
    }
    host.wait_for("input[name=text]")?;
    host.fill("メッセージ", "引き続き見ています")?;
    host.press("Enter")?;
    first.wait_for_text("引き続き見ています")?;
    assistant.click_text("操作権限を戻す")?;
    assistant.wait_for("dialog.step[open]")?;
    assistant.submit("form[action$='/return']")?;
    host.wait_for_text("あなたの役割：主担当")?;
    assistant.submit("form[action$='/leave']")?;
    host.wait_for_text("橋本 健司が退出しました")
}

/// セッション転送 to one queue, with a message: whoever hands it on has left, whoever is available hears of it and takes it, and the
/// customers, who waited, say how it went.
fn transferred(server: &Server, host: &Page, lead: &Page, room: &str, first: &Page) -> Done {
    lead.goto("/staff/sessions")?;
    lead.check("受け付ける")?;
    lead.submit("form[action='/staff/sessions/state']")?;
    lead.goto("/staff/macros")?;
    // Who is away is not asked.
    let other = sign_in(server, IYER, &with_script(true))?;
    speak(&other, "ja")?;
    other.goto("/staff/macros")?;
    host.click_text("セッション転送")?;
    host.wait_for("dialog.step[open]")?;
    host.check("当番")?;
    host.fill("引き継ぎ先へのメッセージ", "印刷の設定まで確認しました。")?;
    host.submit("form[action$='/transfer']")?;
    host.wait_until("location.pathname === '/staff/sessions'")?;
    first.wait_for_text("別の担当者に引き継いでいます")?;
    lead.wait_for_text("あなたの対応を待っているサポートセッションが1件あります。")?;
    assert!(!other.text("main")?.contains("あなたの対応を待っている"));
    lead.click("[data-calls] a")?;
    lead.wait_for_text("印刷の設定まで確認しました。")?;
    lead.submit("form[action$='/accept']")?;
    assert_eq!(lead.path()?, room);
    // The other customer is the one who is served.
    first.wait_for_text("橋本 健司は、いま別のお客様に対応しています")?;
    lead.click("a[href$='/steps/end']")?;
    lead.submit("form[action$='/end']")?;
    lead.wait_for_text("主担当がセッションを終了しました。")?;
    first.wait_for_text("今回のサポートに満足していますか")?;
    first.check("満足")?;
    first.submit("form.survey")?;
    first.wait_for_text("ありがとう")?;
    lead.reload()?;
    assert!(holds(lead, "田中 花子の回答")?);
    other.assert_clean()
}
