//! Several companies that report the same trouble (E3): told where staff look, with the way to an incident, and dismissed for all.

use axum::http::StatusCode;
use domain::{Actor, CaseId, case::Command};
use jiff::SignedDuration;
use madoguchi::work;
use store::cases::{Keys, Opening};
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    closings::supervisor,
};

const SUBJECT: &str = "通話が途中で切れる";
/// A house where two companies are enough, and that was followed from its beginning.
struct Watched {
    house: House,
    mori: Reader,
    /// Numbers of the cases, in order.
    cases: Vec<i64>,
}

impl Watched {
    async fn new() -> Self {
        let desk = DESK.replace("companies = 3 ", "companies = 2 ");
        assert_ne!(desk, DESK);
        let house = House::on_desk(&desk).await;
        let mori = house.reader(MORI).await;
        let watched = Self {
            house,
            mori,
            cases: Vec::new(),
        };
        watched.follow().await;
        watched
    }

    async fn follow(&self) {
        while work::surges::step(&self.house.app).await.unwrap() {}
    }

    async fn opens(&mut self, actor: &Actor, subject: &str, minutes: i64) -> i64 {
        let place = if *actor == AS_LINDNER { BERLIN } else { TOKYO };
        let at = noon() - SignedDuration::from_mins(minutes);
        let store = &self.house.app.store;
        let opened = self.house.cast.open(store, actor, place, subject, at);
        let number = opened.await.unwrap();
        self.cases.push(number);
        self.follow().await;
        number
    }

    async fn page(&self, reader: &Reader, path: &str) -> String {
        let page = self.house.get(reader, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path} {}", page.text);
        page.text
    }

    /// Whether staff are told of one on a page.
    async fn is_told(&self, path: &str) -> bool {
        self.page(&self.mori, path).await.contains("2社から")
    }

    async fn dismiss(&self, reader: &Reader, number: i64) -> StatusCode {
        let path = format!("/staff/cases/{number:08}/surge-dismissal");
        self.house.post(reader, &path, &[]).await.status
    }
}

#[tokio::test]
async fn e3_companies_that_report_the_same_are_told_of_and_their_cases_are_ticked() {
    let mut watched = Watched::new().await;
    let first = watched.opens(&AS_AOKI, SUBJECT, 80).await;
    let again = watched.opens(&AS_BABA, "通話が切れる", 70).await;
    let aside = watched
        .opens(&AS_LINDNER, "請求書の宛名を変えたい", 60)
        .await;
    assert!(!watched.is_told("/staff").await, "one company alone");
    let second = watched.opens(&AS_LINDNER, "通話が途中で切れます", 50).await;
    for path in [
        "/staff",
        "/staff/incidents",
        &format!("/staff/cases/{first:08}"),
        &format!("/staff/cases/{second:08}"),
    ] {
        assert!(watched.is_told(path).await, "{path}");
    }
    let page = watched.page(&watched.mori, "/staff").await;
    for wanted in ["10:40以降", "コンタクトクラウド", "（3件）", SUBJECT] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    assert!(!watched.is_told(&format!("/staff/cases/{aside:08}")).await);
    // Those who lead are told of it by the case with which it begins; no customer is.
    let told = "インシデントの可能性の確認をサポート責任者に依頼しました";
    let begins = [first, again, second].map(|number| format!("/cases/{number:08}"));
    let mut tell = 0;
    for path in &begins {
        let page = watched.page(&watched.mori, &format!("/staff{path}")).await;
        tell += usize::from(page.contains(told));
    }
    assert_eq!(tell, 1, "once");
    let aoki = watched.house.reader(AOKI).await;
    let theirs = watched.page(&aoki, &begins[0]).await;
    assert!(!theirs.contains("インシデントの可能性"), "{theirs}");
    // They find it counted beside every page.
    let lead = supervisor(&watched.house).await;
    let rail = "インシデントの可能性";
    for path in ["/staff", "/staff/incidents"] {
        assert!(watched.page(&lead, path).await.contains(rail), "{path}");
        let others = watched.page(&watched.mori, path).await;
        assert!(!others.contains(rail), "{path} {others}");
    }
    // The page of declaring has these ticked, and no others.
    let at = format!("/staff/incidents/new?case={second:08}&alike=1");
    let page = watched.page(&watched.mori, &at).await;
    for (number, ticked) in [(first, true), (again, true), (aside, false)] {
        let name = format!("name=\"case-{number}\" value=\"1\" checked");
        assert_eq!(page.contains(&name), ticked, "{number}\n{page}");
    }
    let without = at.trim_end_matches("&alike=1").to_owned();
    let page = watched.page(&watched.mori, &without).await;
    assert!(
        !page.contains("name=\"case-1\" value=\"1\" checked"),
        "{page}"
    );
    // What an incident has gathered is told of no more.
    let (case, one) = (format!("{second:08}"), format!("case-{first}"));
    let fields = [
        ("case", case.as_str()),
        (one.as_str(), "1"),
        ("title-ja", "通話が切れる"),
        ("title-en", "Calls drop"),
        ("severity", "S1"),
        ("product-contact-cloud", "1"),
        ("text-ja", "調べています。"),
        ("text-en", "We are looking into it."),
        ("next-at", "2026-11-20T13:00"),
    ];
    let done = watched
        .house
        .post(&watched.mori, "/staff/incidents", &fields)
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(!watched.is_told("/staff").await);
    assert_eq!(watched.house.faults().await, []);
}

