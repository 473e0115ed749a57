//! Three companies report the same: staff are told, and declare an incident with their cases (E3).

use e2e::{Done, Server};

use crate::{
    cast::{NISHIO, SATO, SHIRAISHI, sign_in, with_script},
    first_source::first_of,
};

/// A customer of a third company.
const YAMAMOTO: &str = "山本 結衣";

#[test]
fn e3_what_three_companies_report_is_told_and_declared() -> Done {
    let server = Server::demo()?;
    for (name, subject) in [
        (NISHIO, "通話の保留音が急に途切れる"),
        (SHIRAISHI, "保留音が途切れます"),
        (YAMAMOTO, "通話の保留音が途切れる（至急）"),
    ] {
        let page = sign_in(&server, name, &with_script(true))?;
        page.goto("/cases/new/support-case")?;
        first_of(&page, "deployment", "デプロイメント")?;
        page.select("サービス", "コンタクトクラウド")?;
        page.select("サブタイプ", "問題：動かない、遅い、期待と異なる動きをする")?;
        page.fill("件名", subject)?;
        page.check("S3 一部")?;
        page.fill("説明", "保留にすると音が止まります。")?;
        page.click_text("内容を確認")?;
        page.click_text("この内容で送信")?;
        page.wait_for_text("を受け付けました")?;
    }
    let sato = sign_in(&server, SATO, &with_script(true))?;
    // It is noticed within a second or two behind the last of them.
    while sato.count(".surge")? == 0 {
        sato.goto("/staff/incidents")?;
    }
    sato.goto("/staff")?;
    let told = sato.text(".surge")?;
    assert!(
        told.contains("3社から") && told.contains("（3件）"),
        "{told}"
    );
    sato.assert_clean()?;
    sato.click_text("ケースを確認してインシデントを宣言")?;
    let ticked = sato.text("#declare-cases")?;
    assert!(ticked.contains("保留音が途切れます"), "{ticked}");
    assert_eq!(sato.count("#declare-cases input:checked")?, 2);
    sato.fill("件名 日本語", "保留音が途切れる事象")?;
    sato.fill("件名 English", "Music on hold stops")?;
    sato.click_text("宣言して公開")?;
    assert!(sato.text("h1 .number")?.starts_with("INC-"));
    for subject in ["保留音が急に途切れる", "保留音が途切れます", "（至急）"]
    {
        assert!(sato.text("main")?.contains(subject), "{subject}");
    }
    sato.goto("/staff")?;
    assert_eq!(sato.count(".surge")?, 0);
    Ok(())
}
