//! The first source from its first page to its last, at its own desk and in its own words: doors, four kinds of case, lists
//! in all views, the way of a case to its end and back, access, profile and admin cases.

use e2e::{Done, Options, Page, Server};

use crate::{
    cast::{OYAMADA, SATO, sign_in},
    story::{received, reply},
};

#[test]
fn the_first_source_from_the_first_page_to_the_last() -> Done {
    let desk = [
        "demo",
        "--desk",
        "contact-center",
        "--listen",
        "127.0.0.1:0",
    ];
    let server = Server::with(&desk, &[])?;
    before_signing_in(&server)?;
    let customer = sign_in(&server, OYAMADA, &Options::default())?;
    assert_eq!(customer.text(".brand-desk")?, "すずかぜサポートポータル");

    which_door(&customer)?;
    before_a_case(&customer)?;
    service_request(&customer)?;
    feature_request(&customer)?;
    lists(&customer)?;
    let number = support_case(&customer)?;
    let agent = sign_in(&server, SATO, &Options::default())?;
    the_way_of_a_case(&customer, &agent, &number)?;
    the_menu_at_ones_name(&customer)?;
    access(&customer)?;
    admin_case(&customer)?;
    customer.assert_clean()?;
    agent.assert_clean()
}

/// Hours, ways and doors are there for everybody; the cases are not.
fn before_signing_in(server: &Server) -> Done {
    let page = server.page(&Options::default())?;
    page.goto("/help")?;
    let help = page.text("main")?;
    for words in [
        "平日9:00〜18:00",
        "障害、業務操作への重大な影響",
        "機能の追加",
        "請求",
        "開いているケースへの追加の連絡",
    ] {
        assert!(help.contains(words), "{words}");
    }
    page.goto("/cases")?;
    assert!(page.path()?.starts_with("/sign-in"));
    page.assert_clean()
}

/// Four kinds, and for each need its door: an outage is a case and then a call.
fn which_door(page: &Page) -> Done {
    page.goto("/cases/new")?;
    assert_eq!(
        page.texts(".kinds h2")?,
        [
            "サポートケース",
            "サービスリクエスト",
            "アドミンケース",
            "機能の要望"
        ]
    );
    let doors = page.text("main")?;
    assert!(doors.contains("優先度「2-高」でケースを保存し、続けて電話してください。"));
    Ok(())
}

/// What to look at before a question, and what to try before a problem.
fn before_a_case(page: &Page) -> Done {
    let question = [
        "リソースセンターのページを見る",
        "よくある質問を確認する",
        "記事を読む、ナレッジを検索する",
        "コミュニティに参加し、事例を検索する",
    ];
    let problem = [
        "ブラウザーやデスクトップアプリを更新する",
        "サインアウトして、サインインし直す",
        "ブラウザーのキャッシュを消して、画面を更新する",
    ];
    for (way, steps) in [("question", &question[..]), ("problem", &problem[..])] {
        page.goto(&format!("/cases/new/support-case/before/{way}"))?;
        let said = page.text("main")?;
        for step in steps {
            assert!(said.contains(step), "{step}: {said}");
        }
    }
    Ok(())
}

/// Chooses the first that there is.
#[track_caller]
pub fn first_of(page: &Page, name: &str, label: &str) -> Done {
    let first = page.eval(&format!(
        "[...document.querySelector('[name={name}]')?.options ?? []].find((o) => o.value)?.label"
    ))?;
    match first.as_str() {
        Some(first) => page.select(label, first),
        None => Ok(()),
    }
}

/// What a product's customers may not use is not offered; the stage is production, and nobody is asked for it.
fn service_request(page: &Page) -> Done {
    page.goto("/cases/new/service-request")?;
    assert_eq!(page.count("[name=environment]")?, 0);
    first_of(page, "deployment", "デプロイメント")?;
    first_of(page, "product", "クラウドサービス")?;
    // One sub-type is for every edition, and the only one for this.
    first_of(page, "sub-type", "サブタイプ")?;
    page.fill("件名", "福島拠点の開設")?;
    page.fill("説明", "来年4月に20席を増やします。")?;
    page.click("form .button-primary")?;
    page.click("form .button-primary")?;
    received(page)?;
    let facts = page.text("aside")?;
    for words in ["新規プロジェクト", "本番"] {
        assert!(facts.contains(words), "{words}: {facts}");
    }
    Ok(())
}

fn feature_request(page: &Page) -> Done {
    page.goto("/cases/new/feature-request")?;
    assert_eq!(page.count("#severity")?, 0, "a wish has no priority");
    first_of(page, "deployment", "デプロイメント")?;
    first_of(page, "product", "クラウドサービス")?;
    page.fill("件名", "待ち時間の読み上げを短くしたい")?;
    page.fill("説明", "案内を省略できるようにしてください。")?;
    page.click("form .button-primary")?;
    page.click("form .button-primary")?;
    received(page).map(drop)
}

