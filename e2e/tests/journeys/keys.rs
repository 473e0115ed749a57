//! An agent empties a queue without a pointer (U4, journey ⑨).

use e2e::{Done, Server};

use crate::cast::{SATO, focused, sign_in, with_script};

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
    assert!(agent.path()?.ends_with("?posted=reply"));
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
    agent.click("[data-keys-link]")?;
    agent.wait_for("dialog#keys")?;
    agent.click_text("閉じる")?;
    agent.wait_for_gone("dialog#keys")?;
    agent.assert_clean()
}

/// Without script the sheet is not lost: its link leads to something that can be read.
#[test]
fn u5_the_keys_link_does_something_without_script() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(false))?;
    agent.goto("/staff?view=support")?;
    let useless = "[...document.querySelectorAll('[data-keys-link]')].some((a) => a.checkVisibility({ visibilityProperty: true }))";
    assert_eq!(
        agent.eval(useless)?,
        false,
        "keys are not offered where none works"
    );
    agent.assert_clean()
}
