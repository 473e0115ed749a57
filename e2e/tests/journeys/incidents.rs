//! An incident from its declaration to the solution that a customer confirms, seen from all sides (E3, S7).

use e2e::{Done, Page, Server};

use crate::cast::{MIURA, NISHIO, OYAMADA, SATO, holds, sign_in, speak, with_script};

#[test]
fn e3_from_the_declaration_to_the_confirmed_solution_with_script() -> Done {
    from_the_declaration_to_the_confirmed_solution(true)
}

#[test]
fn e3_from_the_declaration_to_the_confirmed_solution_without_script() -> Done {
    from_the_declaration_to_the_confirmed_solution(false)
}

const TITLE: &str = "録音の一覧が表示されない事象";

fn from_the_declaration_to_the_confirmed_solution(script: bool) -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(script))?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    let case = customer.path()?;
    assert!(!holds(&customer, TITLE)?);

    // Staff declare it from the case, and see first whom it reaches.
    let sato = sign_in(&server, SATO, &with_script(script))?;
    sato.goto(&format!("/staff{case}"))?;
    sato.click("a[href^='/staff/incidents/new']")?;
    sato.fill("件名 日本語", TITLE)?;
    sato.fill("件名 English", "Recordings are not listed")?;
    sato.click_text("プレビュー")?;
    assert!(sato.text("#preview")?.contains("Recordings are not listed"));
    assert!(sato.text("#preview")?.contains("1社"));
    sato.click_text("宣言して公開")?;
    let incident = sato.path()?;
    let number = sato.text("h1 .number")?;
    assert!(number.starts_with("INC-"), "{number}");

    // The customer sees it on the first page and on the case, without anything having been written there.
    customer.goto("/")?;
    assert!(customer.text("main")?.contains(TITLE));
    customer.goto(&case)?;
    assert!(
        customer
            .text(".story")?
            .contains(&format!("障害情報{number}を更新（調査中）"))
    );
    customer.click(".incident-banner a")?;
    assert!(holds(&customer, "影響の範囲と原因を調べています")?);

    // One update, in both languages, with the next one promised; each reads their own.
    sato.fill("お客様へのお知らせ 日本語", "索引の一部が壊れていました。")?;
    sato.fill(
        "お客様へのお知らせ English",
        "Part of the index was damaged.",
    )?;
    sato.select("段階", "原因特定")?;
    sato.submit("#updates")?;
    customer.goto(&case)?;
    assert!(
        customer
            .text(".story")?
            .contains("索引の一部が壊れていました。")
    );
    speak(&customer, "en")?;
    customer.goto(&case)?;
    assert!(
        customer
            .text(".story")?
            .contains("Part of the index was damaged.")
    );
    speak(&customer, "ja")?;

    // Somebody of another company knows nothing of it, and joins late.
    let late = sign_in(&server, NISHIO, &with_script(script))?;
    late.goto("/")?;
    assert!(!holds(&late, TITLE)?);
    let miura = sign_in(&server, MIURA, &with_script(script))?;
    miura.goto("/staff/incidents")?;
    miura.click_text(TITLE)?;
    miura.click("#description > summary")?;
    miura.click("#description-deployments > summary")?;
    miura.fill("個別に知らせる会社", "潮路ロジスティクス株式会社")?;
    miura.submit("#description form")?;
    late.goto("/")?;
    assert!(late.text("main")?.contains(TITLE));
    late.click(".incident-banner:has(.number) a")?;
    assert!(
        holds(&late, "影響の範囲と原因を調べています")?,
        "all of it, from the beginning"
    );
    assert!(!holds(&late, &subject)?, "nothing of another company's");

    // The end offers the case the solution, and the customer confirms it.
    sato.goto(&incident)?;
    sato.click("#end > summary")?;
    sato.fill(
        "復旧のお知らせ 日本語",
        "録音の一覧が表示されるようになりました。",
    )?;
    sato.fill("復旧のお知らせ English", "Recordings are listed again.")?;
    sato.fill("解決策 日本語", "画面を開き直してください。")?;
    sato.fill("解決策 English", "Open the page again.")?;
    sato.submit("#end form")?;
    assert!(holds(&sato, "1件のケースに解決策を提示しました")?);
    customer.goto(&case)?;
    assert!(
        customer
            .text(".story")?
            .contains("画面を開き直してください。")
    );
    customer.click_text("解決した")?;
    customer.goto(&case)?;
    assert!(customer.text(".status")?.contains("クローズ"));

    // The cause is reported, and the incident stands among those that are over.
    sato.goto(&incident)?;
    sato.fill("原因と再発防止策 日本語", "索引の更新が重なりました。")?;
    sato.fill("原因と再発防止策 English", "Two updates of the index met.")?;
    sato.submit("#cause")?;
    late.goto("/incidents")?;
    late.click_text(&listed(&late)?)?;
    assert!(holds(&late, "索引の更新が重なりました。")?);
    for page in [&customer, &sato, &late, &miura] {
        page.assert_clean()?;
    }
    Ok(())
}

/// From the page of a case to what customers read: counted in keys, as few that a minute is more than enough.
#[test]
fn e3_an_incident_is_declared_from_a_case_in_two_keys() -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(true))?;
    customer.goto("/cases?scope=own&view=support")?;
    customer.click(".row-link")?;
    let case = customer.path()?;
    let sato = sign_in(&server, SATO, &with_script(true))?;
    sato.goto(&format!("/staff{case}"))?;
    let mut pressed = 0;
    let mut press = |key: &str| {
        pressed += 1;
        sato.press(key)
    };
    press("i")?;
    sato.wait_for("#declare")?;
    // Nothing is left to be typed, in either language.
    let filled = "['title-ja', 'title-en', 'text-ja', 'text-en', 'next-at']
        .every((name) => document.querySelector(`#declare [name=${name}]`).value !== '')";
    assert!(sato.eval(filled)? == true);
    press("Enter")?;
    sato.wait_for("#updates")?;
    assert_eq!(pressed, 2);
    assert!(sato.text("h1 .number")?.starts_with("INC-"));
    customer.goto("/")?;
    assert!(holds(&customer, "障害")?);
    // What comes next begins with the desk's words as well.
    let begun = sato.value("お客様へのお知らせ 日本語")?;
    assert!(begun.contains("引き続き対応しています"), "{begun}");
    customer.assert_clean()?;
    sato.assert_clean()
}

/// What the list of incidents calls this one.
fn listed(page: &Page) -> Done<String> {
    page.text(".articles a:has([data-people])")
}
