//! Texts of mails in an administrator's hands: seen as each sort of reader gets them before they are kept (H7).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::browser::{House, Reader};

const PATH: &str = "/staff/mails/answered/ja";

#[tokio::test]
async fn h7_a_text_is_seen_as_each_reader_gets_it_and_refused_where_one_could_not() {
    let house = House::open().await;
    house.promote(MORI).await;
    let admin = house.reader(MORI).await;
    let two = "{% if case.link %}ページはこちら：{{ case.link }}{% else %}ページはありません。{% endif %}";
    let fields = |body: &'static str| [("subject", "{{ case.number }}"), ("body", body)];
    let look = [&fields(two)[..], &[("_preview", "1")]].concat();
    let seen = house.post(&admin, PATH, &look).await;
    assert_eq!(seen.status, StatusCode::OK);
    let letters: Vec<&str> = seen.text.split("<pre class=\"letter\"").skip(1).collect();
    assert_eq!(letters.len(), 2, "{}", seen.text);
    assert!(letters[0].contains("ページはこちら：https://support.example/"));
    assert!(letters[1].contains("ページはありません。"));
    for whose in ["ケースを開いた方へ", "アカウントのない宛先へ"] {
        assert!(seen.text.contains(whose), "{whose}");
    }
    // Looking keeps nothing.
    let store = &house.app.store;
    let occasion = domain::notice::Occasion::Answered;
    let kept = async || store.mail_text(occasion, "ja").await.unwrap();
    assert_eq!(kept().await, None);
    // What would fail for one of them alone is refused, too, and shown to be wrong.
    let broken = "{% if case.link %}はい{% else %}{{ nobody.name }}{% endif %}";
    let refused = house.post(&admin, PATH, &fields(broken)).await;
    assert!(
        refused.text.contains("この文面では送れません。1行目"),
        "{}",
        refused.text
    );
    assert!(!refused.text.contains("<pre class=\"letter\""));
    assert_eq!(kept().await, None);
    house.post(&admin, PATH, &fields(two)).await;
    assert_eq!(kept().await.map(|text| text.body), Some(two.to_owned()));
}

const PROOF: &str = "/staff/mails/letter-join-link/ja";

/// A visitor without an account, who reads Japanese.
fn visitor() -> Reader {
    let mut reader = Reader::default();
    reader.headers.push(("accept-language", "ja".into()));
    reader
}

#[tokio::test]
async fn h7_a_letter_about_an_account_says_what_operators_put_and_never_without_its_link() {
    let house = House::open().await;
    house.promote(MORI).await;
    let admin = house.reader(MORI).await;
    let kept = async |name: &str, language: &str| {
        let kept = house.app.store.text_named(name, language).await;
        kept.unwrap()
    };
    // It begins with the catalogue's words, and the names of what is filled in.
    let list = house.get(&admin, "/staff/mails").await;
    assert!(list.text.contains(&format!("href=\"{PROOF}\"")));
    let form = house.get(&admin, PROOF).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text.contains("{{ link }}") && form.text.contains("{{ vendor }}"));
    let english = PROOF.replace("/ja", "/en");
    let english = house.get(&admin, &english).await;
    assert!(english.text.contains("{{ link }}") && english.text.contains("within 24 hours"));
    for unknown in ["letter-", "letter-none", "join-link"] {
        let path = PROOF.replace("letter-join-link", unknown);
        let nowhere = house.get(&admin, &path).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND, "{path}");
    }

    // A link to nowhere stands in the sample; looking keeps nothing.
    let own = [
        ("subject", "{{ vendor }}への登録"),
        ("body", "続きはこちら：{{ link }}"),
    ];
    let look = [&own[..], &[("_preview", "1")]].concat();
    let seen = house.post(&admin, PROOF, &look).await;
    assert!(
        seen.text
            .contains("続きはこちら：https://support.example/sample-link"),
        "{}",
        seen.text
    );
    assert!(!seen.text.contains("https://desk.example/join/"));
    assert_eq!(kept("letter-join-link", "ja").await, None);

    // Without the link it is of no use; in a subject the link stands for all to see.
    for (subject, body, said) in [
        ("登録", "続きはありません。", "本文にlinkが入らない"),
        (
            "登録",
            "{% if false %}{{ link }}{% endif %}",
            "本文にlinkが入らない",
        ),
        ("{{ link }}", "{{ link }}", "この文面では送れません。1行目"),
        (
            "登録",
            "{{ link }}\n{{ case.number }}",
            "この文面では送れません。2行目",
        ),
        ("", "{{ link }}", "件名と本文を入力してください"),
    ] {
        let fields = [("subject", subject), ("body", body)];
        let refused = house.post(&admin, PROOF, &fields).await;
        assert!(refused.text.contains(said), "{body}: {}", refused.text);
        assert!(!refused.text.contains("<pre class=\"letter\""), "{body}");
    }
    assert_eq!(kept("letter-join-link", "ja").await, None);

    // What is kept names the link and holds none, and goes out with the reader's own.
    house.post(&admin, PROOF, &own).await;
    let email = [("email", "miyamoto@hinode.example")];
    house.post(&visitor(), "/join", &email).await;
    let letter = house.letters(1).await.remove(0);
    let said = letter.said.trim();
    let (words, link) = said.split_once("https://desk.example").unwrap();
    assert_eq!(words, "続きはこちら：");
    let opened = house.get(&visitor(), link).await;
    assert!(opened.text.contains("miyamoto@hinode.example"));
    assert!(!letter.subject.contains("http"));
    let text = kept("letter-join-link", "ja").await.unwrap();
    assert_eq!(text.body, "続きはこちら：{{ link }}");
    assert_eq!(kept("letter-join-link", "en").await, None);

    // Changes stand in the audit by what they are of; what is taken back is ours again.
    house.post(&admin, PROOF, &[("_reset", "1")]).await;
    assert_eq!(kept("letter-join-link", "ja").await, None);
    let kinds = house.audit().await.into_iter().map(|(kind, ..)| kind);
    assert_eq!(kinds.filter(|kind| kind == "mail-text-changed").count(), 2);
    let audit = house.get(&admin, "/staff/audit").await;
    assert!(audit.text.contains("アカウントの申請：アドレスの確認"));
}

#[tokio::test]
async fn h7_a_letters_text_that_lost_what_it_needs_gives_way_to_ours() {
    let house = House::open().await;
    let text = store::mails::MailText {
        subject: "x".into(),
        body: "{{ nobody }}".into(),
    };
    let (store, now) = (&house.app.store, house.app.now());
    for language in ["ja", "en"] {
        let put = store.set_text_named("letter-code", language, Some(&text), MORI, now);
        put.await.unwrap();
    }
    let email = [("email", "aoki@hinode.example")];
    house
        .post(&Reader::default(), "/sign-in/forgotten", &email)
        .await;
    let letter = house.letters(1).await.remove(0);
    assert_ne!(letter.subject, "x");
    assert!(letter.said.contains("確認コード"), "{}", letter.said);
}
