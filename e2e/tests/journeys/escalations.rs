//! An escalation from the customer's request to their confirmation, seen from both sides (E1, E2, E4).

use e2e::{Done, Page, Server};

use crate::cast::{HASHIMOTO, OYAMADA, holds, sign_in, with_script};

#[test]
fn e1_e2_from_the_request_to_the_confirmation_with_script() -> Done {
    from_the_request_to_the_confirmation(true)
}

#[test]
fn e1_e2_from_the_request_to_the_confirmation_without_script() -> Done {
    from_the_request_to_the_confirmation(false)
}

/// Whoever has the page of the case open sees the escalation that is opened meanwhile, and in its summary how far it is.
#[test]
fn e1_an_escalation_comes_and_goes_on_while_its_page_is_open() -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(true))?;
    customer.goto("/cases?scope=own&view=support")?;
    customer.click(".row-link")?;
    let case = customer.path()?;
    let lead = sign_in(&server, HASHIMOTO, &with_script(true))?;
    lead.goto(&format!("/staff{case}"))?;
    lead.click("details#escalate > summary")?;
    lead.fill("問題の説明", "録音の一覧に、昨日の通話が出てきません。")?;
    lead.fill("不具合の内容", "索引の作り直しが止まっている")?;
    lead.submit("form[action*='/escalations']")?;
    let state = "#escalation-now .escalation-state";
    customer.wait_for("[data-news]:not([hidden]) button")?;
    customer.click("[data-news] button")?;
    assert_eq!(customer.text(state)?, "提出済み");
    step(&lead, "評価中", "")?;
    customer.wait_for("[data-news]:not([hidden]) button")?;
    customer.click("[data-news] button")?;
    assert_eq!(customer.text(state)?, "評価中");
    customer.assert_clean()?;
    lead.assert_clean()
}

fn from_the_request_to_the_confirmation(script: bool) -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(script))?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    let case = customer.path()?;
    customer.click("details#escalation > summary")?;
    customer.fill(
        "ご不満や、急ぐ理由",
        "一週間、進み具合のお知らせがありません。",
    )?;
    customer.submit("form[action$='/escalation']")?;
    assert!(holds(&customer, "エスカレーションを依頼済みです")?);

    // It reaches whoever leads, who hands the case on: with a call by somebody, and with what engineering is to mend.
    let lead = sign_in(&server, HASHIMOTO, &with_script(script))?;
    lead.goto("/staff?view=escalation")?;
    lead.click_text(&subject)?;
    lead.click("details#escalate > summary")?;
    lead.fill("問題の説明", "録音の一覧に、昨日の通話が出てきません。")?;
    lead.fill("お客様の要望", "今日中に、いつ直るかを知りたい。")?;
    lead.fill("不具合の内容", "索引の作り直しが止まっている")?;
    lead.fill("不具合管理の番号", "REC-881")?;
    lead.submit("form[action*='/escalations']")?;
    let number = lead.text("#escalation-now .number")?;
    assert!(number.starts_with("ESC-"), "{number}");
    assert!(holds(&lead, "REC-881")?);

    // The customer reads the number, the steps and the call; nothing of engineering's.
    customer.goto(&case)?;
    assert_eq!(customer.text("#escalation-now .number")?, number);
    assert_eq!(customer.count("#escalation-now .steps > li")?, 5);
    let now = "#escalation-now [aria-current=step]";
    assert!(customer.text(now)?.starts_with("提出済み"));
    assert!(holds(&customer, "がお電話します")?);
    assert!(!holds(&customer, "REC-881")? && !holds(&customer, "索引の作り直し")?);
    // Folded and unfolded.
    customer.click("#escalation-now > summary")?;
    assert_eq!(customer.count("#escalation-now[open]")?, 0);
    customer.click("#escalation-now > summary")?;
    assert_eq!(customer.count("#escalation-now[open]")?, 1);
    // Every list says so.
    customer.goto("/cases?sort=escalation&direction=asc")?;
    assert!(
        customer
            .text("tbody tr:first-child")?
            .contains("エスカレーション：提出済み")
    );
    lead.goto("/staff?view=escalated")?;
    assert!(holds(&lead, &subject)?);

    // It goes on; a day is expected, which is no promise.
    lead.click_text(&subject)?;
    step(&lead, "評価中", "")?;
    step(&lead, "開発部門で対応中", "")?;
    lead.click("details:has(form[action*='/escalation-expected']) > summary")?;
    lead.fill("解決予定日", "2099-11-28")?;
    lead.submit("form[action*='/escalation-expected']")?;
    lead.fill(
        "お電話で合意したこと（お客様にも表示します）",
        "毎朝9時に状況をお伝えする。",
    )?;
    lead.submit("form[action*='/callback']")?;
    customer.goto(&case)?;
    assert!(customer.text(now)?.starts_with("開発部門で対応中"));
    assert!(holds(
        &customer,
        "解決予定 2099年11月28日(土)（保証ではありません）"
    )?);
    assert!(holds(&customer, "毎朝9時に状況をお伝えする。")?);

    // The customer's turn: it is not solved at first, and then it is.
    step(&lead, "解決の確認", "索引を作り直しました。")?;
    customer.goto(&case)?;
    assert!(customer.text(now)?.contains("お客様の対応"));
    customer.click("details.more-help > summary")?;
    customer.fill(
        "どの手順で、何が起きましたか",
        "今朝の通話がまだ出てきません。",
    )?;
    customer.submit(".more-help form")?;
    assert!(customer.text(now)?.starts_with("開発部門で対応中"));
    lead.goto(&format!("/staff{case}"))?;
    assert!(holds(&lead, "今朝の通話がまだ出てきません。")?);
    step(&lead, "解決の確認", "今朝の分も作り直しました。")?;
    customer.goto(&case)?;
    customer.click_text("解決した")?;
    customer.goto(&case)?;
    assert_eq!(customer.count("#escalation-now[open]")?, 0, "it is over");
    assert!(
        customer
            .text("#escalation-now > summary")?
            .contains("解決（お客様が確認）")
    );
    lead.goto("/staff?view=escalated")?;
    assert!(!holds(&lead, &subject)?);
    customer.assert_clean()?;
    lead.assert_clean()
}

