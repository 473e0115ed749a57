//! Cases that their owner puts to sleep (K1).

use axum::http::StatusCode;
use domain::{Actor, case::Command};
use testkit::cast::*;

use crate::browser::{House, Reader};

struct Bed {
    house: House,
    mori: Reader,
    ishikawa: Reader,
    aoki: Reader,
}

const CASE: &str = "/staff/cases/00000001";

impl Bed {
    async fn made() -> Self {
        let house = House::open().await;
        let number = house.open_case(&AS_AOKI, "録音").await;
        house.open_case(&AS_AOKI, "通話").await;
        assert_eq!(number, 1);
        let assign = Command::Assign {
            owner: Some(MORI),
            team: None,
        };
        for number in [1, 2] {
            let done = house
                .app
                .change_case(&AS_MORI, number, assign.clone(), None, None);
            done.await.unwrap();
        }
        Self {
            mori: house.reader(MORI).await,
            ishikawa: house.reader(ISHIKAWA).await,
            aoki: house.reader(AOKI).await,
            house,
        }
    }

    async fn list(&self, view: &str) -> String {
        let path = format!("/staff?view={view}");
        self.house.get(&self.mori, &path).await.text
    }

    async fn sleeps(&self, view: &str, fields: &[(&str, &str)]) -> crate::browser::Answer {
        let path = format!("{CASE}/snooze{view}");
        self.house.post(&self.mori, &path, fields).await
    }

    /// The count beside the view.
    async fn count(&self, view: &str) -> String {
        let page = self.list("closed").await;
        let link = format!("href=\"/staff?view={view}\"");
        let rest = page.split(&link).nth(1).unwrap();
        let rest = rest.split("class=\"badge\"").nth(1).unwrap();
        let rest = rest.split('>').nth(1).unwrap();
        rest.split('<').next().unwrap().to_owned()
    }
}

fn row(page: &str) -> bool {
    page.contains("data-row href=\"/staff/cases/00000001")
}

