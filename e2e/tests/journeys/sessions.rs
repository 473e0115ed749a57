//! A live session from its start to its end: host, assistant and two customers, each in a browser of their own (L1–L7).

use e2e::{Done, Page, Server};

use crate::cast::{HASHIMOTO, SATO, holds, sign_in, with_script};

const DESK: &str = include_str!("../../../desks/default.toml");

/// Starts one and gives number and passcode.
pub fn start(host: &Page) -> Done<(String, String)> {
    host.goto("/staff/sessions")?;
    host.submit("form[action='/staff/sessions']")?;
    let codes = host.texts(".session-code dd")?;
    Ok((codes[0].clone(), codes[1].clone()))
}

pub fn join(customer: &Page, number: &str, passcode: &str, name: &str) -> Done {
    customer.goto("/sessions/join")?;
    customer.fill("セッション番号", number)?;
    customer.fill("パスコード", passcode)?;
    customer.fill("お名前", name)?;
    customer.submit("form[action='/sessions/join']")
}

fn say(page: &Page, words: &str) -> Done {
    page.fill("メッセージ", words)?;
    page.press("Enter")
}

#[test]
fn l1_l7_a_session_goes_from_hand_to_hand_and_a_reload_keeps_the_seat() -> Done {
    let server = Server::demo()?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = start(&host)?;
    // Two customers without an account come in by number; both hear each other without doing anything.
    let first = server.page(&with_script(true))?;
    join(&first, &number, &passcode, "田中 花子")?;
    let second = server.page(&with_script(true))?;
    join(&second, &number, &passcode, "鈴木 一郎")?;
    host.wait_for_text("鈴木 一郎が参加しました")?;
    first.wait_for_text("鈴木 一郎が参加しました")?;
    say(&first, "画面が真っ白です")?;
    host.wait_for_text("画面が真っ白です")?;
    second.wait_for_text("画面が真っ白です")?;
    assert!(holds(&first, "佐藤 美香にファイルを送る")?);
    // The host picks whom to serve.
    second.wait_for_text("いま別のお客様に対応しています")?;
    host.submit("form[action$='/select']")?;
    second.wait_for_text("佐藤 美香が対応しています")?;
    // An assistant comes in by number; control goes to them, with what will end said before.
    let assistant = sign_in(&server, HASHIMOTO, &with_script(true))?;
    assistant.goto("/staff/sessions")?;
    assistant.fill("セッション番号", &number)?;
    assistant.submit("form[action='/staff/sessions/assist']")?;
    assert!(holds(&assistant, "あなたの役割：支援担当")?);
    assert_eq!(assistant.count("a[href$='/steps/end']")?, 0);
    host.wait_for("a[href$='/steps/pass']")?;
    host.click("a[href$='/steps/pass']")?;
    host.wait_for_text("進行中のチャットは終了します")?;
    host.submit("form[action$='/pass']")?;
    host.wait_for_text("あなたの役割：前の主担当")?;
    assert_eq!(host.count("a[href$='/steps/end']")?, 0);
    assistant.wait_for_text("あなたの役割：主担当")?;
    // A file goes to who leads now, and the page says so without being asked again.
    first.wait_for_text("橋本 健司にファイルを送る")?;
    assert!(!holds(&first, "佐藤 美香にファイルを送る")?);
    assert_eq!(first.count("#send-file")?, 1);
    first.wait_for_text("チャットは終了しました。")?;
    say(&assistant, "続けます")?;
    first.wait_for_text("続けます")?;
    // A reload is the same seat.
    first.reload()?;
    assert_eq!(first.count(".session-people li")?, 4);
    assert!(holds(&first, "（あなた）")?);
    // And back.
    assistant.wait_for("a[href$='/steps/return']")?;
    assistant.click("a[href$='/steps/return']")?;
    assistant.submit("form[action$='/return']")?;
    host.wait_for_text("あなたの役割：主担当")?;
    // The former host leaves; the host ends it for all.
    assistant.submit("form[action$='/leave']")?;
    host.wait_for_text("橋本 健司が退出しました")?;
    host.click("a[href$='/steps/end']")?;
    host.submit("form[action$='/end']")?;
    host.wait_for_text("主担当がセッションを終了しました。")?;
    first.wait_for_text("セッションに参加していません")?;
    second.wait_for_text("セッションに参加していません")?;
    for page in [&host, &assistant, &first, &second] {
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn l6_a_session_is_handed_on_and_the_customer_waits_for_the_next() -> Done {
    let server = Server::demo()?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = start(&host)?;
    let customer = server.page(&with_script(true))?;
    join(&customer, &number, &passcode, "田中 花子")?;
    assert!(holds(&customer, "佐藤 美香にファイルを送る")?);
    let lead = sign_in(&server, HASHIMOTO, &with_script(true))?;
    lead.goto("/staff/sessions")?;
    lead.check("受け付ける")?;
    lead.submit("form[action='/staff/sessions/state']")?;
    // Another page of staff's hears of it unasked, and one that shows the list has it there.
    let list = lead.another_tab()?;
    list.goto("/staff/sessions")?;
    lead.goto("/staff/macros")?;
    assert_eq!(lead.count("[data-calls-count]:not([hidden])")?, 0);
    host.click("a[href$='/steps/transfer']")?;
    host.wait_for("dialog.step[open]")?;
    host.check("二次対応")?;
    host.fill("引き継ぎ先へのメッセージ", "ログの確認をお願いします。")?;
    host.submit("form[action$='/transfer']")?;
    host.wait_until("location.pathname === '/staff/sessions'")?;
    customer.wait_for_text("別の担当者に引き継いでいます")?;
    // Until somebody leads there is nobody to send a file to.
    customer.wait_for_gone("#send-file")?;
    lead.wait_for_text("あなたの対応を待っているサポートセッションが1件あります。")?;
    assert_eq!(lead.text("[data-calls-count]")?, "1");
    list.wait_for_text("ログの確認をお願いします。")?;
    lead.click("[data-calls] a")?;
    lead.submit("form[action$='/accept']")?;
    list.wait_for_gone("form[action$='/accept']")?;
    list.assert_clean()?;
    customer.wait_for_text("橋本 健司が対応しています")?;
    // A file goes to whoever took it on, and the page says so without being asked again.
    customer.wait_for_text("橋本 健司にファイルを送る")?;
    assert!(!holds(&customer, "佐藤 美香にファイルを送る")?);
    assert_eq!(customer.count("#send-file")?, 1);
    customer.submit("form[action$='/leave']")?;
    assert!(holds(&customer, "セッションに参加していません")?);
    for page in [&host, &lead, &customer] {
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn l3_a_session_is_held_without_script() -> Done {
    let server = Server::demo()?;
    let host = sign_in(&server, SATO, &with_script(false))?;
    let (number, passcode) = start(&host)?;
    let customer = server.page(&with_script(false))?;
    join(&customer, &number, &passcode, "田中 花子")?;
    // The page that asks for itself again has nothing on it that one could be typing.
    for page in [&host, &customer] {
        assert_eq!(page.count("meta[http-equiv=refresh]")?, 1);
        let writes = "document.querySelector('form[data-say]').checkVisibility()";
        assert_eq!(page.eval(writes)?, false);
        page.click("a[href$='?write=1']")?;
        assert_eq!(page.count("meta[http-equiv=refresh]")?, 0);
        assert_eq!(page.eval(writes)?, true);
    }
    customer.fill("メッセージ", "画面が真っ白です")?;
    customer.submit("form[action$='/say']")?;
    assert_eq!(customer.count("meta[http-equiv=refresh]")?, 1);
    host.fill("メッセージ", "確認します")?;
    host.submit("form[action$='/say']")?;
    assert!(holds(&host, "画面が真っ白です")?);
    host.goto("/staff/sessions")?;
    assert!(holds(&host, &number)?);
    Ok(())
}

#[test]
fn l2_who_waited_at_the_door_comes_in_to_a_whole_room() -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = folder.path().join("desk.toml");
    std::fs::write(&desk, DESK.replace("lobby = false", "lobby = true")).expect("a desk");
    let desk = desk.display().to_string();
    let server = Server::with(&["demo", "--listen", "127.0.0.1:0", "--desk", &desk], &[])?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = start(&host)?;
    let customer = server.page(&with_script(true))?;
    join(&customer, &number, &passcode, "田中 花子")?;
    assert_eq!(customer.count("#said")?, 0);
    host.wait_for("form[action$='/admit']")?;
    host.submit("form[action$='/admit']")?;
    customer.wait_for_text("佐藤 美香が対応しています")?;
    // All of it works without another visit.
    customer.wait_until("document.querySelector('file-picker:defined') !== null")?;
    say(&customer, "お待たせしました")?;
    host.wait_for_text("お待たせしました")?;
    for page in [&host, &customer] {
        page.assert_clean()?;
    }
    Ok(())
}
