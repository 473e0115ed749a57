//! Opening a case on the pages: what is doubted before it is sent, and what may be about the same (C5).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::browser::{Answer, House, Reader};

/// A support case that is taken, with some of it said otherwise.
fn fields<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![
        ("deployment", "11"),
        ("product", "contact-cloud"),
        ("environment", "production"),
        ("sub-type", "problem"),
        ("severity", "S3"),
        ("subject", "録音が再生できない"),
        ("description", "再生すると止まる"),
    ];
    all.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    all.extend(more);
    all
}

async fn sent(house: &House, reader: &Reader, more: &[(&str, &str)]) -> Answer {
    let to = "/cases/new/support-case";
    house.post(reader, to, &fields(more)).await
}

#[tokio::test]
async fn c5_addresses_are_doubted_put_right_in_one_press_and_sent_when_their_sender_is_sure() {
    let house = House::open().await;
    let reader = house.reader(AOKI).await;
    let typed = (
        "copy-to",
        "ｂａｂａ＠hinode.exmaple\nclient@elsewhere.example",
    );
    let doubted = sent(&house, &reader, &[typed]).await;
    assert_eq!(doubted.status, StatusCode::UNPROCESSABLE_ENTITY);
    let button = "copy-to baba@hinode.exmaple baba@hinode.example";
    for part in [
        button,
        "社外のアドレスがあります（client@elsewhere.example）",
        "name=\"sure-of\"",
    ] {
        assert!(doubted.text.contains(part), "{part}: {}", doubted.text);
    }
    // One press corrects; what is left to settle stays.
    let corrected = sent(&house, &reader, &[typed, ("_correct", button)]).await;
    assert_eq!(corrected.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        corrected
            .text
            .contains("baba@hinode.example\nclient@elsewhere.example")
    );
    assert!(!corrected.text.contains("name=\"_correct\""));
    let right = ("copy-to", "baba@hinode.example\nclient@elsewhere.example");
    let sure = ("sure-of", "client@elsewhere.example");
    let checked = sent(&house, &reader, &[right, sure]).await;
    assert_eq!(checked.status, StatusCode::OK);
    assert!(
        checked
            .text
            .contains("client@elsewhere.example（確認済み）")
    );
    assert!(!checked.text.contains("baba@hinode.example（"));
    // Going back keeps the word given, and it counts when it is sent.
    let back = sent(&house, &reader, &[right, sure, ("_edit", "subject")]).await;
    assert!(
        back.text
            .contains("name=\"sure-of\" value=\"client@elsewhere.example\"")
    );
    let unsure = sent(&house, &reader, &[right, ("_checked", "1")]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = sent(&house, &reader, &[right, sure, ("_checked", "1")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let page = house.get(&reader, taken.header("location")).await;
    assert!(
        page.text.contains("2件の宛先にもメールで送ります"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn c5_cases_that_may_be_about_the_same_are_shown_and_stop_nothing() {
    let house = House::open().await;
    house.open_case(&AS_AOKI, "通話録音が再生できません").await;
    house.open_case(&AS_AOKI, "会議に入れない").await;
    let canary = "録音が再生できない CANARY";
    house.open_case(&AS_LINDNER, canary).await;
    for person in [AOKI, BABA] {
        let reader = house.reader(person).await;
        let checked = sent(&house, &reader, &[]).await;
        assert_eq!(checked.status, StatusCode::OK);
        assert!(checked.text.contains("/cases/00000001"), "{}", checked.text);
        for other in ["会議に入れない", "CANARY"] {
            assert!(!checked.text.contains(other), "{other}");
        }
    }
    let reader = house.reader(AOKI).await;
    let other = sent(&house, &reader, &[("subject", "請求書の宛名を変えたい")]).await;
    assert!(!other.text.contains("alike"), "nothing is like it");
    let taken = sent(&house, &reader, &[("_checked", "1")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
}

/// The draft that a form says it is.
fn draft_of(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"_draft\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn c5_what_is_filled_in_is_kept_until_it_is_sent_or_given_up() {
    let house = House::open().await;
    let reader = house.reader(AOKI).await;
    let form = house.get(&reader, "/cases/new/support-case").await.text;
    let draft = draft_of(&form);
    let to = "/cases/new/support-case/draft";
    let own = ("_draft", draft.as_str());
    // Choices alone are not worth it.
    let choices = [own, ("severity", "S3"), ("subject", " "), ("_quiet", "1")];
    assert_eq!(
        house.post(&reader, to, &choices).await.status,
        StatusCode::NO_CONTENT
    );
    assert!(!house.get(&reader, "/").await.text.contains("drafts-h"));
    let typed = [own, ("subject", "CANARY <b>"), ("severity", "S1")];
    let kept = house.post(&reader, to, &typed).await;
    let at = format!("/cases/new/support-case?draft={draft}");
    assert_eq!(kept.header("location"), format!("{at}&kept=1"));
    for page in ["/", "/cases/new", at.as_str()] {
        let page = house.get(&reader, page).await.text;
        assert!(page.contains("CANARY &#60;b&#62;"), "{page}");
    }
    let page = house.get(&reader, &at).await.text;
    assert!(page.contains("value=\"S1\" checked"));
    assert_eq!(draft_of(&page), draft);
    // It is nobody else's, and of no other kind.
    let other = house.reader(BABA).await;
    for (reader, page) in [
        (&other, at.clone()),
        (&other, "/".into()),
        (&reader, at.replace("support-case", "feature-request")),
    ] {
        let page = house.get(reader, &page).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("CANARY"));
    }
    let given_up = [own, ("_discard", "home")];
    house.post(&other, to, &given_up).await;
    assert!(house.get(&reader, "/").await.text.contains("CANARY"));
    // What is wrong, and what is only looked at, is kept as well.
    let wrong = sent(
        &house,
        &reader,
        &[own, ("subject", "CANARY two"), ("product", "x")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(house.get(&reader, "/").await.text.contains("CANARY two"));
    let checked = sent(&house, &reader, &[own, ("subject", "CANARY three")]).await;
    assert_eq!(draft_of(&checked.text), draft);
    assert!(house.get(&reader, "/").await.text.contains("CANARY three"));
    // Sent, it is a case and no draft.
    let taken = sent(&house, &reader, &[own, ("_checked", "1")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert!(!house.get(&reader, "/").await.text.contains("CANARY"));
    // A month later nobody is reminded of it.
    house.post(&reader, to, &typed).await;
    house
        .app
        .clock()
        .advance(jiff::SignedDuration::from_hours(31 * 24));
    let reader = house.reader(AOKI).await;
    assert!(!house.get(&reader, "/").await.text.contains("CANARY"));
}

#[tokio::test]
async fn u10_a_form_that_is_sent_after_the_sign_in_ended_comes_back_filled_in() {
    let house = House::open().await;
    let (email, password) = ("aoki@hinode.example", "three quiet rivers");
    house.app.set_password(email, password).await.unwrap();
    let nobody = Reader {
        headers: vec![("accept-language", "ja".into())],
        ..Reader::default()
    };
    let page = sent(&house, &nobody, &[("subject", "長い説明のケース \"<x>")]).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(
        page.text.contains("入力した内容は保管しています"),
        "{}",
        page.text
    );
    let (_, kept) = page.text.split_once("name=\"kept\" value=\"").unwrap();
    let kept = kept.split("\">").next().unwrap();
    let kept = kept
        .replace("&#34;", "\"")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&");
    let mut fields = vec![
        ("email", email),
        ("password", "wrong"),
        ("next", "/cases/new/support-case"),
        ("kept", kept.as_str()),
    ];
    let refused = house.post(&nobody, "/sign-in", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("name=\"kept\""), "it is still there");
    fields[1].1 = password;
    let entered = house.post(&nobody, "/sign-in", &fields).await;
    let to = entered.header("location").to_owned();
    assert!(to.starts_with("/cases/new/support-case?draft="), "{to}");
    let mut reader = nobody.clone();
    reader.take_cookies(&entered);
    let form = house.get(&reader, &to).await.text;
    assert!(
        form.contains("value=\"長い説明のケース &#34;&#60;x&#62;\""),
        "{form}"
    );
    // A script that keeps in silence learns that it did not.
    let draft = house
        .post(&nobody, "/cases/new/support-case/draft", &[("_draft", "1")])
        .await;
    assert_ne!(draft.status, StatusCode::NO_CONTENT);
}

/// The cast's desk, on which only the lesser plan goes with new projects; the cast has the better one.
fn desk_that_lacks() -> String {
    DESK.replace("plans = [\"advanced\"]", "plans = [\"standard\"]")
}

#[tokio::test]
async fn c2_what_none_of_their_places_has_is_not_offered() {
    let house = House::open().await;
    let reader = house.reader(AOKI).await;
    let form = house.get(&reader, "/cases/new/support-case").await.text;
    let offered = |id: &str| {
        let (_, option) = form.split_once(&format!("<option value=\"{id}\""))?;
        let (_, places) = option.split('>').next()?.split_once("data-for=")?;
        Some(places)
    };
    assert_eq!(offered("production"), Some("\"11 12\""));
    assert_eq!(offered("uat"), Some("\"11\""));
    assert!(!form.contains("<option value=\"sandbox\""));
}

#[tokio::test]
async fn c2_what_the_plan_leaves_out_stays_in_sight_with_the_reason_and_is_not_taken() {
    let house = House::on_desk(&desk_that_lacks()).await;
    let reader = house.reader(AOKI).await;
    let to = "/cases/new/service-request";
    let form = house.get(&reader, to).await.text;
    let (_, option) = form.split_once("<option value=\"new-project\"").unwrap();
    assert!(
        option.starts_with(" disabled data-lacking=\"*\">"),
        "{option}"
    );
    let why = "「新規プロジェクト」は、プラン「スタンダード」でご利用いただけます。相談先はカスタマーサクセスマネージャーです";
    assert!(form.contains(why), "{form}");
    let asked = [
        ("deployment", "11"),
        ("product", "contact-cloud"),
        ("sub-type", "new-project"),
        ("subject", "拠点を増やしたい"),
        ("description", "来年の4月に"),
    ];
    for step in [&asked[..], &[&asked[..], &[("_checked", "1")]].concat()] {
        let refused = house.post(&reader, to, step).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused
                .text
                .contains("プラン「スタンダード」でご利用いただけます。ほかの内容")
        );
        assert!(refused.text.contains("来年の4月に"), "what was typed stays");
    }
    // The API says the same.
    let program = house.program("aoki@hinode.example").await;
    let body = serde_json::json!({
        "kind": "service-request", "sub_type": "new-project", "deployment": "11", "product": "contact-cloud",
        "subject": "x", "description": "x",
    });
    let answer = house
        .post_json(&program, "/api/v1/cases", &body.to_string())
        .await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        answer.text
    );
    assert!(answer.text.contains("not-in-plan"), "{}", answer.text);
    // Where the plan goes with it, nothing is said of plans.
    let house = House::open().await;
    let reader = house.reader(AOKI).await;
    let form = house.get(&reader, to).await.text;
    assert!(!form.contains("data-lacking"), "{form}");
    let taken = [&asked[..], &[("_checked", "1")]].concat();
    let taken = house.post(&reader, to, &taken).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
}

#[tokio::test]
async fn c2_a_kind_that_the_plan_leaves_out_says_so_where_a_case_begins() {
    let desk = DESK.replace(
        "id = \"feature-request\"\n",
        "id = \"feature-request\"\nplans = [\"standard\"]\nask = \"sales\"\n",
    );
    let house = House::on_desk(&desk).await;
    let reader = house.reader(AOKI).await;
    let kinds = house.get(&reader, "/cases/new").await.text;
    assert!(!kinds.contains("<h2><a href=\"/cases/new/feature-request\""));
    let why = "「機能の要望」は、プラン「スタンダード」でご利用いただけます。";
    assert!(kinds.contains(why), "{kinds}");
    let form = house.get(&reader, "/cases/new/feature-request").await.text;
    assert!(form.contains(why), "{form}");
    let more = [("sub-type", "improvement"), ("environment", "")];
    let refused = house
        .post(&reader, "/cases/new/feature-request", &fields(&more))
        .await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.text
    );
}
