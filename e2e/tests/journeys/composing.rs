//! Composing Japanese never sends, saves, searches or jumps (U9).

use e2e::{Done, Page, Server};
use serde_json::json;

use crate::cast::{NISHIO, OYAMADA, SATO, focused, sign_in, with_script};

/// Composes into what has the focus, with every key that an input method takes, and stays on the page.
#[track_caller]
fn compose_and_stay(page: &Page, field: &str) -> Done {
    let path = page.path()?;
    page.eval("globalThis.stayed = true")?;
    page.focus(field)?;
    let holder = focused(page)?;
    page.ime_begin("ろくおん")?;
    for key in [
        "Enter",
        "Escape",
        "Tab",
        "Control+Enter",
        "j",
        "r",
        "n",
        "m",
        "o",
    ] {
        let key = key.trim_start_matches("Control+");
        page.ime_key(key)?;
    }
    page.ime_commit("録音")?;
    assert_eq!(page.value(field)?, "録音");
    assert_eq!(focused(page)?, holder, "the focus stays in the field");
    assert_eq!(
        page.eval("globalThis.stayed")?,
        json!(true),
        "nothing was sent"
    );
    assert_eq!(page.path()?, path);
    assert_eq!(page.count("dialog[open]")?, 0);
    page.fill(field, "")
}

/// The first case of a list.
#[track_caller]
fn open_first(page: &Page, list: &str) -> Done {
    page.goto(list)?;
    page.eval("document.querySelector('.row-link').id = 'first'")?;
    page.click("#first")
}

#[test]
fn u9_enter_while_composing_sends_nothing() -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(true))?;
    open_first(&customer, "/cases?scope=own&view=support")?;
    compose_and_stay(&customer, "本文")?;
    compose_and_stay(&customer, "ケースとナレッジを検索")?;
    customer.goto("/cases/new/support-case")?;
    compose_and_stay(&customer, "件名")?;
    compose_and_stay(&customer, "説明")?;
    open_first(&customer, "/cases?scope=own&view=customer")?;
    customer.click(".more-help > summary")?;
    compose_and_stay(&customer, "どの手順で、何が起きましたか")?;
    customer.assert_clean()?;

    let agent = sign_in(&server, SATO, &with_script(true))?;
    open_first(&agent, "/staff?view=support")?;
    compose_and_stay(&agent, "ケースとナレッジを検索")?;
    agent.click(".compose-mode[data-mode=reply]")?;
    compose_and_stay(&agent, "本文")?;
    agent.click_text("入力欄を閉じる")?;
    agent.click(".compose-mode[data-mode=note]")?;
    compose_and_stay(&agent, "メモの内容")?;
    agent.goto("/staff")?;
    compose_and_stay(&agent, "ケースとナレッジを検索")?;
    agent.assert_clean()
}

/// Keys that an input method takes outside of any field do nothing either; the same keys by themselves do.
#[test]
fn u9_letters_are_no_shortcuts_while_composing() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=support")?;
    for key in ["j", "k", "o", "/", "?"] {
        agent.ime_key(key)?;
        assert_eq!(focused(&agent)?, "body.staff", "{key} while composing");
        assert_eq!(agent.count("dialog[open]")?, 0);
    }
    agent.press("j")?;
    assert_eq!(focused(&agent)?, "a.row-link");

    // With a modifier they belong to the browser and to screen readers.
    agent.press("Control+j")?;
    agent.press("Alt+k")?;
    agent.press("/")?;
    assert_eq!(focused(&agent)?, "words");
    agent.type_keys("jk?")?;
    assert_eq!(
        agent.value("この一覧を絞り込む")?,
        "jk?",
        "in a field letters are letters"
    );
    assert_eq!(agent.count("dialog[open]")?, 0);
    agent.assert_clean()
}

#[test]
fn u9_control_enter_sends_and_enter_makes_a_line() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    open_first(&agent, "/staff?view=support")?;
    agent.click(".compose-mode[data-mode=reply]")?;
    agent.focus("本文")?;
    agent.ime_compose("確認します。")?;
    agent.press("Enter")?;
    agent.ime_compose("少しお待ちください。")?;
    assert_eq!(agent.value("本文")?, "確認します。\n少しお待ちください。");
    agent.press("Control+Enter")?;
    assert!(agent.path()?.ends_with("posted=reply"));
    assert_eq!(
        agent.texts(".message-body")?.pop().as_deref(),
        Some("確認します。 少しお待ちください。")
    );

    let customer = sign_in(&server, NISHIO, &with_script(true))?;
    open_first(&customer, "/cases")?;
    let before = customer.count(".message")?;
    customer.focus("本文")?;
    customer.ime_compose("その後、再発していません。")?;
    customer.press("Control+Enter")?;
    assert_eq!(customer.count(".message")?, before + 1);
    customer.assert_clean()?;
    agent.assert_clean()
}

