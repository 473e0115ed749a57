//! What was entered, read once more before it is sent, and what is said when it was taken (C5, C7).

use e2e::{Done, Page, Server};

use crate::cast::{NISHIO, focused, sign_in, with_script};

/// The form of a support case, filled in and sent on to be read once more.
fn checked(server: &Server, script: bool) -> Done<Page> {
    let page = sign_in(server, NISHIO, &with_script(script))?;
    page.goto("/cases/new/support-case")?;
    page.select(
        "デプロイメント",
        "関西配車センター：shioji-kansai.contact-cloud.example",
    )?;
    page.select("サービス", "コンタクトクラウド")?;
    page.select("サブタイプ", "問題：動かない、遅い、期待と異なる動きをする")?;
    page.fill("件名", "配車の電話がつながらない")?;
    page.check("S1 停止")?;
    page.fill("説明", "9時から、発信できません。\n着信はできます。")?;
    page.click("details.disclosure:not(#besides) > summary")?;
    page.fill("外部参照番号", "INC-88")?;
    page.click_text("内容を確認")?;
    Ok(page)
}

#[test]
fn c5_each_answer_leads_back_to_its_field() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = checked(&server, script)?;
        assert_eq!(page.status(), Some(200));
        let all = page.text(".checked")?;
        for said in [
            "コンタクトクラウド",
            "S1 停止",
            "着信はできます。",
            "INC-88",
        ] {
            assert!(all.contains(said), "{said}: {all}");
        }
        page.click("button[name=_edit][value=description]")?;
        assert_eq!(focused(&page)?, "description", "with script {script}");
        assert_eq!(page.value("件名")?, "配車の電話がつながらない");
        assert_eq!(page.value("外部参照番号")?, "INC-88");
        assert_eq!(page.count("#severity input[value=S1]:checked")?, 1);
        page.fill("説明", "発信できません。")?;
        page.click_text("内容を確認")?;
        // What waits behind a fold is not hidden from who comes back for it.
        page.click("button[name=_edit][value=external-reference]")?;
        assert_eq!(focused(&page)?, "external-reference");
        page.fill("外部参照番号", "INC-89")?;
        if script {
            // Choices that others had ruled out are there again.
            page.select("サービス", "インサイト")?;
            page.select("カテゴリ", "音声・映像の品質")?;
            page.select("サブカテゴリ", "反響・雑音")?;
            page.select("サービス", "コンタクトクラウド")?;
        }
        page.click_text("内容を確認")?;
        page.click_text("この内容で送信")?;
        page.wait_for_text("を受け付けました")?;
        // The number, the first answer, the call and what to prepare.
        let said = page.text("main")?;
        for part in [
            "初回回答",
            "この重大度では、電話でもご連絡ください",
            "03-0000-0190",
            "重大度S1・S2の電話は24時間受け付けています。",
            "準備していただきたいこと",
            "再現する手順",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let number = crate::story::received(&page)?;
        assert!(page.text("aside")?.contains("INC-89"));
        // It stays where it was said.
        page.goto(&format!("/cases/{number}/opened"))?;
        page.wait_for_text("この重大度では、電話でもご連絡ください")?;
        page.assert_clean()?;
    }
    Ok(())
}

/// A slip is put right in one press, and who is outside gets the answers only by a second word.
#[test]
fn c5_addresses_are_looked_at_before_they_get_the_answers() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = checked(&server, script)?;
        page.click_text("戻って修正")?;
        page.fill("回答の写しを送る宛先", "tanaka@gmial.com")?;
        page.click_text("内容を確認")?;
        assert_eq!(page.status(), Some(422));
        assert_eq!(focused(&page)?, "section.error-summary");
        page.click_text("「tanaka@gmial.com」を「tanaka@gmail.com」に修正")?;
        assert_eq!(page.value("回答の写しを送る宛先")?, "tanaka@gmail.com");
        page.wait_for_text("社外のアドレスがあります（tanaka@gmail.com）")?;
        page.check("次のアドレスにも回答を送ってよいことを確認しました：tanaka@gmail.com")?;
        page.click_text("内容を確認")?;
        page.wait_for_text("tanaka@gmail.com（確認済み）")?;
        page.click_text("この内容で送信")?;
        page.wait_for_text("指定された1件の宛先にもメールで送ります")?;
        // Who opens another is told that there is one like it, and sends theirs all the same.
        let other = checked(&server, script)?;
        other.wait_for_text("同じ内容のケースがあるかもしれません")?;
        other.click_text("この内容で送信")?;
        other.wait_for_text("を受け付けました")?;
        page.assert_clean()?;
        other.assert_clean()?;
    }
    Ok(())
}

/// What is typed is there again in another tab, whether a script kept it or a button did.
#[test]
fn c5_a_draft_is_continued_where_it_was_left() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, NISHIO, &with_script(script))?;
        page.goto("/cases/new/support-case")?;
        page.fill("件名", "録音が途中で切れる")?;
        page.fill("説明", "10分を過ぎると止まります。")?;
        page.check("S2 重大な低下")?;
        if script {
            assert_eq!(page.count("[data-keep]:not([hidden])")?, 0);
            page.wait_for_text("下書きとして自動で保存しています")?;
            // Turned away from before the pause is over: kept all the same.
            page.fill("業務への影響", "検品が止まっています。")?;
        } else {
            page.fill("業務への影響", "検品が止まっています。")?;
            page.click_text("下書きを保存")?;
            page.wait_for_text("下書きを保存しました")?;
        }
        page.goto("/")?;
        page.wait_for_text("下書きの続き")?;
        page.click_text("録音が途中で切れる")?;
        page.wait_for_text("保存した下書きの続きです")?;
        assert_eq!(page.value("説明")?, "10分を過ぎると止まります。");
        assert_eq!(page.value("業務への影響")?, "検品が止まっています。");
        assert_eq!(page.count("#severity input[value=S2]:checked")?, 1);
        // Given up, it is gone from both places.
        page.goto("/cases/new")?;
        page.click(".drafts-discard > summary")?;
        page.click_text("下書きを破棄")?;
        assert_eq!(page.path()?, "/cases/new");
        assert_eq!(page.count(".drafts")?, 0);
        page.assert_clean()?;
    }
    Ok(())
}
