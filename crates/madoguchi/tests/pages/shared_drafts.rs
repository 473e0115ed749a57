//! A reply that somebody is writing and shares with their team (K1): who reads it, who changes it, and what is taken over.

use axum::http::StatusCode;
use domain::{
    Actor, Language, PersonId, Prose, Role,
    case::Command,
    directory::{Profile, Standing},
    event::By,
};
use testkit::cast::*;

use crate::{
    browser::{House, Reader},
    closings::supervisor,
};

const SHARED: &str = "森 佳奈さんによる返信の下書き";
const TAKE_OVER: &str = "自分の返信に取り込む";

struct Desk {
    house: House,
    number: i64,
    mori: Reader,
    /// Of the same team as the writer.
    noda: Reader,
    /// Of no team.
    ishikawa: Reader,
}

impl Desk {
    async fn open() -> Self {
        let house = House::open().await;
        let number = house.open_case(&AS_AOKI, "録音").await;
        let noda = PersonId(906);
        let profile = Profile {
            family: Prose::new("野田"),
            given: Prose::new("圭"),
            family_kana: Prose::new(""),
            given_kana: Prose::new(""),
            email: Prose::new("noda@vendor.example"),
            language: Language::new("ja"),
            time_zone: "Asia/Tokyo".into(),
        };
        let standing = Standing::Agent {
            role: Role::Tier1,
            team: Some(TIER1),
        };
        let list = store::directory::add_person(noda, standing, profile, By::System, noon());
        house.app.store.add(list.unwrap()).await.unwrap();
        Self {
            mori: house.reader(MORI).await,
            noda: house.reader(noda).await,
            ishikawa: house.reader(ISHIKAWA).await,
            number,
            house,
        }
    }

    fn at(&self, rest: &str) -> String {
        format!("/staff/cases/{:08}{rest}", self.number)
    }

    /// Keeps what the writer has typed, by one of the buttons of the form; where it leads.
    async fn keep(&self, fields: &[(&str, &str)]) -> String {
        let to = self.at("/draft");
        let kept = self.house.post(&self.mori, &to, fields).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER);
        let to = kept.header("location");
        to.split('#').next().unwrap_or_default().to_owned()
    }

    async fn page(&self, reader: &Reader, rest: &str) -> String {
        self.house.get(reader, &self.at(rest)).await.text
    }

    async fn does(&self, actor: &Actor, command: Command) {
        let done = self
            .house
            .app
            .change_case(actor, self.number, command, None, None);
        done.await.unwrap();
    }
}

fn text_of(page: &str) -> &str {
    let (_, from) = page.split_once("name=\"text\"").unwrap();
    let (_, from) = from.split_once('>').unwrap();
    from.split("</textarea>").next().unwrap()
}

const WRITTEN: [(&str, &str); 4] = [
    ("text", "再起動を**お試し**ください。<b>"),
    ("question-2", "版は？"),
    ("then", "open/investigating"),
    ("sort", "reply"),
];

fn shared(share: &str) -> Vec<(&str, &str)> {
    [WRITTEN.as_slice(), &[("share", share)]].concat()
}

