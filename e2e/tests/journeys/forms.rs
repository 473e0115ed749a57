//! The form of a new case: choices that follow others, and what it says when something is missing (C5, U10, U11).

use e2e::{Done, Page, Server};
use serde_json::json;

use crate::cast::{NISHIO, SHIRAISHI, focused, sign_in, with_script};

fn form(server: &Server, script: bool) -> Done<Page> {
    let customer = sign_in(server, NISHIO, &with_script(script))?;
    customer.goto("/cases/new/support-case")?;
    Ok(customer)
}

/// What a list offers besides “please choose”.
#[track_caller]
fn offers(page: &Page, id: &str) -> Done<serde_json::Value> {
    page.eval(&format!(
        "[...document.getElementById({}).options].filter((o) => o.value && !o.hidden).map((o) => o.label)",
        json!(id)
    ))
}

const OF_RECORDING: [&str; 3] = ["記録されない", "再生・ダウンロード", "保存期間・削除"];

#[test]
fn c5_dependent_choices_follow_with_script() -> Done {
    let server = Server::demo()?;
    let page = form(&server, true)?;
    assert!(
        page.eval("document.getElementById('sub-issue').closest('[hidden]') !== null")? == true
    );

    page.select("カテゴリ", "録音・録画")?;
    page.wait_for("#sub-issue")?;
    assert_eq!(offers(&page, "sub-issue")?, json!(OF_RECORDING));
    let told = page.texts("dependent-field[data-on=issue] [data-told]")?;
    assert_eq!(told, ["「サブカテゴリ」の選択肢は3件です。"]);
    page.select("サブカテゴリ", "保存期間・削除")?;

    page.select("カテゴリ", "音声・映像の品質")?;
    assert_eq!(
        page.value("サブカテゴリ")?,
        "",
        "what no longer fits is dropped"
    );
    assert!(!offers(&page, "sub-issue")?.to_string().contains("保存期間"));

    page.select("カテゴリ", "契約・請求")?;
    page.wait_for_gone("#sub-issue")?;
    page.select("カテゴリ", "録音・録画")?;
    page.wait_for("#sub-issue")?;

    // The environment follows the deployment.
    page.select(
        "デプロイメント",
        "関西配車センター：shioji-kansai.contact-cloud.example",
    )?;
    assert_eq!(offers(&page, "environment")?, json!(["本番"]));
    assert_eq!(
        page.value("環境")?,
        "production",
        "no blank where one is preset"
    );
    page.select("デプロイメント", "全社分析基盤：ORG-SHIO-2041")?;
    assert_eq!(
        offers(&page, "environment")?,
        json!(["本番", "検証", "サンドボックス"])
    );

    // A field for problems alone.
    page.click("details.disclosure:not(#besides) > summary")?;
    page.select("サブタイプ", "質問：使い方、設定、仕様について知りたい")?;
    page.wait_for_gone("#security-threat")?;
    page.select("サブタイプ", "問題：動かない、遅い、期待と異なる動きをする")?;
    page.wait_for("#security-threat")?;
    assert_eq!(page.count("button[name=_refresh]:not([hidden])")?, 0);
    page.assert_clean()
}

#[test]
fn c5_dependent_choices_without_script_by_button() -> Done {
    let server = Server::demo()?;
    let page = form(&server, false)?;
    page.fill("件名", "録音の保存期間")?;
    page.select("カテゴリ", "録音・録画")?;
    page.click("button[name=_refresh][value=issue]")?;
    assert_eq!(page.status(), Some(200));
    assert_eq!(offers(&page, "sub-issue")?, json!(OF_RECORDING));
    assert_eq!(
        page.value("件名")?,
        "録音の保存期間",
        "nothing typed is lost"
    );
    assert_eq!(page.value("カテゴリ")?, "recording");
    assert_eq!(page.count(".error-summary")?, 0, "asking is no mistake");

    page.select(
        "デプロイメント",
        "関西配車センター：shioji-kansai.contact-cloud.example",
    )?;
    page.click("button[name=_refresh][value=deployment]")?;
    assert_eq!(offers(&page, "environment")?, json!(["本番"]));
    assert_eq!(offers(&page, "sub-issue")?, json!(OF_RECORDING));
    page.assert_clean()
}

#[test]
fn u11_an_unfinished_form_says_what_is_missing_with_script() -> Done {
    an_unfinished_form(true)
}

#[test]
fn u11_an_unfinished_form_says_what_is_missing_without_script() -> Done {
    an_unfinished_form(false)
}

