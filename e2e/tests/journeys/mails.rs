//! Mail as those who try the demo see it, and the texts in an administrator's hands (H7).

use std::time::{Duration, Instant};

use e2e::{Done, Fault, Options, Page, Server};

use crate::{
    cast::{MIURA, OYAMADA, SATO, sign_in, with_script},
    places::first_case,
};

/// Looks again until a mail with this in it has been caught.
#[track_caller]
fn caught(page: &Page, text: &str) -> Done {
    let deadline = Instant::now() + Duration::from_secs(60);
    while Instant::now() < deadline {
        page.goto("/caught-mail")?;
        if page.text("main")?.contains(text) {
            return Ok(());
        }
    }
    Err(Fault::new(format!("no mail says “{text}”")))
}

#[test]
fn h7_either_side_stops_mail_about_one_case_and_resumes_it() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        for (who, list) in [
            (OYAMADA, "/cases?scope=own&view=support"),
            (SATO, "/staff?view=support"),
        ] {
            let page = sign_in(&server, who, &with_script(script))?;
            first_case(&page, list)?;
            page.click_text("メールを停止する")?;
            page.wait_for_text("メールを停止しています。")?;
            page.click_text("メールを再開する")?;
            page.wait_for_text("ご自分あての分だけ停止できます")?;
            page.assert_clean()?;
        }
    }
    Ok(())
}

#[test]
fn h7_an_administrators_words_reach_the_customer_by_mail() -> Done {
    let server = Server::demo()?;
    let keeper = sign_in(&server, MIURA, &Options::default())?;
    keeper.goto("/staff")?;
    keeper.click(".rail a[href='/staff/mails']")?;
    keeper.click("a[href='/staff/mails/answered/ja']")?;
    let own = keeper.value("本文")?;
    assert!(own.contains("{% include \"messages\" %}"), "{own}");
    // What cannot be filled in is refused, with its line.
    keeper.fill("本文", "一行目\n{{ nobody.name }}")?;
    keeper.click_text("保存")?;
    assert!(keeper.text("#wrong")?.contains("2行目"));
    keeper.fill(
        "本文",
        "{{ reader }}様\n\nお待たせしました。\n\n{% include \"messages\" %}",
    )?;
    keeper.click_text("プレビュー")?;
    assert!(keeper.text(".letter")?.contains("お待たせしました。"));
    keeper.click_text("保存")?;
    keeper.wait_for_text("文面を保存しました。")?;

    let agent = sign_in(&server, SATO, &Options::default())?;
    let customer = sign_in(&server, OYAMADA, &Options::default())?;
    first_case(&customer, "/cases?scope=own&view=support")?;
    let number = customer
        .path()?
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    agent.goto(&format!("/staff/cases/{number}"))?;
    agent.click(".compose-mode[data-mode=reply]")?;
    agent.fill("本文", "録音サーバーを再起動しました。")?;
    agent.click("form.composer[data-mode=reply] .button-primary")?;
    caught(&customer, "お待たせしました。")?;
    assert!(
        customer
            .text("main")?
            .contains("録音サーバーを再起動しました。")
    );
    assert!(customer.text(".letters summary")?.contains(&number));
    // As a mail program would show it.
    customer.click_text("HTML形式を開く")?;
    assert!(customer.text("body")?.contains("お待たせしました。"));
    agent.assert_clean()?;
    keeper.assert_clean()
}

/// Asks for a code to the address that was filled in, and gives it as the mail has it.
#[track_caller]
pub fn code_by_mail(server: &Server, page: &Page) -> Done<String> {
    page.click_text("確認コードを送る")?;
    let mails = server.page(&Options::default())?;
    caught(&mails, "確認コードです。")?;
    let text = mails.text(".letter")?;
    let is_code = |word: &&str| word.len() == 14 && word.split('-').count() == 3;
    let code = text.split_whitespace().find(is_code);
    Ok(code.unwrap_or_default().to_owned())
}

/// The path of a link in the latest mail to an address, once there is one that begins so.
#[track_caller]
pub fn link_by_mail(server: &Server, to: &str, begins: &str) -> Done<String> {
    let mails = server.page(&Options::default())?;
    let deadline = Instant::now() + Duration::from_secs(60);
    while Instant::now() < deadline {
        mails.goto("/caught-mail")?;
        // Those that are folded, too.
        let letters = mails
            .eval("[...document.querySelectorAll('.letters > li')].map((li) => li.textContent)")?;
        let letters = letters.as_array().into_iter().flatten();
        let letters = letters.filter_map(|letter| letter.as_str());
        for letter in letters.filter(|letter| letter.contains(to)) {
            let words = letter.split_whitespace();
            let mut paths = words.filter_map(|word| {
                let rest = word.strip_prefix("http://")?;
                rest.find('/').and_then(|at| rest.get(at..))
            });
            if let Some(path) = paths.find(|path| path.starts_with(begins)) {
                return Ok(path.to_owned());
            }
        }
    }
    Err(Fault::new(format!("no mail to {to} has a link {begins}")))
}

#[test]
fn a6_a_forgotten_password_comes_back_by_mail() -> Done {
    let server = Server::demo()?;
    let page = server.page(&Options::default())?;
    page.goto("/sign-in")?;
    page.click("a[href='/sign-in/forgotten']")?;
    let email = "oyamada.t@kitaou-emcs.example";
    page.fill("メールアドレス", email)?;
    let code = code_by_mail(&server, &page)?;
    page.fill("確認コード", &code)?;
    page.fill("新しいパスワード", "password12345")?;
    page.click_text("パスワードを設定")?;
    page.wait_for_text("すぐに推測されます")?;
    page.fill("確認コード", &code)?;
    page.fill("新しいパスワード", "静かな川と三つの橋を渡る")?;
    page.click_text("パスワードを設定")?;
    assert_eq!(page.path()?, "/");
    page.goto("/sign-ins")?;
    assert!(page.text("table")?.contains("この端末"));
    page.assert_clean()
}
