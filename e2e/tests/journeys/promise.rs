//! The fifth source, walked in its own terms: which centre, by when, why, and the answer (S1, S3, S5, C6, C7).

use e2e::{Done, Options, Server};

use crate::{
    cast::{OYAMADA, SATO, sign_in, with_script},
    story::received,
};

const DESK: [&str; 5] = ["demo", "--desk", "collaboration", "--listen", "127.0.0.1:0"];

/// From choosing a centre to the answer. By whatever clock the journey runs, the centre that is open round the clock
/// promises a first response in minutes.
fn the_whole_way(script: bool) -> Done {
    let server = Server::with(&DESK, &[])?;
    let customer = sign_in(&server, OYAMADA, &with_script(script))?;
    customer.goto("/cases/new/service-case")?;
    let site = customer
        .eval("[...document.querySelector('#deployment').options].find((o) => o.value).label")?;
    customer.select("サイト・組織", site.as_str().unwrap_or_default())?;
    customer.select("サービス", "ミーティング")?;
    customer.select(
        "内容",
        "障害・不具合：使えない、性能が出ない、期待と異なる動きをする",
    )?;
    customer.check("S2 著しい低下")?;
    customer.fill("件名", "会議に参加すると音声が途切れる")?;
    customer.fill("説明", "今朝から、東京の拠点で音声が途切れます。")?;
    if !script {
        customer.click_text("内容を確認")?;
        customer.wait_for_text("送信前の確認")?;
    }
    // Both centres stand side by side, each with its promise.
    customer.wait_for_text("グローバルセンター（英語）")?;
    customer.wait_for_text("日本センター（日本語）")?;
    customer.wait_for_text("24時間ごとに連絡")?;
    customer.click("input[name=centre][value=global]")?;
    if script {
        customer.click_text("内容を確認")?;
        customer.wait_for_text("送信前の確認")?;
        let chosen = customer.count("input[name=centre][value=global]:checked")?;
        assert_eq!(chosen, 1, "the choice is kept");
    }
    customer.click_text("この内容で送信")?;
    // A call is needed as well, and both pages say where.
    customer.wait_for_text("この重大度では、電話でもご連絡ください")?;
    customer.wait_for_text("0120-000-190")?;
    let number = received(&customer)?;
    customer.wait_for_text("この重大度では、電話でもご連絡ください")?;
    customer.wait_for_text("0120-000-190")?;
    let clocks = customer.texts(".clocks .due")?;
    assert_eq!(clocks.len(), 2, "first response and next update");
    // The receipt adds up: half an hour, counted.
    customer.click(".receipt summary")?;
    let first = customer.texts(".receipt section:first-of-type tbody td")?;
    assert_eq!(first[2..4], ["30分", "数える"], "{first:?}");

    let agent = sign_in(&server, SATO, &with_script(script))?;
    agent.goto(&format!("/staff/cases/{number}"))?;
    assert_eq!(agent.text(".page-head .role")?, "ティア2");
    agent.wait_for_text("電話での連絡がまだです")?;
    agent.fill("話した相手と内容", "小山田様。再起動では直らないとのこと。")?;
    agent.click_text("電話での連絡を記録")?;
    assert_eq!(agent.count(".call-owed")?, 0);
    agent.click(".compose-mode[data-mode=reply]")?;
    agent.fill("本文", "調査を始めました。")?;
    agent.click("form.composer[data-mode=reply] .button-primary")?;
    assert_eq!(agent.texts(".clocks .due")?[0], "達成");

    // Staff lower the severity; it counts when the customer agrees.
    agent.click_text("重大度の変更")?;
    agent.select("変更後の重大度", "S3 一部の障害")?;
    agent.fill("理由", "一部の参加者だけのため")?;
    agent.click_text("変更を申し出る")?;
    assert!(agent.text(".page-head .sev")?.contains("S2"));
    customer.goto(&format!("/cases/{number}"))?;
    customer.wait_for_text("重大度を「S3 一部の障害」に変更する提案があります")?;
    customer.click_text("同意する")?;
    customer.wait_for_text("重大度を「S3 一部の障害」とすることに合意しました。")?;
    agent.reload()?;
    assert!(agent.text(".page-head .sev")?.contains("S3"));
    customer.assert_clean()?;
    agent.assert_clean()
}

#[test]
fn s1_s5_c7_the_fifth_source_from_centre_to_answer_with_script() -> Done {
    the_whole_way(true)
}

#[test]
fn s1_s5_c7_the_fifth_source_from_centre_to_answer_without_script() -> Done {
    the_whole_way(false)
}

