//! Two people write in one case at the same time: questions, drafts, an answer taken back, one that is stopped, and pages that
//! follow by themselves (C9, C12, K1).

use e2e::{Done, Options, Page, Server};

use crate::cast::{HASHIMOTO, OYAMADA, SATO, holds, sign_in, with_script};

/// Both in front of one case that is with support, and answers that wait this long.
fn both(recall: &str, options: &Options) -> Done<(Server, Page, Page, String)> {
    let args = ["demo", "--listen", "127.0.0.1:0"];
    let server = Server::with(&args, &[("MADOGUCHI_RECALL", recall)])?;
    let customer = sign_in(&server, OYAMADA, options)?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    let case = customer.path()?;
    let agent = sign_in(&server, SATO, options)?;
    agent.goto(&format!("/staff{case}?compose=reply"))?;
    Ok((server, customer, agent, case))
}

#[track_caller]
fn into(page: &Page, field: &str) -> Done {
    page.eval(&format!("document.querySelector('[name={field}]').focus()"))?;
    Ok(())
}

#[test]
fn k1_two_people_in_one_case() -> Done {
    let (_server, customer, agent, case) = both("30", &with_script(true))?;
    into(&customer, "text")?;
    customer.ime_compose("お待ちしています。")?;

    // A question, written with an input method, and taken back at first.
    into(&agent, "text")?;
    agent.ime_compose("確認させてください。")?;
    agent.click("details.asking > summary")?;
    into(&agent, "question-1")?;
    agent.ime_compose("通話IDは？")?;
    into(&agent, "text")?;
    agent.press("Control+Enter")?;
    agent.wait_for("#waiting")?;
    customer.goto(&case)?;
    assert!(
        !holds(&customer, "確認させてください。")?,
        "it is not out yet"
    );
    agent.click_text("取り消す")?;
    assert_eq!(agent.value("本文")?, "確認させてください。");
    assert_eq!(
        agent.eval("document.querySelector('[name=question-1]').value")?,
        "通話IDは？"
    );
    agent.press("Control+Enter")?;
    agent.wait_for("#waiting")?;
    agent.click_text("今すぐ送信")?;

    // The customer's page follows, and moves nothing before it is asked to. What they had begun is a draft of theirs.
    customer.wait_for("[data-news]:not([hidden]) button")?;
    assert!(!holds(&customer, "確認させてください。")?);
    customer.click("[data-news] button")?;
    customer.wait_for_text("1件の質問にご回答ください。")?;
    assert!(holds(&customer, "確認させてください。")?);
    into(&customer, "answer-1")?;
    customer.ime_compose("C-1001です。")?;

    // Meanwhile the agent writes on: what the customer sends is stopped once, and nothing of it is lost.
    agent.goto(&format!("/staff{case}?compose=reply"))?;
    agent.fill("本文", "急ぎではありません。")?;
    agent.press("Control+Enter")?;
    agent.click_text("今すぐ送信")?;
    customer.click_text("サポートへ送信")?;
    assert_eq!(customer.status(), Some(409));
    customer.wait_for("li[data-fresh]")?;
    assert_eq!(
        customer.eval("document.querySelector('[name=answer-1]').value")?,
        "C-1001です。"
    );
    customer.click_text("サポートへ送信")?;
    customer.wait_for("#waiting")?;
    customer.click_text("今すぐ送信")?;
    assert_eq!(customer.text(".status-head .turn")?, "サポート対応中");
    agent.wait_for("[data-news]:not([hidden]) button")?;
    agent.click("[data-news] button")?;
    agent.wait_for_text("C-1001です。")?;
    agent.assert_clean()?;
    customer.assert_clean_but(|trouble| format!("{trouble:?}").contains("409"))
}

#[test]
fn k1_what_is_written_is_kept_on_the_server_and_seen_by_colleagues_as_typing() -> Done {
    let (server, _customer, agent, case) = both("0", &with_script(true))?;
    into(&agent, "text")?;
    agent.ime_compose("書きかけ")?;
    agent.wait_until("document.querySelector('[data-saved]').textContent !== ''")?;
    let other = sign_in(&server, HASHIMOTO, &with_script(true))?;
    other.goto(&format!("/staff{case}"))?;
    other.wait_for(".presence")?;
    assert!(!holds(&other, "書きかけ")?);
    // In another browser the draft is there.
    let elsewhere = sign_in(&server, SATO, &with_script(true))?;
    elsewhere.goto(&format!("/staff{case}?compose=reply"))?;
    assert_eq!(elsewhere.value("本文")?, "書きかけ");
    elsewhere.press("Control+Enter")?;
    elsewhere.wait_for_text("書きかけ")?;
    elsewhere.goto(&format!("/staff{case}?compose=reply"))?;
    assert_eq!(elsewhere.value("本文")?, "");
    other.assert_clean()
}

