//! From a candidate's first visit, over the account admin's tick, to a designated contact who opens a case (A3): the desk
//! whose places go to users of production who have been here before.

use e2e::{Done, Options, Page, Server};

use crate::{
    cast::{become_one, sign_in, with_script},
    mails::code_by_mail,
};

/// The account admin of ことり便マーケット.
const YAMAMOTO: &str = "山本 結衣";
/// One of its contacts, who has never been here.
const AOKI: &str = "青木 徹";
const ADDRESS: &str = "toru.aoki@kotoribin.example";

#[test]
fn a3_a_candidate_becomes_a_designated_contact_and_opens_a_case() -> Done {
    for script in [true, false] {
        let desk = ["demo", "--desk", "marketing", "--listen", "127.0.0.1:0"];
        let server = Server::with(&desk, &[])?;
        let admin = sign_in(&server, YAMAMOTO, &Options::default())?;
        admin.goto("/access")?;
        let tick = format!("input[aria-label='{AOKI}']");
        assert!(admin.attribute(&tick, "disabled")?.is_some(), "never here");
        assert!(admin.text("#seats")?.contains("指定連絡先：4 / 6人"));

        let candidate = server.page(&with_script(script))?;
        first_visit(&server, &candidate)?;
        assert!(!candidate.text("nav")?.contains("ケースを開く"));
        candidate.goto("/cases/new/support-case")?;
        assert_eq!(candidate.status(), Some(403));

        admin.reload()?;
        admin.click(&tick)?;
        admin.click_text("指定を保存")?;
        admin.wait_for_text("指定連絡先：5 / 6人")?;

        candidate.goto("/")?;
        candidate.click(".nav a[href='/cases/new']")?;
        candidate.goto("/cases/new/support-case")?;
        let first = candidate.eval(
            "[...document.querySelector('[name=deployment]').options].find((o) => o.value).label",
        )?;
        candidate.select("サブスクリプション", first.as_str().unwrap_or_default())?;
        candidate.fill("件名", "フォームが送信できない")?;
        candidate.select("ケースタイプ", "問題")?;
        candidate.select("ケースイシュー", "ユーザー・権限")?;
        candidate.fill(
            "説明",
            "https://pages.kotoribin.example/form の送信ボタンが反応しません。",
        )?;
        candidate.click_text("内容を確認")?;
        candidate.click_text("この内容で送信")?;
        candidate.wait_for_text("を受け付けました")?;
        crate::story::received(&candidate)?;

        // The tick goes, and with it the door; what was opened can still be read.
        let number = candidate.path()?;
        admin.click(&tick)?;
        admin.click_text("指定を保存")?;
        admin.wait_for_text("指定連絡先：4 / 6人")?;
        candidate.goto(&number)?;
        assert!(candidate.text("main")?.contains("返信できません"));
        admin.assert_clean()?;
    }
    Ok(())
}

/// A first password by a code in a mail.
fn first_visit(server: &Server, page: &Page) -> Done {
    page.goto("/sign-in/forgotten")?;
    page.fill("メールアドレス", ADDRESS)?;
    let code = code_by_mail(server, page)?;
    page.fill("確認コード", &code)?;
    page.fill("新しいパスワード", "静かな川と三つの橋を渡る")?;
    page.click_text("パスワードを設定")?;
    assert_eq!(page.path()?, "/");
    Ok(())
}

/// A partner acts for a customer, and no longer once the customer's admin ends it.
#[test]
fn a9_a_partner_acts_for_a_customer_until_the_arrangement_ends() -> Done {
    let server = Server::demo()?;
    let partner = server.page(&Options::default())?;
    become_one(&partner, "野上 賢治")?;
    partner.goto("/access")?;
    partner.click_text("株式会社ことり便マーケット")?;
    assert!(
        partner
            .text(".acting")?
            .contains("株式会社ことり便マーケットを代行中")
    );
    partner.goto("/cases")?;
    let to = partner.attribute(".row-link", "href")?.unwrap_or_default();
    partner.goto(&to)?;
    assert!(
        partner.text("main")?.contains("返信できません"),
        "it only reads"
    );

    let admin = sign_in(&server, YAMAMOTO, &Options::default())?;
    admin.goto("/access")?;
    admin.click("form[action='/access/partner-end'] button")?;
    assert!(!admin.text("main")?.contains("ヨリソイ"));
    partner.goto(&to)?;
    assert_eq!(partner.status(), Some(404));
    partner.goto("/")?;
    assert_eq!(partner.count(".acting")?, 0);
    admin.assert_clean()
}
