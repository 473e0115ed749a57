//! Before a case: a question and a problem, an emergency that skips, and what is told later (B2).

use e2e::{Done, Server};

use crate::cast::{NISHIO, sign_in, with_script};

#[test]
fn b2_a_question_and_an_emergency_with_script() -> Done {
    journey(true)
}

#[test]
fn b2_a_question_and_an_emergency_without_script() -> Done {
    journey(false)
}

fn journey(script: bool) -> Done {
    let server = Server::demo()?;
    let page = sign_in(&server, NISHIO, &with_script(script))?;

    // A question: four places to look at, then the form for a question.
    page.goto("/cases/new")?;
    page.click_text("質問がある")?;
    assert_eq!(page.count(".checklist a")?, 4);
    page.click_text("ケースの入力へ進む")?;
    assert_eq!(page.value("サブタイプ")?, "question");

    // A problem: the steps follow the product, and an emergency goes on in one press.
    page.goto("/cases/new")?;
    page.click_text("問題が起きている")?;
    page.select("サービス", "連携API")?;
    if script {
        page.wait_for_gone("#step-refresh")?;
    } else {
        page.click_text("サービスに合わせて更新")?;
        assert_eq!(page.count("#step-refresh")?, 0);
    }
    assert_eq!(page.count("#step-token")?, 1);
    page.click_text("緊急のため「S1 停止」で進む")?;
    assert_eq!(page.value("サブタイプ")?, "problem");
    assert_eq!(page.count("#severity input[value=S1]:checked")?, 1);
    page.select(
        "デプロイメント",
        "関西配車センター：shioji-kansai.contact-cloud.example",
    )?;
    page.select("サービス", "コンタクトクラウド")?;
    page.select("環境", "本番")?;
    if script {
        page.focus("件名")?;
        page.ime_begin("はいしゃ")?;
        page.ime_key("Enter")?;
        page.ime_commit("配車の電話が全部つながらない")?;
    } else {
        page.fill("件名", "配車の電話が全部つながらない")?;
    }
    page.fill("説明", "全席で発信も着信もできません")?;
    page.click_text("内容を確認")?;
    page.click_text("この内容で送信")?;
    // What is not told yet is named, and can be told from there.
    page.wait_for_text("再現しますか")?;
    crate::story::received(&page)?;

    // Told later, and kept among what is known.
    page.click("#told summary")?;
    page.click_text("状況を補足")?;
    page.select("再現しますか", "毎回起きる")?;
    page.fill("エラーの文言", "SIP 503")?;
    page.click_text("補足を保存")?;
    page.wait_for("#told")?;
    page.click("#told summary")?;
    assert!(page.text("#told")?.contains("SIP 503"));
    assert!(page.text(".story")?.contains("状況を2件補足しました。"));
    page.assert_clean()
}