/// What is not sent yet is read by the team once its writer shares it, and sent by whoever takes it over.
fn one_shares_and_the_other_sends(script: bool) -> Done {
    let (server, _customer, agent, case) = both("0", &with_script(script))?;
    agent.fill("本文", "こう返信してよいでしょうか。")?;
    agent.click_text("チームと共有")?;
    agent.wait_for_text("下書きを保存し、チームと共有しました。")?;
    assert_eq!(agent.value("本文")?, "こう返信してよいでしょうか。");
    let other = sign_in(&server, HASHIMOTO, &with_script(script))?;
    other.goto(&format!("/staff{case}"))?;
    assert!(holds(&other, "まだ送信されていません")?);
    other.click_text("自分の返信に取り込む")?;
    assert_eq!(other.value("本文")?, "こう返信してよいでしょうか。");
    other.fill("本文", "このように返信します。")?;
    other.click("form.composer .button-primary")?;
    other.wait_for_text("このように返信します。")?;
    // Its writer has theirs as it was, and keeps it to themselves again.
    agent.goto(&format!("/staff{case}?compose=reply"))?;
    assert_eq!(agent.value("本文")?, "こう返信してよいでしょうか。");
    agent.click_text("共有をやめる")?;
    agent.wait_for_text("共有をやめました")?;
    other.goto(&format!("/staff{case}"))?;
    assert!(!holds(&other, "こう返信してよいでしょうか。")?);
    other.assert_clean()?;
    agent.assert_clean()
}

#[test]
fn k1_a_reply_is_shared_with_the_team_before_it_goes_out() -> Done {
    one_shares_and_the_other_sends(true)
}

#[test]
fn k1_a_reply_is_shared_with_the_team_without_script() -> Done {
    one_shares_and_the_other_sends(false)
}

#[test]
fn k1_without_script_the_same_is_possible() -> Done {
    let (_server, customer, agent, case) = both("30", &with_script(false))?;
    agent.fill("本文", "お尋ねします。")?;
    agent.click("details.asking > summary")?;
    agent.eval("document.querySelector('[name=question-1]').value = '版は？'")?;
    agent.click("[data-keep]")?;
    assert_eq!(agent.value("本文")?, "お尋ねします。");
    agent.click("form.composer .button-primary")?;
    agent.click_text("今すぐ送信")?;
    // The customer began before that.
    customer.fill("本文", "その前に一つ。")?;
    customer.click_text("サポートへ送信")?;
    assert_eq!(customer.status(), Some(409));
    assert_eq!(customer.value("補足任意")?, "その前に一つ。");
    customer.eval("document.querySelector('[name=answer-1]').value = '4.2です。'")?;
    customer.click_text("サポートへ送信")?;
    customer.click_text("取り消す")?;
    assert_eq!(
        customer.eval("document.querySelector('[name=answer-1]').value")?,
        "4.2です。"
    );
    customer.click_text("サポートへ送信")?;
    customer.click_text("今すぐ送信")?;
    assert_eq!(customer.text(".status-head .turn")?, "サポート対応中");
    agent.goto(&format!("/staff{case}"))?;
    assert!(holds(&agent, "4.2です。")?);
    Ok(())
}

/// What somebody has unfolded is no news, and stays unfolded when there is some.
#[test]
fn k1_what_is_unfolded_stays_so_and_is_no_news() -> Done {
    let (_server, customer, agent, _) = both("0", &with_script(true))?;
    crate::places::first_case(&customer, "/cases?scope=own&view=customer")?;
    let case = customer.path()?;
    customer.click(".more-help > summary")?;
    customer.wait_for(".more-help[open]")?;
    agent.goto(&format!("/staff{case}?compose=note"))?;
    agent.fill("メモの内容", "社内だけの話")?;
    agent.press("Control+Enter")?;
    agent.wait_for_text("社内だけの話")?;
    agent.goto(&format!("/staff{case}?compose=reply"))?;
    agent.fill("本文", "手順を補足します。")?;
    agent.press("Control+Enter")?;
    agent.wait_for_text("手順を補足します。")?;
    customer.wait_for("[data-news]:not([hidden]) button")?;
    // The first that is offered holds what is new: the note had offered nothing.
    assert!(customer.text("[data-news] button")?.contains('1'));
    customer.click("[data-news] button")?;
    customer.wait_for_text("手順を補足します。")?;
    customer.wait_for(".more-help[open]")?;
    customer.assert_clean()
}