fn an_unfinished_form(script: bool) -> Done {
    let server = Server::demo()?;
    let page = form(&server, script)?;
    page.fill("件名", "録音を聞けない <b>至急</b>")?;
    page.fill("業務への影響", "検品が\n止まっています")?;
    page.check("S1 停止")?;
    page.click_text("内容を確認")?;

    assert_eq!(page.status(), Some(422));
    assert_eq!(
        page.title()?,
        "エラー：サポートケース｜あおぞらサポート窓口"
    );
    assert_eq!(focused(&page)?, "section.error-summary");
    let problems = page.texts(".error-summary a")?;
    assert_eq!(
        page.text(".error-summary h2")?,
        format!("確認が必要な項目が{}件あります", problems.len())
    );
    for field in ["デプロイメント", "サービス", "サブタイプ", "説明"] {
        assert!(
            problems.iter().any(|text| text.contains(field)),
            "{field} is asked for: {problems:?}"
        );
    }
    assert!(problems.iter().all(|text| text.contains("してください")));

    let fields = page.eval(
        "[...document.querySelectorAll('.error-summary a')].map((a) => a.getAttribute('href').slice(1))",
    )?;
    for field in fields.as_array().into_iter().flatten() {
        let field = field.as_str().unwrap_or_default();
        page.click(&format!(".error-summary a[href='#{field}']"))?;
        assert_eq!(focused(&page)?, field, "the link leads into its field");
        let invalid = page.attribute(&format!("#{field}"), "aria-invalid")?;
        assert_eq!(invalid.as_deref(), Some("true"));
        let described = page
            .attribute(&format!("#{field}"), "aria-describedby")?
            .unwrap_or_default();
        assert!(described.contains(&format!("{field}-error")));
    }

    assert_eq!(page.value("件名")?, "録音を聞けない <b>至急</b>");
    assert_eq!(page.value("業務への影響")?, "検品が\n止まっています");
    assert_eq!(page.count("#severity input[value=S1]:checked")?, 1);
    page.assert_clean()
}

/// Enter in a line sends the form, and never presses a button that only fetches choices.
#[test]
fn u9_enter_in_a_line_sends_the_form() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = form(&server, script)?;
        page.fill("件名", "録音")?;
        page.press("Enter")?;
        assert_eq!(page.status(), Some(422), "sent, with script {script}");
        page.wait_for(".error-summary")?;
        page.assert_clean()?;
    }
    Ok(())
}

/// Who has a need finds its door, and comes to the form behind it, signing in on the way.
#[test]
fn b5_a_need_leads_to_its_door() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, NISHIO, &with_script(script))?;
        page.goto("/cases/new")?;
        page.wait_for_text("サービスが使えない、業務に重大な影響がある")?;
        page.click_text("ケースを開く：機能の要望")?;
        assert_eq!(page.path()?, "/cases/new/feature-request");
        page.goto("/help")?;
        page.click_text("ケースを開く：サービスリクエスト")?;
        assert_eq!(page.path()?, "/cases/new/service-request");
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn c2_what_the_plan_leaves_out_cannot_be_chosen_and_says_why() -> Done {
    let server = Server::demo()?;
    let shut = "document.querySelector('#sub-type option[value=new-project]').disabled";
    for script in [true, false] {
        let page = sign_in(&server, SHIRAISHI, &with_script(script))?;
        page.goto("/cases/new/service-request")?;
        assert_eq!(page.eval(shut)?, true, "with script {script}");
        page.wait_for_text("「新規プロジェクト」は、プラン「アドバンスト」でご利用いただけます。")?;
        page.assert_clean()?;
    }
    let page = sign_in(&server, NISHIO, &with_script(true))?;
    page.goto("/cases/new/service-request")?;
    assert_eq!(page.eval(shut)?, false);
    page.select("サブタイプ", "新規プロジェクト：拠点の追加や移行など、計画から相談したい。カスタマーサクセスマネージャーが担当します")?;
    page.assert_clean()
}

/// What takes long explains itself, and is called off with everything typed still there; the clock of the page runs fast here, and what
/// is sent goes nowhere.
#[test]
fn u10_a_form_that_hangs_explains_itself_and_can_be_called_off() -> Done {
    const HANG: &str = "(() => {
  const real = window.setTimeout.bind(window);
  window.setTimeout = (act, wait, ...rest) => real(act, wait / 100, ...rest);
  const form = document.querySelector('once-form form');
  form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  return document.querySelectorAll('once-form [aria-disabled=true]').length;
})()";
    let server = Server::demo()?;
    let page = form(&server, true)?;
    page.fill("件名", "録音が途中で止まる")?;
    assert_eq!(page.eval(HANG)?, 1);
    page.wait_for_text("時間がかかっています。")?;
    page.click_text("待たずにやめる")?;
    page.wait_until("document.querySelector('once-form [aria-disabled]') === null")?;
    page.wait_until("document.querySelector('once-form > [role=status]') === null")?;
    assert_eq!(page.value("件名")?, "録音が途中で止まる");
    // It can be sent once more.
    assert_eq!(page.eval(HANG)?, 1);
    page.assert_clean()
}