/// Own and all, each not closed, with support, with the customer, closed.
fn lists(page: &Page) -> Done {
    page.goto("/cases?scope=own")?;
    let views: Vec<_> = page
        .texts(".views a")?
        .iter()
        .map(|view| {
            view.split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    let four = [
        "未クローズ",
        "サポート側対応中",
        "お客様対応待ち",
        "クローズ済み",
    ];
    assert_eq!(views[..4], four);
    assert_eq!(views[4..], four);
    for scope in ["own", "all"] {
        for view in ["not-closed", "support", "customer", "closed"] {
            page.goto(&format!("/cases?scope={scope}&view={view}"))?;
            assert_eq!(page.status(), Some(200), "{scope} {view}");
        }
    }
    page.goto("/cases?scope=own")?;
    let list = page.text("table")?;
    for words in ["サービスリクエスト", "機能の要望", "福島拠点の開設"] {
        assert!(list.contains(words), "{words}");
    }
    Ok(())
}

fn support_case(page: &Page) -> Done<String> {
    page.goto("/cases/new/support-case")?;
    assert_eq!(page.texts("#severity b")?, ["2-高", "3-中", "4-低"]);
    assert!(
        page.text("main")?
            .contains("その分野に詳しい担当者へ早く届きます")
    );
    first_of(page, "deployment", "デプロイメント")?;
    first_of(page, "product", "クラウドサービス")?;
    page.select("サブタイプ", "問題：操作中に起きた問題")?;
    page.check("3-中")?;
    page.select("導入段階", "本番")?;
    page.fill("件名", "受電画面が更新されない")?;
    page.fill("説明", "9時から、着信があっても画面が変わりません。")?;
    page.fill("業務への影響", "12席で手作業になっています。")?;
    page.fill("影響を受ける席数・回線数", "12")?;
    page.fill("外部参照番号", "INC-4471")?;
    page.click("form .button-primary")?;
    page.click("form .button-primary")?;
    let number = received(page)?;
    let facts = page.text("aside")?;
    for words in ["INC-4471", "12", "3-中"] {
        assert!(facts.contains(words), "{words}");
    }
    Ok(number)
}

/// Awaiting information, answered, proposed, more help, proposed, worked, asked to reopen, reopened, closed by the customer.
fn the_way_of_a_case(customer: &Page, agent: &Page, number: &str) -> Done {
    let (theirs, ours) = (format!("/cases/{number}"), format!("/staff/cases/{number}"));
    let both = |status: &str| -> Done {
        for (page, path) in [(customer, &theirs), (agent, &ours)] {
            page.goto(path)?;
            assert_eq!(page.text(".status-name")?, status);
        }
        Ok(())
    };
    both("オープン：新規")?;
    agent.click("[data-act=take]")?;
    both("オープン：調査中")?;
    reply(
        agent,
        "ブラウザーの種類を教えてください。",
        "情報待ち：お客様の情報が必要",
    )?;
    both("情報待ち：お客様の情報が必要")?;
    customer.fill("本文", "全席とも同じ版です。")?;
    customer.click("#reply .button-primary")?;
    both("オープン：お客様回答済み")?;
    let proposed = "解決策提示：解決策を提示";
    reply(agent, "画面の設定を戻しました。", proposed)?;
    both(proposed)?;
    customer.click(".more-help > summary")?;
    customer.fill("どの手順で、何が起きましたか", "まだ画面が変わりません。")?;
    customer.click_text("回答して対応の続きを依頼")?;
    both("オープン：お客様回答済み")?;
    reply(agent, "残りの席も戻しました。", proposed)?;
    both(proposed)?;
    customer.click_text("解決した")?;
    both("クローズ：解決済み")?;
    customer.fill("再オープンが必要な理由", "昼からまた止まりました。")?;
    customer.click("form[action$='/reopening'] button")?;
    both("クローズ：解決済み")?;
    agent.click_text("ケースを再オープン")?;
    both("オープン：お客様回答済み")?;
    customer.click("details.closing > summary")?;
    customer.check("対応が不要になった")?;
    customer.click("form[action$='/closure'] button")?;
    both("クローズ：取り下げ")
}

fn the_menu_at_ones_name(page: &Page) -> Done {
    page.goto("/")?;
    page.click("details.menu:has([name=theme]) > summary")?;
    page.click("details[open] a[href='/profile']")?;
    for way in ["/access", "/admin-cases?scope=own", "/sign-ins"] {
        assert!(page.count(&format!("main a[href='{way}']"))? > 0, "{way}");
    }
    Ok(())
}

/// Level, deployment and package; everybody of the company; more is asked for with the terms.
fn access(page: &Page) -> Done {
    page.goto("/access")?;
    let own = page.text("main")?;
    for words in [
        "閲覧・編集",
        "お客様センター",
        "サポート",
        "千葉 すみれ",
        "工藤 洋平",
    ] {
        assert!(own.contains(words), "{words}");
    }
    page.goto("/access/request")?;
    assert!(page.count("#terms input[type=checkbox]")? == 1);
    assert!(page.count("#products input")? > 0);
    Ok(())
}

/// Eight sub-types, a day and its reason; a list of its own, open and closed.
fn admin_case(page: &Page) -> Done {
    page.goto("/cases/new/admin-case")?;
    let offered = page.eval(
        "[...document.querySelector('[name=sub-type]').options].filter((o) => o.value).length",
    )?;
    assert_eq!(offered, 8);
    first_of(page, "deployment", "デプロイメント")?;
    first_of(page, "product", "クラウドサービス")?;
    page.select("サブタイプ", "ログファイルの取得")?;
    page.fill("件名", "先週の通話ログ")?;
    page.fill("説明", "11日の9時から12時までのログが必要です。")?;
    page.fill("希望日の理由", "監査のため")?;
    page.click("form .button-primary")?;
    page.click("form .button-primary")?;
    received(page)?;
    page.goto("/admin-cases?scope=own")?;
    assert!(page.text("main")?.contains("先週の通話ログ"));
    page.goto("/cases?scope=own")?;
    assert!(!page.text("main")?.contains("先週の通話ログ"));
    page.goto("/admin-cases?scope=own&view=closed")?;
    assert!(!page.text("main")?.contains("先週の通話ログ"));
    Ok(())
}
