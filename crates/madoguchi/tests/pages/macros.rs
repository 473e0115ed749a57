//! Texts that staff write once (K3), and how a text will look (C13).

use axum::http::StatusCode;
use testkit::cast::*;

use crate::browser::House;

const FORM: [(&str, &str); 8] = [
    ("macro-name", "ログのお願い"),
    ("writes", "answer"),
    (
        "text-ja",
        "{contact}様\n\n{number}の件、ログをお送りください。",
    ),
    ("text-en", ""),
    ("then", "awaiting-information/information-required"),
    ("take", "1"),
    ("tags", "ログ待ち\r\n既知の不具合"),
    ("shared", "1"),
];

#[tokio::test]
async fn k3_a_macro_is_kept_looked_at_and_said_with_what_it_does_in_one_write() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音 {owner} **太字**").await;
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let ishikawa = house.reader(ISHIKAWA).await;
    // What a customer may not be told is not taken into an answer.
    let mut secret = FORM;
    secret[2].1 = "{plan}";
    let refused = house.post(&mori, "/staff/macros", &secret).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("日本語の文面") && refused.text.contains("{plan}"));
    let kept = house.post(&mori, "/staff/macros", &FORM).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let id = house.app.macros(&AS_MORI).await.unwrap()[0].id;
    let staffs = format!("/staff/cases/{number:08}");
    let offered = house.get(&mori, &format!("{staffs}/macros")).await.text;
    assert!(offered.contains("ログのお願い") && offered.contains(&format!("macro={id}#text")));
    assert!(offered.contains("タグ「ログ待ち」を付ける") && offered.contains("自分に割り当て"));
    // Nobody of another team has it, and no customer such a page.
    assert!(house.app.macros(&AS_ISHIKAWA).await.unwrap().is_empty());
    let foreign = format!("{staffs}?compose=reply&macro={id}");
    assert_eq!(
        house.get(&ishikawa, &foreign).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        house.get(&aoki, "/staff/macros").await.status,
        StatusCode::NOT_FOUND
    );
    let page = house
        .get(&mori, &format!("{staffs}?compose=reply&macro={id}"))
        .await
        .text;
    assert!(page.contains(&format!("{number:08}の件、ログをお送りください。")));
    assert!(page.contains("name=\"take\" value=\"1\" checked"));
    let tags = house.app.tags().await.unwrap();
    let mut fields = vec![
        ("text".to_owned(), "ログをお送りください。".to_owned()),
        ("then".to_owned(), FORM[4].1.to_owned()),
        ("take".to_owned(), "1".to_owned()),
    ];
    fields.extend(
        tags.all()
            .map(|tag| (format!("act-tag-{}", tag.id), "1".to_owned())),
    );
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    house.app.store.set_recall_time(MORI, 10).await.unwrap();
    let before = house.app.case(&AS_MORI, number).await.unwrap();
    let held = house
        .post(&mori, &format!("{staffs}/replies"), &fields)
        .await;
    assert_eq!(held.status, StatusCode::SEE_OTHER, "{}", held.text);
    // While it can be taken back nothing of it has happened.
    let now = house.app.case(&AS_MORI, number).await.unwrap();
    assert_eq!(now.case.version, before.case.version);
    assert!(house.app.recall(&AS_MORI, number).await.unwrap());
    let back = house
        .get(&mori, &format!("{staffs}?compose=reply"))
        .await
        .text;
    assert!(
        back.contains("name=\"take\" value=\"1\" checked"),
        "what it does is kept with it"
    );
    house
        .post(&mori, &format!("{staffs}/replies"), &fields)
        .await;
    assert!(house.app.send_now(&AS_MORI, number, None).await.unwrap());
    let after = house.app.case(&AS_MORI, number).await.unwrap().case;
    assert_eq!((after.owner, after.tags.len()), (Some(MORI), 2));
    assert_eq!(after.status.as_str(), FORM[4].1);
    let history = house
        .app
        .history(&AS_MORI, &house.app.case(&AS_MORI, number).await.unwrap())
        .await
        .unwrap();
    let at: Vec<_> = history[1..].iter().map(|one| one.at).collect();
    assert!(
        at.windows(2).all(|pair| pair[0] == pair[1]),
        "one write: {at:?}"
    );
    // Another than its writer, who does not lead, leaves it as it is.
    let gone = [("do", "forget".to_owned()), ("id", id.to_string())];
    let gone = gone.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(
        house.post(&ishikawa, "/staff/macros", &gone).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        house.post(&mori, "/staff/macros", &gone).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(house.app.macros(&AS_MORI).await.unwrap().is_empty());
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn c13_a_text_is_looked_at_as_it_will_be_and_nothing_of_it_acts() {
    let house = House::open().await;
    let aoki = house.reader(AOKI).await;
    let text = "**太**\n- 一\n<script>x</script>";
    let shown = house.post(&aoki, "/text-preview", &[("text", text)]).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains("<strong>太</strong>") && shown.text.contains("<li>一"));
    assert!(!shown.text.contains("<script"));
}
