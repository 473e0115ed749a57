//! Lists as their readers have them: columns, filters, saved views, and the list as a file.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, DataType, Reader as _, Xlsx};
use domain::{AccountId, PersonId, access::Command};
use madoguchi::{
    app::list_files::{Plan, Wanted},
    lists::columns::Column,
    texts::{self, Texts},
};
use store::{
    cases::{Direction, Filter, Holder, Query, Sort, Total, View},
    list_files::State,
};
use testkit::cast::*;

use crate::browser::{Answer, House};

const HOSTILE: [&str; 6] = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "録音 <b>&\"'"];

fn sheet(answer: &Answer) -> Vec<Vec<Data>> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let mut book = Xlsx::new(Cursor::new(answer.bytes.clone())).unwrap();
    let name = book.sheet_names()[0].clone();
    assert!(
        book.worksheet_formula(&name).unwrap().is_empty(),
        "a formula"
    );
    let range = book.worksheet_range(&name).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn column(rows: &[Vec<Data>], head: &str) -> Vec<Data> {
    let place = rows[0].iter().position(|cell| *cell == head);
    let place = place.unwrap_or_else(|| panic!("no {head} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[place].clone()).collect()
}

fn subjects_of(page: &str) -> Vec<String> {
    let links = page.split("class=\"row-link\"").skip(1);
    let text = |link: &str| link.split(['>', '<']).nth(1).unwrap().to_owned();
    links.map(text).collect()
}

async fn file(house: &House, reader: &crate::browser::Reader, address: &str, kind: &str) -> Answer {
    let fields = [("list", "cases"), ("list-address", address), ("as", kind)];
    house.post(reader, "/list-files", &fields).await
}

pub fn kept_plan() -> Plan {
    let t = Texts::new(
        texts::load(),
        &domain::Language::new("ja"),
        texts::zone("Asia/Tokyo"),
    );
    Plan {
        person: AOKI,
        account: Some(HINODE),
        query: Query {
            list: Some(domain::desk::List::Cases),
            holder: Holder::All,
            view: View::NotClosed,
            filter: Filter::default(),
            sort: Sort::Number,
            direction: Direction::Ascending,
            cursor: None,
            limit: 50,
        },
        columns: vec![Column::Number, Column::Subject, Column::Submitter],
        title: "未クローズ".into(),
        wanted: Wanted {
            format: "xlsx".into(),
            name: "名.xlsx".into(),
            plain_name: "name.xlsx".into(),
            account: Some(HINODE.0),
            back: "/cases".into(),
        },
        t,
    }
}

/// Waits until a file is in a state that it stays in.
pub async fn ended(
    house: &House,
    secret: &str,
    person: PersonId,
    account: Option<AccountId>,
) -> State {
    let wait = async {
        loop {
            let kept = house.app.list_file(secret, person, account).await.unwrap();
            let state = kept.unwrap().file.state;
            if !matches!(state, State::Waiting | State::Working) {
                return state;
            }
            tokio::task::yield_now().await;
        }
    };
    let patience = std::time::Duration::from_secs(30);
    tokio::time::timeout(patience, wait).await.expect("it ends")
}

#[tokio::test]
async fn c11_excel_holds_the_list_as_it_is_shown() {
    let house = House::open().await;
    for subject in HOSTILE {
        house.open_case(&AS_AOKI, subject).await;
    }
    house.open_case(&AS_BABA, "of somebody else").await;
    let aoki = house.reader(AOKI).await;
    let address =
        "scope=own&sort=subject&direction=desc&columns=subject,number,opened,status,submitter";
    let page = house.get(&aoki, &format!("/cases?{address}")).await;
    let answer = file(&house, &aoki, address, "xlsx").await;
    let rows = sheet(&answer);
    let heads: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(
        heads,
        [
            "件名",
            "ケース番号",
            "作成日時（Asia/Tokyo）",
            "対応の番",
            "ステータス",
            "起票者"
        ]
    );
    let said: Vec<String> = column(&rows, "件名")
        .iter()
        .map(ToString::to_string)
        .collect();
    let shown: Vec<String> = subjects_of(&page.text)
        .iter()
        .map(|text| {
            text.replace("&#60;", "<")
                .replace("&#62;", ">")
                .replace("&#38;", "&")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
        })
        .collect();
    assert_eq!(said, shown);
    assert_eq!(said.len(), HOSTILE.len());
    assert!(column(&rows, "件名").iter().all(|cell| cell.is_string()));
    assert!(
        column(&rows, "ケース番号")
            .iter()
            .all(|cell| cell.is_float() || cell.is_int())
    );
    let opened = &column(&rows, "作成日時（Asia/Tokyo）")[0];
    let at = noon().to_zoned(texts::zone("Asia/Tokyo"));
    assert!(opened.is_datetime(), "{opened:?}");
    // Days since the last day but one of 1899, as workbooks count them.
    let epoch = jiff::civil::date(1899, 12, 30).at(0, 0, 0, 0);
    let days =
        (at.datetime() - epoch).total((jiff::Unit::Day, jiff::SpanRelativeTo::days_are_24_hours()));
    let serial = opened.get_datetime().unwrap().as_f64();
    assert!((serial - days.unwrap()).abs() < 1e-5, "{serial}");
    let name = answer.header("content-disposition");
    let stamp = at.strftime("%Y%m%d%H%M").to_string();
    assert!(
        name.contains(&format!("filename=\"cases_not-closed_{stamp}.xlsx\"")),
        "{name}"
    );
    assert!(
        name.contains("filename*=UTF-8''%E3%82%B5%E3%83%9D"),
        "{name}"
    );
    // Frozen head, and every column filters.
    let mut inside = zip_text(&answer.bytes);
    inside.retain(|c| c != '\n');
    assert!(inside.contains("<pane ySplit=\"1\""), "no frozen head");
    assert!(inside.contains("<autoFilter ref=\"A1:F7\""), "no filter");
    assert_eq!(house.faults().await, []);
}

/// The first sheet of a workbook as it is written.
fn zip_text(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut file = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut file, &mut text).unwrap();
    text
}

#[tokio::test]
async fn v36_values_hold_no_formula_and_say_their_encoding() {
    let house = House::open().await;
    for subject in HOSTILE {
        house.open_case(&AS_AOKI, subject).await;
    }
    let aoki = house.reader(AOKI).await;
    let answer = file(&house, &aoki, "scope=own&columns=subject", "csv").await;
    assert!(answer.bytes.starts_with(b"\xef\xbb\xbf"));
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let mut lines: Vec<String> = answer
        .text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::to_owned)
        .collect();
    assert_eq!(lines.remove(0), "件名");
    // A moment is one wherever the file is read.
    let dated = file(&house, &aoki, "scope=own&columns=opened", "csv").await;
    assert!(
        dated.text.contains("2026-11-20T12:00:00+09:00"),
        "{}",
        dated.text
    );
    lines.sort();
    for hostile in &HOSTILE[..5] {
        assert!(lines.contains(&format!("'{hostile}")), "{lines:?}");
    }
}