fn step(lead: &Page, to: &str, text: &str) -> Done {
    lead.click("details:has(form[action*='/escalation-step']) > summary")?;
    lead.select("変更後の段階", to)?;
    lead.fill("お客様へのお知らせ", text)?;
    lead.submit("form[action*='/escalation-step']")
}

#[test]
fn e1_a5_k3_evidence_a_teams_queue_what_is_finished_and_a_follow_up_with_script() -> Done {
    handed_on_and_back(true)
}

#[test]
fn e1_a5_k3_evidence_a_teams_queue_what_is_finished_and_a_follow_up_without_script() -> Done {
    handed_on_and_back(false)
}

fn handed_on_and_back(script: bool) -> Done {
    let server = Server::demo()?;
    let lead = sign_in(&server, HASHIMOTO, &with_script(script))?;
    lead.goto("/staff?view=unowned")?;
    let subject = lead.text(".row-link")?;
    lead.click_text(&subject)?;
    let case = lead.path()?;
    let number = case.rsplit('/').next().unwrap_or_default().to_owned();
    lead.click("details#escalate > summary")?;
    // What goes with it, and what is missing, stand there before it is sent.
    assert!(holds(&lead, "引き渡す情報")? && holds(&lead, "不足している情報")?);
    let teams = lead.texts("#queue option")?;
    let engineering = teams
        .iter()
        .find(|team| team.starts_with("エンジニアリング"));
    let engineering = engineering.cloned().unwrap_or_default();
    assert!(engineering.contains("未クローズ"), "{engineering}");
    lead.fill("問題の説明", "録音の一覧に、昨日の通話が出てきません。")?;
    lead.fill("不具合の内容", "索引の作り直しが止まっている")?;
    lead.select("依頼先のチーム", &engineering)?;
    lead.submit("form[action*='/escalations']")?;
    assert!(lead.text("#escalation-now .number")?.starts_with("ESC-"));
    lead.click("details:has(form[action*='/escalation-finish']) > summary")?;
    lead.fill(
        "対応の結果",
        "索引を作り直した。昨日の通話が出るかを確認してほしい。",
    )?;
    lead.submit("form[action*='/escalation-finish']")?;
    assert!(lead.text("#to-confirm h2")?.contains("お客様へ確認"));
    lead.assert_clean()?;
    // The owner asks the customer for it.
    lead.fill(
        "お客様に確認してほしいこと",
        "昨日の通話が出るかをご確認ください。",
    )?;
    lead.submit("#to-confirm form")?;
    assert_eq!(lead.count("#to-confirm")?, 0);

    // A closed case goes on in another one, opened for its contact.
    lead.goto("/staff?view=closed")?;
    let subject = lead.text(".row-link")?;
    let closed = lead.attribute(".row-link", "href")?.unwrap_or_default();
    lead.goto(&closed)?;
    let before = lead.path()?;
    assert_ne!(before, format!("/staff/cases/{number}"));
    lead.click("a[href$='/follow-up']")?;
    assert_eq!(lead.value("件名")?, subject);
    lead.assert_clean()?;
    lead.submit("form[action$='/follow-up']")?;
    let path = lead.path()?;
    assert!(
        path.starts_with("/staff/cases/") && !path.ends_with("/follow-up"),
        "{path}"
    );
    let (old, _) = before.split_once('?').unwrap_or((&before, ""));
    let old = old.rsplit('/').next().unwrap_or_default();
    assert!(holds(&lead, old)?, "{old}");
    lead.assert_clean()
}
