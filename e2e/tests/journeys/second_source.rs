//! The second source from its first page to its last, at its own desk and in its own words: the history of tickets, who
//! answers them, an escalation step by step, proxy login, closing, and those who read no history.

use e2e::{Done, Options, Page, Server};
use serde_json::json;

use crate::{
    cast::{SATO, sign_in},
    story::{received, reply},
};

/// The admin of an organisation, ななとも損害保険.
const KITAGAWA: &str = "北川 理恵";
/// One of its people, who submits a ticket.
const OOKI: &str = "大木 晃";
/// Another, who reads it.
const SASAKI: &str = "佐々木 優";
/// Of an organisation under regulation.
const SAKUMA: &str = "佐久間 真琴";

const SUBJECT: &str = "招待メールが送信待ちのまま進まない";

#[test]
fn the_second_source_from_the_first_page_to_the_last() -> Done {
    let hub = [
        "demo",
        "--desk",
        "experience-hub",
        "--listen",
        "127.0.0.1:0",
    ];
    let server = Server::with(&hub, &[])?;
    let customer = sign_in(&server, OOKI, &Options::default())?;
    assert_eq!(customer.text(".brand-desk")?, "ひだまりカスタマーハブ");
    assert_eq!(customer.count(".nav a[href^='/admin-cases']")?, 0);

    let number = submit(&customer)?;
    let page = format!("/cases/{number}");
    assert_eq!(customer.text("h1")?, format!("{number} {SUBJECT}"));
    let agent = sign_in(&server, SATO, &Options::default())?;
    agent.goto(&format!("/staff{page}"))?;
    agent.click("[data-act=take]")?;

    let admin = sign_in(&server, KITAGAWA, &Options::default())?;
    the_organisations_tickets(&admin, &number)?;
    who_may_reply(&server, &admin, &page, &number)?;
    facts_beside_the_ticket(&customer, &page)?;
    proxy_login(&customer, &agent, &page)?;
    escalation(&customer, &agent, &page)?;

    // Closed, it stays closed; another ticket refers to it.
    customer.click_text("解決した")?;
    assert_eq!(customer.text(".status-name")?, "クローズ：解決済み");
    assert!(
        customer
            .text(".status-next")?
            .contains("このチケットIDを添えて新しいチケットを登録してください")
    );
    assert_eq!(customer.count("#reply")?, 0);
    assert_eq!(customer.count("form[action$='/reopening']")?, 0);
    customer.click("a[href*='/cases/new/']")?;
    assert!(customer.value("説明")?.contains(&number));

    close_another(&customer)?;
    no_history_under_regulation(&server)?;
    customer.assert_clean()?;
    agent.assert_clean()?;
    admin.assert_clean()
}

/// A ticket with all that must be told.
fn submit(page: &Page) -> Done<String> {
    fill_in(page, "ななとも損害保険株式会社")?;
    received(page)
}

/// The form of a ticket, filled in and sent.
fn fill_in(page: &Page, organisation: &str) -> Done {
    page.goto("/cases/new/support-ticket")?;
    let site = page.eval(
        "[...document.querySelector('[name=deployment]').options].find((o) => o.value).label",
    )?;
    let site = site.as_str().unwrap_or_default();
    assert!(
        site.starts_with(organisation),
        "the organisation is the place: {site}"
    );
    page.select("組織", site)?;
    page.select("製品", "アンケート")?;
    page.select("内容", "配信")?;
    page.fill("件名", SUBJECT)?;
    page.check("一部に支障")?;
    page.fill(
        "説明",
        "8時に予約した12,000件が、9時になっても1件も送られません。",
    )?;
    page.click("form .button-primary")?;
    page.click("form .button-primary")
}

/// The admin sees everybody's, with a column that says whose each is, and opens one by a press anywhere in its row.
fn the_organisations_tickets(admin: &Page, number: &str) -> Done {
    admin.goto("/cases?scope=own&view=not-closed")?;
    assert!(
        !admin.text("main")?.contains(SUBJECT),
        "it is not the admin's own"
    );
    admin.goto("/cases")?;
    let cell = |name: &str| {
        format!(
            "[...document.querySelectorAll('tbody tr')].find((row) => row.textContent.includes({})).{name}",
            json!(number)
        )
    };
    assert!(admin.text("thead")?.contains("連絡先"));
    assert_eq!(
        admin.eval(&cell("lastElementChild.innerText.trim()"))?,
        OOKI
    );
    let hit = admin.eval(&format!(
        "(() => {{ const cell = {}; cell.scrollIntoView({{ block: 'center' }}); const box = cell.getBoundingClientRect(); return document.elementFromPoint(box.left + 4, box.top + box.height / 2).closest('a')?.pathname }})()",
        cell("querySelector('td.type')")
    ))?;
    assert_eq!(hit, format!("/cases/{number}"), "the whole row leads there");
    // Every type of ticket and every status stands somewhere in the organisation's history.
    admin.goto("/cases?view=closed")?;
    assert!(admin.count("tbody tr")? > 1);
    Ok(())
}

/// Whoever submitted it and the admin go on with it; a colleague reads it, and is told what to do instead.
fn who_may_reply(server: &Server, admin: &Page, page: &str, number: &str) -> Done {
    admin.goto(page)?;
    assert_eq!(admin.count("#reply")?, 1);
    let colleague = sign_in(server, SASAKI, &Options::default())?;
    colleague.goto(page)?;
    assert!(colleague.text("h1")?.contains(SUBJECT));
    assert_eq!(colleague.count("#reply")?, 0);
    assert_eq!(colleague.count("form[action$='/closure']")?, 0);
    assert!(
        colleague
            .text("main")?
            .contains("カスタマーアドミンだけが返信できます")
    );
    colleague.click("a[href*='/cases/new/']")?;
    assert!(
        colleague.value("説明")?.contains(number),
        "the number goes along"
    );
    colleague.assert_clean()
}

