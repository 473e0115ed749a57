//! Where new cases go by themselves: to a team that keeps them, to the account's success manager, or through another door
//! (C1, C2, C3).

use axum::http::StatusCode;
use domain::{
    Actor, PersonId, Prose, Role, TeamId,
    case::{Command, Refused},
    directory::{Profile, Standing},
    event::By,
};
use madoguchi::app::{Fail, register::Row};
use testkit::cast::*;

use crate::browser::{Answer, House, Reader};

const ADMINISTRATOR: Actor = Actor::Agent {
    person: PersonId(999),
    role: Role::Administrator,
    team: None,
};

/// Sends a case of this kind with these answers, as read once more.
async fn sent(house: &House, kind: &str, more: &[(&str, &str)]) -> Answer {
    let reader = house.reader(AOKI).await;
    let fields = [
        ("deployment", "11"),
        ("product", "contact-cloud"),
        ("description", "くわしくはこちら"),
    ];
    let fields = [&fields[..], more].concat();
    house
        .post(&reader, &format!("/cases/new/{kind}"), &fields)
        .await
}

async fn threat(house: &House, subject: &str) -> Answer {
    let more = [
        ("environment", "production"),
        ("sub-type", "problem"),
        ("subject", subject),
        ("security-threat", "true"),
        ("_checked", "1"),
    ];
    sent(house, "support-case", &more).await
}

/// Somebody of the vendor's, signed in.
pub(crate) async fn agent(house: &House, id: i64, role: Role, team: Option<TeamId>) -> Reader {
    let word = Prose::new;
    let profile = Profile {
        family: word("久世"),
        given: word("律"),
        family_kana: word(""),
        given_kana: word(""),
        email: word(&format!("agent{id}@vendor.example")),
        language: domain::Language::new("ja"),
        time_zone: "Asia/Tokyo".into(),
    };
    let standing = Standing::Agent { role, team };
    let list = store::directory::add_person(PersonId(id), standing, profile, By::System, noon());
    house.app.store.add(list.unwrap()).await.unwrap();
    house.reader(PersonId(id)).await
}

