//! What the sources say of their own desks, as the pages of those desks say it.

use axum::http::StatusCode;
use domain::{
    Actor, Language, PersonId, Role,
    case::{Command, intake},
};
use madoguchi::app::{cases::Wanted, desks, register::Row};
use testkit::cast::*;

use crate::browser::{House, Reader};

const ADMINISTRATOR: Actor = Actor::Agent {
    person: PersonId(999),
    role: Role::Administrator,
    team: None,
};

async fn house(desk: &str) -> House {
    House::on_desk(&desks::source(desk).unwrap()).await
}

fn ticket(subject: &str) -> [(&'static str, String); 6] {
    [
        ("deployment", "11".into()),
        ("product", "surveys".into()),
        ("topic", "results".into()),
        ("severity", "normal".into()),
        ("subject", subject.to_owned()),
        ("description", format!("{subject}：くわしくはこちら")),
    ]
}

/// Opens a ticket of the second source's desk, by this way; gives its number.
async fn opened(house: &House, actor: &Actor, channel: &str, subject: &str) -> i64 {
    let entries: intake::Entries = ticket(subject)
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let wanted = Wanted {
        kind: "support-ticket",
        entries: &entries,
        channel,
        language: &Language::new("ja"),
        continues: None,
        files: &[],
    };
    let done = house.app.open_case(actor, &wanted, None).await;
    done.unwrap().case().number
}

async fn does(house: &House, actor: &Actor, number: i64, command: Command) {
    let done = house.app.change_case(actor, number, command, None, None);
    done.await.unwrap();
}

fn replied(text: &str) -> Command {
    Command::Reply {
        text: text.to_owned(),
        then: None,
    }
}

#[tokio::test]
async fn b1_c17_the_hubs_history_is_one_press_away_and_holds_all_that_was_said() {
    let house = house("experience-hub").await;
    let number = opened(&house, &AS_AOKI, "web", "集計が合わない").await;
    does(
        &house,
        &AS_MORI,
        number,
        replied("集計の期間を教えてください"),
    )
    .await;
    let update = Command::PostUpdate {
        text: "10月の1か月です".into(),
    };
    does(&house, &AS_AOKI, number, update).await;
    does(&house, &AS_MORI, number, replied("期間の指定を直しました")).await;
    let close = Command::Close {
        reason: "resolved".into(),
        comment: None,
    };
    does(&house, &AS_AOKI, number, close).await;
    let aoki = house.reader(AOKI).await;
    let home = house.get(&aoki, "/").await;
    assert!(home.text.contains("<a href=\"/cases\""), "{}", home.text);
    let page = format!("/cases/{number:08}");
    let list = house.get(&aoki, "/cases?view=closed").await;
    assert!(list.text.contains(&page), "closed ones too: {}", list.text);
    let told = house.get(&aoki, &page).await.text;
    // Title and ID at the top, and all that was said.
    for part in [
        "集計が合わない",
        "00000001",
        "集計が合わない：くわしくはこちら",
        "集計の期間を教えてください",
        "10月の1か月です",
        "期間の指定を直しました",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // Beside it: status, days, engineer, who submitted.
    let (_, side) = told.split_once("<aside class=\"side\"").unwrap();
    let (facts, _) = side.split_once("</dl>").unwrap();
    for part in ["森 佳奈", "青木 真理", "2026年11月20日"] {
        assert!(facts.contains(part), "{part}: {facts}");
    }
    assert!(told.contains("クローズ"));
}

#[tokio::test]
async fn c13_a_ticket_that_came_by_mail_is_answered_on_its_page() {
    let house = house("experience-hub").await;
    let number = opened(&house, &AS_AOKI, "mail", "配信が届かない").await;
    does(&house, &AS_MORI, number, replied("宛先を教えてください")).await;
    let aoki = house.reader(AOKI).await;
    let page = format!("/cases/{number:08}");
    let told = house.get(&aoki, &page).await.text;
    assert!(told.contains("Eメール"), "{told}");
    assert!(
        told.contains("<textarea class=\"textarea\" id=\"text\""),
        "{told}"
    );
    let text = [("text", "**営業部**の全員です")];
    let said = house.post(&aoki, &format!("{page}/messages"), &text).await;
    assert!(
        said.status.is_redirection(),
        "{}: {}",
        said.status,
        said.text
    );
    let told = house.get(&aoki, &page).await.text;
    assert!(told.contains("<strong>営業部</strong>の全員です"), "{told}");
    // Whoever did not submit it reads, and does not answer.
    let baba = house.reader(BABA).await;
    let other = house.post(&baba, &format!("{page}/messages"), &text).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN, "{}", other.text);
}

#[tokio::test]
async fn a7_the_admin_switches_between_own_and_the_organisations_tickets() {
    let house = house("experience-hub").await;
    let row = Row {
        account: "日の出物流株式会社".into(),
        email: "aoki@hinode.example".into(),
        admin: "yes".into(),
        ..Row::default()
    };
    let done = house.app.register(&ADMINISTRATOR, &[row], false).await;
    assert!(done.as_ref().unwrap()[0].wrong.is_empty(), "{done:?}");
    opened(&house, &AS_AOKI, "web", "canary-own").await;
    opened(&house, &AS_BABA, "web", "canary-colleague").await;
    let aoki = house.reader(AOKI).await;
    let own = house.get(&aoki, "/cases?scope=own").await.text;
    assert!(own.contains("canary-own") && !own.contains("canary-colleague"));
    assert!(!own.contains("data-label=\"起票者\""), "{own}");
    // One press leads to the other list, which says whose each is.
    assert!(own.contains("href=\"/cases?scope=company") || own.contains("href=\"/cases\""));
    let all = house.get(&aoki, "/cases?scope=company").await.text;
    for part in ["canary-own", "canary-colleague", "青木 真理", "馬場 蓮"] {
        assert!(all.contains(part), "{part}: {all}");
    }
}

/// The page of a checklist, and what both sides read of it once it is told with a case.
async fn told_before(
    house: &House,
    reader: &Reader,
    [kind, list]: [&str; 2],
    steps: &[&str],
    fields: &[(&str, &str)],
    told: &[(&str, &str)],
) {
    let at = format!("/cases/new/{kind}/before/{list}");
    let page = house.get(reader, &at).await.text;
    for step in steps {
        assert!(page.contains(step), "{step}: {page}");
    }
    for (field, _) in told {
        assert!(
            page.contains(&format!("name=\"{field}\"")),
            "{field}: {page}"
        );
    }
    let all = [fields, told, &[("_checked", "1")]].concat();
    let taken = house
        .post(reader, &format!("/cases/new/{kind}"), &all)
        .await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let case = taken.header("location").trim_end_matches("/opened");
    let mori = house.reader(MORI).await;
    for (reader, path) in [(reader, case.to_owned()), (&mori, format!("/staff{case}"))] {
        let page = house.get(reader, &path).await.text;
        for (field, value) in told.iter().filter(|(_, value)| value.contains(' ')) {
            assert!(page.contains(value), "{path} {field}");
        }
    }
}

#[tokio::test]
async fn b2_the_first_source_has_six_things_to_try_and_then_asks_what_support_needs() {
    let house = house("contact-center").await;
    let aoki = house.reader(AOKI).await;
    let steps = [
        "ブラウザーやデスクトップアプリを更新する",
        "サインアウトして、サインインし直す",
        "キャッシュを消して、画面を更新する",
        "別の端末でも起きるか確認する",
        "別の利用者でも起きるか確認する",
        "端末の電源を入れ直す",
    ];
    let fields = [
        ("deployment", "11"),
        ("product", "shared-cloud"),
        ("sub-type", "problem"),
        ("environment", "production"),
        ("severity", "low"),
        ("subject", "着信しない"),
        ("description", "今朝から"),
        ("business-impact", "予約の電話を 受けられない"),
    ];
    let told = [
        ("step-refresh", "not-solved"),
        ("step-restart", "cannot"),
        ("reproducible", "always"),
        ("how-to-reproduce", "外線から かける"),
        ("tried", "別の番号でも 試した"),
    ];
    told_before(
        &house,
        &aoki,
        ["support-case", "problem"],
        &steps,
        &fields,
        &told,
    )
    .await;
}

#[tokio::test]
async fn b2_the_fifth_source_asks_for_faq_and_logs_first_and_for_the_facts_to_bring() {
    let house = house("collaboration").await;
    let row = Row {
        account: "日の出物流株式会社".into(),
        contract: "H-1".into(),
        plan: "enhanced".into(),
        from: "2026-01-01".into(),
        to: "2027-12-31".into(),
        ..Row::default()
    };
    let done = house.app.register(&ADMINISTRATOR, &[row], false).await;
    assert!(done.as_ref().unwrap()[0].wrong.is_empty(), "{done:?}");
    let aoki = house.reader(AOKI).await;
    let question = house
        .get(&aoki, "/cases/new/service-case/before/question")
        .await;
    for part in ["よくある質問を確認する", "契約の確認に必要な情報"] {
        assert!(question.text.contains(part), "{part}: {}", question.text);
    }
    let steps = [
        "よくある質問で同じ事象を探す",
        "ログを取得する",
        "別の利用者で試す",
        "別のPCや機器で試す",
        "別のブラウザーで試す",
    ];
    let fields = [
        ("deployment", "11"),
        ("product", "meetings"),
        ("sub-type", "fault"),
        ("environment", "production"),
        ("severity", "S3"),
        ("subject", "音が途切れる"),
        ("description", "昨日から"),
    ];
    let told = [
        ("since-when", "昨日の 午後から"),
        ("steps", "会議に 参加する"),
        ("where", "大阪支店の 会議室"),
        ("versions", "44.1 と 44.2"),
        ("browser", "Firefox 140"),
        ("network", "社内の 無線"),
    ];
    told_before(
        &house,
        &aoki,
        ["service-case", "fault"],
        &steps,
        &fields,
        &told,
    )
    .await;
}

#[tokio::test]
async fn c3_an_admin_case_has_eight_sub_types_a_day_needed_and_its_reason() {
    let house = house("contact-center").await;
    let aoki = house.reader(AOKI).await;
    let kind = house.cast.desk.kind("admin-case").unwrap();
    assert_eq!(kind.sub_types.len(), 8);
    let form = house.get(&aoki, "/cases/new/admin-case").await.text;
    for sub_type in &kind.sub_types {
        let option = format!("<option value=\"{}\"", sub_type.id);
        assert!(form.contains(&option), "{option}");
        let subject = format!("canary {}", sub_type.id);
        let fields = [
            ("deployment", "11"),
            ("product", "shared-cloud"),
            ("sub-type", sub_type.id.as_str()),
            ("severity", "low"),
            ("subject", subject.as_str()),
            ("description", "x"),
            ("date-needed", "2026-12-01"),
            ("date-justification", "監査の日程が 決まっているため"),
            ("_checked", "1"),
        ];
        let taken = house.post(&aoki, "/cases/new/admin-case", &fields).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        let case = taken.header("location").trim_end_matches("/opened");
        let page = house.get(&aoki, case).await.text;
        for part in ["2026年12月1日", "監査の日程が 決まっているため"] {
            assert!(page.contains(part), "{part}: {page}");
        }
    }
    let wrong = [("date-needed", "tomorrow"), ("sub-type", "question")];
    let wrong = house.post(&aoki, "/cases/new/admin-case", &wrong).await;
    assert!(
        wrong.text.contains("「希望日」を日付として"),
        "{}",
        wrong.text
    );
}

#[tokio::test]
async fn a4_my_access_shows_level_account_deployment_package_and_status() {
    let house = house("contact-center").await;
    let row = Row {
        account: "日の出物流株式会社".into(),
        contract: "H-2".into(),
        plan: "professional".into(),
        from: "2026-01-01".into(),
        to: "2027-12-31".into(),
        ..Row::default()
    };
    house
        .app
        .register(&ADMINISTRATOR, &[row], false)
        .await
        .unwrap();
    let aoki = house.reader(AOKI).await;
    let page = house.get(&aoki, "/access").await.text;
    let (_, own) = page.split_once("id=\"own-h\"").unwrap();
    let (own, _) = own.split_once("</section>").unwrap();
    for part in [
        "東京本社",
        "大阪支店",
        "閲覧・編集",
        "プロフェッショナルサポート",
        "data-state=\"valid\"",
    ] {
        assert!(own.contains(part), "{part}: {own}");
    }
    assert!(page.contains("日の出物流株式会社"));
}

#[tokio::test]
async fn b5_who_has_bought_a_higher_support_plan_finds_a_door() {
    let house = house("contact-center").await;
    let help = house.get(&Reader::default(), "/help").await.text;
    let (_, door) = help
        .split_once("上位のサポートプランを購入したあとのこと")
        .unwrap();
    let door = door.split("</li>").next().unwrap_or_default();
    assert!(door.contains("/cases/new/support-case") || help.contains("/cases/new/support-case"));
}
