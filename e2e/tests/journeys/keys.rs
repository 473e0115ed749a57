//! An agent empties a queue without a pointer (U4, journey ⑨).

use e2e::{Done, Server};

use crate::cast::{SATO, focused, holds, sign_in, with_script};

#[test]
fn u4_the_inbox_by_keyboard_alone() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=unowned")?;
    let subjects = agent.texts(".row-link")?;
    assert!(subjects.len() > 2);
    let at = "document.activeElement.innerText";
    agent.press("j")?;
    assert_eq!(agent.eval(at)?, subjects[0].as_str());
    agent.press("j")?;
    agent.press("j")?;
    assert_eq!(agent.eval(at)?, subjects[2].as_str());
    agent.press("k")?;
    assert_eq!(agent.eval(at)?, subjects[1].as_str());
    agent.press("o")?;
    assert!(agent.text("h1")?.ends_with(&subjects[1]));

    agent.press("m")?;
    assert_eq!(agent.text(".page-head .owner")?, "佐 自分");

    agent.press("n")?;
    assert_eq!(focused(&agent)?, "text");
    agent.ime_compose("先にログを確認する。")?;
    agent.press("Control+Enter")?;
    assert_eq!(
        agent.texts(".message.note .message-body")?.pop().as_deref(),
        Some("先にログを確認する。")
    );

    agent.press("r")?;
    assert_eq!(focused(&agent)?, "text");
    agent.ime_compose("確認しています。")?;
    agent.press("Control+Enter")?;
    assert!(agent.path()?.ends_with("&posted=reply"));
    assert_eq!(
        agent.texts(".message-body")?.pop().as_deref(),
        Some("確認しています。")
    );

    agent.press("a")?;
    assert_eq!(focused(&agent)?, "owner");
    agent.eval("document.activeElement.blur()")?;
    agent.press("s")?;
    assert_eq!(focused(&agent)?, "to");
    agent.assert_clean()
}

#[test]
fn u4_a_question_mark_shows_the_keys() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=support")?;
    agent.press("j")?;
    let subject = agent.eval("document.activeElement.innerText")?;
    agent.press("?")?;
    agent.wait_for("dialog#keys")?;
    // Behind a dialog nothing moves.
    agent.press("j")?;
    agent.press("o")?;
    agent.wait_for("dialog#keys")?;
    agent.press("Escape")?;
    agent.wait_for_gone("dialog#keys")?;
    assert_eq!(agent.eval("document.activeElement.innerText")?, subject);
    agent.click(".bar [data-act=sheet]")?;
    agent.wait_for("dialog#keys")?;
    agent.click_text("閉じる")?;
    agent.wait_for_gone("dialog#keys")?;
    agent.assert_clean()
}

/// Without script the sheet is a page.
#[test]
fn u5_the_keys_link_leads_to_a_page_without_script() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(false))?;
    agent.goto("/staff?view=support")?;
    agent.click(".bar [data-act=sheet]")?;
    assert_eq!(agent.path()?, "/staff/keys");
    assert_eq!(agent.text("h1")?, "キーボード操作");
    assert_eq!(agent.value("お客様に返信")?, "r");
    agent.assert_clean()
}

#[test]
fn k1_two_keys_after_each_other_go_places() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=closed")?;
    agent.press("g")?;
    agent.press("q")?;
    agent.wait_for("h1")?;
    assert_eq!(agent.path()?, "/staff?view=unowned");
    agent.press("g")?;
    agent.press("i")?;
    assert_eq!(agent.path()?, "/staff?view=mine");
    // While something is typed or composed, letters are letters.
    agent.press("/")?;
    assert_eq!(focused(&agent)?, "words");
    agent.press("g")?;
    agent.press("q")?;
    assert_eq!(agent.path()?, "/staff?view=mine");
    assert_eq!(agent.eval("document.activeElement.value")?, "gq");
    agent.assert_clean()
}

