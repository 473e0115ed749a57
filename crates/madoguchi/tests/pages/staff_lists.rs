//! Staff's lists as files and as their readers have them (C10, C11, K1).

use axum::http::StatusCode;
use domain::{Role, case::Command};
use madoguchi::app::list_files::Plan;
use store::{cases::Query, list_files::State};
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    going::agent,
    lists::{ended, kept_plan},
};

/// Staff's list at this address as the lines of a CSV, its head first.
async fn lines(house: &House, reader: &Reader, address: &str) -> Vec<String> {
    let fields = [("list-address", address), ("as", "csv")];
    let answer = house.post(reader, "/list-files", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let text = answer.text.trim_start_matches('\u{feff}');
    text.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn c11_staffs_file_is_the_list_of_its_address() {
    let house = House::open().await;
    for subject in ["=1+1", "録音 二", "録音 一"] {
        house.open_case(&AS_AOKI, subject).await;
    }
    let mori = house.reader(MORI).await;
    let form = "/staff/cases/00000002/assignment";
    house.post(&mori, form, &[("owner", "901")]).await;
    let page = house.get(&mori, "/staff?view=support&q=owner%3Ame").await;
    assert!(
        page.text
            .contains("name=\"list-address\" value=\"view=support&#38;q=owner%3Ame\""),
        "{}",
        page.text
    );
    let narrowed = "view=support&q=owner%3Ame&columns=number,subject,owner,account,plan";
    assert_eq!(
        lines(&house, &mori, narrowed).await,
        [
            "ケース番号,件名,担当者,お客様,プラン",
            "00000002,録音 二,森 佳奈,日の出物流株式会社,アドバンスト",
        ]
    );
    // Its order, and what a spreadsheet would take for a formula stands as text.
    let address = "view=unowned&order=modified&columns=subject";
    let unowned = lines(&house, &mori, address).await;
    assert_eq!(unowned.len(), 3);
    assert!(unowned.contains(&"'=1+1".to_owned()), "{unowned:?}");
    assert!(!unowned.contains(&"録音 二".to_owned()), "{unowned:?}");
    // As long as nothing is chosen it holds what staff ask of it.
    let all = lines(&house, &mori, "view=mine").await;
    for head in [
        "重大度",
        "お客様",
        "プラン",
        "担当者",
        "担当チーム",
        "クローズの原因",
        "エスカレーション",
    ] {
        assert!(
            all[0].split(',').any(|cell| cell == head),
            "{head}: {all:?}"
        );
    }
    assert_eq!(all.len(), 2);
    let fields = [("list-address", "view=mine"), ("as", "xlsx")];
    let book = house.post(&mori, "/list-files", &fields).await;
    let name = book.header("content-disposition");
    assert!(name.contains("filename=\"staff_mine_"), "{name}");
    assert!(book.bytes.starts_with(b"PK"));
    // A customer's words never mean a list of staff's.
    let aoki = house.reader(AOKI).await;
    let theirs = lines(&house, &aoki, narrowed).await;
    assert_eq!(theirs[0], "ケース番号,件名");
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c11_staffs_file_holds_nothing_that_is_kept_to_another_team() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "canary-of-security").await;
    house.open_case(&AS_AOKI, "for everybody").await;
    let command = Command::Assign {
        owner: None,
        team: Some(TIER1),
    };
    let done = house
        .app
        .change_case(&AS_ISHIKAWA, number, command, None, None);
    done.await.unwrap();
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let keep = format!("/staff/cases/{number:08}/privacy");
    house.post(&mori, &keep, &[("private", "yes")]).await;
    for view in ["support", "unowned", "team", "closed", "nothing"] {
        for words in ["", "&q=canary"] {
            let address = format!("view={view}{words}&columns=subject,team");
            let theirs = lines(&house, &ishikawa, &address).await;
            assert!(
                !theirs.iter().any(|line| line.contains("canary")),
                "{address}: {theirs:?}"
            );
        }
    }
    let seen = lines(&house, &mori, "view=support&columns=subject,team").await;
    assert!(
        seen.contains(&"canary-of-security,一次窓口".to_owned()),
        "{seen:?}"
    );
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn a08_staffs_long_file_is_for_who_asked_for_it() {
    let house = House::open().await;
    for subject in ["one", "two"] {
        house.open_case(&AS_AOKI, subject).await;
    }
    let mut plan = kept_plan();
    (plan.wanted.account, plan.wanted.back) = (None, "/staff?view=support".into());
    let plan = Plan {
        person: MORI,
        account: None,
        query: Query {
            list: None,
            ..plan.query
        },
        ..plan
    };
    let secret = house
        .app
        .begin_list_file(plan, store::cases::Total::Exactly(2))
        .await
        .unwrap();
    assert_eq!(ended(&house, &secret, MORI, None).await, State::Done);
    let (page, path) = (
        format!("/list-files/{secret}"),
        format!("/list-files/{secret}/file"),
    );
    let mori = house.reader(MORI).await;
    let told = house.get(&mori, &page).await.text;
    assert!(told.contains("2件を書き出しました"), "{told}");
    assert!(told.contains("href=\"/staff?view=support\""), "{told}");
    assert!(house.get(&mori, &path).await.bytes.starts_with(b"PK"));
    for other in [house.reader(ISHIKAWA).await, house.reader(AOKI).await] {
        assert_eq!(house.get(&other, &path).await.status, StatusCode::NOT_FOUND);
    }
    // Somebody who has another team since then sees other cases, and gets nothing of it.
    let sql = "UPDATE people SET team_id = NULL WHERE id = $1";
    let change = store::Statement::new(sql, vec![MORI.into()]);
    house.app.store.db().write(vec![change]).await.unwrap();
    assert_eq!(house.get(&mori, &path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn k1_columns_of_staffs_list_are_kept_with_the_person() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "録音").await;
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let queries = async |reader: &Reader, path: &str| {
        let before = house.app.store.db().reads();
        let page = house.get(reader, path).await;
        assert_eq!(page.status, StatusCode::OK);
        (house.app.store.db().reads() - before, page.text)
    };
    let head = |page: &str| -> Vec<String> {
        let head = page.split("</thead>").next().unwrap();
        let cells = head.split("<th scope=\"col\"").skip(1);
        let label = |cell: &str| {
            let (_, inner) = cell.split_once('>').unwrap();
            // A head that leads to its order is a link.
            let inner = match inner.strip_prefix("<a ") {
                Some(link) => link.split_once('>').unwrap().1,
                None => inner,
            };
            inner.split('<').next().unwrap().to_owned()
        };
        cells.map(label).collect()
    };
    let list = "/staff?view=support&q=%E9%8C%B2%E9%9F%B3";
    queries(&mori, list).await;
    let (usual, page) = queries(&mori, list).await;
    let standard = head(&page);
    assert_eq!(
        standard,
        [
            "重大度",
            "ケース番号",
            "件名とお客様",
            "ステータス",
            "期限",
            "待ち時間",
            "担当者"
        ]
    );
    assert!(
        page.contains("日の出物流株式会社・アドバンスト・青木"),
        "{page}"
    );
    let fields = [
        ("list-address", "view=support&q=%E9%8C%B2%E9%9F%B3"),
        ("column-number", "on"),
        ("column-account", "on"),
        ("column-plan", "on"),
        ("column-waiting", "on"),
        ("column-submitter", "on"),
    ];
    let set = house.post(&mori, "/list-columns", &fields).await;
    assert_eq!(set.header("location"), list);
    let (more, page) = queries(&mori, list).await;
    assert_eq!(more, usual + 1);
    let chosen = [
        "ケース番号",
        "件名",
        "お客様",
        "プラン",
        "待ち時間",
        "起票者",
    ];
    assert_eq!(head(&page), chosen);
    assert!(
        page.contains("data-label=\"プラン\">アドバンスト<"),
        "{page}"
    );
    // What has a column of its own is not said twice; rows keep what is done with them.
    assert!(!page.contains("日の出物流株式会社・アドバンスト"), "{page}");
    assert!(page.contains("name=\"pick-00000001\"") && page.contains("/00000001/peek?"));
    // The file is as it is shown, and the address counts more than what is kept.
    let file = lines(&house, &mori, "view=support").await;
    let of_file = "ケース番号,件名,お客様,プラン,対応の番になった日時（Asia/Tokyo）,起票者";
    assert_eq!(file[0], of_file);
    let address = format!("{list}&columns=subject,owner");
    assert_eq!(
        head(&house.get(&mori, &address).await.text),
        ["件名とお客様", "担当者"]
    );
    // In every view, with whoever chose, until the usual ones are wanted again.
    let page = house.get(&mori, "/staff?view=unowned").await.text;
    assert_eq!(head(&page), chosen);
    assert_eq!(head(&queries(&ishikawa, list).await.1), standard);
    let reset = [("list-address", "view=support"), ("do", "reset")];
    house.post(&mori, "/list-columns", &reset).await;
    assert_eq!(head(&queries(&mori, list).await.1), standard);
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn k1_a_view_of_ones_own_stands_in_the_rail() {
    let house = House::open().await;
    for subject in ["録音", "録画"] {
        house.open_case(&AS_AOKI, subject).await;
    }
    let (mori, ishikawa) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let act = async |fields: &[(&str, &str)]| {
        let done = house.post(&mori, "/saved-views", fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        done.header("location").to_owned()
    };
    let address = "view=support&q=%E9%8C%B2%E9%9F%B3&columns=subject,owner";
    let save = [
        ("do", "save"),
        ("name", "録音だけ"),
        ("list-address", address),
    ];
    let link = act(&save).await;
    let page = house.get(&mori, &link).await.text;
    assert!(page.contains("/staff/cases/00000001?"), "{page}");
    assert!(!page.contains("/staff/cases/00000002?"), "{page}");
    let rail = |page: &str| {
        let rail = page.split("<nav class=\"rail\"").nth(1).unwrap();
        rail.split("</nav>").next().unwrap().to_owned()
    };
    let here = rail(&page);
    assert_eq!(here.matches("aria-current").count(), 1, "{here}");
    let current = here.split("aria-current").nth(1).unwrap();
    assert!(current.split("</a>").next().unwrap().contains("録音だけ"));
    // On every page of theirs, and on nobody else's.
    let elsewhere = house.get(&mori, "/staff/accounts").await.text;
    assert!(rail(&elsewhere).contains("録音だけ"));
    let theirs = house.get(&ishikawa, &link).await.text;
    assert!(!rail(&theirs).contains("録音だけ") && theirs.contains("/staff/cases/00000001?"));
    act(&[("do", "rename"), ("view", "1"), ("name", "<b>音")]).await;
    let page = house.get(&mori, "/staff").await.text;
    assert!(rail(&page).contains("&#60;b&#62;音"), "{page}");
    let gone = act(&[("do", "remove"), ("view", "1")]).await;
    let page = house.get(&mori, &gone).await.text;
    assert!(
        page.contains("を削除しました。") && !rail(&page).contains("音"),
        "{page}"
    );
    act(&[("do", "restore"), ("view", "1")]).await;
    assert!(rail(&house.get(&mori, "/staff").await.text).contains("音"));
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn k1_a_team_shares_views_and_begins_with_one() {
    let house = House::open().await;
    let lead = agent(&house, 930, Role::Supervisor, Some(TIER1)).await;
    let colleague = agent(&house, 931, Role::Tier1, Some(TIER1)).await;
    let (mori, other) = (house.reader(MORI).await, house.reader(ISHIKAWA).await);
    let post = async |who: &Reader, path: &str, fields: &[(&str, &str)]| {
        house.post(who, path, fields).await
    };
    let link = "/staff?view=support&q=%E9%8C%B2%E9%9F%B3";
    let save = [
        ("do", "save"),
        ("name", "録音だけ"),
        ("list-address", &link["/staff?".len()..]),
    ];
    post(&mori, "/saved-views", &save).await;
    let share = [("do", "share"), ("view", "1")];
    let shared = post(&mori, "/staff/team-views", &share).await;
    assert_eq!(shared.status, StatusCode::SEE_OTHER, "{}", shared.text);
    // Twice is once.
    post(&mori, "/staff/team-views", &share).await;
    let has = async |who: &Reader| {
        let page = house.get(who, "/staff/accounts").await.text;
        let rail = page.split("<nav class=\"rail\"").nth(1).unwrap();
        let rail = rail.split("</nav>").next().unwrap();
        rail.matches("録音だけ").count()
    };
    assert_eq!(
        (has(&mori).await, has(&colleague).await, has(&other).await),
        (1, 1, 0)
    );
    // Only what one has is handed in, and what comes first is for those who lead.
    for (who, fields) in [
        (&colleague, [("do", "share"), ("view", "1")]),
        (&colleague, [("do", "remove"), ("view", "1")]),
        (&mori, [("do", "opens"), ("opens", "view-1")]),
        (&lead, [("do", "opens"), ("opens", "view-9")]),
        (&other, [("do", "remove"), ("view", "1")]),
    ] {
        let refused = post(who, "/staff/team-views", &fields).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{fields:?}");
    }
    let opens = [("do", "opens"), ("opens", "view-1")];
    post(&lead, "/staff/team-views", &opens).await;
    let begins = async |who: &Reader| house.get(who, "/staff").await.header("location").to_owned();
    assert_eq!(begins(&colleague).await, link);
    assert_eq!(begins(&other).await, "", "another team's");
    assert!(
        house
            .get(&colleague, "/staff?view=support")
            .await
            .header("location")
            .is_empty()
    );
    // A person's own word counts more.
    post(
        &colleague,
        "/saved-views",
        &[("do", "opens"), ("opens", "usual")],
    )
    .await;
    assert_eq!(begins(&colleague).await, "");
    post(
        &mori,
        "/saved-views",
        &[("do", "opens"), ("opens", "view-1")],
    )
    .await;
    assert!(begins(&mori).await.starts_with(link));
    // Its own are left when the team's is gone.
    post(
        &lead,
        "/staff/team-views",
        &[("do", "remove"), ("view", "1")],
    )
    .await;
    assert_eq!((has(&mori).await, has(&colleague).await), (1, 0));
    assert_eq!(begins(&lead).await, "");
    let customer = house.reader(AOKI).await;
    let foreign = post(&customer, "/staff/team-views", &share).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}
