//! Knowledge: written, looked at by somebody else, found by a question and while a case is opened, and judged (B3, B4).

use e2e::{Done, Server};

use crate::cast::{MIURA, NISHIO, SATO, sign_in, with_script};

#[test]
fn b4_staff_write_and_publish_and_a_customer_finds_and_judges() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, SATO, &with_script(script))?;
        page.goto("/staff/knowledge")?;
        page.click_text("記事を書く")?;
        page.eval("document.getElementById('title-0').value = '通話録音の保存期間'; document.getElementById('body-0').value = '## 変え方\\n管理画面の**録音**から変えます。'; null")?;
        page.click_text("下書きを保存")?;
        page.wait_for_text("プレビュー")?;
        page.click_text("公開する")?;
        page.wait_for_text("自分が最後に書いた記事は公開できません")?;
        page.click_text("確認を依頼")?;
        page.wait_for_text("確認待ち")?;
        page.assert_clean()?;
        let path = page.path()?;
        let other = sign_in(&server, MIURA, &with_script(script))?;
        other.goto(&path)?;
        other.click_text("公開する")?;
        other.wait_for_text("内容を確認した")?;
        let customer = sign_in(&server, NISHIO, &with_script(script))?;
        customer.goto("/knowledge")?;
        customer.fill("語句、質問", "録音はいつまで残りますか")?;
        customer.click_text("探す")?;
        customer.wait_for("mark")?;
        customer.click_text("通話録音の保存期間")?;
        customer.wait_for(".article-body h2")?;
        customer.fill("理由、足りない点", "画面の図がほしい")?;
        customer.click_text("役に立たなかった")?;
        customer.wait_for_text("ご回答ありがとうございます")?;
        customer.assert_clean()?;
        page.goto(&path)?;
        page.wait_for_text("画面の図がほしい")?;
    }
    Ok(())
}

#[test]
fn b3_what_was_written_stands_beneath_the_subject_and_once_more_before_sending() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, NISHIO, &with_script(script))?;
        page.goto("/cases/new/support-case")?;
        page.fill("件名", "長いファイルの書き出しが途中で止まる")?;
        if script {
            page.wait_for("article-hints .notice a mark")?;
            assert!(
                page.text("article-hints p[role=status]")?
                    .contains("関連する記事")
            );
            assert_eq!(page.value("件名")?, "長いファイルの書き出しが途中で止まる");
        }
        page.select(
            "デプロイメント",
            "関西配車センター：shioji-kansai.contact-cloud.example",
        )?;
        page.select("サービス", "コンタクトクラウド")?;
        page.select("サブタイプ", "問題：動かない、遅い、期待と異なる動きをする")?;
        page.check("S3 一部の支障")?;
        page.fill("説明", "20件目で止まります。")?;
        page.click_text("内容を確認")?;
        page.wait_for_text("関連する記事")?;
        page.assert_clean()?;
    }
    Ok(())
}