#[tokio::test]
async fn e3_what_is_not_the_same_is_dismissed_for_all_and_stays_so() {
    let mut watched = Watched::new().await;
    let first = watched.opens(&AS_AOKI, SUBJECT, 80).await;
    watched.opens(&AS_LINDNER, SUBJECT, 70).await;
    let aoki = watched.house.reader(AOKI).await;
    assert_eq!(watched.dismiss(&aoki, first).await, StatusCode::NOT_FOUND);
    assert!(watched.is_told("/staff").await);
    assert_eq!(
        watched.dismiss(&watched.mori, first).await,
        StatusCode::SEE_OTHER
    );
    let ishikawa = watched.house.reader(ISHIKAWA).await;
    for reader in [&watched.mori, &ishikawa] {
        let page = watched.page(reader, "/staff").await;
        assert!(!page.contains("2社から"), "{page}");
    }
    // One more like them begins nothing; two more are news.
    watched.opens(&AS_AOKI, SUBJECT, 60).await;
    assert!(!watched.is_told("/staff").await);
    watched.opens(&AS_LINDNER, SUBJECT, 50).await;
    assert!(watched.is_told("/staff").await);
}

#[tokio::test]
async fn a2_what_is_kept_to_a_team_is_told_of_to_that_team_alone() {
    let mut watched = Watched::new().await;
    let first = watched.opens(&AS_AOKI, SUBJECT, 80).await;
    let second = watched.opens(&AS_LINDNER, SUBJECT, 70).await;
    // Looked at twice, it is told of once.
    assert!(!work::surges::step(&watched.house.app).await.unwrap());
    let assign = Command::Assign {
        owner: None,
        team: Some(TIER1),
    };
    let private = Command::SetPrivacy { private: true };
    for (actor, command) in [(&AS_ISHIKAWA, assign), (&AS_MORI, private)] {
        let app = &watched.house.app;
        let changed = app.change_case(actor, second, command, None, None).await;
        changed.unwrap();
    }
    watched.follow().await;
    assert!(watched.is_told("/staff").await, "who sees both");
    // Whoever does not see one of the two sees one company, and no more when that reports it again.
    let ishikawa = watched.house.reader(ISHIKAWA).await;
    for _ in 0..2 {
        for path in [
            "/staff",
            "/staff/incidents",
            &format!("/staff/cases/{first:08}"),
        ] {
            let page = watched.page(&ishikawa, path).await;
            assert!(!page.contains("class=\"notice surge\""), "{path} {page}");
        }
        watched.opens(&AS_AOKI, SUBJECT, 60).await;
    }
}

#[tokio::test]
async fn s7_the_gravest_cases_of_a_plan_that_has_them_managed_are_told_to_those_who_lead() {
    let watched = Watched::new().await;
    let cast = &watched.house.cast;
    let mut new = cast.new_case(&AS_AOKI, TOKYO, "全館で通話ができない");
    new.severity = "S1".into();
    let events = cast.opening(&AS_AOKI, new, noon());
    let opening = Opening {
        id: CaseId(store::fresh_id(noon())),
        desk: &cast.desk,
        keys: Keys {
            contact: "key".into(),
            deployment: format!("{TOKYO}"),
        },
        events: &events,
    };
    let store = &watched.house.app.store;
    let opened = store.open_cases(&[opening], Vec::new()).await.unwrap();
    watched.follow().await;
    let told = "プランにインシデント管理が含まれる";
    let path = format!("/cases/{:08}", opened[0]);
    let page = watched.page(&watched.mori, &format!("/staff{path}")).await;
    assert!(page.contains(told), "{page}");
    let aoki = watched.house.reader(AOKI).await;
    let page = watched.page(&aoki, &path).await;
    assert!(!page.contains(told), "{page}");
    assert_eq!(watched.house.faults().await, []);
}

#[tokio::test]
async fn e3_what_several_companies_report_is_read_and_dismissed_over_the_api() {
    let mut watched = Watched::new().await;
    let first = watched.opens(&AS_AOKI, SUBJECT, 80).await;
    let second = watched.opens(&AS_LINDNER, SUBJECT, 70).await;
    let house = &watched.house;
    let nobody = Reader::default();
    let call = async |email: &str, method: &str, path: &str| {
        let token = house.app.make_token(email, "test").await.unwrap();
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        let body = (method == "POST").then(|| "{}".to_owned());
        house.send(&nobody, method, path, body, &headers).await
    };
    let (staff, customer) = ("mori@vendor.example", "aoki@hinode.example");
    let list = "/api/v1/incidents/surges";
    let dismissal = format!("/api/v1/cases/{second:08}/surge-dismissal");
    for (method, path) in [("GET", list), ("POST", dismissal.as_str())] {
        let refused = call(customer, method, path).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    }
    let found = call(staff, "GET", list).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.text);
    let found: serde_json::Value = serde_json::from_str(&found.text).unwrap();
    let [one] = found["items"].as_array().unwrap().as_slice() else {
        panic!("{found}");
    };
    assert_eq!(one["product"]["id"], "contact-cloud");
    assert_eq!(one["companies"], 2);
    let cases = [first, second].map(|number| format!("{number:08}"));
    assert_eq!(one["cases"], serde_json::json!(cases));
    // Said twice it is as it was said first.
    for _ in 0..2 {
        let done = call(staff, "POST", &dismissal).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    }
    let found = call(staff, "GET", list).await;
    let found: serde_json::Value = serde_json::from_str(&found.text).unwrap();
    assert_eq!(found["items"], serde_json::json!([]));
    assert!(!watched.is_told("/staff").await);
}