#[tokio::test]
async fn c1_a_security_threat_goes_to_its_team_and_is_there_for_no_other_staff() {
    let house = House::open().await;
    let taken = threat(&house, "canary-of-a-leak").await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    assert_eq!(
        threat(&house, "another").await.status,
        StatusCode::SEE_OTHER
    );
    // One that is no threat stays where all cases come in.
    let plain = house.open_case(&AS_AOKI, "録音が再生できない").await;
    let teams = house.app.store.teams().await.unwrap();
    let named: Vec<_> = teams
        .iter()
        .filter(|t| t.label == "セキュリティ対応")
        .collect();
    assert_eq!(named.len(), 1, "the team is made once: {teams:?}");
    assert!(named[0].closed);
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    for reader in [&mori, &ishikawa] {
        for path in [
            "/staff/cases/00000001",
            "/staff?view=support",
            "/staff?view=unowned",
            "/find?number=1",
        ] {
            let page = house.get(reader, path).await;
            assert!(!page.text.contains("canary-of-a-leak"), "{path}");
        }
        let gone = house.get(reader, "/staff/cases/00000001").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        let there = house.get(reader, &format!("/staff/cases/{plain:08}")).await;
        assert_eq!(there.status, StatusCode::OK);
    }
    // Its team sees it, and whose it is; the company sees its case, and nothing of the privacy.
    let kuze = agent(&house, 903, Role::Tier2, Some(named[0].id)).await;
    let page = house.get(&kuze, "/staff/cases/00000001").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in ["canary-of-a-leak", "担当チーム限定", "セキュリティ対応"] {
        assert!(page.text.contains(part), "{part}");
    }
    let aoki = house.reader(AOKI).await;
    let own = house.get(&aoki, "/cases/00000001").await;
    assert!(own.text.contains("canary-of-a-leak"));
    assert!(!own.text.contains("セキュリティ対応"));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c2_a_new_project_goes_to_the_accounts_success_manager() {
    let house = House::open().await;
    let project = [
        ("sub-type", "new-project"),
        ("subject", "拠点を増やしたい"),
        ("_checked", "1"),
    ];
    // Where nobody is named, it waits like any other.
    let first = sent(&house, "service-request", &project).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let case = house.app.case(&AS_MORI, 1).await.unwrap().case;
    assert_eq!((case.owner, case.team), (None, None));

    let named = async |email: &str| {
        let row = Row {
            account: "日の出物流株式会社".into(),
            success_manager: email.into(),
            ..Row::default()
        };
        let done = house.app.register(&ADMINISTRATOR, &[row], false).await;
        done.unwrap().remove(0)
    };
    assert!(named("mori@vendor.example").await.wrong.is_empty());
    let nothing = named("mori@vendor.example").await;
    assert!(nothing.did.is_empty(), "they look after it already");
    let nobody = named("aoki@hinode.example").await;
    assert_eq!(nobody.wrong[0].column, "success_manager", "no agent");

    let second = sent(&house, "service-request", &project).await;
    assert_eq!(second.status, StatusCode::SEE_OTHER);
    let case = house.app.case(&AS_MORI, 2).await.unwrap().case;
    assert_eq!((case.owner, case.team), (Some(MORI), Some(TIER1)));
    assert!(!case.private);
    // Another request of the same kind is nobody's yet.
    let change = [
        ("sub-type", "change-request"),
        ("subject", "番号を移したい"),
        ("_checked", "1"),
    ];
    sent(&house, "service-request", &change).await;
    assert_eq!(house.app.case(&AS_MORI, 3).await.unwrap().case.owner, None);
    // Both sides see who looks after the account.
    let mori = house.reader(MORI).await;
    let account = house.get(&mori, &format!("/staff/accounts/{HINODE}")).await;
    let shown = "カスタマーサクセスマネージャー：森 佳奈";
    assert!(account.text.contains(shown), "{}", account.text);
    assert!(named("-").await.wrong.is_empty());
    let account = house.get(&mori, &format!("/staff/accounts/{HINODE}")).await;
    assert!(!account.text.contains(shown));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c3_what_belongs_behind_another_door_is_told_and_goes_there_with_what_was_typed() {
    let house = House::open().await;
    let typed = [
        ("sub-type", "question"),
        ("subject", "通話録音が途中で切れる"),
    ];
    let checked = sent(&house, "admin-case", &typed).await;
    assert_eq!(checked.status, StatusCode::OK);
    assert!(
        checked
            .text
            .contains("「サポートケース」の内容かもしれません")
    );
    let button = "name=\"_edit\" value=\"subject\" formaction=\"/cases/new/support-case\"";
    assert!(checked.text.contains(button), "{}", checked.text);
    let there = [&typed[..], &[("_edit", "subject")]].concat();
    let there = sent(&house, "support-case", &there).await;
    assert_eq!(there.status, StatusCode::OK);
    for kept in ["通話録音が途中で切れる", "くわしくはこちら"] {
        assert!(there.text.contains(kept), "{kept}");
    }
    // It is a hint: who is sure sends it as it is.
    let sure = [&typed[..], &[("_checked", "1")]].concat();
    let sure = sent(&house, "admin-case", &sure).await;
    assert_eq!(sure.status, StatusCode::SEE_OTHER, "{}", sure.text);
    // The other way round, and nothing where it is right.
    for (kind, sub_type, subject, hint) in [
        (
            "support-case",
            "question",
            "正規サポート連絡先を変えたい",
            true,
        ),
        ("support-case", "question", "通話録音が途中で切れる", false),
        ("admin-case", "log-retrieval", "通話のログがほしい", false),
        ("admin-case", "question", "ポータルの会議の欄の見方", false),
        ("admin-case", "question", "I recall the old address", false),
        ("admin-case", "question", "ＣＡＬＬ drops", true),
    ] {
        let typed = [
            ("sub-type", sub_type),
            ("environment", "production"),
            ("subject", subject),
        ];
        let typed = typed
            .iter()
            .filter(|(name, _)| kind == "support-case" || *name != "environment");
        let typed: Vec<_> = typed.copied().collect();
        let page = sent(&house, kind, &typed).await;
        assert_eq!(page.status, StatusCode::OK, "{subject}: {}", page.text);
        assert_eq!(
            page.text.contains("id=\"wrong-door\""),
            hint,
            "{kind} {subject}"
        );
    }
}

#[tokio::test]
async fn k1_how_long_answers_are_held_is_the_desks_until_installation_or_writer_say_otherwise() {
    let desk = DESK.replace("recall = 10 ", "recall = 3 ");
    let house = House::on_desk(&desk).await;
    let app = house.app.clone().with_recall_of(None);
    assert_eq!(app.recall_seconds(AOKI).await.unwrap(), 3);
    let told = app.clone().with_recall_of(Some(25));
    assert_eq!(told.recall_seconds(AOKI).await.unwrap(), 25);
    app.store.set_recall_time(AOKI, 40).await.unwrap();
    assert_eq!(told.recall_seconds(AOKI).await.unwrap(), 40);
    let silent = House::on_desk(&DESK.replace("recall = 10 ", "# recall = 10 ")).await;
    let app = silent.app.clone().with_recall_of(None);
    assert_eq!(app.recall_seconds(AOKI).await.unwrap(), 10);
}

#[tokio::test]
async fn k5_a_technical_expert_guides_and_is_given_no_single_case() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "設計を相談したい").await;
    let expert = agent(&house, 904, Role::TechnicalExpert, Some(TIER1)).await;
    let given = Command::Assign {
        owner: Some(PersonId(904)),
        team: None,
    };
    let refused = house.app.change_case(&AS_MORI, number, given, None, None);
    let Err(Fail::Refused(Refused::Fields(wrong))) = refused.await else {
        panic!("the case was given to them");
    };
    assert_eq!(wrong[0].field, "owner");
    let mori = house.reader(MORI).await;
    let path = format!("/staff/cases/{number:08}");
    let page = house.get(&mori, &path).await;
    assert!(!page.text.contains("<option value=\"904\""), "nor offered");
    // They answer, and the case stays whose it was.
    let text = [("text", "図を送ります"), ("mode", "reply")];
    let said = house.post(&expert, &format!("{path}/replies"), &text).await;
    assert!(
        said.status.is_redirection(),
        "{}: {}",
        said.status,
        said.text
    );
    let case = house.app.case(&AS_MORI, number).await.unwrap().case;
    assert_eq!(case.owner, None);
    let page = house.get(&expert, &path).await;
    assert!(page.text.contains("図を送ります"));
}