#[tokio::test]
async fn k1_a_case_leaves_its_owners_list_and_comes_back_when_the_customer_speaks() {
    let b = Bed::made().await;
    assert_eq!(
        [b.count("mine").await, b.count("snoozed").await],
        ["2", "0"]
    );
    let form = b.list("mine").await;
    let form = form.split("data-act=\"snooze\"").next().unwrap();
    let form = form
        .rsplit("href=\"")
        .next()
        .unwrap()
        .trim_end_matches("\" ");
    assert!(form.ends_with("/snooze?view=mine"), "{form}");
    let form = b.house.get(&b.mori, form).await.text;
    for wanted in [
        "name=\"at\"",
        "name=\"answer\"",
        "type=\"datetime-local\"",
        "表示されません",
    ] {
        assert!(form.contains(wanted), "{wanted}\n{form}");
    }
    let done = b.sleeps("?view=mine", &[("answer", "1")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(done.header("location"), "/staff?view=mine&slept=00000001");
    let list = b.house.get(&b.mori, done.header("location")).await.text;
    assert!(list.contains("お客様の回答があるまでスヌーズ中"), "{list}");
    assert!(list.contains("data-act=\"undo\"") && !row(&list), "{list}");
    assert_eq!(
        [b.count("mine").await, b.count("snoozed").await],
        ["1", "1"]
    );
    assert!(row(&b.list("snoozed").await) && row(&b.list("support").await));
    let next = b.house.get(&b.mori, "/staff/next").await;
    assert!(next.header("location").contains("00000002"));
    // A customer sees nothing of it.
    let page = b.house.get(&b.aoki, "/cases/00000001").await.text;
    assert!(!page.contains("スヌーズ"), "{page}");
    let list = b.house.get(&b.aoki, "/cases").await.text;
    assert!(!list.contains("スヌーズ"));
    let said = [("text", "続報です。")];
    b.house
        .post(&b.aoki, "/cases/00000001/messages", &said)
        .await;
    let list = b.list("mine").await;
    assert!(row(&list));
    assert_eq!(
        [b.count("mine").await, b.count("snoozed").await],
        ["2", "0"]
    );
    let page = b.house.get(&b.mori, CASE).await.text;
    assert!(
        page.contains("お客様から連絡があり、スヌーズが終わりました"),
        "{page}"
    );
    let page = b.house.get(&b.aoki, "/cases/00000001").await.text;
    assert!(!page.contains("スヌーズ"), "{page}");
    assert_eq!(b.house.faults().await, []);
}

#[tokio::test]
async fn k1_a_snooze_ends_at_its_moment_and_can_be_undone() {
    let b = Bed::made().await;
    let now = b.house.app.now();
    let soon = now + jiff::SignedDuration::from_secs(3_600);
    let done = b.sleeps("", &[("at", &soon.to_string())]).await;
    assert_eq!(done.header("location"), CASE);
    let page = b.house.get(&b.mori, CASE).await.text;
    assert!(page.contains("までスヌーズ中") && page.contains(&format!("{CASE}/waking")));
    assert!(!row(&b.list("mine").await));
    let undo = [("back", "/staff?view=mine")];
    let woken = b
        .house
        .post(&b.mori, &format!("{CASE}/waking"), &undo)
        .await;
    assert_eq!(woken.header("location"), "/staff?view=mine");
    assert!(row(&b.list("mine").await));
    // By the product itself, once the moment is there.
    b.sleeps("", &[("at", &soon.to_string())]).await;
    let stored = b.house.app.case(&AS_MORI, 1).await.unwrap();
    let desk = b.house.app.desks.of(stored.case.desk_version);
    assert_eq!(
        stored.case.tell_at(desk),
        Some(soon.as_second() + i64::from(soon.subsec_nanosecond() > 0))
    );
    let away = [("back", "//elsewhere.example"), ("x", "")];
    let woken = b
        .house
        .post(&b.mori, &format!("{CASE}/waking"), &away)
        .await;
    assert!(!woken.header("location").contains("elsewhere"));
}

#[tokio::test]
async fn k1_what_cannot_be_put_to_sleep_says_why() {
    let b = Bed::made().await;
    for (fields, told) in [
        (("until", ""), "日時を指定"),
        (("until", "soon"), "日付として確認できません"),
        (("until", "2001-01-01T09:00"), "これから366日以内"),
        (("until", "9999-01-01T09:00"), "これから366日以内"),
        (("at", "2001-01-01T00:00:00Z"), "これから366日以内"),
    ] {
        let answer = b.sleeps("?view=mine", &[fields]).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{fields:?}"
        );
        assert!(answer.text.contains(told), "{fields:?}\n{}", answer.text);
        assert!(answer.text.contains("error-summary"));
    }
    let form = b.house.get(&b.ishikawa, &format!("{CASE}/snooze")).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text.contains("このケースの担当者だけです") && !form.text.contains("name=\"at\""));
    let path = format!("{CASE}/snooze");
    let answer = b.house.post(&b.ishikawa, &path, &[("answer", "1")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text.contains("このケースの担当者だけです"));
    // Its key stands only where it can be used.
    let theirs = b.house.get(&b.ishikawa, "/staff?view=support").await.text;
    assert!(!theirs.contains("data-act=\"snooze\""));
    assert!(b.list("mine").await.contains("data-act=\"snooze\""));
    let unknown = b.house.get(&b.mori, "/staff/cases/00099999/snooze").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn k1_a_fields_time_is_the_agents_own() {
    let b = Bed::made().await;
    let now = b.house.app.now();
    let zone = jiff::tz::TimeZone::get("Asia/Tokyo").unwrap();
    let day = now.to_zoned(zone.clone()).date().tomorrow().unwrap();
    let local = format!("{day}T08:15");
    b.sleeps("", &[("until", &local)]).await;
    let wanted = zone.to_timestamp(day.at(8, 15, 0, 0)).unwrap();
    let until = async |actor: &Actor| {
        let case = b.house.app.case(actor, 1).await.unwrap().case;
        case.snoozed.unwrap().until
    };
    assert_eq!(until(&AS_MORI).await, Some(wanted));
}
