//! Nothing typed is lost, and nothing sent comes back as a draft (U10).

use e2e::{Done, Page, Server};

use crate::cast::{OYAMADA, SATO, sign_in, with_script};

#[track_caller]
fn typed_survives_reload(page: &Page, field: &str) -> Done {
    page.focus(field)?;
    page.ime_compose("書きかけの回答 <下書き>")?;
    page.wait_until("Object.values(sessionStorage).some((kept) => kept.includes('書きかけ'))")?;
    page.reload()?;
    assert_eq!(page.value(field)?, "書きかけの回答 <下書き>");
    assert_eq!(page.text("[data-kept]")?, "入力途中の内容を復元しました。");
    Ok(())
}

#[track_caller]
fn nothing_is_kept(page: &Page, field: &str) -> Done {
    assert_eq!(page.value(field)?, "");
    assert_eq!(page.text("[data-kept]")?, "");
    assert_eq!(page.eval("sessionStorage.length")?, 0);
    Ok(())
}

#[test]
fn u10_a_draft_survives_reload() -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(true))?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    let case = customer.path()?;
    typed_survives_reload(&customer, "本文")?;
    // Also after looking elsewhere.
    customer.goto("/cases")?;
    customer.goto(&case)?;
    assert_eq!(customer.value("本文")?, "書きかけの回答 <下書き>");
    customer.click_text("サポートへ送信")?;
    customer.goto(&case)?;
    nothing_is_kept(&customer, "本文")?;
    customer.assert_clean()
}

#[test]
fn u10_staff_drafts_of_reply_and_note_are_two() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=support")?;
    let subject = agent.text(".row-link")?;
    agent.click_text(&subject)?;
    let opened = agent.path()?;
    let case = opened.split('?').next().unwrap_or_default();
    agent.click(".compose-mode[data-mode=reply]")?;
    typed_survives_reload(&agent, "本文")?;
    agent.goto(&format!("{case}?compose=note"))?;
    assert_eq!(
        agent.value("メモの内容")?,
        "",
        "a reply never turns into a note"
    );
    agent.goto(&format!("{case}?compose=reply"))?;
    assert_eq!(agent.value("本文")?, "書きかけの回答 <下書き>");
    agent.press("Control+Enter")?;
    agent.goto(&format!("{case}?compose=reply"))?;
    nothing_is_kept(&agent, "本文")?;

    agent.goto(&format!("{case}?compose=note"))?;
    typed_survives_reload(&agent, "メモの内容")?;
    agent.click_text("社内メモを保存")?;
    agent.goto(&format!("{case}?compose=note"))?;
    nothing_is_kept(&agent, "メモの内容")?;
    agent.assert_clean()
}

/// What the server refuses comes back with what was typed.
#[test]
fn u10_a_reply_to_a_case_closed_meanwhile_is_not_lost() -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(false))?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    let elsewhere = customer.another_tab()?;
    elsewhere.goto(&customer.path()?)?;
    elsewhere.click("details.closing > summary")?;
    elsewhere.check("解決した")?;
    elsewhere.click("form[action$='/closure'] button")?;

    customer.fill("本文", "もう一度お願いします。")?;
    customer.click_text("サポートへ送信")?;
    assert_eq!(customer.status(), Some(409));
    assert!(customer.title()?.starts_with("エラー："));
    assert!(
        crate::cast::holds(&customer, "もう一度お願いします。")?,
        "what was typed is still there"
    );
    customer.assert_clean()
}

/// What is said of a draft is taken back when it is so no longer.
#[test]
fn u10_a_draft_that_cannot_be_saved_says_so() -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(true))?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    let said = "document.querySelector('[data-saved]').textContent";
    customer.focus("本文")?;
    customer.ime_compose("書きかけ")?;
    customer.wait_until(&format!("{said} === '下書きを保存しました。'"))?;
    // The sign-in is over by now.
    customer
        .eval("window.fetch = () => Promise.resolve(new Response('', { status: 401 })); null")?;
    customer.focus("本文")?;
    customer.ime_compose("の続き")?;
    customer.wait_until(&format!(
        "{said}.startsWith('下書きを保存できませんでした。')"
    ))?;
    customer.reload()?;
    customer.assert_clean()
}