#[tokio::test]
async fn a08_a_file_is_for_its_owner_under_the_rights_it_was_made_under() {
    let house = House::open().await;
    for subject in HOSTILE {
        house.open_case(&AS_AOKI, subject).await;
    }
    let plan = kept_plan();
    let secret = house
        .app
        .begin_list_file(plan, Total::Exactly(6))
        .await
        .unwrap();
    assert_eq!(
        ended(&house, &secret, AOKI, Some(HINODE)).await,
        State::Done
    );
    let (aoki, baba) = (house.reader(AOKI).await, house.reader(BABA).await);
    let (page, path) = (
        format!("/list-files/{secret}"),
        format!("/list-files/{secret}/file"),
    );
    let told = house.get(&aoki, &page).await;
    assert!(told.text.contains("6件を書き出しました"), "{}", told.text);
    let taken = house.get(&aoki, &path).await;
    let subjects: Vec<String> = column(&sheet(&taken), "件名")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(subjects, HOSTILE);
    assert!(
        column(&sheet(&taken), "起票者")
            .iter()
            .all(|who| *who == "青木 真理"),
        "{:?}",
        column(&sheet(&taken), "起票者")
    );
    // Nobody else, and nothing that says that it is there.
    for path in [&page, &path] {
        assert_eq!(house.get(&baba, path).await.status, StatusCode::NOT_FOUND);
    }
    // Whoever may see less since then gets nothing of it.
    restrict(&house, true).await;
    assert_eq!(house.get(&aoki, &path).await.status, StatusCode::NOT_FOUND);
    restrict(&house, false).await;
    assert_eq!(house.get(&aoki, &path).await.status, StatusCode::OK);
    // Kept for a day.
    house.app.store.forget_list_files(noon()).await.unwrap();
    assert_eq!(house.get(&aoki, &path).await.status, StatusCode::OK);
    let later = noon() + jiff::SignedDuration::from_hours(1);
    house.app.store.forget_list_files(later).await.unwrap();
    assert_eq!(house.get(&aoki, &path).await.status, StatusCode::NOT_FOUND);
    // Each time that it was handed out, and no time that it was not.
    assert_eq!(exports(&house).await, 3);
}

