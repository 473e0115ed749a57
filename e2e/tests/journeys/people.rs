//! People who come, say who they are, and let support look with their eyes (A1, A5, A10).

use e2e::{Done, Options, Server};

use crate::{
    cast::{MIURA, OYAMADA, SATO, sign_in, with_script},
    mails::link_by_mail,
    places::first_case,
};

/// The account admin of ことり便マーケット.
const YAMAMOTO: &str = "山本 結衣";

#[test]
fn a1_a_stranger_asks_for_an_account_and_the_admin_lets_them_in() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let admin = sign_in(&server, YAMAMOTO, &Options::default())?;
        let stranger = server.page(&with_script(script))?;
        stranger.goto("/sign-in")?;
        stranger.click("a[href='/join']")?;
        stranger.fill("会社のメールアドレス", "newcomer@gmail.com")?;
        stranger.click_text("確認のメールを送る")?;
        assert!(
            stranger
                .text("main")?
                .contains("会社のメールアドレスを入力してください")
        );
        stranger.fill("会社のメールアドレス", "shin.kawano@kotoribin.example")?;
        stranger.click_text("確認のメールを送る")?;
        let link = link_by_mail(&server, "shin.kawano@kotoribin.example", "/join/")?;
        stranger.goto(&link)?;
        stranger.fill("姓", "河野")?;
        stranger.fill("名", "慎")?;
        stranger.fill("会社名", "ことり便マーケット")?;
        stranger.click("input[name=level][value=read-only]")?;
        stranger.click("input[name=terms]")?;
        stranger.click_text("申請する")?;
        stranger.wait_for_text("申請を受け付けました")?;

        admin.goto("/access")?;
        assert!(
            admin
                .text("main")?
                .contains("shin.kawano@kotoribin.example")
        );
        admin.click("button[value=grant]")?;
        assert!(admin.text("#seats")?.contains("河野 慎"));
        let link = link_by_mail(
            &server,
            "shin.kawano@kotoribin.example",
            "/sign-in/forgotten",
        )?;
        assert_eq!(link, "/sign-in/forgotten");
        // Staff see what happened.
        let keeper = sign_in(&server, MIURA, &Options::default())?;
        keeper.goto("/staff/audit?kind=request+granted")?;
        assert!(keeper.text("main")?.contains(YAMAMOTO));
        admin.assert_clean()?;
        stranger.assert_clean()?;
    }
    Ok(())
}

#[test]
fn a5_what_is_not_saved_is_announced_kept_and_can_be_discarded() -> Done {
    let server = Server::demo()?;
    let page = sign_in(&server, OYAMADA, &Options::default())?;
    page.goto("/profile")?;
    assert_eq!(page.count(".unsaved:not([hidden])")?, 0);
    page.fill("市区町村", "千代田区")?;
    page.wait_for(".unsaved:not([hidden])")?;
    assert!(
        page.text(".unsaved:not([hidden])")?
            .contains("未保存の変更があります")
    );
    // Leaving is warned of; coming back, it is there.
    page.goto("/cases")?;
    page.goto("/profile")?;
    page.wait_for(".unsaved:not([hidden])")?;
    assert_eq!(page.value("市区町村")?, "千代田区");
    assert!(
        page.text(".unsaved:not([hidden])")?
            .contains("復元しました")
    );
    page.click(".unsaved:not([hidden]) button")?;
    page.wait_for_gone(".unsaved:not([hidden])")?;
    assert_eq!(page.value("市区町村")?, "");
    page.fill("市区町村", "港区")?;
    page.click_text("連絡先を保存")?;
    page.wait_for_text("保存しました。")?;
    page.goto("/profile")?;
    assert_eq!(page.value("市区町村")?, "港区");
    assert_eq!(page.count(".unsaved:not([hidden])")?, 0);
    page.assert_clean()
}

/// A contact allows it for a case, an agent looks, the contact ends it under their eyes.
#[test]
fn a10_support_looks_at_the_portal_as_a_contact_who_allows_it() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let contact = sign_in(&server, OYAMADA, &with_script(script))?;
        first_case(&contact, "/cases?scope=own&view=support")?;
        let to = contact.path()?;
        let agent = sign_in(&server, SATO, &with_script(script))?;
        agent.goto(&format!("/staff{to}"))?;
        assert_eq!(agent.count("form[action$='/proxy-login'] button")?, 0);
        contact.click("#proxy-login button[value=yes]")?;
        assert!(contact.text("#proxy-login")?.contains("許可しています"));
        agent.reload()?;
        agent.click("form[action$='/proxy-login'] button")?;
        assert_eq!(agent.path()?, to);
        assert!(agent.text("[data-proxy]")?.contains(OYAMADA));
        assert_eq!(agent.count("form.composer")?, 0);
        agent.goto("/cases?scope=own")?;
        assert!(agent.text("[data-proxy]")?.contains("読むだけで"));
        agent.goto("/profile")?;
        assert_eq!(agent.status(), Some(403));

        contact.reload()?;
        assert!(contact.text("#proxy-login")?.contains(SATO));
        contact.click("#proxy-login button[value=no]")?;
        agent.goto(&to)?;
        assert_eq!(agent.status(), Some(200), "it goes on until it is ended");
        contact.click("form[action$='/proxy-login/end'] button")?;
        agent.goto("/staff")?;
        assert_eq!(agent.status(), Some(200), "they are themselves again");
        contact.goto("/proxy-logins")?;
        assert!(contact.text("main")?.contains("あなたが終了"));
        contact.goto(&to)?;
        assert!(contact.text("main")?.contains("代理ログインを開始しました"));
        contact.assert_clean()?;
    }
    Ok(())
}