/// The first sign takes the case, whether typed or composed, and says so beside what is being written.
#[test]
fn k1_beginning_an_answer_takes_nobodys_case() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=unowned")?;
    agent.press("j")?;
    agent.press("o")?;
    agent.wait_for(".case-title")?;
    agent.press("r")?;
    agent.wait_for("case-taking")?;
    agent.ime_compose("確認します。")?;
    agent.wait_for(".taken")?;
    assert!(
        agent
            .text(".taken")?
            .contains("このケースの担当になりました")
    );
    agent.click(".taken button")?;
    agent.wait_for_gone(".taken button")?;
    assert!(agent.text(".taken")?.contains("担当を元に戻しました"));
    assert_eq!(
        agent.eval("document.querySelector('#text').value")?,
        "確認します。"
    );
    agent.assert_clean()
}

#[test]
fn u9_l3_composing_in_a_sessions_chat_sends_nothing() -> Done {
    let server = Server::demo()?;
    let host = sign_in(&server, SATO, &with_script(true))?;
    let (number, passcode) = crate::sessions::start(&host)?;
    let customer = server.page(&with_script(true))?;
    crate::sessions::join(&customer, &number, &passcode, "田中 花子")?;
    for page in [&host, &customer] {
        page.wait_for("#text")?;
        compose_and_stay(page, "メッセージ")?;
        assert_eq!(page.count("li.session-own")?, 0);
    }
    // What was composed goes with the next Enter, whole.
    customer.focus("メッセージ")?;
    customer.ime_compose("画面が真っ白です")?;
    customer.press("Enter")?;
    host.wait_for_text("画面が真っ白です")?;
    // What somebody composes stays while the page around changes.
    host.focus("メッセージ")?;
    host.ime_begin("かくにん")?;
    crate::sessions::join(
        &server.page(&with_script(true))?,
        &number,
        &passcode,
        "鈴木 一郎",
    )?;
    host.wait_for_text("鈴木 一郎が参加しました")?;
    host.ime_commit("確認")?;
    assert_eq!(host.value("メッセージ")?, "確認");
    host.assert_clean()?;
    customer.assert_clean()
}

/// Colleagues are offered behind what a composition has committed, and its keys are not theirs.
#[test]
fn k1_u9_a_colleague_is_called_by_picking_a_name() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    open_first(&agent, "/staff?view=support")?;
    agent.click(".compose-mode[data-mode=note]")?;
    agent.focus("メモの内容")?;
    agent.ime_begin("＠いし")?;
    for key in ["Enter", "ArrowDown", "Escape"] {
        agent.ime_key(key)?;
        assert_eq!(agent.count("#colleagues:not([hidden])")?, 0, "{key}");
    }
    agent.ime_commit("＠いし")?;
    agent.wait_for("#colleagues:not([hidden])")?;
    assert_eq!(
        agent.texts("#colleagues [role=option]:not([hidden])")?,
        ["石川 亮"],
        "by the reading"
    );
    agent.press("Enter")?;
    assert_eq!(agent.value("メモの内容")?, "＠石川 亮 ");
    assert_eq!(agent.count("#colleagues:not([hidden])")?, 0);

    // Behind the sign alone nothing is chosen yet: Enter is a new line, and an arrow chooses.
    agent.fill("メモの内容", "")?;
    agent.focus("メモの内容")?;
    agent.type_keys("@")?;
    agent.wait_for("#colleagues:not([hidden])")?;
    assert_eq!(agent.count("#colleagues [aria-selected=true]")?, 0);
    agent.press("ArrowDown")?;
    assert_eq!(agent.count("#colleagues [aria-selected=true]")?, 1);
    // Escape closes the list, and leaves the field only the next time.
    agent.press("Escape")?;
    assert_eq!(agent.count("#colleagues:not([hidden])")?, 0);
    assert_eq!(focused(&agent)?, "text");
    agent.type_keys("w")?;
    assert_eq!(
        agent.count("#colleagues:not([hidden])")?,
        0,
        "closed for this one"
    );
    agent.type_keys(" x@w")?;
    assert_eq!(agent.count("#colleagues:not([hidden])")?, 0, "an address");
    agent.type_keys(" @whit")?;
    agent.wait_for("#colleagues [aria-selected=true]")?;
    agent.press("Enter")?;
    assert_eq!(agent.value("メモの内容")?, "@w x@w @Tom Whitaker ");
    agent.fill("メモの内容", "")?;
    agent.assert_clean()
}