async fn restrict(house: &House, restricted: bool) {
    let administrator = domain::Actor::Agent {
        person: PersonId(904),
        role: domain::Role::Administrator,
        team: None,
    };
    let command = Command::Restrict { restricted };
    let done = house
        .app
        .change_access(&administrator, HINODE, &command)
        .await;
    assert_eq!(done.unwrap(), Ok(()));
}

/// How many exports the audit holds.
async fn exports(house: &House) -> i64 {
    const COUNT: &str = "SELECT count(*) FROM events WHERE stream = 'audit' AND kind = 'exported'";
    let row = house.app.store.db().read_one(COUNT, &[]).await.unwrap();
    row.unwrap().columns().int().unwrap()
}

#[tokio::test]
async fn c11_a_file_that_was_called_off_is_not_made() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "one").await;
    let aoki = house.reader(AOKI).await;
    let secret = "called-off";
    let wanted = serde_json::to_string(&kept_plan().wanted).unwrap();
    house
        .app
        .store
        .add_list_file(secret, AOKI, &wanted, 1, noon())
        .await
        .unwrap();
    let page = house.get(&aoki, "/list-files/called-off").await;
    assert!(page.text.contains("順番を待っています"), "{}", page.text);
    let done = house
        .post(&aoki, "/list-files/called-off/cancellation", &[])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(
        ended(&house, secret, AOKI, Some(HINODE)).await,
        State::Cancelled
    );
    let moved = house
        .app
        .store
        .move_list_file(secret, State::Working, 1, None, noon())
        .await;
    assert!(matches!(moved, Err(store::WriteError::Conflict)));
    assert_eq!(
        house.get(&aoki, "/list-files/called-off/file").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn c10_filters_stand_in_the_address_and_are_taken_away_one_by_one() {
    let house = House::open().await;
    for subject in ["録音が再生できない", "100%_wild", "録画が遅い"] {
        house.open_case(&AS_AOKI, subject).await;
    }
    let aoki = house.reader(AOKI).await;
    for (address, wanted) in [
        ("text=%E9%8C%B2%E9%9F%B3", vec!["録音が再生できない"]),
        ("text=%25_", vec!["100%_wild"]),
        ("text=2", vec!["100%_wild"]),
        (
            "channel=web&status=open&sort=number",
            vec!["録音が再生できない", "100%_wild", "録画が遅い"],
        ),
        ("status=awaiting-information", vec![]),
        ("opened_from=1999-01-01&opened_to=1999-12-31", vec![]),
        ("contact=102", vec![]),
    ] {
        let page = house.get(&aoki, &format!("/cases?{address}")).await;
        assert_eq!(subjects_of(&page.text), wanted, "{address}");
        assert!(page.text.contains("class=\"chip\""), "{address}");
        if wanted.is_empty() {
            assert!(
                page.text.contains("条件に合うケースはありません"),
                "{address}"
            );
        }
    }
    let page = house.get(&aoki, "/cases?text=%E9%8C%B2&contact=101").await;
    assert!(
        page.text.contains("href=\"/cases?contact=101\""),
        "{}",
        page.text
    );
    // No case at all is another thing than none that fits.
    let baba = house.reader(BABA).await;
    let page = house.get(&baba, "/cases?scope=own").await;
    assert!(page.text.contains("この一覧にケースはありません"));
}

#[tokio::test]
async fn c10_columns_are_kept_and_the_usual_ones_cost_no_query_more() {
    let house = House::open().await;
    for subject in HOSTILE {
        house.open_case(&AS_AOKI, subject).await;
    }
    let aoki = house.reader(AOKI).await;
    let store = &house.app.store;
    let queries = async |path: &str| {
        let before = store.db().reads();
        let page = house.get(&aoki, path).await;
        assert_eq!(page.status, StatusCode::OK);
        (store.db().reads() - before, page)
    };
    queries("/cases").await;
    // The sign-in with its settings, whom they act for, the rows, the counts, the deployments, and the people to narrow by.
    let (usual, page) = queries("/cases").await;
    assert_eq!(usual, 6);
    assert!(!page.text.contains("data-label=\"起票者\""));
    let fields = [
        ("list", "cases"),
        ("column-number", "on"),
        ("column-submitter", "on"),
        ("column-owner", "on"),
    ];
    let set = house.post(&aoki, "/list-columns", &fields).await;
    assert_eq!(set.header("location"), "/cases");
    let (more, page) = queries("/cases").await;
    assert_eq!(more, usual + 1);
    assert!(
        page.text.contains("data-label=\"起票者\">青木"),
        "{}",
        page.text
    );
    // Not for customers, and the subject always is.
    assert!(!page.text.contains("data-label=\"担当者\""));
    assert_eq!(subjects_of(&page.text).len(), HOSTILE.len());
    let reset = [("list", "cases"), ("do", "reset")];
    house.post(&aoki, "/list-columns", &reset).await;
    assert_eq!(queries("/cases").await.0, usual);
}

#[tokio::test]
async fn c10_a_view_is_saved_renamed_removed_and_brought_back() {
    let house = House::open().await;
    for subject in ["録音", "録画"] {
        house.open_case(&AS_AOKI, subject).await;
    }
    let (aoki, baba) = (house.reader(AOKI).await, house.reader(BABA).await);
    let act = async |fields: &[(&str, &str)]| {
        let mut all = vec![("list", "cases")];
        all.extend(fields);
        house.post(&aoki, "/saved-views", &all).await
    };
    let address = "text=%E9%8C%B2%E9%9F%B3&sort=number&direction=desc";
    let saved = act(&[
        ("do", "save"),
        ("name", "録音だけ"),
        ("list-address", address),
    ])
    .await;
    let link = saved.header("location").to_owned();
    let page = house.get(&aoki, &link).await;
    assert_eq!(subjects_of(&page.text), ["録音"]);
    assert!(
        page.text
            .contains("aria-current=\"page\">録音だけ <b>1</b>"),
        "{}",
        page.text
    );
    let views = page.text.split("<nav class=\"views\"").nth(1).unwrap();
    let views = views.split("</nav>").next().unwrap();
    assert_eq!(views.matches("aria-current").count(), 1, "{views}");
    // A view is a link: it shows another one the same, of what they may see.
    let page = house.get(&baba, &link).await;
    assert_eq!(subjects_of(&page.text), ["録音"]);
    assert!(!page.text.contains("録音だけ"));
    act(&[("do", "rename"), ("view", "1"), ("name", "音")]).await;
    assert!(house.get(&aoki, &link).await.text.contains(">音 <b>1</b>"));
    let nameless = act(&[("do", "save"), ("name", " ")]).await;
    assert_eq!(nameless.status, StatusCode::CONFLICT);
    let gone = act(&[("do", "remove"), ("view", "1")]).await;
    let page = house.get(&aoki, gone.header("location")).await;
    assert!(page.text.contains("表示「音」を削除しました。"));
    assert!(!page.text.contains(">音 <b>"));
    let back = act(&[("do", "restore"), ("view", "1")]).await;
    assert!(
        house
            .get(&aoki, back.header("location"))
            .await
            .text
            .contains(">音 <b>1</b>")
    );
    for n in 2..=12 {
        let name = format!("v{n}");
        let saved = act(&[("do", "save"), ("name", &name)]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
    }
    let thirteenth = act(&[("do", "save"), ("name", "v13")]).await;
    assert_eq!(thirteenth.status, StatusCode::CONFLICT);
    assert!(thirteenth.text.contains("12件まで"));
}
