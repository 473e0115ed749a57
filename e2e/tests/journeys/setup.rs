//! The first start: a secret, an administrator, and signing in with a password (V-25, A6).

use data_encoding::BASE32_NOPAD;
use e2e::{Done, Options, Page, Server};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::cast::focused;

const PASSWORD: &str = "青い傘と 四つの鍵 17";

/// A program that nobody has set up yet, and the secret it printed.
fn fresh() -> Done<(Server, String)> {
    let server = Server::with(&["serve", "--data", "data", "--listen", "127.0.0.1:0"], &[])?;
    let line = server.prints("secret")?;
    let secret = line.rsplit(' ').next().unwrap_or_default().to_owned();
    Ok((server, secret))
}

#[track_caller]
fn fill_in(page: &Page, secret: &str) -> Done {
    page.fill("セットアップ用の秘密の文字列", secret)?;
    page.fill("姓", "三浦")?;
    page.fill("名", "由紀")?;
    page.fill("メールアドレス", "yuki.miura@aozora.example")?;
    page.fill("パスワード※必須", PASSWORD)?;
    page.fill("パスワード（確認のため再入力）", PASSWORD)
}

#[track_caller]
fn sign_out(page: &Page) -> Done {
    page.click("details.menu:has([name=theme]) > summary")?;
    page.click_text("サインアウト")?;
    assert_eq!(page.path()?, "/sign-in");
    Ok(())
}

#[track_caller]
fn sign_in(page: &Page, password: &str) -> Done {
    page.fill("メールアドレス", "yuki.miura@aozora.example")?;
    page.fill("パスワード", password)?;
    page.click_text("サインイン")
}

#[test]
fn v25_the_first_administrator_is_made_once() -> Done {
    let (server, secret) = fresh()?;
    let page = server.page(&Options::default())?;
    page.goto("/setup")?;
    page.click_text("管理者を登録")?;
    assert_eq!(page.status(), Some(422));
    assert!(page.title()?.starts_with("エラー："));
    assert_eq!(focused(&page)?, "section.error-summary");
    assert_eq!(page.count(".error-summary a")?, 4);
    page.click(".error-summary a[href='#email']")?;
    assert_eq!(focused(&page)?, "email");

    fill_in(&page, "not-the-secret")?;
    page.click_text("管理者を登録")?;
    assert_eq!(page.status(), Some(422));
    assert!(page.text(".error-summary")?.contains("一致しません"));
    assert_eq!(page.value("姓")?, "三浦", "what was typed stays");
    assert_eq!(page.value("パスワード※必須")?, "", "but for passwords");

    fill_in(&page, &secret)?;
    page.click_text("管理者を登録")?;
    assert_eq!(page.path()?, "/staff");
    page.wait_for_text("三浦 由紀")?;
    page.goto("/setup")?;
    assert_eq!(page.status(), Some(404));
    page.assert_clean()
}

#[test]
fn v48_signing_in_returns_to_where_one_wanted_to_go() -> Done {
    let (server, secret) = fresh()?;
    let page = server.page(&Options::default())?;
    page.goto("/setup")?;
    fill_in(&page, &secret)?;
    page.click_text("管理者を登録")?;
    sign_out(&page)?;

    page.goto("/staff?view=closed&order=severity")?;
    assert!(page.path()?.starts_with("/sign-in?next="));
    sign_in(&page, "まったく違うパスワード")?;
    assert_eq!(page.status(), Some(422));
    let wrong = page.text("[role=alert]")?;
    assert!(wrong.starts_with("メールアドレスまたはパスワードが一致しません。"));
    assert_eq!(page.value("メールアドレス")?, "yuki.miura@aozora.example");
    assert_eq!(page.value("パスワード")?, "");
    sign_in(&page, PASSWORD)?;
    // Staff need a second factor, and set it up before anything else.
    assert_eq!(page.path()?, "/sign-ins/second-factor");
    page.wait_for_text("サポート担当者には、二段階認証が必要です。")?;
    page.click_text("二段階認証を設定")?;
    page.wait_for(".qr svg")?;
    let secret = page.text(".steps .mono")?;
    page.fill(
        "認証アプリに表示された6桁のコード",
        &shown(&page, &secret, 0)?,
    )?;
    page.click_text("有効にする")?;
    page.wait_for_text("二段階認証を有効にしました。")?;
    let spare = page.text(".codes li")?;
    page.click_text("次へ")?;
    assert_eq!(page.path()?, "/staff");
    sign_out(&page)?;

    page.goto("/staff?view=closed&order=severity")?;
    sign_in(&page, PASSWORD)?;
    assert!(page.path()?.starts_with("/sign-in/second-factor?next="));
    if let Some(axe) = e2e::Axe::load()? {
        axe.assert_none(&page)?;
    }
    page.fill("コード", "000000")?;
    page.click_text("サインイン")?;
    page.wait_for_text("コードが違うか")?;
    // No code is good twice: the device shows the next one.
    page.fill("コード", &shown(&page, &secret, 1)?)?;
    page.click_text("サインイン")?;
    assert_eq!(page.path()?, "/staff?view=closed&order=severity");
    sign_out(&page)?;

    // The same words for somebody we have never heard of.
    page.fill("メールアドレス", "nobody@aozora.example")?;
    page.fill("パスワード", PASSWORD)?;
    page.click_text("サインイン")?;
    assert_eq!(page.text("[role=alert]")?, wrong);

    page.goto("/sign-in?next=//evil.example/staff")?;
    sign_in(&page, PASSWORD)?;
    page.fill("コード", &spare)?;
    page.click_text("サインイン")?;
    assert_eq!(page.path()?, "/staff", "home, and nowhere else");
    assert!(page.url()?.starts_with(server.address()));
    page.assert_clean()
}

/// What an authenticator shows for a secret, so many steps from now.
fn shown(page: &Page, secret: &str, steps: i64) -> Done<String> {
    let plain: String = secret.split_whitespace().collect();
    let key = BASE32_NOPAD.decode(plain.as_bytes()).expect("base 32");
    let now = page.eval("Math.floor(Date.now() / 30000)")?;
    let step = now.as_i64().unwrap_or_default() + steps;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).expect("a key");
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 0x0f);
    let four = [
        digest[at] & 0x7f,
        digest[at + 1],
        digest[at + 2],
        digest[at + 3],
    ];
    Ok(format!("{:06}", u32::from_be_bytes(four) % 1_000_000))
}