fn facts_beside_the_ticket(customer: &Page, page: &str) -> Done {
    customer.goto(page)?;
    let facts = customer.text("aside")?;
    for fact in [
        "佐藤 美香",
        OOKI,
        "アンケート",
        "Eメール（ハブから）",
        "配信",
    ] {
        assert!(facts.contains(fact), "{fact} is not in {facts}");
    }
    assert_eq!(customer.text(".status-name")?, "オープン：対応中");
    Ok(())
}

/// Allowed for this ticket, used, and withdrawn, which prevents the next.
fn proxy_login(customer: &Page, agent: &Page, page: &str) -> Done {
    let start = "form[action$='/proxy-login'] button[name=contact]";
    agent.goto(&format!("/staff{page}"))?;
    assert_eq!(agent.count(start)?, 0, "nobody has allowed it");
    customer.goto(page)?;
    customer.click("#proxy-login button[value=yes]")?;
    agent.reload()?;
    agent.click(start)?;
    assert!(agent.text(".acting[data-proxy]")?.contains(OOKI));
    agent.goto(page)?;
    assert_eq!(agent.count("#reply")?, 0, "it is for looking alone");
    agent.click(".acting[data-proxy] button")?;
    customer.goto(page)?;
    customer.click("#proxy-login button[value=no]")?;
    agent.goto(&format!("/staff{page}"))?;
    assert_eq!(agent.count(start)?, 0);
    customer.goto("/proxy-logins")?;
    assert!(
        customer.text("main")?.contains("佐藤 美香"),
        "each use is on record"
    );
    Ok(())
}

/// Step by step, each seen by the customer with its moment, up to the one that asks them.
fn escalation(customer: &Page, agent: &Page, page: &str) -> Done {
    for (step, says) in [
        ("エスカレーションの提出", "評価の順番を待っています"),
        ("評価中", "評価しています"),
        ("開発が対応中", "開発チームが対応しています"),
        ("解決の確認", "問題が起きなくなったか"),
    ] {
        let status = format!("エスカレーション済み：{step}");
        agent.goto(&format!("/staff{page}"))?;
        reply(agent, &format!("{step}に進みました。"), &status)?;
        customer.goto(page)?;
        assert_eq!(customer.text(".status-name")?, status);
        assert!(customer.text(".status-next")?.contains(says));
        customer.goto("/cases?scope=own")?;
        assert!(
            customer.text("tbody")?.contains(&status),
            "the list says it, too"
        );
    }
    customer.goto(page)?;
    let steps = customer.text(".story, main")?;
    for step in [
        "エスカレーションの提出",
        "評価中",
        "開発が対応中",
        "解決の確認",
    ] {
        assert!(steps.contains(step), "{step} stands in the story");
    }
    // It has a number of its own, what it is about, and the day on which each step was reached; it folds and unfolds.
    assert!(customer.text("#escalation-now .number")?.starts_with("CP-"));
    assert!(
        customer
            .text(".escalation-body .prose")?
            .contains("エスカレーションの提出に進みました。")
    );
    assert_eq!(customer.count("#escalation-now .steps time")?, 4);
    let now = customer.text("#escalation-now [aria-current=step]")?;
    assert!(
        now.starts_with("解決の確認") && now.contains("お客様の対応"),
        "{now}"
    );
    customer.click("#escalation-now > summary")?;
    assert_eq!(customer.count("#escalation-now[open]")?, 0);
    customer.click("#escalation-now > summary")?;
    // A day that is expected is told with the words that it is no promise.
    agent.goto(&format!("/staff{page}"))?;
    agent.click("details:has(form[action*='/escalation-expected']) > summary")?;
    agent.fill("解決予定日", "2099-11-28")?;
    agent.submit("form[action*='/escalation-expected']")?;
    customer.goto(page)?;
    assert!(
        customer
            .text("#escalation-now .expected")?
            .contains("2099年11月28日(土)（保証ではありません）")
    );
    customer.wait_for("section.answer")
}

/// Whoever no longer needs support closes a ticket, with nobody asked.
fn close_another(customer: &Page) -> Done {
    let number = submit(customer)?;
    customer.goto(&format!("/cases/{number}"))?;
    customer.click("details.closing > summary")?;
    customer.check("サポートが不要になった")?;
    customer.click("form[action$='/closure'] button")?;
    assert_eq!(customer.text(".status-name")?, "クローズ：対応不要");
    Ok(())
}

/// They submit, are given the number, and read nothing, neither new nor old.
fn no_history_under_regulation(server: &Server) -> Done {
    let regulated = sign_in(server, SAKUMA, &Options::default())?;
    assert!(regulated.text(".acting")?.contains("規制"));
    fill_in(&regulated, "一般財団法人 霧ヶ浦市民サービス公社")?;
    let said = regulated.text("main")?;
    assert!(said.contains("Eメール"), "how the answer comes: {said}");
    let number = regulated.attribute("copy-text", "data-text")?;
    let number = number.unwrap_or_default();
    assert!(regulated.text("h1")?.contains(&number) && number.len() == 8);
    for list in ["/cases", "/cases?view=closed"] {
        regulated.goto(list)?;
        assert_eq!(regulated.count("tbody tr")?, 0, "{list}");
    }
    regulated.goto(&format!("/cases/{number}"))?;
    assert_eq!(regulated.status(), Some(404));
    Ok(())
}
