//! Escalations on the pages of both sides, in lists, files and mails (E1, E2, E4).

use axum::http::StatusCode;
use jiff::SignedDuration;
use madoguchi::work;
use testkit::cast::*;

use crate::{
    browser::House,
    closings::{Both, supervisor},
};

const DEFECT: &str = "内部だけのメモ";

async fn escalated() -> Both {
    let b = Both::in_status("open/investigating").await;
    let fields = [
        ("summary", "録音が再生できません <b>"),
        ("outcome", "今日中に方針を知りたい"),
        ("caller", &*MORI.to_string()),
        ("by", "2099-11-20T17:00"),
        ("defect", DEFECT),
        ("tracker", "REC-881"),
    ];
    let done = b.staff("/escalations", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(b.house.faults().await, []);
    b
}

#[tokio::test]
async fn e1_an_escalation_stands_on_the_case_with_its_number_steps_and_no_promise() {
    let b = escalated().await;
    let page = b.page("").await.text;
    for wanted in [
        "ESC-00001",
        "aria-current=\"step\"",
        "解決の確認 <span class=\"step-yours\">お客様の対応</span>",
        "今日中に方針を知りたい",
        "2099年11月20日(金) 17:00までに",
        "<details class=\"escalation\" id=\"escalation-now\" open>",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    assert!(!page.contains("再生できません <b>"), "{page}");
    // What engineering is told stays with staff.
    for kept in [DEFECT, "REC-881", "name=\"defect\""] {
        assert!(!page.contains(kept), "{kept}\n{page}");
    }
    let staffs = b.staffs_page().await;
    assert!(
        staffs.contains(DEFECT) && staffs.contains("REC-881"),
        "{staffs}"
    );
    // A second one is refused, and what was filled in comes back.
    let again = [("summary", "もう一度"), ("defect", "x")];
    let refused = b.staff("/escalations", &again).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);

    let told = [("expected-on", "2099-11-28"), ("expected-reason", "")];
    assert_eq!(
        b.staff("/escalation-expected", &told).await.status,
        StatusCode::SEE_OTHER
    );
    let page = b.page("").await.text;
    assert!(
        page.contains("解決予定 2099年11月28日(土)（保証ではありません）"),
        "{page}"
    );
    let slip = [("expected-on", "2099-12-05"), ("expected-reason", "")];
    let refused = b.staff("/escalation-expected", &slip).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("href=\"#expected-reason\""),
        "{}",
        refused.text
    );
    let slip = [
        ("expected-on", "2099-12-05"),
        ("expected-reason", "再現待ち"),
    ];
    assert_eq!(
        b.staff("/escalation-expected", &slip).await.status,
        StatusCode::SEE_OTHER
    );
    let page = b.page("").await.text;
    for wanted in [
        "2099年12月5日(土)（保証",
        "理由：再現待ち",
        "解決予定の変更履歴",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    let bad = [("expected-on", "soon"), ("expected-reason", "")];
    let refused = b.staff("/escalation-expected", &bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

    let called = [("called-text", "週次で報告すると合意")];
    assert_eq!(
        b.staff("/callback", &called).await.status,
        StatusCode::SEE_OTHER
    );
    let page = b.page("").await.text;
    assert!(
        page.contains("にお電話しました") && page.contains("週次で報告すると合意"),
        "{page}"
    );
    assert_eq!(
        b.staff("/callback", &called).await.status,
        StatusCode::CONFLICT
    );
    let lanes = [
        ("outcome", "隔週の報告に改めたい"),
        ("by", "2000-01-01T00:00"),
    ];
    let refused = b.staff("/escalation-lanes", &lanes).await;
    for wanted in [
        "これからの日時",
        "隔週の報告に改めたい",
        "value=\"2000-01-01T00:00\"",
    ] {
        assert!(refused.text.contains(wanted), "{wanted}\n{}", refused.text);
    }
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn e1_the_customer_confirms_the_resolution_or_sends_it_back() {
    let b = escalated().await;
    let step = async |to: &str, text: &str| {
        let fields = [("step", to), ("step-text", text)];
        b.staff("/escalation-step", &fields).await.status
    };
    assert_eq!(step("evaluation", "").await, StatusCode::SEE_OTHER);
    assert_eq!(step("engineering", "").await, StatusCode::SEE_OTHER);
    assert_eq!(
        step("confirmation", "").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(step("nowhere", "").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        step("confirmation", "修正しました").await,
        StatusCode::SEE_OTHER
    );
    let page = b.page("").await.text;
    for wanted in [
        "解決した</button>",
        "修正しました",
        "data-turn=\"customer\"",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    let fields = [("worked", "no"), ("happened", "まだです"), ("tried", "")];
    b.customer("/solution-answer", &fields).await;
    let page = b.page("").await.text;
    assert!(page.contains("「開発部門で対応中」に戻しました"), "{page}");
    assert_eq!(
        step("confirmation", "もう一度").await,
        StatusCode::SEE_OTHER
    );
    b.customer("/solution-answer", &[("worked", "yes")]).await;
    let page = b.page("").await.text;
    for wanted in [
        "解決（お客様が確認）",
        "<details class=\"escalation\" id=\"escalation-now\">",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    assert_eq!(step("engineering", "x").await, StatusCode::CONFLICT);
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn e4_every_list_says_what_is_escalated_and_sorts_by_it() {
    let b = escalated().await;
    let other = b.house.open_case(&AS_AOKI, "別件").await;
    assert_eq!(other, 2);
    let list = b.house.get(&b.aoki, "/cases").await.text;
    assert_eq!(list.matches("class=\"escalated\"").count(), 1, "{list}");
    let sorted = async |direction: &str| {
        let path = format!("/cases?sort=escalation&direction={direction}");
        let list = b.house.get(&b.aoki, &path).await.text;
        let place = |number: &str| list.find(&format!("/cases/{number}")).unwrap();
        place("00000001") < place("00000002")
    };
    assert!(sorted("asc").await && !sorted("desc").await);
    let columns = "columns=number,subject,escalation";
    let fields = [("list", "cases"), ("list-address", columns), ("as", "csv")];
    let file = b.house.post(&b.aoki, "/list-files", &fields).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text);
    assert!(file.text.contains("ESC-00001 提出済み"), "{}", file.text);
    // Staff, by its own order, and whoever leads in a view of its own.
    let inbox = b
        .house
        .get(&b.mori, "/staff?view=support&order=escalation")
        .await
        .text;
    let place = |number: &str| inbox.find(&format!("/staff/cases/{number}")).unwrap();
    assert!(place("00000001") < place("00000002"), "{inbox}");
    assert_eq!(inbox.matches("class=\"escalated\"").count(), 1, "{inbox}");
    let lead = supervisor(&b.house).await;
    let view = b.house.get(&lead, "/staff?view=escalated").await.text;
    assert!(view.contains("/staff/cases/00000001"), "{view}");
    assert!(!view.contains("/staff/cases/00000002"), "{view}");
    // Its number finds the case.
    let found = b
        .house
        .get(&b.mori, "/staff?view=support&q=ESC-00001")
        .await
        .text;
    assert!(found.contains("/staff/cases/00000001"), "{found}");
    assert!(!found.contains("/staff/cases/00000002"), "{found}");
    let fields = [("step", "resolved"), ("step-text", "合意しました")];
    b.staff("/escalation-step", &fields).await;
    let view = b.house.get(&lead, "/staff?view=escalated").await.text;
    assert!(!view.contains("/staff/cases/00000001"), "{view}");
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn e2_a_request_is_answered_by_an_escalation_and_a_suggestion_can_be_dismissed() {
    let b = Both::in_status("open/investigating").await;
    let asked = [
        ("addressee", "support-manager"),
        ("escalation-reason", "連絡がありません"),
    ];
    b.customer("/escalation", &asked).await;
    assert_eq!(b.house.faults().await, []);
    let page = b.staffs_page().await;
    assert!(page.contains("href=\"#summary\""), "{page}");
    let fields = [
        ("summary", "お待たせしています"),
        ("outcome", "方針を知りたい"),
    ];
    b.staff("/escalations", &fields).await;
    let page = b.page("").await.text;
    assert!(
        page.contains("ESC-00001") && !page.contains("依頼済みです"),
        "{page}"
    );

    let mut b = Both::in_status("open/investigating").await;
    let days = jiff::SignedDuration::from_hours(4 * 24);
    b.house.app.clock().advance(days);
    // Their sign-ins are over.
    b.aoki = b.house.reader(AOKI).await;
    b.mori = b.house.reader(MORI).await;
    let page = b.staffs_page().await;
    assert!(
        page.contains("エスカレーションの検討をおすすめします"),
        "{page}"
    );
    let theirs = b.page("").await.text;
    assert!(!theirs.contains("おすすめします"), "{theirs}");
    b.staff("/escalation-dismissal", &[]).await;
    let page = b.staffs_page().await;
    assert!(
        !page.contains("エスカレーションの検討をおすすめします"),
        "{page}"
    );
    assert!(page.contains("提案を見送りました"), "{page}");
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn e1_numbers_are_taken_in_order_however_many_are_opened_at_once() {
    let house = House::open().await;
    let mut opened = Vec::new();
    for _ in 0..4 {
        opened.push(house.open_case(&AS_AOKI, "録音").await);
    }
    let app = &house.app;
    let escalate = |number: i64| async move {
        let command = domain::case::Command::OpenEscalation {
            summary: "x".into(),
            lanes: domain::case::Lanes {
                defect: "x".into(),
                ..domain::case::Lanes::default()
            },
        };
        app.change_case(&AS_MORI, number, command, None, None).await
    };
    let [a, b, c, d] = [0, 1, 2, 3].map(|n| escalate(opened[n]));
    let (a, b, c, d) = tokio::join!(a, b, c, d);
    let mut numbers: Vec<i64> = [a, b, c, d]
        .into_iter()
        .map(|done| done.unwrap().case().case.escalated.open().unwrap().number)
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn e1_a5_an_escalation_goes_to_a_teams_queue_with_what_is_missing_told_and_comes_back_to_its_owner()
 {
    let b = Both::in_status("open/investigating").await;
    let team = domain::TeamId(91);
    let assign = domain::case::Command::Assign {
        owner: Some(MORI),
        team: Some(team),
    };
    let done = b.house.app.change_case(&AS_MORI, 1, assign, None, None);
    done.await.unwrap();
    // Before it is sent: what is missing, and where it can go with how much there is to do.
    let page = b.staffs_page().await;
    for wanted in [
        "不足している情報",
        "ログや画面などの記録",
        "エスカレーション0件、未クローズ1件",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    let fields = [("summary", "録音が再生できません"), ("defect", DEFECT)];
    let nowhere = [&fields[..], &[("queue", "4711")]].concat();
    let refused = b.staff("/escalations", &nowhere).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let queued = [&fields[..], &[("queue", "91")]].concat();
    let done = b.staff("/escalations", &queued).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    // The team has it in a list of its own; its owner is who it was.
    let queue = async || b.house.get(&b.mori, "/staff?view=queue").await.text;
    assert!(queue().await.contains("/staff/cases/00000001"));
    let page = b.staffs_page().await;
    assert!(
        page.contains("エスカレーション1件、未クローズ1件"),
        "{page}"
    );
    let customers = b.page("").await.text;
    for kept in ["引き渡す情報", "依頼先のチーム", "name=\"queue\""] {
        assert!(!customers.contains(kept), "{kept}\n{customers}");
    }
    // Engineering has finished: it leaves their list, and stands with its owner.
    let confirm = async || b.house.get(&b.mori, "/staff?view=confirm").await.text;
    assert!(!confirm().await.contains("/staff/cases/00000001"));
    let nothing = b
        .staff("/escalation-finish", &[("finished-text", " ")])
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let found = [("finished-text", "修正版を配置済み-internal")];
    let done = b.staff("/escalation-finish", &found).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(!queue().await.contains("/staff/cases/00000001"));
    assert!(confirm().await.contains("/staff/cases/00000001"));
    let page = b.staffs_page().await;
    assert!(
        page.contains("お客様へ確認") && page.contains("修正版を配置済み-internal"),
        "{page}"
    );
    let customers = b.page("").await.text;
    assert!(!customers.contains("internal"), "{customers}");
    let again = b.staff("/escalation-finish", &found).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(b.house.faults().await, []);
    // Asked for the confirmation it is nobody's of staff any more.
    let ask = [("step", "confirmation"), ("step-text", "ご確認ください")];
    let done = b.staff("/escalation-step", &ask).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(!confirm().await.contains("/staff/cases/00000001"));
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn e1_a5_what_is_returned_says_why_and_whose_turn_it_is() {
    let b = escalated().await;
    let nothing = b
        .staff("/escalation-return", &[("returned-text", "")])
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let why = [("returned-text", "発生時刻のログが必要です")];
    let done = b.staff("/escalation-return", &why).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    for page in [b.page("").await.text, b.staffs_page().await] {
        for wanted in [
            "サポートに戻った理由",
            "発生時刻のログが必要です",
            "現在：サポート対応中",
        ] {
            assert!(page.contains(wanted), "{wanted}\n{page}");
        }
    }
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn c17_beside_a_case_stand_owner_facts_escalation_access_people_calendar_and_what_was_shared()
{
    let b = escalated().await;
    let text = "手順は[録音の設定](https://docs.example/recording)と https://docs.example/recording をご覧ください。
[ナレッジ](/knowledge/7)";
    let said = b.staff("/replies", &[("text", text)]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    let said = b.customer("/messages", &[("text", "https://own.example/CANARY")]);
    assert_eq!(said.await.status, StatusCode::SEE_OTHER);
    let page = b.page("").await.text;
    let (_, side) = page.split_once("<aside").unwrap();
    let order = [
        "data-live=\"facts\"",
        "<dt>担当者",
        "id=\"escalation-now\"",
        "id=\"proxy-login\"",
        "id=\"copies\"",
        "id=\"appointments-h\"",
        "id=\"shared\"",
    ];
    let place = |part: &str| side.find(part).unwrap_or_else(|| panic!("{part}: {side}"));
    let places: Vec<usize> = order.iter().map(|part| place(part)).collect();
    assert!(places.is_sorted(), "{places:?}");
    let (_, shared) = side.split_once("id=\"shared\"").unwrap();
    let shared = shared.split("</section>").next().unwrap();
    assert!(shared.contains("<a href=\"https://docs.example/recording\" rel=\"noreferrer noopener\" data-people>録音の設定</a>"), "{shared}");
    assert!(shared.contains("href=\"/knowledge/7\""), "{shared}");
    assert_eq!(
        shared.matches("docs.example").count(),
        1,
        "each once: {shared}"
    );
    assert!(!shared.contains("CANARY"), "{shared}");
}

#[tokio::test]
async fn e2_who_looks_after_the_account_is_asked_and_has_a_view_of_it() {
    let b = Both::in_status("open/investigating").await;
    let asked = async |number: i64| {
        let ask = domain::case::Command::AskEscalation {
            to: domain::case::Addressee::SuccessManager,
            reason: "相談したい".into(),
        };
        let aoki = AS_AOKI;
        let done = b.house.app.change_case(&aoki, number, ask, None, None);
        done.await.unwrap();
        b.house
            .app
            .clock()
            .advance(jiff::SignedDuration::from_mins(5));
        let before = b.house.letters(0).await.len();
        let all = b.house.mailed().await;
        let new = all[..all.len() - before].iter();
        new.filter(|letter| letter.subject.contains("エスカレーションの依頼"))
            .map(|letter| letter.to.email.clone())
            .collect::<Vec<_>>()
    };
    supervisor(&b.house).await;
    let row = madoguchi::app::register::Row {
        account: "日の出物流株式会社".into(),
        success_manager: "ishikawa@vendor.example".into(),
        ..Default::default()
    };
    let administrator = domain::Actor::Agent {
        person: MORI,
        team: None,
        role: domain::Role::Administrator,
    };
    let done = b.house.app.register(&administrator, &[row], false).await;
    assert!(done.unwrap()[0].wrong.is_empty());
    b.house.mailed().await;
    assert_eq!(asked(1).await, ["ishikawa@vendor.example"]);
    // It is a view of theirs while there is something in it, and nobody else's.
    let ishikawa = b.house.reader(ISHIKAWA).await;
    let page = b.house.get(&ishikawa, "/staff?view=asked-of-me").await.text;
    assert!(page.contains("/staff/cases/00000001"), "{page}");
    let label = "あなたへのエスカレーションの依頼";
    assert!(page.contains(label), "{page}");
    let page = b.house.get(&b.mori, "/staff").await.text;
    assert!(!page.contains(label), "{page}");
    let answer = [("escalation-text", "ご連絡します。")];
    let done = b.staff("/escalation-answer", &answer).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = b.house.get(&ishikawa, "/staff").await.text;
    assert!(!page.contains(label), "{page}");
}

#[tokio::test]
async fn e1_the_team_in_whose_queue_it_waits_is_told() {
    let b = Both::in_status("open/investigating").await;
    b.house.mailed().await;
    b.house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(5));
    let before = b.house.letters(0).await.len();
    let open = domain::case::Command::OpenEscalation {
        summary: "録音が再生できません".into(),
        lanes: domain::case::Lanes {
            defect: DEFECT.into(),
            queue: Some(TIER1),
            ..Default::default()
        },
    };
    let done = b.house.app.change_case(&AS_ISHIKAWA, 1, open, None, None);
    done.await.unwrap();
    b.house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_mins(5));
    let all = b.house.mailed().await;
    let told: Vec<_> = all[..all.len() - before]
        .iter()
        .filter(|letter| letter.to.email == "mori@vendor.example")
        .collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].text().contains("チームの待ち行列"),
        "{}",
        told[0].text()
    );
}

#[tokio::test]
async fn s11_while_another_vendor_is_waited_for_it_is_supports_turn() {
    let b = Both::in_status("awaiting-information/information-required").await;
    let page = b.staffs_page().await;
    let part = page.split("id=\"third-party-then\"").nth(1).unwrap();
    let part = part.split("</select>").next().unwrap();
    assert!(part.contains("value=\"open/third-party\""), "{part}");
    for never in ["value=\"\"", "awaiting-information/", "closed/"] {
        assert!(!part.contains(never), "{never}: {part}");
    }
    for (then, told) in [
        ("", "third-party-then"),
        (
            "awaiting-information/information-required",
            "third-party-then",
        ),
    ] {
        let fields = [("third-party", "みなと通信"), ("then", then)];
        let refused = b.staff("/third-party", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{then}");
        assert!(
            refused.text.contains(&format!("href=\"#{told}\"")),
            "{}",
            refused.text
        );
    }
    let fields = [("third-party", "みなと通信"), ("then", "open/third-party")];
    let done = b.staff("/third-party", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let case = b.house.app.case(&AS_MORI, 1).await.unwrap().case;
    assert_eq!(case.turn, domain::desk::Turn::Support);
    // In support's turn already, it stays where it is.
    let done = b.staff("/third-party", &[("third-party", "北通信")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn e2_what_suggests_itself_is_a_view_of_those_who_lead_until_it_is_decided() {
    let house = House::open().await;
    let at = noon() - SignedDuration::from_hours(80);
    let store = &house.app.store;
    let opened = house
        .cast
        .open(store, &AS_AOKI, TOKYO, "返答のないケース", at)
        .await;
    let number = opened.unwrap();
    let lead = supervisor(&house).await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    work::clocks::run(&house.app).await;
    let list = house.get(&lead, "/staff?view=suggested").await.text;
    for wanted in ["エスカレーションの検討", "返答のないケース"] {
        assert!(list.contains(wanted), "{wanted}\n{list}");
    }
    let others = house.get(&mori, "/staff").await.text;
    assert!(!others.contains("view=suggested"), "{others}");
    let case = format!("/staff/cases/{number:08}");
    let page = house.get(&lead, &case).await.text;
    let told = "サポート責任者にエスカレーションの検討を依頼しました";
    assert!(page.contains(told), "{page}");
    let theirs = house.get(&aoki, &format!("/cases/{number:08}")).await.text;
    assert!(!theirs.contains("エスカレーションの検討"), "{theirs}");
    // Each ground is decided against by itself.
    for _ in 0..3 {
        let to = format!("{case}/escalation-dismissal");
        let done = house.post(&lead, &to, &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    }
    let list = house.get(&lead, "/staff").await.text;
    assert!(!list.contains("view=suggested"), "{list}");
    assert_eq!(house.faults().await, []);
}