#[test]
fn k1_keys_that_are_off_do_nothing() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff/keys")?;
    agent.click("main button[value=off]")?;
    agent.goto("/staff?view=unowned")?;
    agent.press("j")?;
    agent.press("?")?;
    assert_eq!(agent.eval("document.activeElement.localName")?, "body");
    assert_eq!(
        agent.eval("document.querySelector('dialog#keys').open")?,
        false
    );
    agent.goto("/staff/keys")?;
    agent.click("main button[value=on]")?;
    agent.goto("/staff?view=unowned")?;
    agent.press("j")?;
    assert_eq!(agent.eval("document.activeElement.localName")?, "a");
    agent.assert_clean()
}

/// Changed without script, used with it.
#[test]
fn k1_a_key_of_ones_own_does_what_the_old_one_did() -> Done {
    let server = Server::demo()?;
    let plain = sign_in(&server, SATO, &with_script(false))?;
    plain.goto("/staff/keys")?;
    plain.fill("次のケースへ移動", "m")?;
    plain.click(".key-save button")?;
    assert_eq!(
        plain.texts("main .error-text")?,
        [
            "「次のケースへ移動」と「自分が担当」のキーが同じです。どちらかを別のキーにしてください。"
        ]
    );
    plain.fill("次のケースへ移動", ",")?;
    plain.fill("選択中のケースを開く", "g o")?;
    plain.fill("お客様に返信", "R")?;
    plain.click(".key-save button")?;
    assert_eq!(plain.text("#saved")?, "キーを保存しました。");
    plain.assert_clean()?;

    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=unowned")?;
    let subjects = agent.texts(".row-link")?;
    // What did it before does nothing, nor does the new one while an input method has it.
    agent.press("j")?;
    agent.ime_key(",")?;
    assert_eq!(focused(&agent)?, "body.staff");
    agent.press(",")?;
    agent.press(",")?;
    assert_eq!(
        agent.eval("document.activeElement.innerText")?,
        subjects[1].as_str()
    );
    agent.press("k")?;
    assert_eq!(
        agent.eval("document.activeElement.innerText")?,
        subjects[0].as_str()
    );
    agent.press("g")?;
    agent.press("o")?;
    assert!(agent.text("h1")?.ends_with(&subjects[0]));
    assert_eq!(agent.text("[data-act=reply] kbd:last-of-type")?, "R");
    agent.press("r")?;
    assert_eq!(focused(&agent)?, "body.staff");
    agent.press("Shift+R")?;
    assert_eq!(focused(&agent)?, "text");
    // In the field they are letters.
    agent.type_keys("R,go")?;
    assert!(agent.path()?.contains("compose=reply"));
    agent.press("Control+k")?;
    agent.wait_for("dialog.palette")?;
    assert_eq!(agent.text("#palette-do-reply kbd:last-of-type")?, "R");
    agent.press("Escape")?;

    agent.goto("/staff/keys")?;
    agent.click("main button[value=all]")?;
    agent.goto("/staff?view=unowned")?;
    agent.press("j")?;
    assert_eq!(focused(&agent)?, "a.row-link");
    agent.assert_clean()
}

/// Journey ⑨: takes the next case, answers, goes on, and takes the answer back from there.
#[test]
fn k1_from_case_to_case_without_a_pointer() -> Done {
    let args = ["demo", "--listen", "127.0.0.1:0"];
    let server = Server::with(&args, &[("MADOGUCHI_RECALL", "30")])?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=unowned")?;
    agent.press("j")?;
    agent.press("Enter")?;
    let first = agent.text("h1")?;
    agent.press("]")?;
    let second = agent.text("h1")?;
    assert_ne!(first, second);
    agent.press("[")?;
    assert_eq!(agent.text("h1")?, first);
    agent.press("r")?;
    agent.ime_compose("確認しています。")?;
    agent.press("Control+Shift+Enter")?;
    agent.wait_for(".sent")?;
    assert_eq!(agent.text("h1")?, second);
    agent.click(".sent button[value=undo]")?;
    assert_eq!(agent.text("h1")?, first);
    assert_eq!(
        agent.eval("document.getElementById('text').value")?,
        "確認しています。"
    );
    agent.goto("/staff?view=closed")?;
    agent.press("N")?;
    agent.wait_for("h1.case-title")?;
    assert!(agent.path()?.contains("?view="));
    agent.assert_clean()
}