/// The promise in the form follows what is chosen, and what no contract covers is said before it is sent.
#[test]
fn c6_the_promise_follows_the_form() -> Done {
    let server = Server::with(&DESK, &[])?;
    let english = Options {
        language: "en".into(),
        ..Options::default()
    };
    let customer = sign_in(&server, crate::cast::ASHDOWN, &english)?;
    customer.goto("/cases/new/service-case")?;
    customer.check("S4 Minor or question")?;
    customer.wait_for_text("First response by")?;
    // Under the lowest plan the top severities are taken by phone.
    customer.check("S1 Unusable")?;
    customer.wait_for_text("This cannot be taken as it is")?;
    customer.wait_for_text("Please use: Phone")?;
    customer.check("S3 Partly faulty")?;
    customer.wait_for_text("First response by")?;
    customer.assert_clean()
}

/// Staff record that another vendor was asked; it stands in the story, and is taken back when its part is done.
#[test]
fn s11_another_vendor_is_asked_and_released() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let staff = sign_in(&server, SATO, &with_script(script))?;
        staff.goto("/staff?view=support")?;
        let all =
            staff.eval("[...document.querySelectorAll('a.row-link')].map((a) => a.pathname)")?;
        let all = all.as_array().cloned().unwrap_or_default();
        // Where the plan includes it.
        for case in all.iter().filter_map(|case| case.as_str()) {
            staff.goto(case)?;
            if staff.eval("!!document.querySelector('#third-party')")? == true {
                break;
            }
        }
        staff.click("details:has(#third-party) > summary")?;
        staff.fill("会社名", "みなと通信株式会社")?;
        staff.fill("先方の番号", "MT-118")?;
        staff.click_text("問い合わせを記録する")?;
        staff.wait_for_text("みなと通信株式会社に問い合わせました（先方の番号：MT-118）")?;
        staff.click("details:has(#third-party) > summary")?;
        staff.click_text("他社の対応は終わった")?;
        staff.wait_for_text("みなと通信株式会社への問い合わせを終えました")?;
        staff.assert_clean()?;
    }
    Ok(())
}

/// A supervisor finds what is in danger, whoever has it; an agent finds their own.
#[test]
fn s4_what_is_in_danger_has_a_view_of_its_own() -> Done {
    let server = Server::demo()?;
    let supervisor = sign_in(&server, crate::cast::HASHIMOTO, &with_script(true))?;
    supervisor.goto("/staff")?;
    supervisor.click("a[href*='view=alarmed']")?;
    assert_eq!(supervisor.path()?, "/staff?view=alarmed");
    let rows = "document.querySelectorAll('table.queue tbody tr').length";
    assert!(supervisor.eval(rows)?.as_i64() > Some(0));
    let calm = "document.querySelectorAll('table.queue .due[data-state=left]').length";
    assert_eq!(supervisor.eval(calm)?.as_i64(), Some(0));
    supervisor.assert_clean()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff")?;
    agent.wait_for_text("期限の警告（自分）")?;
    assert!(!crate::cast::holds(&agent, "期限の警告（全体）")?);
    agent.assert_clean()
}

/// What is left of promises stays true while a page is open, without going there again (S4).
#[test]
fn s4_chips_go_on_while_the_page_is_open() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=support")?;
    let soonest = "[...document.querySelectorAll('time.due[data-state=left]')][0]";
    let before = agent.eval(&format!("{soonest}.innerText"))?;
    agent.eval(&format!(
        "globalThis.chip = {soonest}; globalThis.hour = Date.parse(chip.dateTime) - Date.now() - 61 * 60_000; null"
    ))?;
    // As if the page had been left open until an hour and a minute before it is due, and then until an hour after it.
    let later = |by: &str| {
        agent.eval(&format!(
            "globalThis.machine ??= Date.now; Date.now = () => machine() + {by}; document.dispatchEvent(new Event('visibilitychange')); null"
        ))
    };
    later("hour")?;
    assert_eq!(agent.eval("chip.querySelector('i').textContent")?, "1時間");
    assert_eq!(agent.eval("chip.dataset.state")?, "left");
    let clock = agent.eval("chip.textContent.split(' ')[0]")?;
    assert!(
        before
            .as_str()
            .unwrap_or_default()
            .starts_with(clock.as_str().unwrap_or("?"))
    );
    later("hour + 2 * 61 * 60_000")?;
    assert_eq!(agent.eval("chip.textContent")?, "1時間超過");
    assert_eq!(agent.eval("chip.dataset.state")?, "over");
    agent.assert_clean()
}