#[tokio::test]
async fn k1_a_draft_is_shared_with_the_team_by_a_switch_and_by_nothing_else() {
    let d = Desk::open().await;
    d.keep(&WRITTEN).await;
    assert!(!d.page(&d.noda, "").await.contains(SHARED));
    let writers = d.page(&d.mori, "?compose=reply").await;
    assert!(writers.contains("チームと共有</button>") && !writers.contains("共有中："));

    let to = d.keep(&shared("yes")).await;
    assert!(to.contains("compose=reply&kept=shared"), "{to}");
    let told = d.house.get(&d.mori, &to).await.text;
    assert!(told.contains("下書きを保存し、チームと共有しました。"));
    assert!(told.contains("共有中：ケースの担当チーム") && told.contains("共有をやめる"));
    // To its writer it is their draft, and nobody else's.
    assert!(!told.contains(SHARED));

    let page = d.page(&d.noda, "").await;
    for wanted in [
        SHARED,
        "まだ送信されていません",
        "再起動を<strong>お試し</strong>ください。",
        "<li>版は？</li>",
        TAKE_OVER,
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    assert!(!page.contains("ください。<b>"));
    assert!(!page.contains("下書きあり"), "it is no draft of theirs");
    let leads = supervisor(&d.house).await;
    assert!(d.page(&leads, "").await.contains(SHARED));
    // Neither a colleague of elsewhere nor the customer.
    assert!(!d.page(&d.ishikawa, "").await.contains("お試し"));
    let aoki = d.house.reader(AOKI).await;
    let customers = d.house.get(&aoki, &format!("/cases/{:08}", d.number)).await;
    assert!(!customers.text.contains("お試し"));

    // What is typed on is kept as before, and is what they read then.
    let on = [
        ("text", "電源を切ってください。"),
        ("sort", "reply"),
        ("_quiet", "1"),
    ];
    let quiet = d.house.post(&d.mori, &d.at("/draft"), &on).await;
    assert_eq!(quiet.status, StatusCode::NO_CONTENT);
    assert!(d.page(&d.noda, "").await.contains("電源を切ってください。"));

    let to = d.keep(&shared("no")).await;
    assert!(to.contains("kept=unshared"), "{to}");
    let told = d.house.get(&d.mori, &to).await.text;
    assert!(told.contains("共有をやめました"));
    assert!(!d.page(&d.noda, "").await.contains(SHARED));
    assert!(d.house.faults().await.is_empty());
}

#[tokio::test]
async fn k1_a_colleague_takes_a_shared_draft_over_and_its_writer_alone_changes_it() {
    let d = Desk::open().await;
    d.keep(&shared("yes")).await;
    let way = format!("?compose=reply&draft={MORI}");
    let page = d.page(&d.noda, &way).await;
    assert!(
        text_of(&page).starts_with("再起動を**お試し**ください。"),
        "{page}"
    );
    assert!(page.contains("name=\"question-1\" value=\"版は？\""));
    assert!(page.contains("value=\"open/investigating\" selected"));
    // It stands behind what they have begun themselves; looking at it has kept nothing.
    let own = [("text", "野田です。"), ("sort", "reply")];
    d.house.post(&d.noda, &d.at("/draft"), &own).await;
    let page = d.page(&d.noda, &way).await;
    assert!(
        text_of(&page).starts_with("野田です。\n\n再起動を"),
        "{page}"
    );
    let page = d.page(&d.noda, "?compose=reply").await;
    assert_eq!(text_of(&page), "野田です。");
    // What they keep, share or throw away is theirs.
    for fields in [
        vec![("text", "別の返信"), ("share", "yes")],
        vec![("text", "別の返信"), ("share", "no")],
        vec![("text", " "), ("share", "no")],
    ] {
        d.house.post(&d.noda, &d.at("/draft"), &fields).await;
        let page = d.page(&d.mori, "?compose=reply").await;
        assert!(text_of(&page).starts_with("再起動を"), "{page}");
        assert!(page.contains("共有中："));
    }
    // Whoever may not read it takes nothing over, whatever they ask for.
    for from in [MORI.to_string(), "0".into(), "x".into()] {
        let way = format!("?compose=reply&draft={from}");
        let page = d.page(&d.ishikawa, &way).await;
        assert_eq!(text_of(&page), "", "{from}");
    }
}

#[tokio::test]
async fn k1_sharing_ends_with_the_draft_and_follows_the_case() {
    let d = Desk::open().await;
    // Nothing is written: nothing is shared, and nothing is told of it.
    let to = d.keep(&[("text", " "), ("share", "yes")]).await;
    assert!(to.contains("kept=1"), "{to}");
    // A note is not shared: it can be written down at once.
    d.keep(&[("text", "社内"), ("sort", "note"), ("share", "yes")])
        .await;
    assert!(!d.page(&d.noda, "").await.contains("さんによる返信の下書き"));
    d.keep(&shared("yes")).await;
    // Whoever gets the case reads it, wherever they are.
    d.does(
        &AS_MORI,
        Command::Assign {
            owner: Some(ISHIKAWA),
            team: Some(TIER1),
        },
    )
    .await;
    assert!(d.page(&d.ishikawa, "").await.contains(SHARED));
    // Of a case that is over it can be read, and is no reply any more.
    d.does(
        &AS_AOKI,
        Command::Close {
            reason: "resolved".into(),
            comment: None,
        },
    )
    .await;
    let page = d.page(&d.noda, "").await;
    assert!(page.contains(SHARED) && !page.contains(TAKE_OVER));
}

#[tokio::test]
async fn k1_a_shared_draft_is_gone_once_it_is_sent() {
    let d = Desk::open().await;
    d.keep(&shared("yes")).await;
    let sent = d.house.post(&d.mori, &d.at("/replies"), &WRITTEN).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let page = d.page(&d.noda, "").await;
    assert!(!page.contains(SHARED), "{page}");
    assert!(page.contains("再起動を<strong>お試し</strong>ください。"));
}