#[test]
fn k1_space_looks_into_a_case_and_the_list_keeps_the_focus() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=unowned")?;
    let subjects = agent.texts(".row-link")?;
    agent.press("j")?;
    agent.press(" ")?;
    agent.wait_for(".peek-side .message-body")?;
    assert!(agent.text(".peek-side h2")?.ends_with(&subjects[0]));
    let at = "document.activeElement.innerText";
    assert_eq!(agent.eval(at)?, subjects[0].as_str());
    // It goes along.
    agent.press("j")?;
    agent.wait_for(&format!(".peek-side a[href*='{}']", number_of(&agent, 1)?))?;
    assert_eq!(agent.eval(at)?, subjects[1].as_str());
    agent.press("Escape")?;
    agent.wait_for_gone(".peek-side .message-body")?;
    // Looked at for a while, it is read.
    agent.press(" ")?;
    agent.wait_for_gone("tr:has(:focus)[data-unread]")?;
    agent.press(" ")?;
    agent.press("/")?;
    assert_eq!(focused(&agent)?, "words");
    agent.ime_compose("録音")?;
    agent.press("Enter")?;
    agent.wait_for(".chip")?;
    assert!(agent.texts(".row-link")?.iter().all(|s| s.contains("録音")));
    agent.assert_clean()
}

/// The number in a row of the inbox.
fn number_of(agent: &e2e::Page, row: usize) -> Done<String> {
    let found = agent.eval(&format!(
        "document.querySelectorAll('.queue tbody th')[{row}].firstChild.textContent.trim()"
    ))?;
    Ok(found.as_str().unwrap_or_default().to_owned())
}

#[test]
fn k1_the_palette_acts_goes_and_finds() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=unowned")?;
    let subject = agent.text(".row-link")?;
    let number = number_of(&agent, 0)?;
    agent.press("Control+k")?;
    agent.wait_for(".palette[open] input")?;
    // What the page does not have is not offered.
    assert_eq!(
        agent.eval("document.querySelector('[data-run=reply]').checkVisibility()")?,
        false
    );
    // Keys of the input method are not the palette's.
    agent.ime_begin("くろーず")?;
    agent.ime_key("Enter")?;
    agent.ime_key("ArrowDown")?;
    agent.wait_for(".palette[open] input")?;
    agent.ime_commit("クローズ")?;
    assert_eq!(agent.path()?, "/staff?view=unowned");
    agent.press("Escape")?;
    agent.wait_for_gone(".palette[open] input")?;
    agent.press("Control+k")?;
    agent.type_keys(&number)?;
    agent.wait_for("[data-found]")?;
    assert!(agent.text("[data-found]")?.contains(&subject));
    agent.press("Enter")?;
    agent.wait_for("h1.case-title")?;
    agent.press("Control+k")?;
    agent.ime_compose("返信")?;
    agent.press("Enter")?;
    agent.wait_for("form.composer[data-mode=reply]")?;
    assert_eq!(focused(&agent)?, "text");
    agent.press("Control+k")?;
    agent.ime_compose("クローズ済み")?;
    agent.press("Enter")?;
    agent.wait_for(".queue")?;
    assert_eq!(agent.path()?, "/staff?view=closed");
    agent.assert_clean()
}

#[test]
fn k3_ticked_cases_are_taken_with_the_keyboard_and_given_back() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=unowned")?;
    let first = agent.texts("tbody th.number")?;
    agent.press("j")?;
    agent.press("x")?;
    agent.press("j")?;
    agent.press("x")?;
    agent.wait_until("document.querySelectorAll('.pick :checked').length === 2")?;
    assert!(agent.text("[data-chosen]")?.contains("2件"));
    if let Some(axe) = e2e::Axe::load()? {
        axe.assert_none(&agent)?;
    }
    agent.click("#bulk button[value=take]")?;
    assert!(holds(&agent, "2件の割り当てが完了しました")?);
    if let Some(axe) = e2e::Axe::load()? {
        axe.assert_none(&agent)?;
    }
    agent.press("z")?;
    assert!(holds(&agent, "2件を元の担当に戻しました")?);
    agent.click_text("一覧に戻る")?;
    assert_eq!(agent.texts("tbody th.number")?, first);
    agent.assert_clean()
}

#[test]
fn k3_what_is_ticked_stays_ticked_when_the_list_follows() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=unowned")?;
    agent.press("j")?;
    agent.press("x")?;
    agent.wait_until("document.querySelectorAll('.pick :checked').length === 1")?;
    // As the list does when it is asked for anew: the same rows, without ticks.
    agent.eval("{ const list = document.querySelector('[data-live=list]'); list.innerHTML = String(list.innerHTML); }")?;
    agent.wait_until("document.querySelectorAll('.pick :checked').length === 1")?;
    assert!(agent.text("[data-chosen]")?.contains("1件"));
    agent.assert_clean()
}

#[test]
fn u4_a_case_is_put_to_sleep_with_two_keys_and_had_back_with_one() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=unowned")?;
    let subjects = agent.texts(".row-link")?;
    // The last of the order is not due yet.
    for _ in &subjects {
        agent.press("j")?;
    }
    let subject = agent.eval("document.activeElement.innerText")?;
    agent.press("h")?;
    agent.wait_for(".snooze-moments")?;
    agent.press("Enter")?;
    agent.wait_for(".sent [data-act=undo]")?;
    assert!(
        !agent
            .texts(".row-link")?
            .iter()
            .any(|one| subject == one.as_str())
    );
    agent.goto("/staff?view=snoozed")?;
    assert_eq!(agent.texts(".row-link")?.len(), 1);
    agent.press("j")?;
    agent.press("o")?;
    agent.wait_for(".case-title")?;
    agent.press("z")?;
    agent.wait_for(".case-title")?;
    agent.goto("/staff?view=snoozed")?;
    assert_eq!(agent.texts(".row-link")?.len(), 0);
    agent.goto("/staff?view=mine")?;
    assert!(
        agent
            .texts(".row-link")?
            .iter()
            .any(|one| subject == one.as_str())
    );
    agent.assert_clean()
}

/// Cases that are open beside each other: from one to the other, and out of one, by keys and without script.
#[test]
fn k1_from_tab_to_tab_of_open_cases() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=support")?;
    agent.press("j")?;
    agent.press("o")?;
    let first = agent.text("h1")?;
    agent.goto("/staff?view=support")?;
    agent.press("j")?;
    agent.press("j")?;
    agent.press("o")?;
    let second = agent.text("h1")?;
    assert_ne!(first, second);
    assert_eq!(agent.texts(".open-cases li")?.len(), 2);
    agent.press("K")?;
    assert_eq!(agent.text("h1")?, first);
    agent.press("J")?;
    assert_eq!(agent.text("h1")?, second);
    agent.press("q")?;
    assert_eq!(agent.text("h1")?, first);
    assert_eq!(agent.texts(".open-cases li")?.len(), 0, "one leads nowhere");
    agent.assert_clean()?;

    let plain = sign_in(&server, SATO, &with_script(false))?;
    plain.goto("/staff?view=support")?;
    let links = "document.querySelectorAll('.row-link')[1].getAttribute('href')";
    let to = plain.eval(links)?.as_str().unwrap_or_default().to_owned();
    plain.goto(&to)?;
    assert_eq!(plain.text("h1")?, second);
    plain.click(".open-cases li:first-child a")?;
    assert_eq!(plain.text("h1")?, first);
    plain.click(".open-cases [aria-current] + button")?;
    assert_eq!(plain.text("h1")?, second);
    plain.assert_clean()
}
